/** What the camera's looks add up to: a code is believed when seen twice (a QR once), a foreign symbol when nothing else comes. Pure. */
import { kioskLimits } from '../shared/contract/kiosk-limits.ts';

/** One look's finding: a dossier code, or a symbol that is none (its text is not handed in). */
export type Sighting =
  | { readonly kind: 'code'; readonly key: string; readonly hasSecret: boolean; readonly isQr: boolean }
  | { readonly kind: 'foreign' };

export interface Steady {
  /** The last code seen once, waiting to be seen again. */
  readonly candidate: { readonly key: string; readonly at: number } | null;
  /** Believed and still held there: not said again, unless a secret comes with it. */
  readonly believed: { readonly key: string; readonly hasSecret: boolean } | null;
  /** Since when foreign symbols, and nothing else, have been seen; and when last. */
  readonly foreign: { readonly since: number; readonly at: number } | null;
  /** When any symbol was last seen. */
  readonly seenAt: number;
  /** After a visit: nothing is believed until the view was empty for a while, so that a paper left there starts no second visit. */
  readonly isBarred: boolean;
}

export const freshSteady: Steady = {
  candidate: null,
  believed: null,
  foreign: null,
  seenAt: Number.NEGATIVE_INFINITY,
  isBarred: false,
};

export type Belief = 'code' | 'foreign' | undefined;

/** Takes one look, empty or not; `now` is monotonic ms. */
export function takeLook(
  steady: Steady,
  sighting: Sighting | undefined,
  now: number,
): { readonly steady: Steady; readonly belief: Belief } {
  if (sighting === undefined) return { steady: settle(steady, now), belief: undefined };
  const seen = { ...settle(steady, now), seenAt: now };
  if (seen.isBarred) return { steady: seen, belief: undefined };
  if (sighting.kind === 'foreign') return lookForeign(seen, now);
  const { key, hasSecret, isQr } = sighting;
  const isSecondLook = seen.candidate?.key === key && now - seen.candidate.at <= kioskLimits.sameCodeWithinMs;
  const next = { ...seen, foreign: null, candidate: { key, at: now } };
  const isOld = seen.believed?.key === key && (seen.believed.hasSecret || !hasSecret);
  if (isOld || !(isQr || isSecondLook)) return { steady: next, belief: undefined };
  return { steady: { ...next, believed: { key, hasSecret } }, belief: 'code' };
}

/** The visit is over: forget the code, and bar what still lies in view. */
export function endSteady(steady: Steady, now: number): Steady {
  return { ...freshSteady, seenAt: steady.seenAt, isBarred: now - steady.seenAt < kioskLimits.emptyViewMs };
}

function settle(steady: Steady, now: number): Steady {
  const isEmpty = now - steady.seenAt >= kioskLimits.emptyViewMs;
  return isEmpty ? { ...freshSteady, seenAt: steady.seenAt } : steady;
}

function lookForeign(steady: Steady, now: number): { readonly steady: Steady; readonly belief: Belief } {
  const since = steady.foreign?.since ?? now;
  // A receipt's other symbols are often read before its code is.
  const isWaiting = steady.candidate !== null && now - steady.candidate.at <= kioskLimits.emptyViewMs;
  const isSure = !isWaiting && now - since >= kioskLimits.foreignSymbolMs;
  return {
    steady: { ...steady, foreign: isSure ? null : { since, at: now } },
    belief: isSure ? 'foreign' : undefined,
  };
}
