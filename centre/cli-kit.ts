/** What every verb of the command line is made of: options, one answer printed, a refusal as one sentence; it knows no verb. */
import path from 'node:path';
import { type Command, Option } from 'commander';
import { explainRefusal } from '../shared/contract/explain-refusal.ts';
import type { Result } from '../shared/contract/refusal.ts';
import { type AdminDoor, NoCentre, openDoor } from './admin-door.ts';
import { isoOf } from './iso-time.ts';
import { StartRefusal } from './start-refusal.ts';
import { en } from './text/en.ts';
import { vi } from './text/vi.ts';

export type Word = {
  [K in keyof typeof en.cli]: (typeof en.cli)[K] extends string ? K : never;
}[keyof typeof en.cli];
/** A word of the command line in both languages. */
export const both = (word: Word): string => `${vi.cli[word]} · ${en.cli[word]}`;

export interface Common {
  readonly data: string;
  readonly url?: string;
  readonly json?: boolean;
}

/** A leaf of the command tree with the options that all of them have. */
export function verb(parent: Command, spec: string, word: Word): Command {
  return leaf(parent, spec, both(word));
}

/** The same with a description from another table of words. */
export function leaf(parent: Command, spec: string, description: string): Command {
  return parent
    .command(spec)
    .description(description)
    .addOption(new Option('--data <folder>', both('data')).env('MOTCUA_DATA').default('./data'))
    .addOption(new Option('--url <url>', both('url')).env('MOTCUA_URL'))
    .addOption(new Option('--json', both('json')));
}

/** Does one thing at the centre and prints the answer; a refusal is one sentence on stderr and exit code 1. */
export function run<T>(
  options: Common,
  work: (door: AdminDoor) => Promise<Result<T>>,
  show: (value: T) => string,
): Promise<void> {
  return atDoor(options, async (door) => {
    const result = await work(door);
    if (result.ok) print(options.json === true ? JSON.stringify(result.value, null, 2) : show(result.value));
    else fail(explainRefusal(result.refusal));
  });
}

/** The door to a centre for work that prints its own answer; says so when there is no centre. */
export async function atDoor(options: Common, work: (door: AdminDoor) => Promise<void>): Promise<void> {
  let door: AdminDoor | undefined;
  try {
    door = openDoor({ folder: path.resolve(options.data), url: options.url, now: Date.now });
    await work(door);
  } catch (error) {
    if (error instanceof StartRefusal) fail(error.message);
    else if (error instanceof NoCentre) fail(explainNoCentre(error));
    else throw error;
  } finally {
    door?.close();
  }
}

function explainNoCentre({ where, isUrl }: NoCentre): string {
  return isUrl
    ? `${vi.cli.unreachable(where)} | ${en.cli.unreachable(where)}`
    : `${vi.cli.noCentre(where)} | ${en.cli.noCentre(where)}`;
}

export const print = (text: string): void => void process.stdout.write(`${text}\n`);
export function fail(text: string): void {
  process.stderr.write(`${text}\n`);
  process.exitCode = 1;
}

/** Rows in columns; the first row is the heading. */
export function table(rows: readonly (readonly (string | number | null)[])[]): string {
  const cells = rows.map((row) => row.map((cell) => String(cell ?? '-')));
  if (cells.length < 2) return both('none');
  const widths = (cells[0] ?? []).map((_, i) => Math.max(...cells.map((row) => row[i]?.length ?? 0)));
  return cells
    .map((row) =>
      row
        .map((cell, i) => cell.padEnd(widths[i] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** Minutes, as tables show them. */
export const when = (ms: number | null): string =>
  ms === null ? '-' : isoOf(ms).slice(0, 16).replace('T', ' ');
