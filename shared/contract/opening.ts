/** When a site is open, from its configured hours: pure arithmetic of days; it reads no clock and knows no screen. */
import { addDays, dayOf, minuteOfDay, startOfDay, weekdayOf } from './day.ts';
import type { Text } from './scale.ts';
import type { Hours } from './site-config.ts';

const weekdays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;
const MINUTE_MS = 60_000;

type Times = Hours['week']['mon'];
type Day = ReturnType<typeof dayOf>;

/** A make-up working day beats a holiday, a holiday beats the week. */
function timesOf(hours: Hours, day: Day): Times {
  const working = hours.workingDays.find(({ date }) => date === day);
  if (working !== undefined) return working.times;
  if (hours.holidays.some(({ date }) => date === day)) return [];
  return hours.week[weekdays[weekdayOf(day)] ?? 'sun'];
}

const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));

/** Whether the desks are open at a moment (ms since 1970). */
export function isOpen(hours: Hours, now: number): boolean {
  const minute = minuteOfDay(now);
  return timesOf(hours, dayOf(now)).some(([from, to]) => minute >= minutesOf(from) && minute < minutesOf(to));
}

/** The next moment at which the desks open (ms since 1970), after `now`; undefined when none comes within `days` days. */
export function nextOpening(hours: Hours, now: number, days: number): number | undefined {
  for (let n = 0; n <= days; n += 1) {
    const day = addDays(dayOf(now), n);
    const openings = timesOf(hours, day)
      .filter(([from, to]) => minutesOf(from) < minutesOf(to))
      .map(([from]) => startOfDay(day) + minutesOf(from) * MINUTE_MS)
      .filter((at) => at > now);
    if (openings.length > 0) return Math.min(...openings);
  }
  return undefined;
}

/** Why the desks are closed: between two openings of one day, by a holiday with its name, or for the day's rest. */
export type Closed =
  | { readonly kind: 'break' }
  | { readonly kind: 'holiday'; readonly name: Text }
  | { readonly kind: 'rest' };

/** The reason at a moment at which they are closed. */
export function whyClosed(hours: Hours, now: number): Closed {
  const day = dayOf(now);
  const times = timesOf(hours, day);
  const minute = minuteOfDay(now);
  const isBetween =
    times.some(([, to]) => minutesOf(to) <= minute) && times.some(([from]) => minutesOf(from) > minute);
  if (isBetween) return { kind: 'break' };
  const holiday = hours.holidays.find(({ date }) => date === day);
  return holiday === undefined || times.length > 0
    ? { kind: 'rest' }
    : { kind: 'holiday', name: holiday.name };
}
