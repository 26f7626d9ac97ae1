/** What the camera's looks add up to: a code is believed when seen twice (a QR or a known one once), two side by side are a choice, a foreign symbol is said when nothing else comes. Pure. */
import { kioskLimits } from '../shared/contract/kiosk-limits.ts';

/** A dossier code of one look. `isSure`: one look is enough (a QR, or a code that is in the cache). */
export interface CodeSeen {
  readonly key: string;
  readonly hasSecret: boolean;
  readonly isSure: boolean;
}
/** One look's finding, each key once; of symbols that are no dossier code only that there were some. */
export interface Look {
  readonly codes: readonly CodeSeen[];
  readonly hasForeign: boolean;
}

interface Remembered extends CodeSeen {
  readonly looks: number;
  readonly since: number;
  readonly at: number;
}
interface Told {
  readonly key: string;
  readonly hasSecret: boolean;
}

export interface Steady {
  /** The codes of the looks just before. */
  readonly seen: readonly Remembered[];
  /** Told and still held there: not told again, unless a secret comes with one. */
  readonly told: readonly Told[];
  /** None of several told was the right one: one of them that is alone in view is news again. */
  readonly isReopened: boolean;
  /** Foreign symbols in view: since when without a code beside them, when last, and whether that was said. */
  readonly foreign: { readonly since: number; readonly at: number; readonly isSaid: boolean } | null;
  /** When a dossier code was last seen. */
  readonly codeAt: number;
  /** After a visit: marks of the codes that still lay there, so that a paper left behind starts no second visit; and when they were last seen. */
  readonly left: readonly number[];
  readonly leftAt: number;
}

export const freshSteady: Steady = {
  seen: [],
  told: [],
  isReopened: false,
  foreign: null,
  codeAt: Number.NEGATIVE_INFINITY,
  left: [],
  leftAt: Number.NEGATIVE_INFINITY,
};

/** Keys only: one code, several to choose from (the one seen first in front), or a symbol that is none. */
export type Belief =
  | { readonly kind: 'code'; readonly key: string }
  | { readonly kind: 'choice'; readonly keys: readonly string[] }
  | { readonly kind: 'foreign' }
  | undefined;

interface Taken {
  readonly steady: Steady;
  readonly belief: Belief;
}

/** Takes one look, empty or not; `now` is monotonic ms. */
export function takeLook(steady: Steady, look: Look, now: number): Taken {
  const settled = settle(steady, now);
  const codes = look.codes.filter(({ key }) => !settled.left.includes(markOf(key)));
  const noticed = {
    ...settled,
    codeAt: codes.length > 0 ? now : settled.codeAt,
    leftAt: codes.length < look.codes.length ? now : settled.leftAt,
  };
  const seen = look.hasForeign ? { ...noticed, foreign: meetForeign(noticed, now) } : noticed;
  if (codes.length > 0) return believe({ ...seen, seen: remember(seen.seen, codes, now) }, now);
  return look.hasForeign ? sayForeign(seen, now) : { steady: seen, belief: undefined };
}

/** The code is in the cache: the one look that has just shown it was enough. */
export function confirmCode(steady: Steady, key: string, now: number): Taken {
  const isInView = ({ key: other, at }: Remembered): boolean =>
    other === key && now - at <= kioskLimits.besideMs;
  if (!steady.seen.some(isInView)) return { steady, belief: undefined };
  const seen = steady.seen.map((each) => (isInView(each) ? { ...each, isSure: true, at: now } : each));
  return believe({ ...steady, seen }, now);
}

/** The visit is over: forget the codes, but not that something still lies in view, foreign symbols too. */
export function endSteady(steady: Steady, now: number): Steady {
  const { codeAt, foreign, seen, told } = settle(steady, now);
  const marks = [...seen, ...told].map(({ key }) => markOf(key));
  return {
    ...freshSteady,
    foreign: foreign && { ...foreign, isSaid: true },
    left: [...new Set([...marks, ...steady.left])].slice(0, kioskLimits.codesSeenMax),
    leftAt: Math.max(codeAt, steady.leftAt),
  };
}

/** None of the codes that were told together was the right one. */
export function againSteady(steady: Steady): Steady {
  return { ...steady, isReopened: true };
}

/** How far the code in view is: nothing, seen once, believed. */
export function progressOf({ seen }: Steady, now: number): 0 | 1 | 2 {
  const inView = seen.filter(({ at }) => now - at <= kioskLimits.besideMs);
  if (inView.length === 0) return 0;
  return inView.some(isBelieved) ? 2 : 1;
}

/** What has been out of view for a while is forgotten: codes by themselves, so that a poster behind them holds nothing up. */
function settle(steady: Steady, now: number): Steady {
  const hasForeign = steady.foreign !== null && now - steady.foreign.at < kioskLimits.emptyViewMs;
  const foreign = hasForeign ? steady.foreign : null;
  const isGone = now - steady.leftAt >= kioskLimits.emptyViewMs;
  const { leftAt, codeAt } = steady;
  const left = isGone ? [] : steady.left;
  const isEmpty = now - codeAt >= kioskLimits.emptyViewMs;
  return isEmpty ? { ...freshSteady, codeAt, foreign, left, leftAt } : { ...steady, foreign, left };
}

const markValues = 65_536;
/** Two bytes of a code: enough to know it again, far too little to say whose it was. */
function markOf(key: string): number {
  let mark = 0;
  for (let i = 0; i < key.length; i += 1) mark = (mark * 31 + key.charCodeAt(i)) % markValues;
  return mark;
}

function remember(before: readonly Remembered[], codes: readonly CodeSeen[], now: number): Remembered[] {
  const recent = before.filter(({ at }) => now - at <= kioskLimits.sameCodeWithinMs);
  for (const code of codes) {
    const place = recent.findIndex(({ key }) => key === code.key);
    const known = recent[place];
    const isSure = code.isSure || known?.isSure === true;
    const hasSecret = code.hasSecret || known?.hasSecret === true;
    const next = {
      ...code,
      isSure,
      hasSecret,
      looks: (known?.looks ?? 0) + 1,
      since: known?.since ?? now,
      at: now,
    };
    if (place < 0) recent.push(next);
    else recent[place] = next;
  }
  return recent.slice(-kioskLimits.codesSeenMax);
}

const isBelieved = ({ isSure, looks }: Remembered): boolean => isSure || looks >= 2;

/** How long two codes have both been there, as far as the looks show it; negative when one went before the other came. */
const besideMs = (a: Remembered, b: Remembered): number => Math.min(a.at, b.at) - Math.max(a.since, b.since);

const isNews = (code: Remembered, { told, seen, isReopened }: Steady): boolean => {
  if (isReopened && seen.every(({ key }) => key === code.key)) return true;
  const before = told.find(({ key }) => key === code.key);
  return before === undefined || (code.hasSecret && !before.hasSecret);
};

function believe(steady: Steady, now: number): Taken {
  const { seen } = steady;
  const news = seen.filter((code) => code.at === now && isBelieved(code) && isNews(code, steady));
  const [first] = news;
  if (first === undefined) return { steady, belief: undefined };
  const group = groupOf(first, steady);
  if (group.length > 1) {
    if (!group.some((code) => isNews(code, steady))) return { steady, belief: undefined };
    const keys = group.map(({ key }) => key);
    return {
      steady: { ...steady, told: group.map(toldOf), isReopened: false },
      belief: { kind: 'choice', keys },
    };
  }
  if (!isAlone(first, steady, now)) return { steady, belief: undefined };
  // What lay there before is out of view: seen again, it has come again.
  const inView = seen.filter(({ at }) => now - at <= kioskLimits.besideMs);
  return {
    steady: { ...steady, seen: inView, told: [toldOf(first)], isReopened: false },
    belief: { kind: 'code', key: first.key },
  };
}

const toldOf = ({ key, hasSecret }: Remembered): Told => ({ key, hasSecret });

/** All that lie beside this code: at once where nothing was told yet, after a steady while where a paper is just being changed. */
function groupOf(code: Remembered, { seen, told }: Steady): readonly Remembered[] {
  const leastMs = told.length === 1 && !told.some(({ key }) => key === code.key) ? kioskLimits.besideMs : 0;
  const beside = seen.filter(
    (each) => isBelieved(each) && (each.key === code.key || besideMs(each, code) >= leastMs),
  );
  return beside.slice(0, kioskLimits.choicesMax);
}

/** No other code was there just now; or this one has been read so often that a stray misreading beside it counts for nothing. */
function isAlone(code: Remembered, { seen, told }: Steady, now: number): boolean {
  const others = seen.filter(({ key, at }) => key !== code.key && now - at <= kioskLimits.besideMs);
  const isUpgrade = told.some(({ key }) => key === code.key);
  return isUpgrade || others.every((each) => !isBelieved(each) && code.looks >= 4);
}

/** A foreign symbol is in view; the time in which nothing else was there begins anew with every code. */
function meetForeign({ foreign, codeAt, left }: Steady, now: number): NonNullable<Steady['foreign']> {
  // A receipt's other symbols are often read before its code is.
  const hasCode = now - codeAt < kioskLimits.emptyViewMs;
  return {
    since: hasCode ? now : (foreign?.since ?? now),
    at: now,
    isSaid: foreign?.isSaid === true || left.length > 0,
  };
}

function sayForeign(steady: Steady, now: number): Taken {
  const { foreign } = steady;
  const isNew = foreign !== null && !foreign.isSaid && now - foreign.since >= kioskLimits.foreignSymbolMs;
  if (!isNew) return { steady, belief: undefined };
  return { steady: { ...steady, foreign: { ...foreign, isSaid: true } }, belief: { kind: 'foreign' } };
}
