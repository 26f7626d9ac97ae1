// How long a status may be shown, and when it must be gone, by a clock that nobody can slow down.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { limits } from '../../shared/contract/limits.ts';
import { type AgeClock, newAgeClock, passTime, refound } from '../../shared/rules/age-clock.ts';
import { ageOf } from '../../shared/rules/answers.ts';

const minute = 60_000;
const hour = 60 * minute;
const year = 365 * 24 * hour;

describe('a kept status', () => {
  test.each([
    [0, 'fresh'],
    [30 * minute - 1, 'fresh'],
    [30 * minute, 'amber'],
    [72 * hour - 1, 'amber'],
    [72 * hour, 'hidden'],
    [168 * hour - 1, 'hidden'],
    [168 * hour, 'wiped'],
    [10 * year, 'wiped'],
  ] as const)('is after %d ms without the centre as the table says', (sinceMs, expected) => {
    expect(ageOf({ sinceMs, beforeMs: 0, isLost: false })).toBe(expected);
  });
  test('is amber by the whole age of what is known, and hidden only for want of the centre', () => {
    expect(ageOf({ sinceMs: minute, beforeMs: 29 * minute, isLost: false })).toBe('amber');
    expect(ageOf({ sinceMs: minute, beforeMs: 9 * 24 * hour, isLost: false })).toBe('amber');
  });
  test('that says it comes from the future is no younger for it', () => {
    expect(ageOf({ sinceMs: 31 * minute, beforeMs: -5 * hour, isLost: false })).toBe('amber');
    expect(ageOf({ sinceMs: -5, beforeMs: 0, isLost: false })).toBe('fresh');
  });
  test('is hidden while nobody knows how long the device was off, and wiped all the same', () => {
    expect(ageOf({ sinceMs: 0, beforeMs: 0, isLost: true })).toBe('hidden');
    expect(ageOf({ sinceMs: 168 * hour, beforeMs: 0, isLost: true })).toBe('wiped');
  });
});

describe('the age clock', () => {
  const wall = Date.UTC(2026, 10, 21);
  const start = newAgeClock(wall);

  test('counts the time that the device was off by the wall clock', () => {
    const clock = passTime(start, null, { wallMs: wall + 5 * hour, monoMs: 9 });
    expect(clock).toEqual({ ageMs: 5 * hour, wallMs: wall + 5 * hour, isLost: false });
  });
  test('counts on while the wall clock is set back under it, by years too', () => {
    const clock = passTime(start, 1_000, { wallMs: wall - 20 * year, monoMs: 1_000 + hour });
    expect(clock).toEqual({ ageMs: hour, wallMs: wall, isLost: false });
  });
  test('is lost when it starts behind a time that it has shown, and found when the wall clock passes that', () => {
    const back = passTime(start, null, { wallMs: wall - 20 * year, monoMs: 0 });
    expect(back).toMatchObject({ ageMs: 0, isLost: true });
    const still = passTime(back, 0, { wallMs: wall - 20 * year + hour, monoMs: hour });
    expect(still).toMatchObject({ ageMs: hour, isLost: true });
    const mended = passTime(still, hour, { wallMs: wall + 3 * hour, monoMs: hour + 1 });
    expect(mended).toMatchObject({ isLost: false });
    expect(mended.ageMs).toBeGreaterThanOrEqual(3 * hour);
  });
  test('that was once years ahead is found again when the centre speaks', () => {
    const ahead = passTime(start, null, { wallMs: wall + 10 * year, monoMs: 0 });
    const right = passTime(ahead, null, { wallMs: wall, monoMs: 0 });
    expect(right.isLost).toBe(true);
    const found = refound(right, { wallMs: wall, monoMs: 0 });
    expect(passTime(found, null, { wallMs: wall + hour, monoMs: 0 })).toEqual({
      ageMs: 10 * year + hour,
      wallMs: wall + hour,
      isLost: false,
    });
  });
  test('moved back a little, as network time does, loses nothing', () => {
    expect(passTime(start, null, { wallMs: wall - minute, monoMs: 0 })).toMatchObject({ isLost: false });
  });

  test('never goes back and never runs slower than the page, whatever is done to the wall clock', () => {
    const step = fc.record({
      passed: fc.nat(10 * hour),
      wallJump: fc.oneof(fc.constant(0), fc.integer({ min: -30 * year, max: 30 * year })),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        let clock: AgeClock = start;
        let now = { wallMs: wall, monoMs: 0 };
        let total = 0;
        for (const { passed, wallJump } of steps) {
          const before = now;
          now = { wallMs: now.wallMs + passed + wallJump, monoMs: now.monoMs + passed };
          total += passed;
          const next = passTime(clock, before.monoMs, now);
          expect(next.ageMs).toBeGreaterThanOrEqual(clock.ageMs + passed);
          clock = next;
        }
        expect(clock.ageMs).toBeGreaterThanOrEqual(total);
      }),
    );
  });
  test('with an honest wall clock is the time itself, over restarts too', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(limits.cacheWipeMs), fc.boolean()), { maxLength: 40 }),
        (steps) => {
          let clock: AgeClock = start;
          let total = 0;
          for (const [passed, isRestart] of steps) {
            const before = total;
            total += passed;
            clock = passTime(clock, isRestart ? null : before, { wallMs: wall + total, monoMs: total });
          }
          expect(clock).toEqual({ ageMs: total, wallMs: wall + total, isLost: false });
        },
      ),
    );
  });
});
