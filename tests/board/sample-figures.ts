// Invented answers of a centre for the board: a small fleet, a day of ratings, and the archived year.

import type {
  CounterRatings,
  DossiersSummary,
  Fleet,
  FleetDevice,
  HelpCalls,
  RatingsByCounter,
  RatingsSummary,
  TaskList,
} from '../../shared/contract/board-api.ts';
import { type Day, startOfDay } from '../../shared/contract/day.ts';
import type { SourceListed } from '../../shared/contract/dossier-delivery.ts';

const today = '2026-11-20' as Day; // a date of the right shape
export const now = startOfDay(today) + 9.25 * 3_600_000;
const iso = '2026-11-20T09:15:00+07:00';
const scale = { id: 'hai-long-3', version: 1, size: 3 };

export function sampleDevice(change: Partial<FleetDevice> = {}): FleetDevice {
  return {
    id: 'tablet-mau-1',
    app: 'tablet',
    site: 'mau-trung-tam',
    counter: 'quay-1',
    simulated: false,
    revoked: false,
    online: true,
    presence: 'ready',
    lastSeen: now - 20_000,
    appver: '0.1.0+abcd1234',
    cfgver: 3,
    depth: [0, 0, 0, 0],
    oldestMs: null,
    unmirrored: 0,
    dead: 0,
    refusedTaps: 0,
    book: null,
    alarms: [],
    clock: { quality: 'sync', offsetMs: 12 },
    sess: 4,
    twin: null,
    ...change,
  };
}

export function sampleFleet(devices: readonly FleetDevice[], demo = true): Fleet {
  const startedAt = now - 5 * 3_600_000;
  return { asOf: now, centre: { version: '0.1.0', instance: 'mot', startedAt, demo }, devices };
}

export const smallFleet = sampleFleet([
  sampleDevice(),
  sampleDevice({
    id: 'tablet-mau-2',
    counter: 'quay-2',
    depth: [3, 1, 0, 0],
    oldestMs: 720_000,
    unmirrored: 1,
  }),
  sampleDevice({
    id: 'tablet-mau-5',
    counter: 'quay-5',
    online: false,
    presence: 'lost',
    lastSeen: now - 42 * 60_000,
    depth: [12, 0, 0, 0],
    oldestMs: 2_500_000,
    alarms: [
      { name: 'silent', since: now - 40 * 60_000 },
      { name: 'storage-full', since: now - 60 * 60_000, detail: '0 bytes left' },
    ],
  }),
  sampleDevice({ id: 'kiosk-mau-1', app: 'kiosk', counter: null, depth: [0, 0, 2, 0], oldestMs: 4_000 }),
  sampleDevice({
    id: 'kiosk-mau-2',
    app: 'kiosk',
    counter: null,
    online: false,
    presence: null,
    lastSeen: null,
    appver: null,
    cfgver: null,
    depth: null,
    unmirrored: null,
  }),
  sampleDevice({
    id: 'mo-phong-1',
    simulated: true,
    online: false,
    counter: 'quay-9',
    lastSeen: now - 86_400_000,
  }),
]);

export function sampleSummary(change: Partial<RatingsSummary> = {}): RatingsSummary {
  return {
    total: 214,
    levels: { neutral: 9, 'very-satisfied': 151, satisfied: 54 },
    asOf: iso,
    from: today,
    to: today,
    site: null,
    scale,
    hasNegativeLevel: false,
    otherScales: [],
    undone: 2,
    flagged: 7,
    awaitingDecision: 0,
    demo: true,
    ...change,
  };
}

// The right shape by sight.
export const summary2019 = sampleSummary({
  total: 16_825,
  levels: { 'very-satisfied': 12_059, satisfied: 4_390, neutral: 376 },
  from: '2019-01-01' as Day,
  to: '2019-12-15' as Day,
  undone: 0,
  flagged: 0,
});

export function sampleCounters(
  counters: readonly CounterRatings[] = [
    {
      site: 'mau-trung-tam',
      counter: 'quay-1',
      total: 131,
      levels: { 'very-satisfied': 96, satisfied: 30, neutral: 4 },
      levelsOf: 130,
    },
    {
      site: 'mau-trung-tam',
      counter: 'quay-2',
      total: 80,
      levels: { 'very-satisfied': 52, satisfied: 23, neutral: 5 },
      levelsOf: 80,
    },
    { site: 'mau-phuong-1', counter: null, total: 3, levels: null, levelsOf: 0 },
  ],
): RatingsByCounter {
  return { day: today, asOf: iso, scale, counters, demo: true };
}

export const archive2019: DossiersSummary = {
  year: 2019,
  asOf: '2019-12-15T23:59:59+07:00',
  received: 125_061,
  returned: 119_180,
  late: 1_467,
  inTime: 4_414,
  timings: { late: 1_467 },
  lateReasons: { 'waiting-other-agency': 700, overload: 467, 'not-updated': 300 },
  demo: true,
};

export const sampleCalls: HelpCalls = {
  asOf: now,
  calls: [{ id: 'goi-1', device: 'kiosk-mau-1', site: 'mau-trung-tam', since: now - 90_000 }],
};

export const sampleTasks: TaskList = {
  asOf: now,
  open: [
    {
      id: 'viec-1',
      kind: 'letter',
      unit: { vi: 'Bộ phận theo dõi hồ sơ trễ hẹn (mẫu)', en: 'Late-dossier unit (sample)' },
      site: 'mau-trung-tam',
      code: 'H53.14-261021-0009',
      openedAt: now - 3_600_000,
      closedAt: null,
      by: null,
    },
  ],
  closed: [],
  letters: { day: today, received: 4, missing: 1 },
};
export const noCalls: HelpCalls = { asOf: now, calls: [] };
export const noTasks: TaskList = {
  asOf: now,
  open: [],
  closed: [],
  letters: { day: today, received: 0, missing: 0 },
};

export const sampleSources: readonly SourceListed[] = [
  {
    ...{ id: 'mot-cua', name: 'Phần mềm mẫu', version: 3, dossiers: 1_400, open: 900 },
    ...{ deliveredAt: now - 5 * 60_000, asOf: now - 6 * 60_000, freshAt: null, waiting: 'd-0a1b2c' },
    unknownStatuses: [
      { code: '77', dossiers: 12 },
      { code: 'HOLD', dossiers: 1 },
    ],
  },
];
