/** Which units' dossiers a site's kiosks hold where the province has more than fits: the site's own first; it reads no dossier. */
import type { StatementSync } from 'node:sqlite';
import { centreLimits } from '../shared/contract/centre-limits.ts';
import { limits } from '../shared/contract/limits.ts';
import type { LedgerFile } from './ledger-file.ts';

interface Counted {
  readonly at: number;
  readonly total: number;
  readonly units: ReadonlyMap<string, number>;
}

export class FeedCover {
  readonly #now: () => number;
  readonly #count: StatementSync;
  readonly #chosen = new Map<string, readonly string[] | null>();
  #counted: Counted | undefined;

  constructor(file: LedgerFile, now: () => number) {
    this.#now = now;
    // Read off the index of units alone.
    this.#count = file.adapter.hot(
      'select unit, count(*) as n from dossier where changed is not null group by unit order by unit',
    );
  }

  /** The units told to a site; null: all of them. A choice stands for as long as it fits, for a new one means a new sync. */
  of(site: { readonly id: string; readonly units: readonly string[] }): readonly string[] | null {
    const counted = this.#counts();
    const key = `${site.id} ${site.units.join()}`;
    const before = this.#chosen.get(key);
    const chosen = stillFits(before, counted) ? before : choose(site.units, counted);
    this.#chosen.set(key, chosen);
    return chosen;
  }

  #counts(): Counted {
    const now = this.#now();
    const known = this.#counted;
    if (known !== undefined && Math.abs(now - known.at) < centreLimits.feedCoverMs) return known;
    const units = new Map(this.#count.all().map(({ unit, n }) => [String(unit), Number(n)]));
    const total = [...units.values()].reduce((sum, n) => sum + n, 0);
    this.#counted = { at: now, total, units };
    return this.#counted;
  }
}

function stillFits(
  before: readonly string[] | null | undefined,
  { total, units }: Counted,
): before is readonly string[] | null {
  if (before === undefined) return false;
  if (before === null) return total <= centreLimits.feedRowsMax;
  const held = before.reduce((sum, unit) => sum + (units.get(unit) ?? 0), 0);
  return total > centreLimits.feedFillRows && held <= centreLimits.feedRowsMax;
}

function choose(own: readonly string[], { total, units }: Counted): readonly string[] | null {
  if (total <= centreLimits.feedRowsMax) return null;
  const order = [...new Set([...own, ...units.keys()])];
  let held = 0;
  return order
    .filter((unit) => {
      const n = units.get(unit) ?? 0;
      if (held + n > centreLimits.feedFillRows) return false;
      held += n;
      return true;
    })
    .slice(0, limits.syncUnitsMax);
}
