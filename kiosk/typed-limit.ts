/** Who types code after code is sent to the desk, offline too; it remembers numbers without unit and date, never a code. */
import { limits } from '../shared/contract/limits.ts';

export interface TypedLimit {
  readonly misses: readonly number[];
  readonly asked: readonly number[];
  /** The running number that was typed last, and how long a run of neighbours it ends. */
  readonly last: { readonly number: number; readonly run: number; readonly at: number } | null;
  readonly pausedUntil: number;
}

export const freshTypedLimit: TypedLimit = {
  misses: [],
  asked: [],
  last: null,
  pausedUntil: Number.NEGATIVE_INFINITY,
};

const MINUTE_MS = 60_000;

const pausedFrom = (limit: TypedLimit, now: number): TypedLimit => ({
  ...limit,
  misses: [],
  asked: [],
  last: null,
  pausedUntil: now + limits.missPauseMs,
});

export function isPaused(limit: TypedLimit, now: number): boolean {
  return now < limit.pausedUntil;
}

/** A code was typed; `now` is monotonic ms. Call `isPaused` on what comes back before asking. */
export function countTyped(limit: TypedLimit, key: string, now: number): TypedLimit {
  if (isPaused(limit, now)) return limit;
  const number = Number(/(\d+)$/.exec(key)?.[1] ?? Number.NaN);
  const last = limit.last !== null && now - limit.last.at < limits.missWindowMs ? limit.last : null;
  const isNeighbour = last !== null && Math.abs(number - last.number) === 1;
  const run = isNeighbour ? last.run + 1 : last?.number === number ? last.run : 1;
  const asked = [...limit.asked.filter((at) => now - at < MINUTE_MS), now];
  const counted = { ...limit, asked, last: { number, run, at: now } };
  const isTooMuch = run >= limits.consecutiveMax || asked.length > limits.questionsPerMinute;
  return isTooMuch ? pausedFrom(counted, now) : counted;
}

/** A typed code was not found, or nothing was known of it offline. */
export function countMiss(limit: TypedLimit, now: number): TypedLimit {
  const misses = [...limit.misses.filter((at) => now - at < limits.missWindowMs), now];
  return misses.length >= limits.missesMax ? pausedFrom(limit, now) : { ...limit, misses };
}
