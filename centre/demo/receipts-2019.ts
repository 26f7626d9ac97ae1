/** Which dossiers came in during 2019, at which desk and when they are due; it does not know what became of them. */
import { weekdayOf } from '../../shared/contract/day.ts';
import {
  type CalendarDay,
  calendar,
  closing,
  openMinutes,
  servedAt,
  workingDayAfter,
} from './calendar-2019.ts';
import { type Chance, lottery, seededChance, shareOut } from './chance.ts';
import { type Desk2019, desks2019, type UnitLevel } from './units-2019.ts';

export interface Receipt2019 {
  readonly code: string;
  readonly desk: Desk2019;
  readonly day: CalendarDay;
  /** Place in the table of procedure classes. */
  readonly procedure: number;
  readonly received: number;
  readonly due: number;
  readonly dueDay: CalendarDay;
}

const receiptSeed = 20_190_101;

// Procedure classes by their working days; 0 is "the same day". Below: how often each occurs per level.
const classDays = [0, 3, 5, 10, 15, 20, 30, 45];
export const classesCount = classDays.length;
const drawClass: Readonly<Record<UnitLevel, (chance: Chance) => number>> = {
  province: lottery([5, 10, 20, 20, 15, 12, 12, 6]),
  district: lottery([8, 12, 18, 22, 18, 10, 10, 2]),
  commune: lottery([62, 18, 12, 5, 3, 0, 0, 0]),
};
const levelShares: Readonly<Record<UnitLevel, number>> = { province: 45, district: 25, commune: 30 };

const weekdayWeights = [0, 1.2, 1.05, 1, 0.98, 0.92, 0.36];
// Before Tết people hurry, after it they stay at home; the rest of the year is even.
const monthWeights = [1.1, 0.8, 1.05, 1, 1, 1, 1, 0.97, 1, 1.02, 1.02, 1];

const openDays = calendar.filter(({ day, kind }) => kind !== 'closed' && day <= '2019-12-15');
/** The last day on which anything came in or went out: Saturday morning, 14/12/2019. */
export const lastDay: CalendarDay = lastOf(openDays);

function lastOf(days: readonly CalendarDay[]): CalendarDay {
  const last = days.at(-1);
  if (last === undefined) throw new Error('the calendar of 2019 has no open day');
  return last;
}

function deskWeights(): number[] {
  const sums = { province: 0, district: 0, commune: 0 };
  for (const { level, weight } of desks2019) sums[level] += weight;
  return desks2019.map(({ level, weight }) => (levelShares[level] * weight) / sums[level]);
}

/** How busy each open day of the sample year is. */
function dayWeights(): number[] {
  return openDays.map(({ day, kind }) => {
    const weekday = weekdayOf(day);
    const isMakeUp = kind === 'full' && weekday === 6;
    return (isMakeUp ? 1 : (weekdayWeights[weekday] ?? 1)) * (monthWeights[Number(day.slice(5, 7)) - 1] ?? 1);
  });
}

/** `total` receipts, day by day, desk by desk, numbered anew each day at each desk; always the same ones. */
export function* receipts2019(total: number): Iterable<Receipt2019> {
  const chance = seededChance(receiptSeed);
  const drawDesk = lottery(deskWeights());
  const perDay = shareOut(total, dayWeights());
  const perDesk = new Uint32Array(desks2019.length);
  for (const [i, day] of openDays.entries()) {
    perDesk.fill(0);
    for (let n = perDay[i] ?? 0; n > 0; n--) {
      const place = drawDesk(chance);
      perDesk[place] = (perDesk[place] ?? 0) + 1;
    }
    for (const [place, desk] of desks2019.entries()) {
      const count = perDesk[place] ?? 0;
      for (let n = 1; n <= count; n++) yield receipt(day, desk, [n, count], chance);
    }
  }
}

function receipt(
  day: CalendarDay,
  desk: Desk2019,
  [n, count]: [number, number],
  chance: Chance,
): Receipt2019 {
  const span = openMinutes(day.kind) - 15; // nobody is taken in the last quarter of an hour
  const served = (span * (n - 1 + chance.next())) / count; // numbers rise with the clock
  const procedure = drawClass[desk.level](chance);
  const dueDay = dueDayOf(day, served, classDays[procedure] ?? 0);
  return {
    code: `${desk.prefix}-${day.stamp}-${String(n).padStart(4, '0')}`,
    desk,
    day,
    procedure,
    received: servedAt(day, served),
    due: closing(dueDay),
    dueDay,
  };
}

/** Same-day procedures that come in less than two hours before closing are due on the next working day. */
function dueDayOf(day: CalendarDay, served: number, workingDays: number): CalendarDay {
  if (workingDays === 0 && served <= openMinutes(day.kind) - 120) return day;
  const due = workingDayAfter(day, Math.max(1, workingDays));
  if (due === undefined) throw new Error(`the calendar ends before a dossier of ${day.day} is due`);
  return due;
}
