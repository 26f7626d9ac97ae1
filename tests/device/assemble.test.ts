// From ports to a device: who may start, with which identity, and what is brought back before anything is sent.
import { afterEach, describe, expect, test, vi } from 'vitest';
import { limits } from '../../shared/contract/limits.ts';
import { refuse } from '../../shared/contract/refusal.ts';
import { Delivery } from '../../shared/device/delivery.ts';
import { openDisk, readFact } from '../../shared/device/disk.ts';
import { failWrites, mendDisk } from '../fakes/disk.ts';
import { Profile, tap } from '../fakes/profile.ts';
import { rest } from '../fakes/rest.ts';

afterEach(mendDisk);

describe('a start', () => {
  test('without an identity asks for a code, which is the one in the link if there is one', async () => {
    const profile = new Profile();
    const page = await profile.open({ codeFromLink: 'FROM-LINK' });
    expect(page.outcome).toMatchObject({ kind: 'enrol', codeFromLink: 'FROM-LINK' });
    expect(profile.wire.dials).toEqual([]);
  });
  test('with a code becomes a device, whose secret is on the disk before it dials', async () => {
    const profile = new Profile();
    const page = await profile.open();
    if (page.outcome.kind !== 'enrol') throw new Error(page.outcome.kind);
    expect(await page.outcome.enrol('ABC-DEF')).toMatchObject({ ok: true });
    expect(profile.wire.dials).toEqual([]);
    expect(await readFact(page.core.parts.disk.db, 'identity')).toMatchObject({ device: 'tablet-mau-5' });
    await vi.waitFor(() => expect(profile.wire.dials).not.toEqual([]));
    expect([profile.codes, profile.wire.last.identity.secret]).toEqual([['ABC-DEF'], 's'.repeat(43)]);
  });
  test('with a wrong code says so, and takes the next one', async () => {
    const profile = new Profile();
    const good = profile.identity;
    profile.identity = refuse('E_ENROL');
    const page = await profile.open();
    if (page.outcome.kind !== 'enrol') throw new Error(page.outcome.kind);
    expect(await page.outcome.enrol('wrong')).toMatchObject({ ok: false, refusal: { code: 'E_ENROL' } });
    profile.identity = good;
    expect(await page.outcome.enrol('right')).toMatchObject({ ok: true });
  });
  test('after the first needs no code and no network', async () => {
    const profile = new Profile();
    await (await profile.enrol()).kill();
    profile.wire.script = 'fail';
    const page = await profile.open();
    expect(page.outcome.kind).toBe('ready');
    expect((await tap(page.core)).seq).toBe(1);
  });
  test('in a second tab says that the app is already open, and when that one has gone', async () => {
    const profile = new Profile();
    const first = await profile.enrol();
    const second = await profile.open();
    if (second.outcome.kind !== 'already-open') throw new Error(second.outcome.kind);
    let isFree = false;
    void second.outcome.free.then(() => {
      isFree = true;
    });
    await rest();
    expect(isFree).toBe(false);
    await first.kill();
    expect(isFree).toBe(true);
  });
  test('on a database that cannot be opened says so instead of failing', async () => {
    const profile = new Profile();
    await new Promise<void>((resolve) => {
      indexedDB.open(profile.store, 99).onsuccess = (event) => {
        (event.target as IDBOpenDBRequest).result.close(); // the request whose success this is
        resolve();
      };
    });
    expect((await profile.open()).outcome).toMatchObject({
      kind: 'storage-failed',
      detail: expect.stringContaining('StorageFailed'),
    });
  });
  test('where locks are refused says so instead of failing', async () => {
    const profile = new Profile();
    const { outcome } = await profile.open({
      ports: {
        clock: profile.clock,
        chance: profile.chance,
        mirror: async () => profile.mirror,
        notes: profile.notes,
        wire: async () => profile.wire,
        locks: {
          tryHold: () => Promise.reject(new Error('SecurityError')),
          whenFree: () => Promise.reject(new Error('SecurityError')),
          isFree: async () => true,
        },
      },
    });
    expect(outcome.kind).toBe('storage-failed');
  });
});

describe('after the browser has wiped the database', () => {
  test('the device is itself again without a code, its rows go out under their old places, and an alarm tells', async () => {
    const profile = new Profile();
    profile.wire.script = 'fail';
    const page = await profile.enrol();
    const places = [await tap(page.core), await tap(page.core), await tap(page.core, { holdMs: 5_000 })];
    await rest();
    await page.kill();
    await profile.wipe();
    profile.wire.script = 'accept';
    const again = await profile.open();
    await rest();
    expect([again.outcome.kind, profile.codes]).toEqual(['ready', ['CODE']]);
    expect(profile.ratings.map(({ id, epoch, seq }) => ({ id, epoch, seq }))).toEqual(
      places.map(({ id, epoch, seq }) => ({ id, epoch, seq })),
    );
    expect(profile.ratings[2]?.data.flags).toEqual(['unthanked@1']);
    expect(profile.faults).toEqual(['storage-wiped raised']);
    expect(again.core.alarms).toContain('storage-wiped');
  });
  test('the alarm names the last place that was ever given out, so that a lost end has a name', async () => {
    const profile = new Profile();
    profile.wire.script = 'fail';
    const page = await profile.enrol();
    profile.mirror.hold();
    const lost = await tap(page.core);
    await page.kill();
    await profile.wipe();
    profile.mirror.isOpen = false;
    profile.mirror.release();
    profile.wire.script = 'accept';
    await profile.open();
    await rest();
    const fault = [...profile.counted.values()].find((one) => one.lane === 1);
    expect(fault?.data.detail).toContain(`${lost.epoch}:${lost.seq}`);
  });
  test('new taps go to a new epoch, so that no place is ever used twice', async () => {
    const profile = new Profile();
    const page = await profile.enrol();
    const before = await tap(page.core);
    await rest();
    await page.kill();
    await profile.wipe();
    const again = await profile.open();
    const after = await tap(again.core);
    expect(after.epoch).not.toBe(before.epoch);
  });
  test('a mirror that is locked for a moment gives the rows back a minute later, and nothing is lost', async () => {
    const profile = new Profile();
    profile.wire.script = 'fail';
    const page = await profile.enrol();
    const place = await tap(page.core, { holdMs: 1_000 });
    await rest();
    await page.kill();
    // The identity is still there, the rows are not: the database was rolled back to its first day.
    const { db } = await openDisk(profile.store, profile.chance.bytes);
    await db.clear('outbox');
    db.close();
    profile.mirror.isLocked = true;
    profile.wire.script = 'accept';
    const again = await profile.open();
    expect(again.core.alarms).toContain('mirror-failed');
    profile.mirror.isLocked = false;
    for (let i = 0; i < 5; i += 1) {
      await profile.clock.advance(limits.heartbeatEveryMs / 4);
      profile.wire.last.beacon();
    }
    await rest();
    expect(profile.ratings.map(({ id }) => id)).toEqual([place.id]);
    expect(again.core.alarms).toEqual(['storage-wiped']);
  });
  test('without a mirror it asks for a code', async () => {
    const profile = new Profile();
    await (await profile.enrol()).kill();
    await profile.wipe();
    profile.mirror.lines = [];
    expect((await profile.open()).outcome.kind).toBe('enrol');
  });
});

describe('what is loaded behind the first paint', () => {
  test('and cannot be loaded at first is loaded later; taps are kept meanwhile', async () => {
    const profile = new Profile();
    let tries = 0;
    const page = await profile.enrol({
      loadDelivery: async () => {
        tries += 1;
        if (tries < 3) throw new TypeError('Failed to fetch dynamically imported module');
        return { Delivery };
      },
    });
    const place = await tap(page.core);
    await profile.clock.advance(limits.backoffMaxMs * 2);
    expect(tries).toBe(3);
    expect(profile.ratings.map(({ id }) => id)).toEqual([place.id]);
  });
  test('does not begin before what an earlier page left held is settled', async () => {
    const profile = new Profile();
    profile.wire.script = 'fail';
    const page = await profile.enrol();
    await tap(page.core, { holdMs: 5_000 });
    await page.kill();
    profile.wire.script = 'accept';
    await profile.open();
    expect(profile.ratings).toHaveLength(1);
  });
});

test('a rating that was thanked is counted once through a kill after every write', async () => {
  const profile = new Profile();
  await (await profile.enrol()).kill();
  profile.wire.script = 'fail';
  const thanked: string[] = [];
  for (let i = 0; i < 12; i += 1) {
    const page = await profile.open();
    // Every page dies at another of its writes; some before the thanks, some after.
    failWrites('unknown', 1, i);
    try {
      const place = await tap(page.core, { holdMs: i % 2 === 0 ? 0 : 2_000 });
      page.core.thanked(place);
      thanked.push(place.id);
    } catch {
      // No thanks was shown.
    }
    await rest();
    mendDisk();
    await page.kill();
  }
  profile.wire.script = 'accept';
  await profile.open();
  await profile.clock.advance(30_000);
  expect(profile.ratings.map(({ id }) => id).sort()).toEqual([...thanked].sort());
});
