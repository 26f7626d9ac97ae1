/** Dates, times and ages in words, always of Asia/Ho_Chi_Minh; it reads no clock. */
import { dayOf, minuteOfDay, weekdayOf } from '../contract/day.ts';
import type { ScreenTable, ScreenWords } from './words.ts';

const MINUTE_MS = 60_000;

type Weekday = Extract<keyof ScreenTable, `weekday.${number}`>;
type Month = Extract<keyof ScreenTable, `month.${number}`>;

function partsOf(words: ScreenWords, ms: number) {
  const day = dayOf(ms);
  return {
    // weekdayOf gives 0 to 6 and a day has months 1 to 12: exactly the keys there are.
    weekday: words.say(`weekday.${weekdayOf(day)}` as Weekday),
    month: words.say(`month.${Number(day.slice(5, 7))}` as Month),
    day: words.language === 'vi' ? day.slice(8, 10) : String(Number(day.slice(8, 10))),
    year: day.slice(0, 4),
  };
}

/** "11/12/2026". */
export function sayDay(words: ScreenWords, ms: number): string {
  const { day, month, year } = partsOf(words, ms);
  return words.say('date.day', { day, month, year });
}

/** "thứ Sáu, 11/12/2026". */
export function sayDate(words: ScreenWords, ms: number): string {
  return words.say('date.long', partsOf(words, ms));
}

/** "8 giờ 15". */
export function sayTime(words: ScreenWords, ms: number): string {
  const minutes = minuteOfDay(ms);
  const hour = Math.floor(minutes / 60);
  const minute = minutes % 60;
  return minute === 0
    ? words.say('time.hour', { hour })
    : words.say('time.minute', { hour, minute: String(minute).padStart(2, '0') });
}

/** "8 giờ 15, ngày 21/11/2026". */
export function sayMoment(words: ScreenWords, ms: number): string {
  return words.say('date.moment', { time: sayTime(words, ms), date: sayDay(words, ms) });
}

/** The clock of the header: "08:15". */
export function sayClock(ms: number): string {
  const minutes = minuteOfDay(ms);
  const two = (n: number) => String(n).padStart(2, '0');
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

/** How long ago, in whole units: "5 phút trước". A moment in the future counts as just now. */
export function sayAge(words: ScreenWords, ms: number, now: number): string {
  const minutes = Math.floor((now - ms) / MINUTE_MS);
  if (minutes < 1) return words.say('age.now');
  if (minutes < 60) return words.say('age.minutes', { n: minutes });
  if (minutes < 48 * 60) return words.say('age.hours', { n: Math.floor(minutes / 60) });
  return words.say('age.days', { n: Math.floor(minutes / (24 * 60)) });
}
