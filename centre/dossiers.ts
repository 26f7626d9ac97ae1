/** The dossiers of a centre: kept, counted, and answered by tier of disclosure; it knows no device and no rate. */
import type { StatementSync } from 'node:sqlite';
import { centreLimits } from '../shared/contract/centre-limits.ts';
import type { DossierAnswer, Timing } from '../shared/contract/dossier.ts';
import type { Disclosure } from '../shared/contract/site-config.ts';
import { answerOf } from './dossier-answer.ts';
import { DossierPlaces, type Run } from './dossier-places.ts';
import type { ArchiveGroup, DossierRow } from './dossier-row.ts';
import type { LedgerFile } from './ledger-file.ts';
import { fits } from './secrets.ts';
import type { DossierTable } from './tables.ts';

const columns = [
  'code',
  'archive',
  'grp',
  'unit',
  'status',
  'timing',
  'received',
  'due',
  'new_due',
  'finished',
  'since',
  'late_reason',
  'as_of',
  'secret_hash',
  'public_detail',
  'private_detail',
  'version',
  'source',
  'changed',
  'leaves',
] as const satisfies readonly (keyof DossierTable)[];

/** Rows written in one transaction, so that a first start never holds the process for long. */
const chunk = 10_000;

/** The demo's samples. */
const samplesSource = 'samples';

/** `unchanged`: of a version that was known already. */
export interface Saved {
  readonly changed: number;
  readonly unchanged: number;
}

interface Known {
  readonly version: number;
  readonly source: string | null;
  readonly archive: string | null;
  readonly changed: number | null;
}

export interface ArchiveCounts {
  readonly asOf: number | null;
  readonly groups: Readonly<Record<ArchiveGroup, number>>;
  readonly timings: Readonly<Partial<Record<Timing, number>>>;
  readonly lateReasons: Readonly<Record<string, number>>;
}

export class Dossiers {
  /** The order of changes, for the feed. */
  readonly places: DossierPlaces;
  readonly #file: LedgerFile;
  readonly #now: () => number;
  readonly #put: StatementSync;
  readonly #known: StatementSync;
  readonly #delete: StatementSync;
  readonly #notGone: StatementSync;
  readonly #ofSource: StatementSync;
  readonly #tellSource: StatementSync;
  readonly #sourceAsOf: StatementSync;

  constructor(file: LedgerFile, now: () => number = Date.now) {
    const { hot } = file.adapter;
    this.#file = file;
    this.#now = now;
    this.places = new DossierPlaces(file, now);
    this.#put = hot(
      `insert or replace into dossier (${columns.join(', ')}) values (${columns.map(() => '?').join(', ')})`,
    );
    this.#known = hot('select version, source, archive, changed from dossier where code = ?');
    this.#delete = hot('delete from dossier where code = ?');
    this.#notGone = hot('delete from dossier_gone where code = ?');
    this.#ofSource = hot('select code from dossier where source = ?');
    this.#tellSource = hot(
      `insert into dossier_source (source, as_of) values (?, ?)
       on conflict (source) do update set as_of = max(as_of, excluded.as_of)`,
    );
    this.#sourceAsOf = hot('select as_of from dossier_source where source = ?');
  }

  /**
   * The answer to a code: the private tier only when the secret fits; a wrong one gets the bare answer, with what the site's order
   * adds to it (`bare`). Undefined: not found.
   */
  answer(code: string, secret: string | undefined, bare: Disclosure['bare'] = []): DossierAnswer | undefined {
    const { query } = this.#file;
    const [row] = this.#file.rows(query.selectFrom('dossier').selectAll().where('code', '=', code));
    if (row === undefined) return undefined;
    const isOpen = secret !== undefined && fits(secret, row.secret_hash);
    const told = row.source === null ? undefined : this.#sourceAsOf.get(row.source)?.as_of;
    return { ...answerOf(row, isOpen ? 'all' : bare), asOf: Math.max(row.as_of, Number(told ?? row.as_of)) };
  }

  /**
   * Writes rows, replacing those of the same code; to be called inside `file.transaction` of the caller's. A row whose version is not
   * higher than the one known from the same source changes nothing, unless `isForced`. Each change gets its place in the feed.
   */
  saveDossiers(rows: Iterable<DossierRow>, isForced = false): Saved {
    const run = this.places.begin();
    let changed = 0;
    let unchanged = 0;
    for (const row of rows) {
      if (this.#save(row, run, isForced)) changed += 1;
      else unchanged += 1;
    }
    run.end();
    return { changed, unchanged };
  }

  /** Deletes dossiers; inside the caller's transaction. Returns how many there were. */
  removeDossiers(codes: Iterable<string>): number {
    const run = this.places.begin();
    let removed = 0;
    for (const code of codes) {
      const known = this.#knownOf(code);
      if (known === undefined) continue;
      this.#delete.run(code);
      if (known.changed !== null) run.drop(code);
      removed += 1;
    }
    run.end();
    return removed;
  }

  /**
   * A source has told all that it knew at `asOf` (ms): every dossier of it is at least as fresh as that, changed or not. Inside the
   * caller's transaction.
   */
  sourceComplete(source: string, asOf: number): void {
    this.#tellSource.run(source, asOf);
  }

  /** Codes of a source that the centre holds. */
  codesOf(source: string): string[] {
    return this.#ofSource.all(source).map(({ code }) => String(code));
  }

  /** Writes a whole archive in transactions of its own; hands control back between chunks. */
  async saveArchive(rows: Iterable<DossierRow>): Promise<number> {
    const source = rows[Symbol.iterator]();
    let saved = 0;
    for (let isDone = false; !isDone; ) {
      this.#file.transaction(() => {
        for (let i = 0; i < chunk; i += 1) {
          const next = source.next();
          isDone = next.done === true;
          if (next.done === true) return;
          this.#put.run(...valuesOf(next.value, null, null));
          saved += 1;
        }
      });
      await new Promise((resume) => setImmediate(resume));
    }
    return saved;
  }

  /** The demo's samples replaced by these, at once. */
  replaceSamples(rows: readonly DossierRow[]): void {
    this.#file.transaction(() => {
      const kept = new Set(rows.map(({ code }) => code));
      this.removeDossiers(this.codesOf(samplesSource).filter((code) => !kept.has(code)));
      this.saveDossiers(
        rows.map((row) => ({ ...row, source: samplesSource })),
        true,
      );
    });
  }

  #knownOf(code: string): Known | undefined {
    return this.#known.get(code) as Known | undefined; // the columns are those that the statement names
  }

  #save(row: DossierRow, run: Run, isForced: boolean): boolean {
    const known = this.#knownOf(row.code);
    const isSameLine = known?.source === (row.source ?? null) && known.archive === row.archive;
    if (!isForced && isSameLine && known.version >= row.version) return false;
    const leaves = leavesAt(row);
    const isLiving = row.archive === null && (leaves === null || leaves > this.#now());
    this.#put.run(...valuesOf(row, isLiving ? run.next() : null, isLiving ? leaves : null));
    if (isLiving) this.#notGone.run(row.code);
    else if (typeof known?.changed === 'number') run.drop(row.code);
    return true;
  }

  countArchive(archive: string): ArchiveCounts {
    const { query } = this.#file;
    const rows = this.#file.rows(
      query
        .selectFrom('dossier')
        .select(['grp', 'timing', 'late_reason'])
        .select((eb) => [eb.fn.countAll<number>().as('n'), eb.fn.max('as_of').as('as_of')])
        .where('archive', '=', archive)
        .groupBy(['grp', 'timing', 'late_reason']),
    );
    const groups = { returned: 0, late: 0, 'in-time': 0 };
    const timings: Partial<Record<Timing, number>> = {};
    const lateReasons: Record<string, number> = {};
    for (const row of rows) {
      groups[row.grp as ArchiveGroup] += row.n; // written from a DossierRow
      const timing = row.timing as Timing; // written from a DossierRow
      timings[timing] = (timings[timing] ?? 0) + row.n;
      if (row.late_reason !== null)
        lateReasons[row.late_reason] = (lateReasons[row.late_reason] ?? 0) + row.n;
    }
    const asOf = rows.length === 0 ? null : Math.max(...rows.map((row) => Number(row.as_of)));
    return { asOf, groups, timings, lateReasons };
  }
}

/** When a dossier that is over falls out of the kiosks' window; null while it is open. */
function leavesAt({ finished, status, since }: DossierRow): number | null {
  const isOver = status === 'handed-over' || status === 'stopped' || status === 'withdrawn';
  const over = finished ?? (isOver ? since : null);
  return over === null ? null : over + centreLimits.feedFinishedMs;
}

/** In the order of `columns`. */
function valuesOf(
  row: DossierRow,
  changed: number | null,
  leaves: number | null,
): (string | number | null)[] {
  return [
    row.code,
    row.archive,
    row.grp,
    row.unit,
    row.status,
    row.timing,
    row.received,
    row.due,
    row.newDue,
    row.finished,
    row.since,
    row.lateReason,
    row.asOf,
    row.secretHash,
    JSON.stringify(row.publicDetail),
    row.privateDetail === null ? null : JSON.stringify(row.privateDetail),
    row.version,
    row.source ?? null,
    changed,
    leaves,
  ];
}
