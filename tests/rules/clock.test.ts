// What four stamps say about the centre's time, and what a stamp of this device is worth.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { limits } from '../../shared/contract/limits.ts';
import {
  type BootClock,
  bestSample,
  correctedTime,
  hasJumped,
  keepSamples,
  type Sample,
  sampleOf,
} from '../../shared/rules/clock.ts';
import { bootOf } from '../fakes/rows.ts';

describe('an exchange', () => {
  test('gives the offset between the monotonic clock and the centre, exact when both ways take as long', () => {
    expect(sampleOf({ t0: 100, t1: 5_150, t2: 5_160, t3: 210 })).toEqual({ offset: 5_000, roundTripMs: 100 });
  });
  test('is wrong by at most half its round trip, however the two ways differ', () => {
    const ms = fc.nat(5_000);
    fc.assert(
      fc.property(ms, ms, ms, fc.integer(), (there, stay, back, offset) => {
        const t1 = 1_000 + there + offset;
        const sample = sampleOf({ t0: 1_000, t1, t2: t1 + stay, t3: 1_000 + there + stay + back });
        expect(Math.abs(sample.offset - offset)).toBeLessThanOrEqual((there + back) / 2 + 1);
        expect(sample.roundTripMs).toBe(there + back);
      }),
    );
  });
  test('has no negative round trip, even where the centre’s clock stepped in between', () => {
    expect(sampleOf({ t0: 0, t1: 0, t2: 900, t3: 100 }).roundTripMs).toBe(0);
  });
});

describe('samples', () => {
  const sample = (roundTripMs: number, offset = roundTripMs): Sample => ({ roundTripMs, offset });
  test('are the last eight', () => {
    let samples: readonly Sample[] = [];
    for (let i = 1; i <= 12; i += 1) samples = keepSamples(samples, sample(i));
    expect(samples.map((one) => one.roundTripMs)).toEqual([5, 6, 7, 8, 9, 10, 11, 12]);
  });
  test('are judged by the shortest round trip, the newer of two alike', () => {
    expect(bestSample([sample(30), sample(10), sample(20)])?.offset).toBe(10);
    expect(bestSample([sample(10, 1), sample(20, 2), sample(10, 3)])?.offset).toBe(3);
  });
  test('are nothing when there are none', () => {
    expect(bestSample([])).toBeUndefined();
  });
});

describe('the time of an event', () => {
  const stamp = { bootid: bootOf('now'), monoms: 500, wallms: 10_000 };
  const boot = (offset: number | null): ReadonlyMap<string, BootClock> =>
    new Map([[stamp.bootid, { bootid: stamp.bootid, offset, wallOffset: 7 }]]);
  test('is exact in a start that heard the time, whatever its wall clock says', () => {
    expect(correctedTime(stamp, boot(1_000_000.4), 55)).toEqual({ at: 1_000_500, clock: 'sync' });
  });
  test('is held in a start that never heard it but knows the last offset of the wall clock', () => {
    expect(correctedTime(stamp, new Map(), 55)).toEqual({ at: 10_055, clock: 'held' });
    expect(correctedTime(stamp, boot(null), -55)).toEqual({ at: 9_945, clock: 'held' });
  });
  test('is unknown on a device that never heard any time', () => {
    expect(correctedTime(stamp, new Map(), null)).toEqual({ at: null, clock: 'none' });
  });
  test('with an offset of nought is held, not unknown', () => {
    expect(correctedTime(stamp, new Map(), 0)).toEqual({ at: 10_000, clock: 'held' });
  });
});

describe('a jump', () => {
  const before = { wallMs: 1_000_000, monoMs: 100 };
  test.each([10 * 365 * 86_400_000, -10 * 365 * 86_400_000, limits.wallJumpMs + 1])(
    'of %d ms is seen',
    (jump) => {
      expect(hasJumped(before, { wallMs: 1_000_000 + 15_000 + jump, monoMs: 15_100 })).toBe(true);
    },
  );
  test('is not seen in clocks that drift a little', () => {
    expect(hasJumped(before, { wallMs: 1_000_000 + 15_000 + limits.wallJumpMs, monoMs: 15_100 })).toBe(false);
  });
});
