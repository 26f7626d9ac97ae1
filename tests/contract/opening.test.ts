import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Day, startOfDay } from '../../shared/contract/day.ts';
import { isOpen, nextOpening, whyClosed } from '../../shared/contract/opening.ts';
import type { Hours } from '../../shared/contract/site-config.ts';

type Times = Hours['week']['mon'];
const day: Times = [
  ['07:30', '11:30'],
  ['13:30', '17:00'],
];
const tet = { vi: 'Tết Nguyên đán' };
const hours: Hours = {
  week: { mon: day, tue: day, wed: day, thu: day, fri: day, sat: [['07:30', '11:00']], sun: [] },
  holidays: [
    ...['2027-02-05', '2027-02-06', '2027-02-08', '2027-02-09', '2027-02-10'].map((date) => ({
      date,
      name: tet,
    })),
    { date: '2026-11-28', name: { vi: 'Ngày lễ mẫu' } },
  ],
  workingDays: [{ date: '2026-11-29', times: [['08:00', '09:00']] }], // a Sunday
};
const never: Hours = {
  week: { mon: [], tue: [], wed: [], thu: [], fri: [], sat: [], sun: [] },
  holidays: [],
  workingDays: [],
};
const at = (text: string): number => {
  const [date = '', time = '00:00'] = text.split(' ');
  return startOfDay(date as Day) + (Number(time.slice(0, 2)) * 60 + Number(time.slice(3))) * 60_000; // dates that exist
};

describe('a site', () => {
  test.each([
    ['2026-11-20 07:30', true], // Friday
    ['2026-11-20 07:29', false],
    ['2026-11-20 11:30', false],
    ['2026-11-20 13:30', true],
    ['2026-11-20 17:00', false],
    ['2026-11-22 10:00', false], // Sunday
    ['2026-11-28 10:00', false], // a holiday on a Saturday
    ['2026-11-29 08:20', true], // a make-up day on a Sunday
  ])('is at %s open: %s', (moment, open) => {
    expect(isOpen(hours, at(moment))).toBe(open);
  });

  test.each([
    ['over lunch', '2026-11-20 12:00', '2026-11-20 13:30'],
    ['before work', '2026-11-20 05:00', '2026-11-20 07:30'],
    ['in the evening', '2026-11-20 18:00', '2026-11-21 07:30'],
    ['on Saturday afternoon', '2026-11-21 11:00', '2026-11-23 07:30'],
    ['from a holiday to the make-up day', '2026-11-28 09:00', '2026-11-29 08:00'],
    ['over Tết and the Sunday in it', '2027-02-04 17:00', '2027-02-11 07:30'],
    ['while it is open, its next beginning', '2026-11-20 08:00', '2026-11-20 13:30'],
  ])('opens next, %s', (_when, moment, next) => {
    expect(nextOpening(hours, at(moment), 60)).toBe(at(next));
  });

  test('that never opens has no next opening', () => {
    expect(nextOpening(never, at('2026-11-20'), 60)).toBeUndefined();
  });

  test('says why it is closed: a break, a holiday by name, or the rest of the day', () => {
    expect(whyClosed(hours, at('2026-11-20 12:00'))).toEqual({ kind: 'break' });
    expect(whyClosed(hours, at('2026-11-20 18:00'))).toEqual({ kind: 'rest' });
    expect(whyClosed(hours, at('2026-11-22 10:00'))).toEqual({ kind: 'rest' });
    expect(whyClosed(hours, at('2027-02-05 10:00'))).toEqual({ kind: 'holiday', name: tet });
    expect(whyClosed(hours, at('2026-11-29 10:00'))).toEqual({ kind: 'rest' });
  });

  test('is open at the moment of its next opening, and closed just before it', () => {
    fc.assert(
      fc.property(fc.integer({ min: at('2026-11-01'), max: at('2027-03-01') }), (now) => {
        const next = nextOpening(hours, now, 60);
        if (next === undefined) throw new Error('these hours always open again');
        expect([next > now, isOpen(hours, next), isOpen(hours, next - 1)]).toEqual([true, true, false]);
      }),
    );
  });
});
