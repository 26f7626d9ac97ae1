/** A clock that counts how long things have been kept: it never goes back and never runs slow, whatever is done to the wall clock; it reads none. */
import { limits } from '../contract/limits.ts';

export interface AgeClock {
  /** Ms counted so far, over all starts of the device. */
  readonly ageMs: number;
  /** The latest wall time seen (the device's own, uncorrected, ms since 1970). */
  readonly wallMs: number;
  /** The wall clock stands before a time that it has shown already: how long the device was off cannot be known. */
  readonly isLost: boolean;
}

export interface Stamps {
  readonly wallMs: number;
  readonly monoMs: number;
}

export const newAgeClock = (wallMs: number): AgeClock => ({ ageMs: 0, wallMs, isLost: false });

/**
 * Time has passed. `before` is the monotonic time of the last look in this start of the page, null at its first. What the monotonic
 * clock counted is a fact; the wall clock may add to it (sleep, or the time the device was off), and never takes away.
 */
export function passTime(clock: AgeClock, before: number | null, now: Stamps): AgeClock {
  const counted = before === null ? 0 : Math.max(0, now.monoMs - before);
  const walled = now.wallMs - clock.wallMs;
  const isBehind = walled < -limits.clockWrongMs;
  return {
    ageMs: clock.ageMs + Math.max(counted, walled),
    wallMs: Math.max(clock.wallMs, now.wallMs),
    // While the page runs nothing is lost by a jump back: the monotonic clock goes on.
    isLost: before === null ? isBehind : clock.isLost && isBehind,
  };
}

/** The centre has just been heard: what is kept from now on can be dated again, also behind a wall clock that was once years ahead. */
export const refound = (clock: AgeClock, now: Stamps): AgeClock => ({
  ...clock,
  wallMs: now.wallMs,
  isLost: false,
});
