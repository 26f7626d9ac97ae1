/** At which moment an event counts: what the device stated where it is sane, else when it came, flagged; it refuses none. */
import type { Stated } from './batch-reader.ts';

const MINUTE = 60_000;
/** A stated time further ahead of receipt, or further behind, is not believed. */
const aheadMax = 10 * MINUTE;
const behindMax = 400 * 24 * 60 * MINUTE;
/** Beyond it Date and the day arithmetic mean nothing. */
const wallMax = 4_102_444_800_000; // 2100-01-01

export interface CountedTime {
  readonly countedAt: number; // ms
  readonly flag: 'time-unknown' | 'time-ahead' | 'time-behind' | null;
}

export interface TimeClaim {
  readonly stated: Stated;
  readonly wallms: number;
  readonly receivedAt: number;
  readonly simulated: boolean;
}

/** The time that counts and the flag it carries. */
export function countedTime(claim: TimeClaim): CountedTime {
  const { stated, receivedAt } = claim;
  if (claim.simulated && claim.wallms >= 0 && claim.wallms < wallMax) {
    return { countedAt: claim.wallms, flag: null };
  }
  if (stated.at === null || stated.clock === 'none') return { countedAt: receivedAt, flag: 'time-unknown' };
  if (stated.at > receivedAt + aheadMax) return { countedAt: receivedAt, flag: 'time-ahead' };
  if (stated.at < receivedAt - behindMax) return { countedAt: receivedAt, flag: 'time-behind' };
  return { countedAt: stated.at, flag: null };
}
