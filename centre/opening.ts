/** Whether a site is open at a moment, from its configured hours; it reads no clock. */
import { dayOf, minuteOfDay, weekdayOf } from '../shared/contract/day.ts';
import type { Hours } from '../shared/contract/site-config.ts';

const weekdays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;

/** A make-up working day beats a holiday, a holiday beats the week. */
export function isOpen(hours: Hours, now: number): boolean {
  const day = dayOf(now);
  const working = hours.workingDays.find(({ date }) => date === day);
  if (working === undefined && hours.holidays.some(({ date }) => date === day)) return false;
  const times = working?.times ?? hours.week[weekdays[weekdayOf(day)] ?? 'sun'];
  const minute = minuteOfDay(now);
  return times.some(([from, to]) => minute >= minutesOf(from) && minute < minutesOf(to));
}

function minutesOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
}
