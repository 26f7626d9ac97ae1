// The fleet as the board sees it: sessions that a late will cannot undo, silence that is an alarm only when it should be, memory over restarts.
import { afterEach, describe, expect, test } from 'vitest';
import { Fleet } from '../../centre/fleet.ts';
import { type LedgerFile, openLedgerFile } from '../../centre/ledger-file.ts';
import { Register } from '../../centre/register.ts';
import { Sites } from '../../centre/sites.ts';
import { openSpent } from '../../centre/spent.ts';
import { StatusStore } from '../../centre/status-store.ts';
import type { AlarmName } from '../../shared/contract/alarm.ts';
import type { FleetDevice } from '../../shared/contract/board-api.ts';
import { centreLimits } from '../../shared/contract/centre-limits.ts';
import type { DeviceId } from '../../shared/contract/ids.ts';
import {
  type Heartbeat,
  type Hello,
  heartbeat,
  hello,
  type Presence,
  presence,
} from '../../shared/contract/messages.ts';
import { readValue } from '../../shared/contract/reader.ts';
import { noon } from './line.ts';
import { siteOf } from './running.ts';

const files: LedgerFile[] = [];
afterEach(() => {
  for (const file of files.splice(0)) file.close();
});

const me = 'tablet-1' as DeviceId;
const boot = 'a'.repeat(16);
const epochs = { one: '1'.repeat(20), two: '2'.repeat(20) };

function must<T>(result: { ok: true; value: T } | { ok: false; refusal: unknown }): T {
  if (!result.ok) throw new Error(JSON.stringify(result.refusal));
  return result.value;
}

const state = (s: Presence['s'], sess: number, epoch = epochs.one): Presence =>
  must(readValue(presence, { v: 1, s, epoch, sess, bootid: boot, at: noon }));
const greeting = (change: object = {}): Hello =>
  must(
    readValue(hello, {
      ...{
        v: 1,
        rid: boot,
        kind: 'hello',
        epochs: [],
        epoch: epochs.one,
        depth: [0, 0, 0, 0],
        sess: 1,
        bootid: boot,
      },
      ...{ cseq: 0, cfgver: 1, app: 'tablet', appver: '0.1.0', persisted: true, dataLoss: false, t0: 0 },
      ...change,
    }),
  );
const beat = (change: { depth?: number[]; alarms?: AlarmName[]; offsetms?: number } = {}): Heartbeat =>
  must(
    readValue(heartbeat, {
      ...{
        v: 1,
        at: noon,
        bootid: boot,
        sess: 1,
        epoch: epochs.one,
        tops: [3, 0, 0, 0],
        oldestMs: null,
        unmirrored: 0,
        dead: 0,
      },
      ...{
        refusedTaps: 0,
        appver: '0.1.0',
        cfgver: 1,
        persisted: true,
        usedBytes: 1,
        quotaBytes: 2,
        uptimeMs: 3,
      },
      depth: change.depth ?? [2, 0, 0, 0],
      clock: { quality: 'sync', offsetms: change.offsetms ?? 4 },
      alarms: change.alarms ?? [],
    }),
  );

function open(file = openLedgerFile(':memory:')) {
  if (!files.includes(file)) files.push(file);
  const clock = { now: noon };
  const now = () => clock.now;
  const sites = new Sites(file, now);
  sites.set(siteOf(1, false));
  const register = new Register({ file, spent: openSpent(null), now, codeMs: centreLimits.enrolCodeMs });
  const fleet = new Fleet({ register, sites, now, changed: () => undefined });
  const enrol = (simulated = false): void => {
    const device = must(
      register.add({ id: me, app: 'tablet', site: 'hoa-thanh', counter: 'quay-1', simulated }),
    );
    register.enrol('tablet', register.makeCodes(device).linkCode, null);
  };
  const seen = (): FleetDevice => {
    const [device] = fleet.devices();
    if (device === undefined) throw new Error('no device');
    return device;
  };
  const alarms = (): string[] => seen().alarms.map(({ name }) => name);
  return { file, clock, sites, register, fleet, enrol, seen, alarms };
}

describe('presence', () => {
  test('of a lower session is an echo and changes nothing', () => {
    const { fleet, enrol, seen } = open();
    enrol();
    expect(fleet.presence(me, state('ready', 2))).toBe(true);
    expect(fleet.presence(me, state('lost', 1))).toBe(false);
    expect(seen()).toMatchObject({ presence: 'ready', sess: 2 });
    expect(fleet.presence(me, state('lost', 2))).toBe(true);
    expect(seen().presence).toBe('lost');
  });

  test('of a new epoch counts only after its hello, and then sessions start anew', () => {
    const { fleet, enrol, seen } = open();
    enrol();
    fleet.presence(me, state('ready', 9));
    expect(fleet.presence(me, state('ready', 1, epochs.two))).toBe(false);
    fleet.greeted(me, greeting({ epoch: epochs.two, sess: 1 }));
    expect(fleet.presence(me, state('ready', 1, epochs.two))).toBe(true);
    expect(fleet.presence(me, state('lost', 9))).toBe(false);
    expect(seen()).toMatchObject({ presence: 'ready', sess: 1 });
  });
});

describe('alarms', () => {
  test('a device that is silent for three minutes is one in opening hours, none at night', () => {
    const { fleet, enrol, alarms, clock } = open();
    enrol();
    fleet.beat(me, beat());
    expect(alarms()).toEqual([]);
    clock.now += centreLimits.silentMs + 1;
    expect(alarms()).toEqual(['silent']);
    clock.now = noon + 12 * 3_600_000; // 21:00
    expect(alarms()).toEqual([]);
  });

  test('an older configuration than the site has is one, and keeps the time since when', () => {
    const { fleet, enrol, seen, sites, clock } = open();
    enrol();
    fleet.greeted(me, greeting());
    expect(seen().alarms).toEqual([]);
    sites.set(siteOf(2, false));
    expect(seen().alarms).toEqual([{ name: 'config-behind', since: noon }]);
    clock.now += 1_000;
    expect(seen().alarms).toEqual([{ name: 'config-behind', since: noon }]);
    fleet.greeted(me, greeting({ cfgver: 2 }));
    expect(seen().alarms).toEqual([]);
  });

  test("the device's own stand beside the centre's; a simulated device has none of its own", () => {
    const honest = open();
    honest.enrol();
    honest.fleet.beat(me, beat({ alarms: ['clock-wrong'] }));
    expect(honest.alarms()).toEqual(['clock-wrong']);
    const simulated = open();
    simulated.enrol(true);
    simulated.fleet.beat(me, beat({ alarms: ['clock-wrong'] }));
    simulated.clock.now += centreLimits.silentMs + 1;
    expect(simulated.alarms()).toEqual([]);
  });
});

test('a device that was only added is no part of the fleet yet; a revoked one stays in sight', () => {
  const { register, fleet, seen } = open();
  const device = must(
    register.add({ id: me, app: 'tablet', site: 'hoa-thanh', counter: null, simulated: false }),
  );
  expect(fleet.devices()).toEqual([]);
  register.enrol('tablet', register.makeCodes(device).linkCode, null);
  register.revoke(me);
  expect(seen()).toMatchObject({ revoked: true, alarms: [] });
});

test('after a restart the last beat and the last session are known again, and hours are rolled up, never single beats', () => {
  const before = open();
  before.enrol();
  const store = new StatusStore(before.file, before.fleet);
  before.fleet.presence(me, state('ready', 5));
  for (const depth of [2, 7, 3]) {
    const one = beat({
      depth: [depth, 0, 0, 0],
      alarms: depth === 7 ? ['clock-wrong'] : [],
      offsetms: -depth,
    });
    before.fleet.beat(me, one);
    store.beat(me, one, noon);
  }
  store.save();
  const after = open(before.file);
  const restored = new StatusStore(after.file, after.fleet);
  restored.restore();
  expect(after.seen()).toMatchObject({
    presence: 'ready',
    sess: 5,
    depth: [3, 0, 0, 0],
    lastSeen: noon,
    online: false,
  });
  expect(after.fleet.presence(me, state('lost', 4))).toBe(false);
  restored.beat(me, beat({ depth: [1, 0, 0, 0] }), noon + 60_000);
  restored.save();
  expect(after.file.rows(after.file.query.selectFrom('device_hour').selectAll())).toEqual([
    { device: me, hour: noon, beats: 4, depth_max: 7, offset_max: 7, alarms: '["clock-wrong"]' },
  ]);
  expect(after.file.rows(after.file.query.selectFrom('device_status').select('device'))).toHaveLength(1);
});

test("a kiosk's copy of the dossiers is shown as its last beat told it, also to readers of beats without one", () => {
  const { fleet, enrol, seen } = open();
  enrol();
  fleet.beat(me, beat());
  expect(seen().book).toBeNull();
  fleet.beat(me, must(readValue(heartbeat, { ...beat(), book: { rows: 7, syncedMs: null } })));
  expect(seen().book).toEqual({ rows: 7, syncedMs: null });
});
