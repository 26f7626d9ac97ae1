/** What a measurement is and what it is handed, as types only. */
import type { ChildProcess } from 'node:child_process';
import type { MeasurementName, RowName } from './limits.ts';

/** A number in the row's unit, or why there is none: a reason that this machine gives, never one of ours. */
export type Value = number | { readonly missing: string };
export type Values = Readonly<Partial<Record<RowName, Value>>>;

export interface Started {
  readonly child: ChildProcess;
  /** What the ready line matched. */
  readonly said: RegExpExecArray;
  /** Lines that nobody has taken yet, oldest first. */
  readonly lines: readonly string[];
  /** Takes the first line that matches, one already printed or one to come. Rejects when the process ends before, or in a minute. */
  take(pattern: RegExp): Promise<RegExpExecArray>;
  /** Writes one line to its standard input. */
  tell(line: string): void;
  /** Asks it to end, and then makes it. */
  stop(): Promise<void>;
}

export interface StartWish {
  readonly file: string;
  /** Before the file: options of Node itself. */
  readonly nodeArgs?: readonly string[];
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** The line by which it says that it is ready. */
  readonly ready: RegExp;
}

export interface Bench {
  /** A fresh folder on the disk of this checkout; it is removed afterwards. */
  folder(name: string): string;
  /** Runs a file under this Node and waits for its ready line; it is stopped when the measurement ends, however it ends. */
  start(wish: StartWish): Promise<Started>;
  /** Runs when the measurement ends, however it ends; the last one named is the first to run. */
  after(cleanUp: () => Promise<void> | void): void;
  /** For whoever waits; not part of the result. */
  say(text: string): void;
}

export interface Measurement {
  readonly name: MeasurementName;
  /** One line for `--list`. */
  readonly title: string;
  run(bench: Bench): Promise<Values>;
}
