/** What a measurement is and what it is handed, as types only. */
import type { ChildProcess } from 'node:child_process';
import type { MeasurementName, RowName } from './limits.ts';

/** A number in the row's unit, or why there is none: a reason that this machine gives, never one of ours. */
export type Value = number | { readonly missing: string };
export type Values = Readonly<Partial<Record<RowName, Value>>>;

export interface Started {
  readonly child: ChildProcess;
  readonly pid: number;
  /** What followed the awaited word on its line. */
  readonly said: string;
  /** Lines printed since, oldest first; the reader takes them away. */
  readonly lines: string[];
  /** Resolves with the next line that starts with `word`, without it. Rejects when the process ends before. */
  waitFor(word: string): Promise<string>;
  stop(): Promise<void>;
}

export interface StartWish {
  readonly file: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** The word that begins the line by which it says that it is ready. */
  readonly ready: string;
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
