/** What was counted, by level: one scale and version at a time, never two together; it writes nothing. */
import type {
  CounterRatings,
  RatingsByCounter,
  RatingsSummary,
  ScaleName,
} from '../shared/contract/board-api.ts';
import { centreLimits } from '../shared/contract/centre-limits.ts';
import { addDays, type Day, startOfDay } from '../shared/contract/day.ts';
import type { Scale } from '../shared/contract/scale.ts';
import { isoOf } from './iso-time.ts';
import type { LedgerFile } from './ledger-file.ts';
import type { Sites } from './sites.ts';

export interface RatingsParts {
  readonly file: LedgerFile;
  readonly sites: Sites;
  readonly now: () => number;
  readonly demo: boolean;
}

export interface SummaryAsked {
  readonly from: Day;
  readonly to: Day;
  readonly site: string | null;
  readonly scale: string; // id, or id@version
}

interface Group {
  readonly scale_id: string;
  readonly scale_version: number;
  readonly scale_size: number;
  readonly level: number | null;
  readonly outcome: string;
  readonly flagged: number;
  readonly n: number;
}

export class Ratings {
  readonly #parts: RatingsParts;

  constructor(parts: RatingsParts) {
    this.#parts = parts;
  }

  /** Days inclusive, in Asia/Ho_Chi_Minh, by the time that counts. */
  summary(asked: SummaryAsked): RatingsSummary {
    const groups = this.#groups(asked);
    const scale = this.#scaleOf(asked.scale, groups);
    const given = groups.filter((group) => group.level !== null);
    const own = given.filter((group) => isOf(group, scale));
    const sum = (list: readonly Group[]): number => list.reduce((total, { n }) => total + n, 0);
    const others = new Map<string, ScaleName & { total: number }>();
    for (const group of given) {
      if (isOf(group, scale)) continue;
      const name = nameOf(group);
      const key = `${name.id}@${name.version}/${name.size}`;
      others.set(key, { ...name, total: (others.get(key)?.total ?? 0) + group.n });
    }
    return {
      total: sum(own),
      levels: this.#levels(scale, own),
      asOf: isoOf(this.#parts.now()),
      from: asked.from,
      to: asked.to,
      site: asked.site,
      scale,
      hasNegativeLevel:
        this.#configured(scale)?.levels.some((level) => level.polarity === 'negative') ?? false,
      otherScales: [...others.values()],
      undone: sum(groups.filter(({ outcome }) => outcome === 'undone')),
      flagged: sum(own.filter(({ flagged }) => flagged === 1)),
      awaitingDecision: this.#awaiting(asked.from, asked.to),
      demo: this.#parts.demo,
    };
  }

  /**
   * One day by counter. Outside demo the levels come in whole groups of five, the oldest first, and no sooner than an hour: so
   * nobody can tell from two looks what one person answered.
   */
  byCounter(day: Day, scaleName: string): RatingsByCounter {
    const { demo, now } = this.#parts;
    const scale = this.#scaleOf(scaleName, []);
    const rows = this.#ofDay(day, scale);
    const counters = new Map<
      string,
      { site: string; counter: string | null; levels: number[]; total: number }
    >();
    for (const row of rows) {
      const key = `${row.site}/${row.counter ?? ''}`;
      const known = counters.get(key) ?? { site: row.site, counter: row.counter, levels: [], total: 0 };
      counters.set(key, known);
      known.total += 1;
      if (demo || row.received_at <= now() - centreLimits.byCounterDelayMs) known.levels.push(row.level ?? 0);
    }
    const listed = [...counters.values()].map(({ site, counter, total, levels }): CounterRatings => {
      const levelsOf = demo ? levels.length : levels.length - (levels.length % centreLimits.byCounterGroup);
      const shown = levels.slice(0, levelsOf);
      const groups = shown.map((level) => ({ level, n: 1 }));
      return { site, counter, total, levelsOf, levels: levelsOf === 0 ? null : this.#levels(scale, groups) };
    });
    return { day, asOf: isoOf(now()), scale, counters: listed, demo };
  }

  #groups(asked: SummaryAsked): Group[] {
    const { file } = this.#parts;
    let query = file.query
      .selectFrom('rating')
      .select(['scale_id', 'scale_version', 'scale_size', 'level', 'outcome', 'flagged'])
      .select((eb) => eb.fn.countAll<number>().as('n'))
      .where('day', '>=', asked.from)
      .where('day', '<=', asked.to)
      .groupBy(['scale_id', 'scale_version', 'scale_size', 'level', 'outcome', 'flagged']);
    if (asked.site !== null) query = query.where('site', '=', asked.site);
    return file.rows(query);
  }

  #ofDay(day: Day, scale: ScaleName) {
    const { file } = this.#parts;
    return file.rows(
      file.query
        .selectFrom('rating')
        .select(['site', 'counter', 'level', 'received_at'])
        .where('day', '=', day)
        .where('scale_id', '=', scale.id)
        .where('scale_version', '=', scale.version)
        .where('scale_size', '=', scale.size)
        .where('level', 'is not', null)
        .orderBy('received_at')
        .orderBy('event_id'),
    );
  }

  #awaiting(from: Day, to: Day): number {
    const { file } = this.#parts;
    const [row] = file.rows(
      file.query
        .selectFrom('quarantine')
        .select((eb) => eb.fn.countAll<number>().as('n'))
        .where('decision', '=', 'waiting')
        .where('received_at', '>=', startOfDay(from))
        .where('received_at', '<', startOfDay(addDays(to, 1)))
        .where((eb) => eb.or([eb('lane', '=', 0), eb('lane', 'is', null)])),
    );
    return row?.n ?? 0;
  }

  /** The scale asked for: as configured, else as the ratings name it, else of no level. */
  #scaleOf(name: string, groups: readonly Group[]): ScaleName {
    const configured = this.#parts.sites.scale(name);
    if (configured !== undefined) {
      return { id: configured.id, version: configured.version, size: configured.levels.length };
    }
    const [id = name, version] = name.split('@');
    const found = groups
      .filter(
        (group) =>
          group.scale_id === id && (version === undefined || group.scale_version === Number(version)),
      )
      .sort((a, b) => b.scale_version - a.scale_version)[0];
    return found === undefined ? { id, version: Number(version ?? 1), size: 0 } : nameOf(found);
  }

  #configured(scale: ScaleName): Scale | undefined {
    const known = this.#parts.sites.scale(`${scale.id}@${scale.version}`);
    return known?.levels.length === scale.size ? known : undefined;
  }

  /** Every level of the scale by its name, those without a rating as 0; unknown scales are named by number. */
  #levels(
    scale: ScaleName,
    groups: readonly { readonly level: number | null; readonly n: number }[],
  ): Record<string, number> {
    const configured = this.#configured(scale);
    const names = Array.from({ length: scale.size }, (_, i) => configured?.levels[i]?.id ?? `level-${i}`);
    const levels: Record<string, number> = Object.fromEntries(names.map((name) => [name, 0]));
    for (const { level, n } of groups) {
      const name = names[level ?? -1];
      if (name !== undefined) levels[name] = (levels[name] ?? 0) + n;
    }
    return levels;
  }
}

function nameOf(group: Group): ScaleName {
  return { id: group.scale_id, version: group.scale_version, size: group.scale_size };
}

function isOf(group: Group, scale: ScaleName): boolean {
  return (
    group.scale_id === scale.id && group.scale_version === scale.version && group.scale_size === scale.size
  );
}
