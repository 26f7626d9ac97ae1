/** The dossiers of a centre: kept, counted, and answered by tier of disclosure; it knows no device and no rate. */
import type { DossierAnswer, DossierStatus, LateReason, Timing } from '../shared/contract/dossier.ts';
import type { ArchiveGroup, DossierPrivateDetail, DossierPublicDetail, DossierRow } from './dossier-row.ts';
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
] as const satisfies readonly (keyof DossierTable)[];

/** Rows written in one transaction, so that a first start never holds the process for long. */
const chunk = 10_000;

export interface ArchiveCounts {
  readonly asOf: number | null;
  readonly groups: Readonly<Record<ArchiveGroup, number>>;
  readonly timings: Readonly<Partial<Record<Timing, number>>>;
  readonly lateReasons: Readonly<Record<string, number>>;
}

export class Dossiers {
  readonly #file: LedgerFile;

  constructor(file: LedgerFile) {
    this.#file = file;
  }

  /** The answer to a code: the private tier only when the secret fits; a wrong one gets the bare answer. Undefined: not found. */
  answer(code: string, secret: string | undefined): DossierAnswer | undefined {
    const { query } = this.#file;
    const [row] = this.#file.rows(query.selectFrom('dossier').selectAll().where('code', '=', code));
    if (row === undefined) return undefined;
    const isOpen = secret !== undefined && fits(secret, row.secret_hash);
    return answerOf(row, isOpen);
  }

  /** Writes rows, replacing those of the same code. Hands control back between chunks. */
  async saveDossiers(rows: Iterable<DossierRow>): Promise<number> {
    const put = this.#file.adapter.hot(
      `insert or replace into dossier (${columns.join(', ')}) values (${columns.map(() => '?').join(', ')})`,
    );
    const source = rows[Symbol.iterator]();
    let saved = 0;
    for (let isDone = false; !isDone; ) {
      this.#file.transaction(() => {
        for (let i = 0; i < chunk; i += 1) {
          const next = source.next();
          isDone = next.done === true;
          if (next.done === true) return;
          put.run(...valuesOf(next.value));
          saved += 1;
        }
      });
      await new Promise((resume) => setImmediate(resume));
    }
    return saved;
  }

  /** Living dossiers (those of no archive) replaced by these, at once. */
  replaceLiving(rows: readonly DossierRow[]): void {
    const { query } = this.#file;
    this.#file.transaction(() => {
      this.#file.run(query.deleteFrom('dossier').where('archive', 'is', null));
      for (const row of rows) this.#file.run(query.insertInto('dossier').values(tableRow(row)));
    });
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

function valuesOf(row: DossierRow): (string | number | null)[] {
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
  ];
}

function tableRow(row: DossierRow): DossierTable {
  const values = valuesOf(row);
  // valuesOf follows the order of `columns`, which are all the table's.
  return Object.fromEntries(columns.map((column, i) => [column, values[i]])) as unknown as DossierTable;
}

function answerOf(row: DossierTable, isOpen: boolean): DossierAnswer {
  // All of these were written from a typed DossierRow.
  const open = JSON.parse(row.public_detail) as DossierPublicDetail;
  const closed =
    isOpen && row.private_detail !== null ? (JSON.parse(row.private_detail) as DossierPrivateDetail) : null;
  return {
    status: row.status as DossierStatus,
    timing: row.timing as Timing,
    unit: open.unit,
    since: row.since,
    received: row.received,
    due: row.due,
    ...(row.new_due === null ? {} : { newDue: row.new_due }),
    ...(row.late_reason === null ? {} : { lateReason: row.late_reason as LateReason }),
    ...(open.answers === undefined ? {} : { answers: open.answers }),
    ...(open.desk === undefined ? {} : { desk: open.desk }),
    ...(open.byPost === undefined ? {} : { byPost: open.byPost }),
    ...(open.pay === undefined ? {} : { pay: open.pay }),
    ...(open.papers === undefined ? {} : { papers: [...open.papers] }),
    asOf: row.as_of,
    ...(closed === null ? {} : { private: closed }),
  };
}
