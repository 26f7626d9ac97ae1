/** The replay of 2019 through real device code and a real centre, twice: to the unit, and the second time changes nothing. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type RunningCentre, startCentre } from '../../centre/centre.ts';
import type { Fleet } from '../../shared/contract/board-api.ts';
import { replayTayNinh2019 } from './replay.ts';

const data = mkdtempSync(path.join(tmpdir(), 'motcua-replay-'));
let centre: RunningCentre;

beforeAll(async () => {
  centre = await startCentre({ data, port: 0, archive: false });
}, 60_000);
afterAll(async () => {
  await centre.stop();
  rmSync(data, { recursive: true, force: true });
});

it('the ratings of 2019 are counted to the unit, and a second replay changes nothing', {
  timeout: 240_000,
}, async () => {
  const levels = { 'very-satisfied': 12_059, satisfied: 4_390, neutral: 376 };
  const first = await replayTayNinh2019(centre.url, () => {});
  expect(first).toMatchObject({
    ratings: 16_825,
    before: 0,
    summary: { total: 16_825, levels, flagged: 0, demo: true },
  });
  const second = await replayTayNinh2019(centre.url, () => {});
  expect(second).toMatchObject({
    ratings: 16_825,
    before: 16_825,
    summary: { total: 16_825, levels, flagged: 0 },
  });
  const fleet: Fleet = await (await fetch(`${centre.url}/api/fleet`)).json();
  const simulated = fleet.devices.filter((device) => device.simulated);
  expect(simulated).toHaveLength(12);
  // No device had to fork, and no clock alarm was raised over times that are seven years old.
  expect(simulated.flatMap((device) => device.alarms)).toEqual([]);
});
