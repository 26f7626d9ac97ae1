/** A file of dossiers as rows of fields with their line numbers: separators, headings, quotes, JSON Lines; it judges no value. */
import path from 'node:path';
import { Readable } from 'node:stream';
import { CsvError, parse as csvParser } from 'csv-parse';
import { centreLimits } from '../../shared/contract/centre-limits.ts';
import { type DossierField, dossierFields, type SourceConfig } from '../../shared/contract/source-config.ts';
import { type Reading, textOf } from './file-text.ts';
import { fromLegacy } from './legacy-text.ts';
import { linesOf } from './lines.ts';
import { plainKey } from './plain-key.ts';
import type { RowFields } from './row-judge.ts';
import { usualColumns } from './usual-columns.ts';

/** A row, or what is wrong with its line as a whole. */
export type FileRecord =
  | { readonly line: number; readonly fields: RowFields }
  | { readonly line: number; readonly expected: string };

/** The heading is not one: `missing` fields have no column. */
export class HeadingFault extends Error {
  readonly missing: readonly DossierField[];
  readonly columns: number;

  constructor(missing: readonly DossierField[], columns: number) {
    super('heading');
    this.name = 'HeadingFault';
    this.missing = missing;
    this.columns = columns;
  }
}

/** What the first line said: which column holds what. `ignored`: headings of columns that are not read. */
export interface Heading {
  readonly form: 'csv' | 'jsonl';
  readonly separator: string;
  readonly fields: readonly (DossierField | null)[];
  /** The columns by field, as the file calls them. */
  readonly names: Readonly<Partial<Record<DossierField, string>>>;
  readonly ignored: readonly string[];
}

export interface RecordsWish {
  readonly file: string;
  readonly reading: Reading;
  readonly config: SourceConfig;
  /** Hears how many bytes were read. */
  readonly read: (bytes: number) => void;
  /** Hears the heading before the first row. */
  readonly heading: (heading: Heading) => void;
}

/** All rows in order. Throws TextFault, HeadingFault. */
export async function* recordsOf(wish: RecordsWish): AsyncGenerator<FileRecord> {
  const { file, reading, config } = wish;
  const mend = (text: string): string =>
    reading.legacy === undefined ? text : fromLegacy(text, reading.legacy);
  const pieces = textOf(file, reading, wish.read);
  const first = await firstOf(pieces);
  const fieldOf = fieldFinder(config);
  const isJson = /^\.(?:jsonl|ndjson)$/i.test(path.extname(file)) || /^\s*\{/.test(first);
  if (isJson) {
    wish.heading({ form: 'jsonl', separator: '', fields: [], names: {}, ignored: [] });
    yield* jsonRecords(joined(first, pieces), mend, fieldOf);
  } else {
    yield* csvRecords(joined(first, pieces), { first, mend, fieldOf, heading: wish.heading });
  }
}

type FieldOf = (heading: string) => { readonly field: DossierField; readonly rank: number } | undefined;

/** A source's own headings come before the usual ones; of the usual ones the earlier. */
function fieldFinder(config: SourceConfig): FieldOf {
  const known = new Map<string, { field: DossierField; rank: number }>();
  for (const field of dossierFields) {
    const own = (config.columns[field] ?? []).map(plainKey);
    [...own, plainKey(field), ...usualColumns[field]].forEach((key, rank) => {
      const isOwn = rank < own.length;
      if (isOwn || !known.has(key)) known.set(key, { field, rank: isOwn ? rank - 1_000 : rank });
    });
  }
  return (heading) => known.get(plainKey(heading));
}

/** At least the whole first line, or all there is. */
async function firstOf(pieces: AsyncGenerator<string>): Promise<string> {
  let text = '';
  while (!/\S[^\n]*\n/.test(text) && text.length < centreLimits.importRowCharsMax) {
    const next = await pieces.next();
    if (next.done === true) break;
    text += next.value;
  }
  return text;
}

async function* joined(first: string, pieces: AsyncGenerator<string>): AsyncGenerator<string> {
  if (first !== '') yield first;
  for await (const piece of pieces) if (piece !== '') yield piece;
}

/** The sign that stands most often in the first line outside quotes; a tie goes to the later of `,` `;` tab. */
export function separatorOf(text: string): ',' | ';' | '\t' {
  const line = text.trimStart().split(/\r?\n/, 1)[0] ?? '';
  const bare = line.replace(/"[^"]*"/g, '');
  const count = (sign: string): number => bare.split(sign).length;
  return ([',', ';', '\t'] as const).reduce((best, sign) => (count(sign) >= count(best) ? sign : best));
}

interface CsvWish {
  readonly first: string;
  readonly mend: (text: string) => string;
  readonly fieldOf: FieldOf;
  readonly heading: (heading: Heading) => void;
}

async function* csvRecords(pieces: AsyncGenerator<string>, wish: CsvWish): AsyncGenerator<FileRecord> {
  const separator = separatorOf(wish.first);
  const parser = csvParser({
    delimiter: separator,
    record_delimiter: ['\r\n', '\n', '\r'], // some files have several kinds
    info: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    max_record_size: centreLimits.importRowCharsMax,
  });
  const source = Readable.from(pieces, { objectMode: true });
  source.on('error', (error) => parser.destroy(error));
  source.pipe(parser);
  let fields: readonly (DossierField | null)[] | undefined;
  let lineBefore = 0;
  let countedTwice = 0; // csv-parse counts a CR LF inside quotes as two lines
  try {
    for await (const each of parser) {
      // With `info` csv-parse gives each record with its place; cells are strings since nothing casts them.
      const { info, record } = each as { info: { lines: number }; record: string[] };
      countedTwice += endsIn(record, /\r\n/g);
      const last = info.lines - countedTwice;
      const line = Math.max(lineBefore + 1, last - endsIn(record, /\r\n|\n|\r/g));
      lineBefore = last;
      if (record.every((cell) => cell.trim() === '')) continue;
      const cells = record.map(wish.mend);
      if (fields === undefined) {
        const heading = headingOf(cells, separator, wish.fieldOf);
        fields = heading.fields;
        wish.heading(heading);
      } else yield rowOf(cells, fields, line);
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    yield { line: lineBefore + 1, expected: 'a line whose quotes are closed' };
  } finally {
    source.destroy();
    parser.destroy();
  }
  if (fields === undefined) throw new HeadingFault(['code', 'status'], 0);
}

/** Line ends inside quoted cells: such a row begins where its first line does. */
function endsIn(cells: readonly string[], sign: RegExp): number {
  return cells.reduce((sum, cell) => sum + (cell.match(sign)?.length ?? 0), 0);
}

function headingOf(cells: readonly string[], separator: string, fieldOf: FieldOf): Heading {
  const best = new Map<DossierField, { column: number; rank: number }>();
  cells.forEach((cell, column) => {
    const found = fieldOf(cell);
    const known = found === undefined ? undefined : best.get(found.field);
    if (found !== undefined && (known === undefined || found.rank < known.rank)) {
      best.set(found.field, { column, rank: found.rank });
    }
  });
  const missing = (['code', 'status'] as const).filter((field) => !best.has(field));
  if (missing.length > 0) throw new HeadingFault(missing, cells.length);
  const fields: (DossierField | null)[] = cells.map(() => null);
  for (const [field, { column }] of best) fields[column] = field;
  const ignored = cells.filter((_, column) => fields[column] === null);
  const names = Object.fromEntries([...best].map(([field, { column }]) => [field, cells[column] ?? '']));
  return { form: 'csv', separator, fields, names, ignored };
}

function rowOf(cells: readonly string[], fields: readonly (DossierField | null)[], line: number): FileRecord {
  const extra = cells.slice(fields.length);
  if (extra.some((cell) => cell.trim() !== '') || cells.length < fields.length) {
    return { line, expected: `${fields.length} columns, not ${cells.length}` };
  }
  const row: Partial<Record<DossierField, unknown>> = {};
  fields.forEach((field, column) => {
    if (field !== null) row[field] = cells[column];
  });
  return { line, fields: row };
}

async function* jsonRecords(
  pieces: AsyncGenerator<string>,
  mend: (text: string) => string,
  fieldOf: FieldOf,
): AsyncGenerator<FileRecord> {
  let line = 0;
  for await (const text of linesOf(pieces)) {
    line += 1;
    if (text === null)
      yield { line, expected: `a line of at most ${centreLimits.importRowCharsMax} characters` };
    else if (text.trim() !== '') yield jsonRecord(text, line, mend, fieldOf);
  }
}

function jsonRecord(
  text: string,
  line: number,
  mend: (text: string) => string,
  fieldOf: FieldOf,
): FileRecord {
  let value: unknown;
  try {
    value = JSON.parse(text, (_key, each: unknown) => (typeof each === 'string' ? mend(each) : each));
  } catch {
    return { line, expected: 'one JSON object on this line' };
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { line, expected: 'one JSON object on this line' };
  }
  return { line, fields: fieldsOf(value, fieldOf) };
}

/** The members of an object by field; `pay: { what, where }` may stand in one. */
export function fieldsOf(value: object, fieldOf: FieldOf): RowFields {
  const row: Partial<Record<DossierField, unknown>> = {};
  const rank = new Map<DossierField, number>();
  const take = (name: string, each: unknown): void => {
    const found = fieldOf(name);
    if (found === undefined || found.rank >= (rank.get(found.field) ?? Number.POSITIVE_INFINITY)) return;
    rank.set(found.field, found.rank);
    row[found.field] = each;
  };
  for (const [name, each] of Object.entries(value)) {
    if (plainKey(name) === 'pay' && typeof each === 'object' && each !== null) {
      const { what, where } = each as Record<string, unknown>; // an object; what it lacks is undefined
      take('payWhat', what);
      take('payWhere', where);
    } else take(name, each);
  }
  return row;
}

/** Fields of an object of one-stop software, with the source's own names for them. */
export function objectReader(config: SourceConfig): (value: object) => RowFields {
  const fieldOf = fieldFinder(config);
  return (value) => fieldsOf(value, fieldOf);
}
