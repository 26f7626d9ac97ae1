import { describe, expect, test } from 'vitest';
import { sayAge, sayClock, sayDate, sayDay, sayMoment, sayTime } from '../../shared/screen/dates.ts';
import { makeScreenWords } from '../../shared/screen/words.ts';

const vi = makeScreenWords({}, 'vi');
const en = makeScreenWords({}, 'en');
/** An instant by the clock on the wall in Asia/Ho_Chi_Minh. */
const at = (year: number, month: number, day: number, hour = 0, minute = 0): number =>
  Date.UTC(year, month - 1, day, hour - 7, minute);

describe('a date in words', () => {
  test('is written as on Vietnamese paper, with its weekday', () => {
    expect(sayDate(vi, at(2026, 12, 11))).toBe('thứ Sáu, 11/12/2026');
    expect(sayDate(vi, at(2026, 11, 22, 23, 59))).toBe('Chủ nhật, 22/11/2026');
    expect(sayDate(en, at(2026, 12, 11))).toBe('Friday, 11 December 2026');
  });

  test('changes at midnight of Ho Chi Minh City, not of Greenwich', () => {
    expect(sayDay(vi, at(2026, 11, 21, 0, 0))).toBe('21/11/2026');
    expect(sayDay(vi, at(2026, 11, 21, 0, 0) - 1)).toBe('20/11/2026');
  });

  test('has every weekday by its name', () => {
    const week = Array.from({ length: 7 }, (_, i) => sayDate(vi, at(2026, 11, 16 + i)).split(',')[0]);
    expect(week).toEqual(['thứ Hai', 'thứ Ba', 'thứ Tư', 'thứ Năm', 'thứ Sáu', 'thứ Bảy', 'Chủ nhật']);
  });
});

describe('a time in words', () => {
  test('is said as people say it', () => {
    expect(sayTime(vi, at(2026, 11, 21, 8, 15))).toBe('8 giờ 15');
    expect(sayTime(vi, at(2026, 11, 21, 13, 5))).toBe('13 giờ 05');
    expect(sayTime(vi, at(2026, 11, 21, 7))).toBe('7 giờ');
    expect(sayTime(en, at(2026, 11, 21, 8, 5))).toBe('8:05');
    expect(sayClock(at(2026, 11, 21, 8, 5))).toBe('08:05');
  });

  test('with its day names the age of knowledge', () => {
    expect(sayMoment(vi, at(2026, 11, 21, 8, 15))).toBe('8 giờ 15, ngày 21/11/2026');
    expect(sayMoment(en, at(2026, 11, 21, 8, 15))).toBe('8:15 on 21 November 2026');
  });
});

test('an age is said in the largest whole unit, and the future is now', () => {
  const now = at(2026, 11, 21, 8, 15);
  const ago = (minutes: number) => sayAge(vi, now - minutes * 60_000, now);
  expect([ago(-5), ago(0), ago(5), ago(59), ago(60), ago(47 * 60), ago(72 * 60)]).toEqual([
    'vừa xong',
    'vừa xong',
    '5 phút trước',
    '59 phút trước',
    '1 giờ trước',
    '47 giờ trước',
    '3 ngày trước',
  ]);
});
