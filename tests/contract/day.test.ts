// Our days of Asia/Ho_Chi_Minh beside the platform's own calendar, over all the time that matters.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays, dayOf, minuteOfDay, readDay, startOfDay, weekdayOf } from '../../shared/contract/day.ts';

const zone = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'Asia/Ho_Chi_Minh',
  hourCycle: 'h23',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  weekday: 'short',
});
const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

function byPlatform(ms: number) {
  const parts = Object.fromEntries(zone.formatToParts(ms).map(({ type, value }) => [type, value]));
  return {
    day: `${parts.year}-${parts.month}-${parts.day}`,
    weekday: weekdays.indexOf(parts.weekday ?? ''),
    minute: Number(parts.hour) * 60 + Number(parts.minute),
  };
}

// The south kept UTC+8 until 13/06/1975; nothing of ours is as old.
const from = Date.UTC(1976, 0, 1);
const to = Date.UTC(2101, 0, 1);
const instants = fc.integer({ min: from, max: to });
const days = instants.map(dayOf);

describe('a day of Asia/Ho_Chi_Minh', () => {
  test('is the one the platform names, with its weekday and minute', () => {
    fc.assert(
      fc.property(instants, (ms) => {
        const wanted = byPlatform(ms);
        expect({ day: dayOf(ms), weekday: weekdayOf(dayOf(ms)), minute: minuteOfDay(ms) }).toEqual(wanted);
      }),
      { numRuns: 3_000 },
    );
  });
  test('begins at the first millisecond that bears its name', () => {
    fc.assert(
      fc.property(days, (day) => {
        expect(dayOf(startOfDay(day))).toBe(day);
        expect(dayOf(startOfDay(day) - 1)).toBe(addDays(day, -1));
        expect(minuteOfDay(startOfDay(day))).toBe(0);
        expect(byPlatform(startOfDay(day))).toMatchObject({ day, minute: 0 });
      }),
      { numRuns: 1_000 },
    );
  });
  test('is followed by every other day once, from 1970 to 2100', () => {
    let day = dayOf(0);
    let count = 0;
    for (let ms = startOfDay(day); ms < Date.UTC(2100, 11, 31); ms += 86_400_000, count += 1) {
      if (dayOf(ms) !== day) expect(dayOf(ms)).toBe(day);
      day = addDays(day, 1);
    }
    expect(count).toBe(131 * 365 + 32);
  });
  test('is read back from its text', () => {
    fc.assert(
      fc.property(days, (day) => {
        expect(readDay(day)).toEqual({ ok: true, value: day });
      }),
    );
  });
  test('before 1970 has a weekday too', () => {
    const day = readDay('1969-12-31');
    expect(day.ok && weekdayOf(day.value)).toBe(3);
  });
  test('moves by whole days there and back', () => {
    fc.assert(
      fc.property(days, fc.integer({ min: -20_000, max: 20_000 }), (day, n) => {
        expect(addDays(addDays(day, n), -n)).toBe(day);
        expect(startOfDay(addDays(day, n)) - startOfDay(day)).toBe(n * 86_400_000);
      }),
    );
  });
});

describe('a text that is no day', () => {
  test.each([
    '',
    '2026',
    '2026-1-1',
    '2026-01-1',
    '26-01-01',
    '2026/01/01',
    '01-01-2026',
    '2026-00-10',
    '2026-13-10',
    '2026-01-00',
    '2026-01-32',
    '2026-02-29',
    '2100-02-29',
    '2026-04-31',
    '2026-01-01T00:00:00Z',
    ' 2026-01-01',
    '2026-01-01\n',
    '2026-01-0１',
    '-026-01-01',
  ])('%j is refused with E_DATES', (text) => {
    const read = readDay(text);
    expect(read.ok ? 'accepted' : read.refusal.code).toBe('E_DATES');
  });
  test('29 February is a day in leap years only', () => {
    for (const [text, exists] of [
      ['2024-02-29', true],
      ['2000-02-29', true],
      ['1900-02-29', false],
      ['2023-02-29', false],
    ] as const)
      expect(readDay(text).ok).toBe(exists);
  });
});
