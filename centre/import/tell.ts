/** Bad lines and results as sentences in two languages, and as a file of all bad lines; it decides nothing. */
import { closeSync, openSync, writeSync } from 'node:fs';
import { centreLimits } from '../../shared/contract/centre-limits.ts';
import type { DeliveryResult } from '../../shared/contract/dossier-delivery.ts';
import { isoOf } from '../iso-time.ts';
import { TextFault } from './file-text.ts';
import type { ImportNotes, NamedFault } from './import-file.ts';
import { HeadingFault } from './records.ts';
import { en } from './text/en.ts';
import { vi } from './text/vi.ts';

type Words = typeof en;
const both = (say: (words: Words) => string): string => `${say(vi)} | ${say(en)}`;

/** What should have stood there, in a person's words. */
function wantedOf({ code, field, expected }: NamedFault): keyof Words['wanted'] {
  if (code === 'E_CODE_DATE') return 'codeDate';
  if (code === 'E_CODE_RANGE') return 'codeRange';
  if (code === 'E_CONFLICT') return 'once';
  if (code === 'E_ENCODING') return 'unicode';
  if (code === 'E_TOO_BIG') return 'tooMany';
  if (code === 'E_UNIT') return 'unit';
  if (field === '') return 'columns';
  if (expected.startsWith('a date')) return 'date';
  switch (field) {
    case 'code':
    case 'status':
    case 'timing':
    case 'secret':
    case 'version':
    case 'papers':
    case 'timeline':
      return field;
    case 'byPost':
      return 'yes';
    default:
      return 'text';
  }
}

/** One bad place as one line of text. */
export function tellFault(fault: NamedFault): string {
  const { line, column, found } = fault;
  return both((words) => words.line(line, column, found, words.wanted[wantedOf(fault)]));
}

/** All bad places as CSV, written as they come. A heading may hold quotes; no cell of a citizen stands in it. */
export function openFaultFile(file: string): { add(fault: NamedFault): void; close(): void } {
  const handle = openSync(file, 'w', 0o600);
  const cell = (text: string | number): string => `"${String(text).replaceAll('"', '""')}"`;
  const write = (cells: readonly (string | number)[]): void => {
    writeSync(handle, `${cells.map(cell).join(',')}\n`);
  };
  write(['line', 'column', 'code', 'found', 'expected']);
  return {
    add: (fault) => write([fault.line, fault.column, fault.code, fault.found, fault.expected]),
    close: () => closeSync(handle),
  };
}

/** Why a file could not be read at all; undefined for another error. */
export function tellTrouble(error: unknown): string | undefined {
  if (error instanceof HeadingFault) {
    const { missing, columns } = error;
    return `E_ROW: ${both((words) => words.trouble.heading(missing.join(', '), columns))}`;
  }
  if (!(error instanceof TextFault)) return undefined;
  const { trouble } = error;
  const word = trouble.kind === 'legacy' ? trouble.encoding : trouble.kind;
  return `E_ENCODING: ${both((words) => words.trouble[word])}`;
}

/** What an import did, line by line. */
export function tellResult(result: DeliveryResult, notes: ImportNotes): string {
  const { state, rows, added, changed, confirmed, older, removed, id, turned, open } = result;
  const lines = [
    state === 'waiting'
      ? both((words) => words.waiting(id, turned, open, centreLimits.openChangePercentMax))
      : both((words) => (state === 'dry-run' ? words.dryRun(rows) : words.done(rows))),
    both((words) => words.counts(added, changed, confirmed, older, removed)),
    both((words) => words.asOf(isoOf(result.asOf))),
  ];
  const ignored = notes.heading?.ignored.length ?? 0;
  if (ignored > 0) lines.push(both((words) => words.ignored(ignored)));
  if (notes.unknownStatuses.size > 0) {
    lines.push(both((words) => words.unknownStatuses(listOf(notes.unknownStatuses))));
  }
  if (notes.namelessUnits.size > 0)
    lines.push(both((words) => words.namelessUnits(listOf(notes.namelessUnits))));
  return lines.join('\n');
}

/** The most frequent first, twenty at most. */
function listOf(counts: ReadonlyMap<string, number>): string {
  const sorted = [...counts].sort(([, a], [, b]) => b - a).map(([code, n]) => `${code} (${n})`);
  return sorted.length <= 20 ? sorted.join(', ') : `${sorted.slice(0, 20).join(', ')}, …`;
}
