// What a broken, foreign or hostile device can say to a real centre: each gets its refusal, nothing is lost, and the others notice nothing.
import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Health, QuarantineEntry, RatingsSummary } from '../../shared/contract/board-api.ts';
import { centreLimits } from '../../shared/contract/centre-limits.ts';
import { limits } from '../../shared/contract/limits.ts';
import { topics } from '../../shared/contract/topics.ts';
import { scanFolder, scanLog } from '../privacy/scan.ts';
import { assertWireValid } from '../wire/recorder.ts';
import { Centre } from './centre.ts';
import { enrol, hex, RawDevice, refusedWith, turnedAway } from './raw-device.ts';
import { hotlines } from './scene.ts';
import { until } from './until.ts';

let centre: Centre;
const devices: RawDevice[] = [];
let counted = 0;

beforeAll(async () => {
  centre = await Centre.begin();
});
afterAll(async () => {
  await centre?.[Symbol.asyncDispose]();
});

beforeEach(async () => {
  counted = (await summary()).total;
});

async function device(): Promise<RawDevice> {
  const made = await RawDevice.connect(centre, await enrol(centre));
  devices.push(made);
  return made;
}
const summary = () => centre.ratings() as Promise<RatingsSummary>;
const quarantined = async (id: string) =>
  (await centre.get<QuarantineEntry[]>('/api/quarantine')).filter((entry) => entry.device === id);

/** After every bad word: the centre is well, an honest device is served, and exactly the good ratings are counted. */
async function allIsWell(more: number): Promise<void> {
  counted += more;
  expect(await centre.get<Health>('/healthz')).toMatchObject({ status: 'ok', ledger: 'ok' });
  const honest = await device();
  await honest.send(honest.rating());
  await honest.settled(1);
  counted += 1;
  expect((await summary()).total).toBe(counted);
}

afterEach(async () => {
  assertWireValid(devices.flatMap(({ heard }) => heard));
  for (const each of devices.splice(0)) await each.close();
});

describe('a batch that cannot be read', () => {
  test.each([
    ['is no JSON', '{"v":1,"events":[', 'E_JSON', ''],
    ['is no UTF-8', Buffer.from([0x7b, 0xff, 0x7d]), 'E_JSON', ''],
    ['is empty', '', 'E_JSON', ''],
    ['is no batch', { v: 2, events: 'none' }, 'E_SCHEMA', 'v'],
    [
      'holds 33 events',
      { v: 1, attempt: 0, sentms: 0, events: Array(33).fill({ at: 0, clock: 'sync', event: {} }) },
      'E_SCHEMA',
      'events',
    ],
  ])('because it %s is refused with its code', async (_why, payload, code, path) => {
    const bad = await device();
    await bad.say(topics.up(bad.id, 'evt'), payload);
    const receipt = await bad.receipt(code, ({ refused }) => refused?.code === code);
    expect(receipt.refused?.path).toBe(path);
    await bad.send(bad.rating());
    await bad.settled(1);
    counted += 1;
  });
  test('leaves the centre and the others well', () => allIsWell(0));
});

describe('one bad event among good ones', () => {
  test('is kept for a decision when its shape is wrong, and the others are counted', async () => {
    const bad = await device();
    const good = bad.rating();
    const wrong = bad.rating({}, { index: 'best' });
    const last = bad.rating();
    await bad.send(good, wrong, last);
    await bad.settled(3);
    const kept = await until(
      'quarantine',
      () => quarantined(bad.id),
      (entries) => entries.length > 0,
    );
    expect(kept).toMatchObject([{ code: 'E_SCHEMA', decision: 'waiting' }]);
    expect(kept[0]?.path).toContain('data.index');
    expect((await summary()).awaitingDecision).toBeGreaterThanOrEqual(1);
    await allIsWell(2);
  });
  test('is kept when its type is not known here', async () => {
    const bad = await device();
    await bad.send(bad.rating({ type: 'vn.motcua.rating.given.v9' }), bad.rating());
    await bad.settled(2);
    expect(await quarantined(bad.id)).toMatchObject([{ code: 'E_TYPE' }]);
    await allIsWell(1);
  });
  test('is kept when it is not even an object', async () => {
    const bad = await device();
    await bad.send('not an event', bad.rating());
    await bad.settled(1);
    expect(await quarantined(bad.id)).toMatchObject([{ code: 'E_SCHEMA' }]);
    await allIsWell(1);
  });
  test('is refused for good when it names another source', async () => {
    const bad = await device();
    const first = bad.rating();
    const forged = bad.rating({ source: 'urn:motcua:device:someone-else' });
    await bad.send(first, forged);
    const receipt = await bad.receipt('E_SOURCE', ({ lanes }) => lanes.some(({ rej }) => rej.length > 0));
    expect(receipt.lanes[0]?.rej).toMatchObject([{ seq: forged.seq, code: 'E_SOURCE' }]);
    expect(receipt.lanes[0]?.hwm).toBe(1);
    await allIsWell(1);
  });
  test('is refused for good when it is too large', async () => {
    const bad = await device();
    const first = bad.rating();
    const large = bad.rating({ padding: 'x'.repeat(limits.eventBytesMax) });
    await bad.send(first, large);
    const receipt = await bad.receipt('E_TOO_BIG', ({ lanes }) => lanes.some(({ rej }) => rej.length > 0));
    expect(receipt.lanes[0]?.rej).toMatchObject([{ seq: large.seq, code: 'E_TOO_BIG' }]);
    await allIsWell(1);
  });
  test('nested twenty thousand deep is refused or kept, and breaks nothing', async () => {
    const bad = await device();
    const first = bad.rating();
    const deep = bad.rating();
    const text = JSON.stringify(deep).replace(/}$/, `,"x":${'['.repeat(20_000)}${']'.repeat(20_000)}}`);
    const batch = `{"v":1,"attempt":0,"sentms":0,"events":[{"at":${Date.now()},"clock":"sync","event":${JSON.stringify(first)}},{"at":1,"clock":"sync","event":${text}}]}`;
    await bad.say(topics.up(bad.id, 'evt'), batch);
    await bad.receipt(
      'a word about it',
      ({ lanes, refused }) =>
        refused !== undefined || lanes.some(({ hwm, rej }) => hwm > 1 || rej.length > 0),
    );
    const { total } = await summary();
    await allIsWell(total - counted);
  });
});

describe('a place in line', () => {
  test('an event that comes again is counted once and receipted again', async () => {
    const twice = await device();
    const event = twice.rating();
    await twice.send(event);
    await twice.settled(1);
    const before = twice.on('rcpt').length;
    for (let i = 0; i < 3; i += 1) await twice.send(event);
    await until(
      'receipts for what was known',
      () => twice.on('rcpt').length,
      (n) => n > before,
    );
    await allIsWell(1);
  });
  test('two different events at one place: the first stays, the second is told E_CONFLICT and is not counted there', async () => {
    const torn = await device();
    const first = torn.rating();
    const second = { ...first, id: hex(16), data: { ...(first.data as object), index: 2 } };
    await torn.send(first);
    await torn.settled(1);
    await torn.send(second);
    const receipt = await torn.receipt('E_CONFLICT', ({ lanes }) =>
      lanes.some(({ rej }) => rej.some(({ code }) => code === 'E_CONFLICT')),
    );
    expect(receipt.lanes[0]).toMatchObject({ hwm: 1, hid: first.id });
    await allIsWell(1);
  });
  test('the same event under a new epoch is the same event: receipted there, counted once', async () => {
    const moved = await device();
    const event = moved.rating();
    await moved.send(event);
    await moved.settled(1);
    const epoch = hex(10);
    await moved.send({ ...event, epoch });
    await moved.receipt('settled in the new epoch', ({ lanes }) =>
      lanes.some((lane) => lane.epoch === epoch && lane.hwm === 1 && lane.hid === event.id),
    );
    await allIsWell(1);
  });
  test('places given up by the billion are settled in a moment', async () => {
    const odd = await device();
    const lost = { epoch: odd.epoch, lane: 0, ranges: [[1, 2_147_483_646]], reason: 'lost' };
    await odd.say(topics.up(odd.id, 'evt'), { v: 1, attempt: 0, sentms: 0, events: [], gone: [lost] });
    await odd.settled(2_147_483_646);
    const backwards = { ...lost, epoch: hex(10), ranges: [[9, 3]] };
    await odd.say(topics.up(odd.id, 'evt'), { v: 1, attempt: 0, sentms: 0, events: [], gone: [backwards] });
    await allIsWell(0);
  });
});

describe('a rating whose time cannot be', () => {
  test.each([
    ['ten years ahead', (now: number) => now + 10 * 365 * 86_400_000],
    ['fifty years ago', () => 0],
    ['unknown', () => null],
    ['before all calendars', () => -Number.MAX_SAFE_INTEGER],
  ])('(%s) is kept, counted today and flagged', async (_name, at) => {
    const before = await summary();
    const lost = await device();
    await lost.sendAt(at(Date.now()), lost.rating({ wallms: '-9999999999999999' }));
    await lost.settled(1);
    const after = await summary();
    expect(after.total - before.total).toBe(1);
    expect(after.flagged - before.flagged).toBe(1);
    counted += 1;
  });
  test('leaves the others well', () => allIsWell(0));
});

describe('who may not come in', () => {
  test.each([
    ['an unknown device', { clientId: 'nobody-1', username: 'nobody-1' }],
    ['a wrong secret', { password: 'x'.repeat(43) }],
    ['no secret', { password: '' }],
    ["another device's name", { clientId: 'someone-else' }],
    ['a name that is no device id', { clientId: '../#', username: '../#' }],
  ])('%s is refused at CONNECT', async (_name, manners) => {
    const how = await refusedWith(centre, await enrol(centre), manners);
    expect(how).toBe('Connection refused: Bad username or password');
  });
  test.each([
    ['a foreign page', { origin: 'https://evil.example' }],
    ['a page of another port', { origin: 'http://127.0.0.1:1' }],
    ['a name that is not ours', { host: 'evil.example' }],
  ])('%s gets no socket at all', async (_name, manners) => {
    expect(await turnedAway(centre, manners)).toBe(403);
  });
  test('leaves the others well', () => allIsWell(0));
});

describe('what a device may not say or hear', () => {
  test("on another device's topic it is kept apart, counted nowhere, and the connection stays", async () => {
    const other = await device();
    const bad = await device();
    const forged = {
      v: 1,
      attempt: 0,
      sentms: 0,
      events: [{ at: Date.now(), clock: 'sync', event: other.rating() }],
    };
    await bad.say(topics.up(other.id, 'evt'), forged);
    await bad.say(topics.down(other.id, 'rcpt'), { v: 1, lanes: [] }, 0);
    await bad.say(topics.centre('fake'), { v: 1, instance: 'fake', s: 'down', at: 0 }, 1, true);
    await bad.send(bad.rating());
    await bad.settled(1);
    expect(bad.isClosed).toBe(false);
    expect(other.on('rcpt')).toEqual([]);
    expect(other.heard.some(({ topic }) => topic === topics.centre('fake'))).toBe(false);
    await until(
      'a refusal in the log',
      () => centre.logged().filter((line) => line.includes(bad.id) && line.includes('E_TOPIC')).length,
      (n) => n > 0,
    );
    await allIsWell(1);
  });
  test('a packet larger than its limit ends that connection only', async () => {
    const loud = await device();
    // The socket goes away under it: whether the client ever learns that it was written is no matter.
    void loud.say(topics.up(loud.id, 'evt'), 'x'.repeat(limits.packetBytesMax * 2), 0).catch(() => {});
    await until('closed, or told', () => loud.isClosed || loud.on('rcpt').length > 0, Boolean);
    await allIsWell(0);
  });
  test('a request larger than its limit is refused, and the next one answered', async () => {
    const loud = await device();
    const rid = hex(8);
    await loud.say(
      topics.up(loud.id, 'req'),
      { v: 1, rid, kind: 'time', t0: 0, padding: 'x'.repeat(centreLimits.helloBytesMax) },
      0,
    );
    const next = hex(8);
    await loud.say(topics.up(loud.id, 'req'), { v: 1, rid: next, kind: 'time', t0: 5 }, 0);
    await until(
      'an answer',
      () => loud.on('res'),
      (all) => all.some((answer) => answer.rid === next),
    );
    expect(loud.on('res').find((answer) => answer.rid === next)).toMatchObject({ kind: 'time', t0: 5 });
    expect(loud.on('res').some((answer) => answer.rid === rid && answer.kind === 'time')).toBe(false);
    await allIsWell(0);
  });
  test('questions beyond their number are refused with a wait', async () => {
    const curious = await RawDevice.connect(centre, await enrol(centre, 'kiosk'));
    devices.push(curious);
    for (let i = 0; i <= limits.missesMax; i += 1) {
      const question = {
        v: 1,
        rid: hex(8),
        kind: 'dossier',
        code: `H99.99-240823-00${10 + 7 * i}`,
        via: 'typed',
      };
      await curious.say(topics.up(curious.id, 'req'), question, 0);
    }
    const answers = await until(
      'a refusal',
      () => curious.on('res'),
      (all) => all.some(({ kind }) => kind === 'refused'),
    );
    const refused = answers.find(({ kind }) => kind === 'refused');
    expect(refused).toMatchObject({ code: 'E_RATE' });
    expect(Number(refused?.retryAfterMs)).toBeGreaterThan(0);
    await allIsWell(0);
  });
});

test('nothing of all this is lost when the centre is killed and comes back, and no person stands in folder or log', async () => {
  const before = await summary();
  await centre.kill();
  await centre.start();
  const after = await summary();
  expect({ ...after, asOf: '' }).toEqual({ ...before, asOf: '' });
  expect(after.total).toBe(counted);
  expect(scanFolder(centre.folder, hotlines)).toEqual([]);
  expect(scanLog(readFileSync(centre.log, 'utf8'), 'output', hotlines)).toEqual([]);
  await centre.stop();
});
