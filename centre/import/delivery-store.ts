/** Deliveries and their staged rows in the ledger: single statements, none of which decides anything. */
import type { StatementSync } from 'node:sqlite';
import { centreLimits } from '../../shared/contract/centre-limits.ts';
import type { DeliveryHead, DeliveryRow } from '../../shared/contract/dossier-delivery.ts';
import type { LedgerFile } from '../ledger-file.ts';
import type { DossierDeliveryTable, DossierTable } from '../tables.ts';
import { openStatusList, type RowContext } from './row-weight.ts';

export interface NewDelivery {
  readonly id: string;
  readonly kind: 'file' | 'push';
  readonly head: DeliveryHead;
  readonly now: number;
}

export class DeliveryStore {
  readonly #file: LedgerFile;
  readonly #known: StatementSync;
  readonly #stage: StatementSync;
  readonly #staged: StatementSync;
  readonly #say: StatementSync;
  readonly #absent: StatementSync;
  readonly #openOf: StatementSync;
  readonly #dropRows: StatementSync;

  constructor(file: LedgerFile) {
    const { hot } = file.adapter;
    this.#file = file;
    this.#known = hot('select * from dossier where code = ?');
    this.#stage = hot(
      'insert into dossier_delivery_row (delivery, code, row) values (?, ?, ?) on conflict do nothing',
    );
    this.#staged = hot('select row from dossier_delivery_row where delivery = ? and row is not null');
    this.#say = hot('update dossier set status_code = ? where code = ?');
    this.#absent = hot(
      `select code, status from dossier where source = ? and archive is null
       and code not in (select code from dossier_delivery_row where delivery = ?)`,
    );
    this.#openOf = hot(
      `select count(*) as n from dossier where source = ? and archive is null and status in (${openStatusList})`,
    );
    this.#dropRows = hot('delete from dossier_delivery_row where delivery = ?');
  }

  knownOf(code: string): DossierTable | undefined {
    return this.#known.get(code) as DossierTable | undefined; // all columns of the table
  }

  contextOf(source: string, asOf: number, isWhole: boolean): RowContext {
    const asked = this.#file.query.selectFrom('dossier_source').select('as_of').where('source', '=', source);
    return { source, asOf, isWhole, freshAt: this.#file.rows(asked)[0]?.as_of ?? 0 };
  }

  /** Puts a row aside, null for one that says nothing new; false when the code came before. */
  stage(id: string, code: string, row: DeliveryRow | null): boolean {
    return this.#stage.run(id, code, row === null ? null : JSON.stringify(row)).changes > 0;
  }

  /** One at a time: the ledger holds them, not the memory. */
  *stagedRows(id: string): Generator<DeliveryRow> {
    for (const { row } of this.#staged.iterate(id)) yield JSON.parse(String(row)) as DeliveryRow; // as staged
  }

  sayStatus(code: string, statusCode: string): void {
    this.#say.run(statusCode, code);
  }

  /** Living dossiers of a source that a delivery does not name. */
  absentOf(source: string, id: string): { code: string; status: string }[] {
    return this.#absent
      .all(source, id)
      .map(({ code, status }) => ({ code: String(code), status: String(status) }));
  }

  openCount(source: string): number {
    return Number(this.#openOf.get(source)?.n ?? 0);
  }

  insert({ id, kind, head, now }: NewDelivery): void {
    const row: DossierDeliveryTable = {
      ...{ id, kind, source: head.source, state: 'staging', as_of: head.asOf },
      ...{ complete: head.complete ? 1 : 0, up_to_date: head.upToDate ? 1 : 0, counts: '{}' },
      ...{ received_at: now, decided_at: null, decided_by: null },
    };
    this.#file.run(this.#file.query.insertInto('dossier_delivery').values(row));
  }

  set(
    id: string,
    change: Partial<Pick<DossierDeliveryTable, 'state' | 'counts' | 'decided_at' | 'decided_by'>>,
  ): void {
    this.#file.run(this.#file.query.updateTable('dossier_delivery').set(change).where('id', '=', id));
  }

  find(id: string): DossierDeliveryTable | undefined {
    const asked = this.#file.query.selectFrom('dossier_delivery').selectAll().where('id', '=', id);
    return this.#file.rows(asked)[0];
  }

  /** Whole ones, newest first. */
  list(state?: 'waiting'): DossierDeliveryTable[] {
    const all = this.#file.query
      .selectFrom('dossier_delivery')
      .selectAll()
      .orderBy('received_at', 'desc')
      .orderBy('id');
    return this.#file.rows(
      state === undefined ? all.where('state', '!=', 'staging') : all.where('state', '=', state),
    );
  }

  dropRows(id: string): void {
    this.#dropRows.run(id);
  }

  forget(id: string): void {
    this.#file.transaction(() => {
      this.dropRows(id);
      this.#file.run(this.#file.query.deleteFrom('dossier_delivery').where('id', '=', id));
    });
  }

  /** What a killed process left: it was never whole. */
  forgetTorn(): void {
    const asked = this.#file.query.selectFrom('dossier_delivery').select('id').where('state', '=', 'staging');
    for (const { id } of this.#file.rows(asked)) this.forget(id);
  }

  /** Of the oldest decided ones not even the counts stay. */
  forgetOld(): void {
    const old = this.list().filter(({ state }) => state !== 'waiting');
    for (const { id } of old.slice(centreLimits.deliveriesKept)) {
      this.#file.run(this.#file.query.deleteFrom('dossier_delivery').where('id', '=', id));
    }
  }
}
