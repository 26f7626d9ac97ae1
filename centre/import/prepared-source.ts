/** A source's configuration made ready to judge many rows: words in one spelling, units by prefix; it judges nothing itself. */
import { aliasKey, type CodeAlias } from '../../shared/contract/code-alias.ts';
import type { CodeFormat } from '../../shared/contract/code-format.ts';
import {
  type DossierStatus,
  dossierStatuses,
  type LateReason,
  lateReasons,
  type Timing,
  timings,
} from '../../shared/contract/dossier.ts';
import { defaultFormats } from '../../shared/contract/dossier-code.ts';
import type { Text } from '../../shared/contract/scale.ts';
import type { DateForm, SourceConfig } from '../../shared/contract/source-config.ts';
import { plainKey } from './plain-key.ts';

export interface NamedUnit {
  readonly prefix: string;
  readonly name: Text;
}

/** What the sites know besides: names of units, and units that were renamed. */
export interface SiteWords {
  readonly units: readonly NamedUnit[];
  readonly aliases: readonly CodeAlias[];
}

export interface PreparedSource {
  readonly config: SourceConfig;
  readonly formats: readonly CodeFormat[];
  readonly dates: readonly DateForm[];
  readonly statuses: ReadonlyMap<string, DossierStatus>;
  readonly timings: ReadonlyMap<string, Timing>;
  readonly lateReasons: ReadonlyMap<string, LateReason>;
  /** The key under which a code is kept, renamed units under their new name. */
  keyOf(code: string): string;
  /** The name of a unit; undefined when nobody configured one. */
  unitName(unit: string): Text | undefined;
}

/** The portal's own words beside its integers. */
const portalWords: Readonly<Record<string, DossierStatus>> = {
  moidangky: 'accepted',
  duoctiepnhan: 'accepted',
  datiepnhan: 'accepted',
  khongduoctiepnhan: 'stopped',
  dangxuly: 'in-progress',
  yeucaubosunggiayto: 'supplement',
  yeucauthuchiennghiavutaichinh: 'pay',
  congdanyeucauruthoso: 'withdrawn',
  dungxuly: 'stopped',
  daxulyxong: 'ready',
  datraketqua: 'handed-over',
};

/** Words for timeliness that mean the same everywhere. */
const usualTimings: Readonly<Record<string, Timing>> = {
  dunghan: 'on-time',
  dunghen: 'on-time',
  tronghan: 'on-time',
  conhan: 'on-time',
  truochan: 'early',
  truochen: 'early',
  denhan: 'due-today',
  denhanhomnay: 'due-today',
  trehan: 'late',
  trehen: 'late',
  quahan: 'late',
  chamtre: 'late',
  tamdung: 'paused',
};

/** Our own words, the usual ones, and last those of the source, which win. */
function wordMap<T extends string>(
  ours: readonly T[],
  usual: Readonly<Record<string, T>>,
  own: Readonly<Record<string, T>>,
): ReadonlyMap<string, T> {
  return new Map([
    ...ours.map((word) => [plainKey(word), word] as const),
    ...Object.entries(usual),
    ...Object.entries(own).map(([word, meaning]) => [plainKey(word), meaning] as const),
  ]);
}

export function prepareSource(config: SourceConfig, sites: SiteWords): PreparedSource {
  const named = new Map([...sites.units, ...config.units].map(({ prefix, name }) => [prefix, name]));
  return {
    config,
    formats: config.codeFormats ?? defaultFormats,
    dates: config.dates,
    statuses: wordMap(dossierStatuses, config.id === 'portal' ? portalWords : {}, config.statuses),
    timings: wordMap(timings, usualTimings, config.timings),
    lateReasons: wordMap(lateReasons, {}, config.lateReasons),
    keyOf: (code) => aliasKey(aliasKey(code, config.aliases), sites.aliases),
    unitName: (unit) => {
      for (let at = unit; at !== ''; at = at.slice(0, Math.max(0, at.lastIndexOf('.')))) {
        const name = named.get(at);
        if (name !== undefined) return name;
      }
      return undefined;
    },
  };
}
