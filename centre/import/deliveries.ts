/** Deliveries of dossiers: staged until they are whole, guarded against a sudden turn of very many, applied in one transaction or not at all. */
import { randomBytes } from 'node:crypto';
import { centreLimits } from '../../shared/contract/centre-limits.ts';
import {
  type DeliveryHead,
  type DeliveryListed,
  type DeliveryResult,
  type DeliveryRow,
  type DeliveryState,
  deliveryVerdict,
} from '../../shared/contract/dossier-delivery.ts';
import { readValue } from '../../shared/contract/reader.ts';
import { accept, type Result, refuse } from '../../shared/contract/refusal.ts';
import type { DossierRow } from '../dossier-row.ts';
import type { Dossiers } from '../dossiers.ts';
import type { LedgerFile } from '../ledger-file.ts';
import type { DossierDeliveryTable } from '../tables.ts';
import { DeliveryStore } from './delivery-store.ts';
import { dossierOf, isOpenStatus, type RowContext, touchedOf, weigh } from './row-weight.ts';

export interface DeliveriesParts {
  readonly file: LedgerFile;
  readonly dossiers: Dossiers;
  readonly now: () => number;
  /** Something was delivered, or waits. */
  readonly changed: () => void;
}

type Counts = Omit<DeliveryResult, 'id' | 'source' | 'state' | 'asOf'>;

/** A delivery while it comes in. `add` refuses E_CONFLICT for a dossier of a closed year and for one that came twice. */
export interface Staging {
  readonly id: string;
  add(rows: readonly DeliveryRow[]): Result<number>;
  /** Applies it, or leaves it waiting for an admin. */
  finish(): DeliveryResult;
  /** Forgets it; safe to call after the end. */
  drop(): void;
}

export class Deliveries {
  readonly #parts: DeliveriesParts;
  readonly #store: DeliveryStore;
  /** Sources of which a delivery is coming in. */
  readonly #coming = new Set<string>();

  constructor(parts: DeliveriesParts) {
    this.#parts = parts;
    this.#store = new DeliveryStore(parts.file);
    this.#store.forgetTorn();
  }

  /** Begins a delivery. Refuses E_WAITING while one of the source waits for an admin, E_BUSY while one is coming in, E_DATES for a future `asOf`. */
  begin(kind: 'file' | 'push', head: DeliveryHead): Result<Staging> {
    const { source, asOf } = head;
    const now = this.#parts.now();
    if (asOf > now + centreLimits.asOfAheadMs)
      return refuse('E_DATES', { path: 'asOf', expected: 'not in the future' });
    const waiting = this.waitingOf(source);
    if (waiting !== null)
      return refuse('E_WAITING', { path: 'source', expected: `a decision about ${waiting} first` });
    if (this.#coming.has(source)) return refuse('E_BUSY', { path: 'source' });
    this.#coming.add(source);
    const id = `d-${randomBytes(6).toString('hex')}`;
    this.#store.insert({ id, kind, head, now });
    return accept(this.#staging(id, head));
  }

  /** The id of a source's delivery that waits for an admin; null: none. */
  waitingOf(source: string): string | null {
    return this.#store.list('waiting').find((row) => row.source === source)?.id ?? null;
  }

  /** Newest first. */
  list(state?: 'waiting'): DeliveryListed[] {
    return this.#store.list(state).map(listed);
  }

  /** Applies a delivery that waits. Refuses E_SCHEMA, E_NOT_FOUND, E_CONFLICT when it was decided before. */
  accept(id: string, value: unknown): Result<DeliveryListed> {
    return this.#decide(id, value, 'applied');
  }

  reject(id: string, value: unknown): Result<DeliveryListed> {
    return this.#decide(id, value, 'rejected');
  }

  #decide(id: string, value: unknown, state: 'applied' | 'rejected'): Result<DeliveryListed> {
    const read = readValue(deliveryVerdict, value);
    if (!read.ok) return read;
    const { file, now, changed } = this.#parts;
    const row = this.#store.find(id);
    if (row === undefined || row.state === 'staging') return refuse('E_NOT_FOUND', { path: 'id' });
    if (row.state !== 'waiting')
      return refuse('E_CONFLICT', { path: 'id', expected: 'a delivery that waits' });
    const verdict = { state, decided_at: now(), decided_by: read.value.by } as const;
    file.transaction(() => {
      if (state === 'applied') this.#apply(row);
      this.#settle(id, verdict);
    });
    changed();
    return accept(listed({ ...row, ...verdict }));
  }

  #staging(id: string, head: DeliveryHead): Staging {
    const context = this.#store.contextOf(head.source, head.asOf, head.complete || head.upToDate);
    const counts = { rows: 0, added: 0, changed: 0, confirmed: 0, older: 0, unknownStatuses: 0 };
    let turned = 0;
    let taken = 0;
    let isOver = false;
    const over = (): boolean => {
      const before = isOver;
      isOver = true;
      this.#coming.delete(head.source);
      return before;
    };
    const add = (row: DeliveryRow): Result<number> => {
      const known = this.#store.knownOf(row.code);
      const weight = weigh(row, known, context);
      if (weight === 'archived')
        return refuse('E_CONFLICT', { path: 'code', expected: 'a dossier of no closed year' });
      const isSaid = weight === 'added' || weight === 'changed' || weight === 'touched';
      const isNew = this.#store.stage(id, row.code, isSaid ? row : null);
      if (!isNew) return refuse('E_CONFLICT', { path: 'code', expected: 'each dossier once' });
      counts.rows += 1;
      counts[weight === 'touched' || weight === 'same' ? 'confirmed' : weight] += 1;
      if (row.status === 'unknown') counts.unknownStatuses += 1;
      if (weight === 'changed' && known !== undefined && isOpenStatus(known.status)) {
        if (known.status !== row.status) turned += 1;
        if (known.source !== head.source) taken += 1;
      }
      return accept(counts.rows);
    };
    return {
      id,
      add: (rows) =>
        this.#parts.file.transaction(() => {
          for (const [i, row] of rows.entries()) {
            const added = add(row);
            if (!added.ok) return refuse(added.refusal.code, { ...added.refusal, path: String(i) });
          }
          return accept(counts.rows);
        }),
      finish: () => {
        over();
        return this.#finish(id, head, { ...counts, turned, open: taken, removed: 0 });
      },
      drop: () => {
        if (!over()) this.#store.forget(id);
      },
    };
  }

  /** Counts what only the whole shows, then applies, or leaves it waiting. `counts.open` comes with what is taken from other sources. */
  #finish(id: string, head: DeliveryHead, staged: Counts): DeliveryResult {
    const { file, now, changed } = this.#parts;
    const absent = head.complete ? this.#store.absentOf(head.source, id) : [];
    const counts = {
      ...staged,
      removed: absent.length,
      open: staged.open + this.#store.openCount(head.source),
      turned: staged.turned + absent.filter(({ status }) => isOpenStatus(status)).length,
    };
    const state: DeliveryState = head.dryRun ? 'dry-run' : isTooMuch(counts) ? 'waiting' : 'applied';
    const result = { id, source: head.source, state, asOf: head.asOf, ...counts };
    if (state === 'dry-run') {
      this.#store.forget(id);
      return result;
    }
    file.transaction(() => {
      this.#store.set(id, { state, counts: JSON.stringify(counts) });
      const row = this.#store.find(id);
      if (state !== 'applied' || row === undefined) return;
      this.#apply(row);
      this.#settle(id, { state, decided_at: now(), decided_by: null });
    });
    changed();
    return result;
  }

  /** Inside the caller's transaction. */
  #apply(delivery: DossierDeliveryTable): void {
    const { dossiers } = this.#parts;
    const { id, source } = delivery;
    const isWhole = delivery.complete === 1 || delivery.up_to_date === 1;
    if (delivery.complete === 1)
      dossiers.removeDossiers(this.#store.absentOf(source, id).map(({ code }) => code));
    dossiers.saveDossiers(this.#toSave(id, this.#store.contextOf(source, delivery.as_of, isWhole)), true);
    if (isWhole) dossiers.sourceComplete(source, delivery.as_of);
  }

  /** One row at a time: the ledger holds them, not the memory. What has become older since it was staged is left out. */
  *#toSave(id: string, context: RowContext): Generator<DossierRow> {
    for (const said of this.#store.stagedRows(id)) {
      const known = this.#store.knownOf(said.code);
      const weight = weigh(said, known, context);
      if (weight === 'touched' && known !== undefined) yield touchedOf(known, context.asOf);
      else if (weight === 'added' || weight === 'changed') yield dossierOf(said, known, context);
      else continue;
      // Whoever asked for the next row has written this one.
      if (said.statusCode !== null) this.#store.sayStatus(said.code, said.statusCode);
    }
  }

  /** The rows go, their counts stay. */
  #settle(id: string, verdict: Pick<DossierDeliveryTable, 'state' | 'decided_at' | 'decided_by'>): void {
    this.#store.dropRows(id);
    this.#store.set(id, verdict);
    this.#store.forgetOld();
  }
}

/** More than the share of the open dossiers; exactly the share passes, and so does the first delivery of a source. */
function isTooMuch({ open, turned }: Pick<Counts, 'open' | 'turned'>): boolean {
  return turned * 100 > open * centreLimits.openChangePercentMax;
}

function listed(row: DossierDeliveryTable): DeliveryListed {
  const { id, source, kind, as_of, received_at, decided_at, decided_by } = row;
  return {
    ...{ id, source, kind, state: row.state as DeliveryState, asOf: as_of }, // `staging` is never listed
    ...(JSON.parse(row.counts) as Counts), // written when it was whole
    ...{ receivedAt: received_at, decidedAt: decided_at, decidedBy: decided_by },
  };
}
