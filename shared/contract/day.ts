/** Days and times of Asia/Ho_Chi_Minh (UTC+7 all year since 1975) as pure arithmetic; it reads no clock. */
import { accept, type Result, refuse } from './refusal.ts';

const DAY_MS = 86_400_000;
const ZONE_MS = 7 * 3_600_000;

/** A calendar day, YYYY-MM-DD, in Asia/Ho_Chi_Minh. */
export type Day = string & { readonly __day: true };

/** Civil date from days since 1970-01-01 (proleptic Gregorian). */
function civil(days: number): { year: number; month: number; day: number } {
  const z = days + 719_468;
  const era = Math.floor(z / 146_097);
  const doe = z - era * 146_097;
  const yoe = Math.floor(
    (doe - Math.floor(doe / 1_460) + Math.floor(doe / 36_524) - Math.floor(doe / 146_096)) / 365,
  );
  const doy = doe - (365 * yoe + Math.floor(yoe / 4) - Math.floor(yoe / 100));
  const mp = Math.floor((5 * doy + 2) / 153);
  const month = mp < 10 ? mp + 3 : mp - 9;
  return {
    year: yoe + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: doy - Math.floor((153 * mp + 2) / 5) + 1,
  };
}

function daysOf(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yoe = y - era * 400;
  const doy = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  return era * 146_097 + yoe * 365 + Math.floor(yoe / 4) - Math.floor(yoe / 100) + doy - 719_468;
}

const two = (n: number): string => String(n).padStart(2, '0');

/** The day on which an instant (ms since 1970 UTC) falls. */
export function dayOf(ms: number): Day {
  const { year, month, day } = civil(Math.floor((ms + ZONE_MS) / DAY_MS));
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}` as Day; // built in that shape
}

/** First millisecond (UTC) of a day. */
export function startOfDay(day: Day): number {
  return (
    daysOf(Number(day.slice(0, 4)), Number(day.slice(5, 7)), Number(day.slice(8, 10))) * DAY_MS - ZONE_MS
  );
}

/** The day `n` days later (or earlier, when negative). */
export function addDays(day: Day, n: number): Day {
  return dayOf(startOfDay(day) + n * DAY_MS);
}

/** 0 = Sunday … 6 = Saturday. */
export function weekdayOf(day: Day): number {
  return (((Math.floor((startOfDay(day) + ZONE_MS) / DAY_MS) + 4) % 7) + 7) % 7;
}

/** Minutes since midnight, Asia/Ho_Chi_Minh. */
export function minuteOfDay(ms: number): number {
  return Math.floor(((((ms + ZONE_MS) % DAY_MS) + DAY_MS) % DAY_MS) / 60_000);
}

/** Reads YYYY-MM-DD; refuses E_DATES for another shape or a date that does not exist. */
export function readDay(text: string): Result<Day> {
  const wrong = refuse('E_DATES', { expected: 'a date YYYY-MM-DD that exists' });
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return wrong;
  const year = Number(text.slice(0, 4));
  const month = Number(text.slice(5, 7));
  const day = Number(text.slice(8, 10));
  if (month < 1 || month > 12 || day < 1 || day > 31) return wrong;
  const back = civil(daysOf(year, month, day));
  if (back.month !== month || back.day !== day) return wrong;
  return accept(text as Day); // just checked
}
