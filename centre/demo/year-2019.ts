/**
 * The archived sample year: 125,061 dossiers received 01/01-15/12/2019 as they stood at the end of 15/12/2019; it writes nowhere.
 *
 * The groups exclude each other:
 * - returned (119,180): the result was handed over by then, and not after the due time;
 * - late (1,467): handed over after the due time, or not handed over although the due time has passed;
 * - in-time (4,414): not handed over yet, and the due time still to come.
 */
import { type Day, startOfDay } from '../../shared/contract/day.ts';
import type { DossierStatus, LateReason } from '../../shared/contract/dossier.ts';
import type { DossierRow } from '../dossier-row.ts';
import { type CalendarDay, closing, servedAt, workingDayAfter } from './calendar-2019.ts';
import { type Chance, chooser, lottery, seededChance, shareOut } from './chance.ts';
import { classesCount, lastDay, type Receipt2019, receipts2019 } from './receipts-2019.ts';

export const counts2019 = { received: 125_061, returned: 119_180, late: 1_467, inTime: 4_414 } as const;
export const asOf2019 = startOfDay('2019-12-16' as Day) - 1; // written in that shape

const outcomeSeed = 20_191_215;
const MINUTE = 60_000;

// Long procedures wait for other agencies; same-day ones are hardly ever late. One weight per procedure class.
const lateWeights = [0.1, 0.5, 0.7, 1.1, 1.5, 1.8, 2.4, 3];
const lateReasons: readonly (readonly [LateReason, number])[] = [
  ['waiting-other-agency', 36],
  ['more-checks', 20],
  ['missing-papers', 16],
  ['overload', 14],
  ['not-updated', 9],
  ['system-failure', 5],
];
const drawReason = lottery(lateReasons.map(([, weight]) => weight));
const openStatuses: readonly (readonly [DossierStatus, number])[] = [
  ['in-progress', 76],
  ['supplement', 8],
  ['pay', 6],
  ['ready', 10],
];
const drawOpenStatus = lottery(openStatuses.map(([, weight]) => weight));

type Pool = 'forced' | 'open' | number; // a number: due time passed, by procedure class

/** Every row of the archive, made one at a time and always the same; in the order of receipt day and unit. */
export function* generateYear2019(): Iterable<DossierRow> {
  const pools = countPools();
  const lateCounts = shareOut(
    counts2019.late,
    pools.passed.map((count, i) => count * (lateWeights[i] ?? 1)),
  );
  const chooseLate = pools.passed.map((count, i) => chooser(count, lateCounts[i] ?? 0));
  const chooseOpen = chooser(pools.open, counts2019.inTime - pools.forced);
  const chance = seededChance(outcomeSeed);
  for (const receipt of receipts2019(counts2019.received)) {
    const pool = poolOf(receipt);
    if (typeof pool === 'number') {
      yield chooseLate[pool]?.(chance) ? late(receipt, chance) : returned(receipt, chance);
    } else {
      yield pool === 'forced' || chooseOpen(chance) ? inTime(receipt, chance) : returned(receipt, chance);
    }
  }
}

/** What came in the last days and is not due cannot have gone out yet. */
function poolOf({ due, day, procedure }: Receipt2019): Pool {
  if (due <= asOf2019) return procedure;
  return day.worked >= lastDay.worked - 2 ? 'forced' : 'open';
}

function countPools(): { forced: number; open: number; passed: number[] } {
  const pools = { forced: 0, open: 0, passed: Array.from({ length: classesCount }, () => 0) };
  for (const receipt of receipts2019(counts2019.received)) {
    const pool = poolOf(receipt);
    if (typeof pool === 'number') pools.passed[pool] = (pools.passed[pool] ?? 0) + 1;
    else pools[pool] += 1;
  }
  return pools;
}

type Outcome = Pick<
  DossierRow,
  'grp' | 'status' | 'timing' | 'newDue' | 'finished' | 'since' | 'lateReason' | 'publicDetail'
>;

function row(receipt: Receipt2019, outcome: Outcome): DossierRow {
  const { code, desk, received, due } = receipt;
  return {
    code,
    archive: '2019',
    unit: desk.prefix,
    received,
    due,
    asOf: asOf2019,
    secretHash: null,
    privateDetail: null,
    version: 1,
    ...outcome,
  };
}

/** Some minute of service on that day. */
const someTime = (day: CalendarDay, chance: Chance): number => servedAt(day, 20 + chance.next() * 440);

function returned(receipt: Receipt2019, chance: Chance): DossierRow {
  const { day, received, due, dueDay } = receipt;
  const last = Math.min(dueDay.worked, lastDay.worked - 1) - day.worked; // full days that were left
  let finished = Math.min(received + (10 + chance.next() * 110) * MINUTE, due, closing(day));
  let isEarly = dueDay !== day;
  if (last > 0) {
    const taken = Math.max(1, Math.ceil(last * (1 - 0.6 * chance.next() ** 2)));
    const end = workingDayAfter(day, taken) ?? dueDay;
    finished = Math.min(someTime(end, chance), due);
    isEarly = end !== dueDay;
  }
  return row(receipt, {
    grp: 'returned',
    status: 'handed-over',
    timing: isEarly ? 'early' : 'on-time',
    newDue: null,
    finished: Math.floor(finished),
    since: Math.floor(finished),
    lateReason: null,
    publicDetail: receipt.desk.detail,
  });
}

function late(receipt: Receipt2019, chance: Chance): DossierRow {
  const { dueDay, desk, received } = receipt;
  const delay = 1 + Math.floor(45 * chance.next() ** 2);
  const end = workingDayAfter(dueDay, delay) ?? lastDay;
  const lateReason = lateReasons[drawReason(chance)]?.[0] ?? 'not-updated';
  const finished = end.start <= lastDay.start ? someTime(end, chance) : null;
  const started = received + (15 + chance.next() * 45) * MINUTE;
  return row(receipt, {
    grp: 'late',
    status: finished === null ? 'in-progress' : 'handed-over',
    timing: 'late',
    newDue: lateReason === 'not-updated' ? null : closing(end),
    finished,
    since: Math.floor(finished ?? started),
    lateReason,
    publicDetail: desk.lateDetail,
  });
}

function inTime(receipt: Receipt2019, chance: Chance): DossierRow {
  const { day, received } = receipt;
  const drawn = openStatuses[drawOpenStatus(chance)]?.[0] ?? 'in-progress';
  const age = lastDay.worked - day.worked;
  const status = age <= 1 ? 'accepted' : drawn;
  const moved = workingDayAfter(day, 1 + chance.below(Math.max(1, age - 1)));
  const isBefore = moved !== undefined && moved.start < lastDay.start;
  const since = status === 'accepted' || !isBefore ? received : someTime(moved, chance);
  return row(receipt, {
    grp: 'in-time',
    status,
    timing: status === 'supplement' ? 'paused' : 'on-time',
    newDue: null,
    finished: null,
    since: Math.floor(since),
    lateReason: null,
    publicDetail: receipt.desk.detail,
  });
}
