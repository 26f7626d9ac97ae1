// One device: what a tap becomes, what an alarm says, and which configuration counts.

import * as v from 'valibot';
import { afterEach, describe, expect, test } from 'vitest';
import { eventBodies, event as eventSchema } from '../../shared/contract/event.ts';
import { limits } from '../../shared/contract/limits.ts';
import { readFact, StorageFailed, StorageFull } from '../../shared/device/disk.ts';
import { heldRows, rowById } from '../../shared/device/rows.ts';
import { eventText } from '../../shared/rules/outbox.ts';
import { failWrites, mendDisk } from '../fakes/disk.ts';
import { Profile, tap } from '../fakes/profile.ts';
import { rest } from '../fakes/rest.ts';
import { sampleConfig } from '../tablet/fakes.ts';

afterEach(mendDisk);

/** A page without a link, so that only the device's own doings count. */
async function offline() {
  const profile = new Profile();
  profile.wire.script = 'fail';
  const page = await profile.enrol();
  return { profile, page, core: page.core, db: page.core.parts.disk.db };
}
const stateOf = async (
  core: Awaited<ReturnType<typeof offline>>['core'],
  id: Parameters<typeof rowById>[1],
) => (await rowById(core.parts.disk.db, id))?.state;
const flagsOf = async (
  core: Awaited<ReturnType<typeof offline>>['core'],
  id: Parameters<typeof rowById>[1],
) =>
  (JSON.parse((await rowById(core.parts.disk.db, id))?.head ?? '{}') as { data: { flags: string[] } }).data
    .flags;

describe('an event', () => {
  test('stands on the disk as the contract wants it when record resolves', async () => {
    const { core } = await offline();
    const place = await tap(core, { index: 2 });
    const row = await rowById(core.parts.disk.db, place.id);
    if (row === undefined) throw new Error('no row');
    const event = v.parse(eventSchema, JSON.parse(eventText(row)));
    expect(event).toMatchObject({
      epoch: place.epoch,
      lane: 0,
      seq: place.seq,
      source: 'urn:motcua:device:tablet-mau-5',
      cfgver: 1,
    });
    expect(v.parse(eventBodies['vn.motcua.rating.given.v1'], event.data).index).toBe(2);
  });
  test('without an undo window is settled at once', async () => {
    const { core } = await offline();
    expect(await stateOf(core, (await tap(core)).id)).toBe('settled');
  });
  test('leaves its place in a note beside the database', async () => {
    const { core, profile } = await offline();
    const place = await tap(core);
    expect(profile.notes.read('tablet.top.0')).toBe(`${place.epoch}:${place.seq}`);
  });
});

describe('a held rating', () => {
  test('of no window is settled by its thanks, at once and without a flag', async () => {
    const { core } = await offline();
    const place = await tap(core, { holdMs: 0 });
    expect(await stateOf(core, place.id)).toBe('held');
    core.thanked(place);
    await rest();
    expect([await stateOf(core, place.id), await flagsOf(core, place.id)]).toEqual(['settled', []]);
  });
  test('is settled when its window is over, not before', async () => {
    const { core, profile } = await offline();
    const place = await tap(core, { holdMs: 5_000 });
    core.thanked(place);
    await profile.clock.advance(4_900);
    expect(await stateOf(core, place.id)).toBe('held');
    await profile.clock.advance(200);
    expect([await stateOf(core, place.id), await flagsOf(core, place.id)]).toEqual(['settled', []]);
  });
  test('whose thanks was never painted is settled after a grace, with a flag', async () => {
    const { core, profile } = await offline();
    const place = await tap(core, { holdMs: 5_000 });
    await profile.clock.advance(5_000 + limits.thanksGraceMs);
    expect([await stateOf(core, place.id), await flagsOf(core, place.id)]).toEqual([
      'settled',
      ['unthanked@1'],
    ]);
    core.thanked(place);
    await rest();
    expect(await flagsOf(core, place.id)).toEqual(['unthanked@1']);
  });
  test('taken back is undone without its level, and stays so', async () => {
    const { core, profile } = await offline();
    const place = await tap(core, { index: 2, holdMs: 4_321 });
    core.thanked(place);
    expect(profile.clock.waits).toContain(4_321);
    expect(await core.undo(place)).toBe(true);
    expect(profile.clock.waits.filter((ms) => ms === 4_321 || ms === 4_321 + limits.thanksGraceMs)).toEqual(
      [],
    );
    await profile.clock.advance(60_000);
    const row = await rowById(core.parts.disk.db, place.id);
    expect(row?.state).toBe('undone');
    expect(JSON.parse(row?.head ?? '').data).toMatchObject({ index: null, outcome: 'undone', flags: [] });
  });
  test('cannot be taken back once settled', async () => {
    const { core } = await offline();
    const place = await tap(core, { holdMs: 0 });
    core.thanked(place);
    await rest();
    expect(await core.undo(place)).toBe(false);
    expect(await stateOf(core, place.id)).toBe('settled');
  });
  test('that the store would not settle is settled as soon as it will, not at the next start', async () => {
    const { core, profile } = await offline();
    const place = await tap(core, { holdMs: 0 });
    failWrites('unknown', 99);
    core.thanked(place);
    await rest();
    expect(core.alarms).toContain('storage-failed');
    mendDisk();
    await profile.clock.advance(limits.backoffMaxMs);
    expect([await stateOf(core, place.id), await flagsOf(core, place.id)]).toEqual(['settled', []]);
  });
  test('of a page that is gone is settled by the next one, flagged because nobody knows whether thanks was seen', async () => {
    const { core, page, profile } = await offline();
    const place = await tap(core, { holdMs: 5_000 });
    core.thanked(place);
    await page.kill();
    const next = await profile.open();
    expect([await stateOf(next.core, place.id), await flagsOf(next.core, place.id)]).toEqual([
      'settled',
      ['unthanked@1'],
    ]);
  });
  test('of a page that still lives is left to it', async () => {
    const { core, page, profile, db } = await offline();
    const place = await tap(core, { holdMs: 5_000 });
    const [row] = await heldRows(db);
    const other = profile.locks.page();
    await page.kill();
    await other.tryHold(row?.instance ?? '');
    const next = await profile.open();
    expect(await stateOf(next.core, place.id)).toBe('held');
  });
});

describe('a write that fails', () => {
  test('gives no place, raises the alarm, and counts the tap that could not be thanked', async () => {
    const { core, db } = await offline();
    failWrites('unknown', 1);
    await expect(tap(core)).rejects.toThrow(StorageFailed);
    await rest();
    expect(core.alarms).toContain('storage-failed');
    expect(await core.refusedTaps()).toBe(1);
    await tap(core);
    await rest();
    expect(core.alarms).not.toContain('storage-failed');
    expect(await readFact(db, 'refusedTaps')).toBe(1);
  });
  test('on a full disk is counted also while not even the count can be written', async () => {
    const { core, db } = await offline();
    failWrites('request', 999);
    for (let i = 0; i < 3; i += 1) await expect(tap(core)).rejects.toThrow(StorageFull);
    await rest();
    expect([core.alarms.includes('storage-full'), await core.refusedTaps()]).toEqual([true, 3]);
    mendDisk();
    await tap(core);
    await rest();
    expect([await readFact(db, 'refusedTaps'), await core.refusedTaps(), core.alarms]).toEqual([3, 3, []]);
  });
  test('of a fault is no refused tap', async () => {
    const { core } = await offline();
    failWrites('unknown', 1);
    await expect(
      core.record('vn.motcua.device.faulted.v1', { alarm: 'camera-failed', state: 'raised' }),
    ).rejects.toThrow();
    await rest();
    expect(await core.refusedTaps()).toBe(0);
  });
});

describe('an alarm', () => {
  const faults = async (profile: Profile): Promise<string[]> => {
    profile.wire.script = 'accept';
    await profile.clock.advance(limits.dialWaitMaxMs);
    return profile.faults;
  };
  test('is told once when raised and once when cleared', async () => {
    const { core, profile } = await offline();
    core.raise('camera-failed');
    core.raise('camera-failed');
    core.clear('camera-failed');
    core.clear('camera-failed');
    await rest();
    expect(await faults(profile)).toEqual(['camera-failed raised', 'camera-failed cleared']);
  });
  test('carries its detail in the words that the contract allows, whatever it was given', async () => {
    const { core, profile } = await offline();
    core.raise('camera-failed', `Lỗi: "${'x'.repeat(300)}" (không mở được)`);
    await rest();
    await faults(profile);
    const fault = [...profile.counted.values()].find((one) => one.lane === 1);
    expect(v.safeParse(eventBodies['vn.motcua.device.faulted.v1'], fault?.data).success).toBe(true);
  });
  test('about a store that cannot be written is not written', async () => {
    const { core, db } = await offline();
    core.raise('storage-failed');
    await rest();
    expect(await db.count('outbox')).toBe(0);
    expect(core.alarms).toEqual(['storage-failed']);
  });
});

describe('a configuration', () => {
  test('with a higher version is taken, told to the screen, and the one before is kept', async () => {
    const { core, db } = await offline();
    const seen: number[] = [];
    core.onConfig((config) => seen.push(config.version));
    expect(await core.takeConfig(sampleConfig({ version: 2 }))).toMatchObject({ ok: true });
    expect([core.config().version, seen]).toEqual([2, [2]]);
    expect([
      (await readFact(db, 'config'))?.version,
      (await readFact(db, 'previousConfig'))?.version,
    ]).toEqual([2, 1]);
  });
  test.each([1, 0])('of version %d is refused while version 1 is in use', async (version) => {
    const { core, db } = await offline();
    expect(await core.takeConfig({ ...sampleConfig(), version })).toMatchObject({
      ok: false,
      refusal: { code: 'E_CONFIG_OLD' },
    });
    expect((await readFact(db, 'config'))?.version).toBe(1);
  });
  test('for another device or another app is refused', async () => {
    const { core } = await offline();
    const other = { ...sampleConfig({ version: 5 }), device: 'tablet-other' as never };
    expect(await core.takeConfig(other)).toMatchObject({ refusal: { code: 'E_CONFIG' } });
    expect(await core.takeConfig({ ...sampleConfig({ version: 5 }), app: 'kiosk' })).toMatchObject({
      refusal: { code: 'E_CONFIG' },
    });
  });
  test('never goes back, even when two come at once in the wrong order', async () => {
    const { core, db } = await offline();
    await Promise.all([
      core.takeConfig(sampleConfig({ version: 3 })),
      core.takeConfig(sampleConfig({ version: 2 })),
    ]);
    expect([core.config().version, (await readFact(db, 'config'))?.version]).toEqual([3, 3]);
  });
  test('outlives the database: it stands in the mirror', async () => {
    const { core, page, profile } = await offline();
    await core.takeConfig(sampleConfig({ version: 7 }));
    await rest();
    await page.kill();
    await profile.wipe();
    expect((await profile.open()).core.config().version).toBe(7);
  });
  test('that the store refuses is not used either', async () => {
    const { core } = await offline();
    failWrites('unknown', 1);
    await expect(core.takeConfig(sampleConfig({ version: 2 }))).rejects.toThrow();
    expect(core.config().version).toBe(1);
  });
});

describe('a device that is stopped', () => {
  test('leaves no timer, no connection and no alarm behind', async () => {
    const profile = new Profile();
    const page = await profile.enrol();
    const held = await tap(page.core, { holdMs: 5_000 });
    page.core.thanked(held);
    await tap(page.core, { holdMs: 5_000 });
    await tap(page.core);
    await rest();
    await page.core.stop();
    await rest();
    expect([profile.clock.waits, profile.wire.open, page.core.alarms]).toEqual([[], [], []]);
  });
  test('while it is still starting never dials', async () => {
    const profile = new Profile();
    await (await profile.enrol()).kill();
    const dials = profile.wire.dials.length;
    const page = await profile.begin();
    await page.core.stop();
    await rest();
    await profile.clock.advance(60_000);
    expect([profile.wire.dials.length, profile.clock.waits]).toEqual([dials, []]);
  });
});

test('a question without a link is refused as busy', async () => {
  const { core } = await offline();
  const busy = { ok: false, refusal: { code: 'E_BUSY' } };
  expect(await core.ask({ code: 'H1-190101-001', via: 'typed' })).toMatchObject(busy);
  expect(await core.letter('H1-190101-001', false)).toMatchObject(busy);
  expect(await core.call()).toMatchObject(busy);
});

test('a screen at rest is told to those who wait for it', async () => {
  const { core } = await offline();
  const told: boolean[] = [];
  core.onRest(() => told.push(core.isAtRest));
  core.setAtRest(false);
  core.setAtRest(true);
  expect(told).toEqual([true]);
});
