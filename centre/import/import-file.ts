/** A file -> one delivery: every line is read and judged, every bad one is named, and only a file without any is taken. It prints nothing. */
import { stat } from 'node:fs/promises';
import { centreLimits } from '../../shared/contract/centre-limits.ts';
import type { DeliveryResult, DeliveryRow, RowFault } from '../../shared/contract/dossier-delivery.ts';
import { accept, type Result, refuse } from '../../shared/contract/refusal.ts';
import type { DossierField } from '../../shared/contract/source-config.ts';
import { type Encoding, type Reading, readingOf } from './file-text.ts';
import { prepareSource } from './prepared-source.ts';
import { type FileRecord, type Heading, recordsOf } from './records.ts';
import { RowJudge } from './row-judge.ts';
import type { SourceDoor } from './source-door.ts';

export interface ImportWish {
  readonly file: string;
  readonly source: string;
  readonly encoding: Encoding | undefined;
  /** When the file was true (ms); undefined: when it was last written. */
  readonly asOf: number | undefined;
  readonly complete: boolean;
  readonly upToDate: boolean;
  readonly dryRun: boolean;
}

export interface ImportParts {
  readonly door: Pick<SourceDoor, 'source' | 'deliver'>;
  readonly now: () => number;
  /** How many bytes of how many have been read. */
  readonly progress: (done: number, all: number) => void;
  /** Every wrong place, in the order of the file. */
  readonly fault: (fault: NamedFault) => void;
}

/** `column`: the heading as the file has it; '' for a whole line. */
export interface NamedFault extends RowFault {
  readonly column: string;
}

/** What an import has to say beside its result. Statuses and units stand with the number of their rows. */
export interface ImportNotes {
  readonly reading: Reading;
  readonly heading: Heading | undefined;
  readonly rows: number;
  readonly badLines: number;
  readonly unknownStatuses: ReadonlyMap<string, number>;
  readonly namelessUnits: ReadonlyMap<string, number>;
}

export interface Imported {
  readonly result: Result<DeliveryResult>;
  readonly notes: ImportNotes;
}

/** The file has bad lines: nothing of it is taken. */
class BadLines extends Error {}

/** Throws TextFault and HeadingFault for a file that cannot be read at all. */
export async function importFile(wish: ImportWish, parts: ImportParts): Promise<Imported | Result<never>> {
  const found = await parts.door.source(wish.source);
  if (!found.ok) return found;
  const reading = await readingOf(wish.file, wish.encoding);
  const asOf = wish.asOf ?? Math.floor((await stat(wish.file)).mtimeMs);
  const source = prepareSource(found.value.config, found.value.sites);
  const judge = new RowJudge({ source, asOf, now: parts.now(), units: null });
  const book = new Book(parts.fault, (unit) => source.unitName(unit) !== undefined);
  let done = 0;
  const records = recordsOf({
    file: wish.file,
    reading,
    config: found.value.config,
    read: (bytes) => {
      done += bytes;
      parts.progress(done, reading.size);
    },
    heading: (heading) => {
      book.heading = heading;
    },
  });
  const { complete, upToDate, dryRun } = wish;
  const head = { source: wish.source, asOf, complete, upToDate, dryRun };
  try {
    const result = await parts.door.deliver(head, book.rows(records, judge));
    return { result, notes: book.notes(reading) };
  } catch (error) {
    if (!(error instanceof BadLines)) throw error;
    const expected = 'a file without bad lines';
    return { result: refuse('E_ROW', { expected }), notes: book.notes(reading) };
  }
}

/** What is kept while a file is read: where each dossier stands, and what is to be said at the end. */
class Book {
  heading: Heading | undefined;
  readonly #say: (fault: NamedFault) => void;
  readonly #isNamed: (unit: string) => boolean;
  readonly #lines = new Map<string, number>();
  readonly #statuses = new Map<string, number>();
  readonly #units = new Map<string, number>();
  #rows = 0;
  #bad = 0;

  constructor(say: (fault: NamedFault) => void, isNamed: (unit: string) => boolean) {
    this.#say = say;
    this.#isNamed = isNamed;
  }

  /** Good rows until the first bad line; then it only reads on, to name the others. */
  async *rows(records: AsyncIterable<FileRecord>, judge: RowJudge): AsyncGenerator<DeliveryRow> {
    for await (const record of records) {
      this.#rows += 1;
      const row = this.#judge(record, judge);
      if (row.ok && this.#bad === 0) yield row.value;
    }
    if (this.#bad > 0) throw new BadLines();
  }

  notes(reading: Reading): ImportNotes {
    return {
      ...{ reading, heading: this.heading, rows: this.#rows, badLines: this.#bad },
      ...{ unknownStatuses: this.#statuses, namelessUnits: this.#units },
    };
  }

  #judge(record: FileRecord, judge: RowJudge): Result<DeliveryRow> {
    const { line } = record;
    if (this.#rows > centreLimits.importRowsMax) {
      return this.#fault([
        { line, field: '', code: 'E_TOO_BIG', found: '', expected: `${centreLimits.importRowsMax} rows` },
      ]);
    }
    if (!('fields' in record)) {
      return this.#fault([{ line, field: '', code: 'E_ROW', found: '', expected: record.expected }]);
    }
    const judged = judge.judge(record.fields);
    if (!judged.ok) {
      const named = judged.faults.slice(0, centreLimits.importFaultsPerRow);
      return this.#fault(named.map((fault) => ({ line, ...fault })));
    }
    const { row } = judged;
    const before = this.#lines.get(row.code);
    if (before !== undefined) {
      const expected = `each dossier once; it stands on line ${before} too`;
      return this.#fault([{ line, field: 'code', code: 'E_CONFLICT', found: '', expected }]);
    }
    this.#lines.set(row.code, line);
    if (row.statusCode !== null) count(this.#statuses, row.statusCode);
    if (row.open.unit.vi === row.unit && !this.#isNamed(row.unit)) count(this.#units, row.unit);
    return accept(row);
  }

  #fault(faults: readonly RowFault[]): Result<never> {
    this.#bad += 1;
    for (const fault of faults) this.#say({ ...fault, column: this.#columnOf(fault.field) });
    return refuse('E_ROW');
  }

  #columnOf(field: DossierField | ''): string {
    return field === '' ? '' : (this.heading?.names[field] ?? field);
  }
}

function count(counts: Map<string, number>, key: string): void {
  if (counts.has(key) || counts.size < 1_000) counts.set(key, (counts.get(key) ?? 0) + 1);
}
