// What a device says of itself and what it makes of what it is told, from hello to heartbeat.
import { afterEach, describe, expect, test } from 'vitest';
import { limits } from '../../shared/contract/limits.ts';
import { type Heartbeat, heartbeat, hello, requestMessage } from '../../shared/contract/messages.ts';
import { readValue } from '../../shared/contract/reader.ts';
import type { DeviceConfig } from '../../shared/contract/site-config.ts';
import { readFact } from '../../shared/device/disk.ts';
import { restoreRows } from '../../shared/device/moved-rows.ts';
import { bookCode, pageOf } from '../fakes/book.ts';
import { failWrites, mendDisk } from '../fakes/disk.ts';
import { Profile, tap } from '../fakes/profile.ts';
import { rest } from '../fakes/rest.ts';
import { epochB, epochOf, idOf, rowOf } from '../fakes/rows.ts';
import { sampleConfig } from '../tablet/fakes.ts';

afterEach(mendDisk);

async function online(change: (profile: Profile) => void = () => {}) {
  const profile = new Profile();
  change(profile);
  const page = await profile.enrol();
  return { profile, core: page.core, page, db: page.core.parts.disk.db };
}
const beats = (profile: Profile): Heartbeat[] =>
  profile.wire.last.on('tel').map((one) => {
    const read = readValue(heartbeat, one);
    if (!read.ok) throw new Error(JSON.stringify(read.refusal));
    return read.value;
  });
/** A minute in which the centre is heard. */
async function minute(profile: Profile): Promise<void> {
  for (let i = 0; i < 4; i += 1) {
    await profile.clock.advance(15_000);
    profile.wire.last.beacon();
  }
}

describe('a hello', () => {
  test('names what is held, where new rows go and what waits, as the contract wants it', async () => {
    const { profile, core } = await online((p) => {
      p.isCentreSilent = true;
    });
    const place = await tap(core);
    await tap(core, { holdMs: 60_000 });
    await restoreRows(core.parts.disk.db, [rowOf({ epoch: epochB, lane: 2, seq: 9 })]);
    await profile.clock.advance(limits.helloWaitMs + limits.helloEveryMs);
    const said = profile.wire.last.on('req').at(-1);
    expect(readValue(requestMessage, said)).toMatchObject({ ok: true });
    expect(said).toMatchObject({
      kind: 'hello',
      epoch: place.epoch,
      depth: [2, 0, 1, 0],
      app: 'tablet',
      cfgver: 1,
      sess: 1,
      persisted: true,
    });
    expect(said?.epochs).toEqual([
      { epoch: place.epoch, lanes: [{ lane: 0, min: 1, max: 2 }] },
      { epoch: epochB, lanes: [{ lane: 2, min: 9, max: 9 }] },
    ]);
  });
  test('of a device that forked forty times still fits, with the current epoch in it', async () => {
    const { profile, core } = await online((p) => {
      p.isCentreSilent = true;
    });
    const { epoch } = await tap(core);
    const old = Array.from({ length: 40 }, (_, i) =>
      rowOf({ epoch: epochOf(i), seq: 1, id: idOf(i), ord: i }),
    );
    await restoreRows(core.parts.disk.db, old);
    await profile.clock.advance(limits.helloWaitMs + limits.helloEveryMs);
    const read = readValue(hello, profile.wire.last.on('req').at(-1));
    if (!read.ok) throw new Error(JSON.stringify(read.refusal));
    expect(read.value.epochs).toHaveLength(32);
    expect(read.value.epochs.map((one) => one.epoch)).toContain(epoch);
  });
  test('is said also where the browser will not tell of its store', async () => {
    const profile = new Profile();
    await profile.enrol({ storeFacts: () => Promise.reject(new Error('TypeError')) });
    expect(profile.wire.last.on('req')[0]).toMatchObject({ kind: 'hello', persisted: false });
  });
  test('counts its session upwards over restarts', async () => {
    const { profile, page } = await online();
    await page.kill();
    await profile.open();
    expect(profile.wire.dials.map((one) => one.on('req')[0]?.sess)).toEqual([1, 2]);
  });
  test('is said on a disk that is full: what waits must be able to leave', async () => {
    const { profile, core } = await online((p) => {
      p.wire.script = 'fail';
    });
    const place = await tap(core);
    await core.parts.disk.db.delete('facts', 'ballast');
    failWrites('request', 9_999);
    profile.wire.script = 'accept';
    await profile.clock.advance(limits.dialWaitMaxMs);
    expect(profile.ratings.map(({ id }) => id)).toEqual([place.id]);
    mendDisk();
    profile.wire.last.drop();
    await profile.clock.advance(limits.dialWaitMaxMs);
    await minute(profile);
    expect(await core.depth()).toEqual([0, 0, 0, 0]);
    const sessions = profile.wire.dials.map((one) => one.on('req')[0]?.sess ?? 0);
    expect(sessions).toEqual([...sessions].sort((a, b) => a - b));
  });
});

describe('a heartbeat', () => {
  test('comes with the link and every minute, as the contract wants it', async () => {
    const { profile, core } = await online();
    expect(beats(profile)).toHaveLength(1);
    await tap(core);
    await minute(profile);
    expect(beats(profile)).toHaveLength(2);
    expect(beats(profile)[1]).toMatchObject({
      depth: [0, 0, 0, 0],
      tops: [1, 0, 0, 0],
      unmirrored: 0,
      dead: 0,
      refusedTaps: 0,
      alarms: [],
      uptimeMs: 60_000,
    });
  });
  test('tells how old the oldest waiting row is, in whatever lane', async () => {
    const { profile, core } = await online();
    profile.isLedgerSilent = true;
    core.raise('camera-failed');
    await minute(profile);
    const oldest = beats(profile).at(-1)?.oldestMs ?? 0;
    expect(oldest).toBeGreaterThanOrEqual(59_000);
    expect(beats(profile).at(-1)?.depth).toEqual([0, 1, 0, 0]);
  });
  test('carries alarms, refused taps and what stands in one place only', async () => {
    const { profile, core } = await online();
    profile.isLedgerSilent = true;
    profile.mirror.isFailing = true;
    failWrites('unknown', 1);
    await expect(tap(core)).rejects.toThrow();
    await tap(core);
    await minute(profile);
    expect(beats(profile).at(-1)).toMatchObject({
      refusedTaps: 1,
      alarms: expect.arrayContaining(['mirror-failed']),
    });
    expect(beats(profile).at(-1)?.unmirrored).toBeGreaterThan(0);
  });
  test('comes also when the housekeeping beside it fails', async () => {
    const { profile, core } = await online();
    const { depth } = core;
    core.depth = () => Promise.reject(new Error('the store refuses'));
    await minute(profile);
    core.depth = depth;
    expect(beats(profile)).toHaveLength(2);
    expect(beats(profile)[1]?.alarms).toContain('storage-failed');
  });
  test('comes also while the mirror does not answer, and tells what stands in one place only', async () => {
    const { profile, core } = await online();
    profile.mirror.hold();
    await tap(core);
    for (let i = 0; i < 3; i += 1) await minute(profile);
    expect(beats(profile)).toHaveLength(4);
    expect(beats(profile).at(-1)?.alarms).toEqual(['mirror-failed']);
    expect(profile.ratings).toHaveLength(1);
    profile.mirror.release();
    await minute(profile);
    expect(core.alarms).toEqual([]);
  });
  test('raises what the browser says of its store, and takes it back', async () => {
    const { profile, core } = await online((p) => {
      p.facts = { persisted: false, usedBytes: 90, quotaBytes: 100 };
    });
    expect([...core.alarms].sort()).toEqual(['outbox-nearly-full', 'storage-not-persistent']);
    profile.facts = { persisted: true, usedBytes: 10, quotaBytes: 100 };
    await minute(profile);
    expect(core.alarms).toEqual([]);
  });
});

describe('what the centre says', () => {
  test('a configuration that is newer is taken; an older one, a foreign one and nonsense are not', async () => {
    const { profile, core } = await online();
    for (const config of [
      sampleConfig({ version: 3 }),
      sampleConfig({ version: 2 }),
      { ...sampleConfig({ version: 9 }), device: 'other' },
      'nonsense',
    ])
      profile.wire.last.hear('cfg', { v: 1, config });
    await rest();
    expect(core.config().version).toBe(3);
  });
  test('a configuration that the store refuses is no unheard failure', async () => {
    const { profile, core } = await online();
    failWrites('unknown', 1);
    profile.wire.last.hear('cfg', { v: 1, config: sampleConfig({ version: 3 }) });
    await rest();
    expect(core.config().version).toBe(1);
  });
  test('the time that it answers is learnt, and a clock that is far off raises an alarm until it is put right', async () => {
    const { profile, core } = await online((p) => {
      p.claims = { t1: p.clock.wall + 3_600_000, t2: p.clock.wall + 3_600_000 };
    });
    expect(core.alarms).toEqual(['clock-wrong']);
    expect(core.now()).toMatchObject({ quality: 'sync', ms: profile.clock.wall + 3_600_000 });
    profile.claims = {};
    profile.clock.setWall(profile.clock.wall + 3_600_000);
    await profile.clock.advance(limits.beaconEveryMs);
    expect(core.alarms).toEqual([]);
  });
  test('the time is known for this page even where it cannot be written down, and the link comes up', async () => {
    const { profile, core } = await online((p) => {
      p.wire.script = 'fail';
    });
    failWrites('unknown', 9_999);
    profile.wire.script = 'accept';
    await profile.clock.advance(limits.dialWaitMaxMs);
    expect([core.link().state, core.now().quality]).toEqual(['online', 'sync']);
  });
  test('nothing to a batch for half a minute makes the link be dialled anew', async () => {
    const { profile, core } = await online();
    await tap(core);
    await rest();
    profile.isCentreSilent = true;
    await tap(core);
    await minute(profile);
    expect(profile.wire.dials.length).toBeGreaterThan(1);
  });
});

test('a device that never comes online keeps all it was given and says so in its depth', async () => {
  const { profile, core } = await online((p) => {
    p.wire.script = 'fail';
  });
  for (let i = 0; i < 5; i += 1) await tap(core);
  await profile.clock.advance(3_600_000);
  expect(await core.depth()).toEqual([5, 0, 0, 0]);
  expect(core.link()).toEqual({ state: expect.stringMatching(/offline|dialling/), centreHeard: false });
  expect(await readFact(core.parts.disk.db, 'sess')).toBeGreaterThan(50);
});

describe("a kiosk's copy of the dossiers", () => {
  async function kiosk() {
    const profile = new Profile();
    const config: DeviceConfig = { ...profile.config, app: 'kiosk', counter: null };
    if (profile.identity.ok) profile.identity = { ok: true, value: { ...profile.identity.value, config } };
    const { onDial } = profile.wire;
    profile.wire.onDial = (connection) => {
      onDial(connection);
      const { onSaid } = connection;
      connection.onSaid = (said) => {
        onSaid(said);
        const { kind, rid, cursor } = said.body;
        if (kind === 'sync')
          connection.hear('res', { ...pageOf({ fresh: cursor === '', rows: [[1]] }), rid });
      };
    };
    const { core } = await profile.enrol({ app: 'kiosk' });
    const { db } = core.parts.disk;
    // The parts behind the first paint are loaded without a transaction that could be waited for.
    for (let held = 0; held === 0; held = await db.count('book')) await minute(profile);
    return { profile, core, db };
  }

  test('is filled when the link comes, and the heartbeat tells how it is', async () => {
    const { profile, core } = await kiosk();
    await minute(profile);
    expect(beats(profile).at(-1)?.book).toMatchObject({ rows: 1, syncedMs: expect.any(Number) });
    expect(await core.answers.has(bookCode(1))).toBe(true);
    expect(await core.answers.absence(bookCode(2))).toMatchObject({ kind: 'absent' });
  });
  test('is forgotten when the centre does not know the device any more', async () => {
    const { profile, core, db } = await kiosk();
    profile.wire.script = 'refuse';
    profile.wire.last.drop();
    await profile.clock.advance(limits.dialWaitMaxMs);
    expect(await db.count('book')).toBe(0);
    expect(core.alarms).toContain('link-refused');
  });
  test('is no matter of a tablet', async () => {
    const { profile, core } = await online();
    for (let n = 0; n < 3; n += 1) await minute(profile);
    expect(profile.wire.last.on('req').filter(({ kind }) => kind === 'sync')).toEqual([]);
    expect(beats(profile).at(-1)).not.toHaveProperty('book');
    expect(core.app).toBe('tablet');
  });
});
