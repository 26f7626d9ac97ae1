/** The working days of 2019 as the sample year needs them: closed days, Saturday mornings, due dates; it reads no clock. */
import { addDays, type Day, startOfDay, weekdayOf } from '../../shared/contract/day.ts';

const MINUTE = 60_000;

// New Year; Tết Kỷ Hợi; Hùng Kings' Day, observed; 29 April (worked on 4 May), 30 April, 1 May; National Day.
const closedDates = new Set([
  '2019-01-01',
  '2019-02-02',
  '2019-02-04',
  '2019-02-05',
  '2019-02-06',
  '2019-02-07',
  '2019-02-08',
  '2019-02-09',
  '2019-04-15',
  '2019-04-29',
  '2019-04-30',
  '2019-05-01',
  '2019-09-02',
  '2020-01-01',
  '2020-01-23',
  '2020-01-24',
  '2020-01-27',
  '2020-01-28',
  '2020-01-29',
]);
const makeUpDates = new Set(['2019-05-04']);

export interface CalendarDay {
  readonly day: Day;
  /** YYMMDD, as codes write it. */
  readonly stamp: string;
  readonly start: number; // first millisecond, UTC
  readonly kind: 'full' | 'morning' | 'closed';
  /** Full working days before this one, counted from the start of the table. */
  readonly worked: number;
}

// From the first day of the year to far enough behind it for the longest due date and delay.
const firstDay = '2019-01-01' as Day; // written in that shape
const daysCount = 365 + 120;

export const calendar: readonly CalendarDay[] = makeCalendar();
const fullDays = calendar.filter(({ kind }) => kind === 'full');

function makeCalendar(): CalendarDay[] {
  const days: CalendarDay[] = [];
  let worked = 0;
  for (let i = 0; i < daysCount; i++) {
    const day = addDays(firstDay, i);
    const kind = kindOf(day);
    days.push({ day, stamp: day.slice(2).replaceAll('-', ''), start: startOfDay(day), kind, worked });
    if (kind === 'full') worked += 1;
  }
  return days;
}

function kindOf(day: Day): CalendarDay['kind'] {
  if (makeUpDates.has(day)) return 'full';
  if (closedDates.has(day) || weekdayOf(day) === 0) return 'closed';
  return weekdayOf(day) === 6 ? 'morning' : 'full';
}

/** Minutes since midnight at which people are served: 7:00-11:30 and 13:30-17:00; Saturdays 7:30-11:00. */
export function openMinutes(kind: CalendarDay['kind']): number {
  return kind === 'full' ? 480 : kind === 'morning' ? 210 : 0;
}

/** The instant (ms) at `served` minutes of service into a day, lunch left out. */
export function servedAt(day: CalendarDay, served: number): number {
  const minute = day.kind === 'morning' ? 450 + served : served < 270 ? 420 + served : 540 + served;
  return day.start + Math.floor(minute * MINUTE);
}

/** The `n`th full working day after a day (n from 1); undefined behind the end of the table. */
export function workingDayAfter(day: CalendarDay, n: number): CalendarDay | undefined {
  return fullDays[day.worked + n - (day.kind === 'full' ? 0 : 1)];
}

/** Closing time of a day, ms. */
export function closing(day: CalendarDay): number {
  return servedAt(day, openMinutes(day.kind));
}
