/** Where statuses come from, in one place: sources, tokens and deliveries, for the routes and the command line; it opens no port. */
import type { DeliveryListed, SourceListed } from '../shared/contract/dossier-delivery.ts';
import { accept, type Result, refuse } from '../shared/contract/refusal.ts';
import { Dossiers } from './dossiers.ts';
import { Deliveries } from './import/deliveries.ts';
import { openStatusList } from './import/row-weight.ts';
import type { LedgerFile } from './ledger-file.ts';
import type { Sites } from './sites.ts';
import { Sources } from './sources.ts';
import type { Spent } from './spent.ts';
import { Tokens } from './tokens.ts';

export interface SourceDeskParts {
  readonly file: LedgerFile;
  readonly sites: Sites;
  readonly spent: Spent;
  readonly now: () => number;
  /** Dossiers, sources or what waits have changed. */
  readonly changed: () => void;
}

export class SourceDesk {
  readonly sources: Sources;
  readonly tokens: Tokens;
  readonly deliveries: Deliveries;
  readonly now: () => number;
  readonly #parts: SourceDeskParts;

  constructor(parts: SourceDeskParts) {
    const { file, sites, spent, now, changed } = parts;
    this.#parts = parts;
    this.now = now;
    this.sources = new Sources(file, sites, now);
    this.tokens = new Tokens({ file, spent, now });
    this.deliveries = new Deliveries({ file, dossiers: new Dossiers(file, now), now, changed });
  }

  /** Refuses E_CONFIG, E_CONFIG_OLD, E_BUSY. */
  setSource(value: unknown): Result<SourceListed> {
    const set = this.sources.set(value);
    if (!set.ok) return set;
    this.#parts.changed();
    const [found] = this.listSources().filter(({ id }) => id === set.value.id);
    return found === undefined ? refuse('E_NOT_FOUND') : accept(found);
  }

  /** Every source with what it holds, what it said that nobody understands, and what waits. */
  listSources(): SourceListed[] {
    const held = this.#held();
    const deliveries = this.deliveries.list().filter(({ state }) => state === 'applied');
    return this.sources.list().map(({ id, name, version }) => {
      const last = newest(deliveries.filter(({ source }) => source === id));
      return {
        ...{ id, version, name: name.vi },
        dossiers: held.get(id)?.all ?? 0,
        open: held.get(id)?.open ?? 0,
        deliveredAt: last?.receivedAt ?? null,
        asOf: last?.asOf ?? null,
        freshAt: this.#freshAt(id),
        waiting: this.deliveries.waitingOf(id),
        unknownStatuses: this.#unknown(id),
      };
    });
  }

  #held(): ReadonlyMap<string, { readonly all: number; readonly open: number }> {
    const rows = this.#parts.file.adapter
      .prepare(
        `select source, count(*) as n, sum(status in (${openStatusList})) as open from dossier
         where source is not null and archive is null group by source`,
      )
      .all([]) as { source: string; n: number; open: number }[]; // the columns that the statement names
    return new Map(rows.map(({ source, n, open }) => [source, { all: n, open }]));
  }

  #freshAt(source: string): number | null {
    const { file } = this.#parts;
    const asked = file.query.selectFrom('dossier_source').select('as_of').where('source', '=', source);
    return file.rows(asked)[0]?.as_of ?? null;
  }

  #unknown(source: string): { code: string; dossiers: number }[] {
    const { file } = this.#parts;
    const asked = file.query
      .selectFrom('dossier')
      .select((eb) => ['status_code', eb.fn.countAll<number>().as('n')])
      .where('source', '=', source)
      .where('status_code', 'is not', null)
      .groupBy('status_code')
      .orderBy('n', 'desc')
      .limit(100);
    return file.rows(asked).map(({ status_code, n }) => ({ code: status_code ?? '', dossiers: n }));
  }
}

function newest(deliveries: readonly DeliveryListed[]): DeliveryListed | undefined {
  return deliveries.reduce<DeliveryListed | undefined>(
    (best, each) => (best === undefined || each.receivedAt > best.receivedAt ? each : best),
    undefined,
  );
}
