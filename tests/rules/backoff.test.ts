// How long is waited before the next try.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { backoffMs, spreadMs } from '../../shared/rules/backoff.ts';

const units = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

describe('a back-off', () => {
  test('lies between half the start and the ceiling of its attempt', () => {
    fc.assert(
      fc.property(fc.nat(200), units, (attempt, unit) => {
        const ms = backoffMs(attempt, { startMs: 500, maxMs: 30_000 }, unit);
        expect(ms).toBeGreaterThanOrEqual(250);
        expect(ms).toBeLessThanOrEqual(Math.min(30_000, 500 * 2 ** attempt));
      }),
    );
  });
  test('uses the whole width, so that many devices spread over it', () => {
    const backoff = { startMs: 1_000, maxMs: 60_000 };
    expect(backoffMs(5, backoff, 0)).toBe(500);
    expect(backoffMs(5, backoff, 0.5)).toBe(16_250);
    expect(backoffMs(5, backoff, 0.9999)).toBeGreaterThan(31_900);
  });
  test('of a very late attempt is a number and not beyond its end', () => {
    expect(backoffMs(1e9, { startMs: 1_000, maxMs: 60_000 }, 0.9999999)).toBeLessThanOrEqual(60_000);
  });
});

test('a spread stays between its two bounds', () => {
  fc.assert(
    fc.property(units, (unit) => {
      const ms = spreadMs(15_000, 60_000, unit);
      expect(ms >= 15_000 && ms <= 60_000).toBe(true);
    }),
  );
});
