/** How long a kept status may be shown: fresh, amber, hidden, wiped; it holds no status and reads no clock. */
import { limits } from '../contract/limits.ts';

export type Age = 'fresh' | 'amber' | 'hidden' | 'wiped';

/** All in ms of the age clock, which no wall clock can slow down. */
export interface Heard {
  /** Since the centre last vouched for it: the last whole sync, or the answer itself. */
  readonly sinceMs: number;
  /** How old the centre's own knowledge was then. */
  readonly beforeMs: number;
  /** How long the device was off is not known. */
  readonly isLost: boolean;
}

/**
 * Amber counts the whole age of the knowledge; hiding and wiping count the time without the centre, for a source that has nothing new
 * to say during the holidays is no reason to show less than the centre itself would.
 */
export function ageOf({ sinceMs, beforeMs, isLost }: Heard): Age {
  const since = Math.max(0, sinceMs);
  if (since >= limits.cacheWipeMs) return 'wiped';
  if (isLost || since >= limits.cacheHideMs) return 'hidden';
  return since + Math.max(0, beforeMs) >= limits.cacheAmberMs ? 'amber' : 'fresh';
}
