/** Wall time that we do not trust: offsets from four stamps, and the corrected time of an event; it reads no clock. */
import { limits } from '../contract/limits.ts';
import type { ClockQuality } from '../contract/messages.ts';

/** Four stamps of one exchange: t0, t3 on the device's monotonic clock, t1, t2 on the centre's wall clock (ms). */
export interface Exchange {
  readonly t0: number;
  readonly t1: number;
  readonly t2: number;
  readonly t3: number;
}

export interface Sample {
  /** Centre wall ms = device monotonic ms + offset. */
  readonly offset: number;
  readonly roundTripMs: number;
}

export function sampleOf({ t0, t1, t2, t3 }: Exchange): Sample {
  return { offset: Math.round((t1 - t0 + (t2 - t3)) / 2), roundTripMs: Math.max(0, t3 - t0 - (t2 - t1)) };
}

/** The last eight samples, the new one included. */
export function keepSamples(samples: readonly Sample[], sample: Sample): readonly Sample[] {
  return [...samples, sample].slice(-limits.timeSamplesMax);
}

/** The sample with the smallest round trip: the least disturbed one. */
export function bestSample(samples: readonly Sample[]): Sample | undefined {
  let best: Sample | undefined;
  for (const sample of samples)
    if (best === undefined || sample.roundTripMs <= best.roundTripMs) best = sample;
  return best;
}

/** What is known of one start of the page: its monotonic offset to the centre, null while it never heard the time. */
export interface BootClock {
  readonly bootid: string;
  readonly offset: number | null;
  /** Centre wall minus device wall, as last measured in this boot. */
  readonly wallOffset: number | null;
}

/** When an event happened: exact in a boot that heard the time, else by the device's wall clock and the last offset known, else unknown. */
export function correctedTime(
  stamp: { readonly bootid: string; readonly monoms: number; readonly wallms: number },
  boots: ReadonlyMap<string, BootClock>,
  heldWallOffset: number | null,
): { readonly at: number | null; readonly clock: ClockQuality } {
  const boot = boots.get(stamp.bootid);
  if (boot !== undefined && boot.offset !== null)
    return { at: Math.round(stamp.monoms + boot.offset), clock: 'sync' };
  if (heldWallOffset !== null) return { at: Math.round(stamp.wallms + heldWallOffset), clock: 'held' };
  return { at: null, clock: 'none' };
}

/** Whether the wall clock has jumped against the monotonic one since `before`. */
export function hasJumped(
  before: { readonly wallMs: number; readonly monoMs: number },
  now: { readonly wallMs: number; readonly monoMs: number },
): boolean {
  return Math.abs(now.wallMs - before.wallMs - (now.monoMs - before.monoMs)) > limits.wallJumpMs;
}
