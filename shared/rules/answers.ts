/** How long a cached status may be shown: fresh, amber, hidden, wiped; it holds no status. */
import { limits } from '../contract/limits.ts';

export type Age = 'fresh' | 'amber' | 'hidden' | 'wiped';

/** Age of knowledge of `asOf` at `now` (both ms, corrected). Knowledge from the future counts as fresh: the clock is wrong, not the centre. */
export function ageOf(asOf: number, now: number): Age {
  const age = now - asOf;
  if (age >= limits.cacheWipeMs) return 'wiped';
  if (age >= limits.cacheHideMs) return 'hidden';
  return age >= limits.cacheAmberMs ? 'amber' : 'fresh';
}
