import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { ratingDevices2019, ratingPlan2019 } from '../../centre/demo/ratings-2019.ts';
import { checkSiteConfig } from '../../device-config/check.ts';
import { dayOf, minuteOfDay, weekdayOf } from '../../shared/contract/day.ts';
import { bootId, counterId, deviceId, epochId, eventId, siteId } from '../../shared/contract/ids.ts';

const plan = [...ratingPlan2019()];

describe('the ratings of 2019', () => {
  it('are 12,059 very satisfied, 4,390 satisfied and 376 neutral: 16,825', () => {
    const counts = [0, 1, 2].map((index) => plan.filter((rating) => rating.index === index).length);
    expect(counts).toEqual([12_059, 4_390, 376]);
    expect(plan).toHaveLength(16_825);
  });

  it('carry ids that are unique and have the shapes of the contract', () => {
    expect(new Set(plan.map(({ id }) => id)).size).toBe(plan.length);
    const shape = v.object({
      ...{ device: deviceId, site: siteId, counter: counterId },
      ...{ epoch: epochId, bootId, id: eventId },
    });
    expect(plan.filter((rating) => !v.is(shape, rating))).toEqual([]);
  });

  it('are the same at every run, so that a second replay says nothing new', () => {
    expect([...ratingPlan2019()]).toEqual(plan);
  });

  it('come from twelve tablets, each with its own epoch and a line without holes in the order of time', () => {
    expect(ratingDevices2019).toHaveLength(12);
    expect(new Set(ratingDevices2019.map(({ epoch }) => epoch)).size).toBe(12);
    for (const { device } of ratingDevices2019) {
      const own = plan.filter((rating) => rating.device === device);
      expect(own.length).toBeGreaterThan(100);
      expect(own.map(({ seq }) => seq)).toEqual(own.map((_, i) => i + 1));
      expect(own.map(({ wallMs }) => wallMs)).toEqual(own.map(({ wallMs }) => wallMs).sort((a, b) => a - b));
    }
  });

  it('are given from 2 January to 15 December, in opening hours of working days', () => {
    const days = plan.map(({ wallMs }) => dayOf(wallMs));
    expect(days.filter((day) => day < '2019-01-02' || day > '2019-12-15' || weekdayOf(day) === 0)).toEqual(
      [],
    );
    const isOpen = (minute: number) => (minute >= 420 && minute < 690) || (minute >= 810 && minute < 1_020);
    expect(plan.filter(({ wallMs }) => !isOpen(minuteOfDay(wallMs)))).toEqual([]);
    expect(plan.filter(({ wallMs, monoMs }) => !Number.isInteger(wallMs) || monoMs < 0)).toEqual([]);
  });

  it('name the site and counters of the demo site', () => {
    const file = new URL('../../device-config/demo.yaml', import.meta.url);
    const demo = checkSiteConfig(readFileSync(file, 'utf8'), 'demo.yaml');
    if (!demo.ok) throw new Error('the demo site is not valid');
    expect(new Set(plan.map(({ site }) => site))).toEqual(new Set([demo.config.site.id]));
    expect(new Set(plan.map(({ counter }) => counter))).toEqual(
      new Set(demo.config.counters.map(({ id }) => id)),
    );
  });
});
