/** The 16,825 ratings of 2019 as twelve simulated tablets gave them: who, where, when, which face; it sends nothing. */

import { makeBootId, makeEpochId, makeEventId } from '../../shared/contract/fresh-ids.ts';
import type { BootId, CounterId, DeviceId, EpochId, EventId, SiteId } from '../../shared/contract/ids.ts';
import { type CalendarDay, calendar, openMinutes, servedAt } from './calendar-2019.ts';
import { chooser, lottery, seededChance, shareOut } from './chance.ts';

/** By level of the default scale, best first. */
export const ratingTotals2019 = [12_059, 4_390, 376] as const;
export const ratingsCount2019 = 16_825;

/** One simulated tablet; ids and epoch come from the seed, so a second replay says the same events again. */
export interface RatingDevice {
  readonly device: DeviceId;
  readonly site: SiteId;
  readonly counter: CounterId;
  readonly epoch: EpochId;
  readonly bootId: BootId;
}

/** One rating. `index` is the level, 0 the best; `seq` its place in lane 0 of its device, from 1; times in ms. */
export interface PlannedRating extends RatingDevice {
  readonly index: 0 | 1 | 2;
  readonly wallMs: number;
  /** Since the start of the tablet's page, which here runs the whole year. */
  readonly monoMs: number;
  readonly id: EventId;
  readonly seq: number;
}

const deviceSeed = 20_190_102;
const ratingSeed = 20_190_103;
const tabletsCount = 12;
const countersCount = 6; // as in device-config/demo.yaml: two tablets each

export const ratingDevices2019: readonly RatingDevice[] = makeDevices();

function makeDevices(): RatingDevice[] {
  const { bytes } = seededChance(deviceSeed);
  return Array.from({ length: tabletsCount }, (_, i) => ({
    // The shapes of these ids are those of contract/ids.
    device: `mau-2019-${String(i + 1).padStart(2, '0')}` as DeviceId,
    site: 'mau-trung-tam' as SiteId,
    counter: `quay-${(i % countersCount) + 1}` as CounterId,
    epoch: makeEpochId(bytes),
    bootId: makeBootId(bytes),
  }));
}

// Land and justice are the busiest counters; the second tablet of a counter is used less.
const drawTablet = lottery([16, 21, 12, 11, 9, 10, 5, 6, 4, 3, 2, 3]);
// Half hours of service: the morning is full, the end of the day is quiet.
const drawHalfHour = lottery([4, 7, 9, 10, 9, 8, 7, 5, 3, 5, 7, 7, 6, 5, 4, 2]);
const drawSaturdayHalfHour = lottery([6, 9, 9, 8, 6, 4, 3]);

const openDays = calendar.filter(({ day, kind }) => kind !== 'closed' && day <= '2019-12-15');
const started = calendar[0]?.start ?? 0;

/** All ratings in the order in which they were given; always the same. */
export function* ratingPlan2019(): Iterable<PlannedRating> {
  const chance = seededChance(ratingSeed);
  const perDay = shareOut(
    ratingsCount2019,
    openDays.map((day) => openMinutes(day.kind) * (0.75 + 0.5 * chance.next())),
  );
  const isBest = chooser(ratingsCount2019, ratingTotals2019[0]);
  const isSecond = chooser(ratingsCount2019 - ratingTotals2019[0], ratingTotals2019[1]);
  const seqs = new Map<DeviceId, number>();
  for (const [i, day] of openDays.entries()) {
    const taps = Array.from({ length: perDay[i] ?? 0 }, () => ({
      tablet: ratingDevices2019[drawTablet(chance)],
      wallMs: tapTime(day, chance),
    }));
    taps.sort((a, b) => a.wallMs - b.wallMs);
    for (const { tablet, wallMs } of taps) {
      if (tablet === undefined) throw new Error('the lottery drew a tablet that does not exist');
      const seq = (seqs.get(tablet.device) ?? 0) + 1;
      seqs.set(tablet.device, seq);
      const index = isBest(chance) ? 0 : isSecond(chance) ? 1 : 2;
      yield { ...tablet, index, wallMs, monoMs: wallMs - started, id: makeEventId(chance.bytes), seq };
    }
  }
}

function tapTime(day: CalendarDay, chance: ReturnType<typeof seededChance>): number {
  const half = day.kind === 'morning' ? drawSaturdayHalfHour(chance) : drawHalfHour(chance);
  return servedAt(day, (half + chance.next()) * 30);
}
