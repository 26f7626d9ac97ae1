// The broker through real mqtt.js over a real WebSocket: own topics only, nothing retained, nothing too large, revoked at once.
import { connect } from 'node:net';
import { compactVerify, importJWK } from 'jose';
import mqtt from 'mqtt';
import { describe, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import type { RunningCentre } from '../../centre/centre.ts';
import { centreLimits } from '../../shared/contract/centre-limits.ts';
import type { Enrolled } from '../../shared/contract/enrolment.ts';
import { limits } from '../../shared/contract/limits.ts';
import { centreFilter, topics } from '../../shared/contract/topics.ts';
import { batchBytes, Line } from './line.ts';
import { enrolled, get, post, running, siteOf, talker } from './running.ts';

const rid = '0123456789abcdef';
const hello = (change: Record<string, unknown> = {}) => ({
  v: 1,
  rid,
  kind: 'hello',
  epochs: [],
  epoch: '00112233445566778899',
  depth: [0, 0, 0, 0],
  sess: 1,
  bootid: 'aaaaaaaaaaaaaaaa',
  cseq: 0,
  cfgver: 1,
  app: 'tablet',
  appver: '0.1.0',
  persisted: true,
  dataLoss: false,
  t0: 12,
  ...change,
});

interface Manners {
  readonly clientId?: string;
  readonly username?: string;
  readonly password?: string;
}

/** How an attempt to connect ends. */
function attempt(centre: RunningCentre, identity: Enrolled, manners: Manners): Promise<string> {
  return new Promise((resolve) => {
    const client = mqtt.connect(centre.mqttUrl, {
      clientId: manners.clientId ?? identity.device,
      username: manners.username ?? identity.device,
      password: manners.password ?? identity.secret,
      protocolVersion: 4,
      reconnectPeriod: 0,
    });
    const end = (how: string): void => {
      client.end(true);
      resolve(how);
    };
    client.once('connect', () => end('connected'));
    client.on('error', ({ message }) => end(message));
    client.once('close', () => end('closed'));
  });
}

describe('who comes in', () => {
  test('a device with its own name and secret', async () => {
    const centre = await running();
    const identity = await enrolled(centre);
    expect(await attempt(centre, identity, {})).toBe('connected');
  });

  test.each([
    ['with a wrong secret', { password: 'x'.repeat(43) }, /bad user|not auth|closed/i],
    ['under another client id than its name', { clientId: 'tablet-other' }, /bad user|not auth|closed/i],
    [
      'under the name of a device that does not exist',
      { clientId: 'tablet-ghost', username: 'tablet-ghost' },
      /bad user|not auth|closed/i,
    ],
  ])('nobody %s', async (_name, manners, how) => {
    const centre = await running();
    expect(await attempt(centre, await enrolled(centre), manners)).toMatch(how);
    expect(centre.connectedCount()).toBe(0);
  });

  test.each([
    ['from a foreign page', { origin: 'https://example.org' }],
    ['from a page of another port', { origin: 'http://127.0.0.1:1' }],
    ['from a page without an origin', { origin: 'null' }],
    ['under a host name that is not ours', { host: 'rebound.example.org' }],
  ])('nobody gets a socket at all %s', async (_name, headers) => {
    const centre = await running();
    const socket = new WebSocket(centre.mqttUrl, 'mqtt', { headers });
    const status = await new Promise((resolve) => {
      socket.once('unexpected-response', (_request, response) => resolve(response.statusCode));
      socket.once('open', () => resolve('open'));
    });
    socket.on('error', () => undefined);
    socket.terminate();
    expect(status).toBe(403);
  });

  test('a page of ours gets its socket', async () => {
    const centre = await running();
    const socket = new WebSocket(centre.mqttUrl, 'mqtt', { headers: { origin: centre.url } });
    await new Promise<void>((resolve, reject) => {
      socket.once('open', () => resolve());
      socket.once('error', reject);
    });
    socket.terminate();
  });

  test('nobody more than twenty times a minute', async () => {
    const centre = await running();
    const identity = await enrolled(centre);
    const ends: string[] = [];
    for (let i = 0; i <= centreLimits.connectsPerMinute; i += 1)
      ends.push(await attempt(centre, identity, {}));
    expect(ends.slice(0, centreLimits.connectsPerMinute).every((end) => end === 'connected')).toBe(true);
    expect(ends.at(-1)).not.toBe('connected');
  });

  test('a socket that says nothing is closed within five seconds', async () => {
    const centre = await running();
    const socket = new WebSocket(centre.mqttUrl, 'mqtt');
    const began = performance.now();
    await new Promise((resolve) => socket.once('close', resolve));
    expect(performance.now() - began).toBeLessThan(centreLimits.connectWithinMs + 2_000);
  });

  test('of one address three sockets at a time may be silent; a fourth waits until one of them is gone', async () => {
    const centre = await running();
    const open = (): Promise<WebSocket> =>
      new Promise((resolve, reject) => {
        const socket = new WebSocket(centre.mqttUrl, 'mqtt');
        socket.once('open', () => resolve(socket));
        socket.once('error', reject);
      });
    const silent = await Promise.all([open(), open(), open()]);
    let isIn = false;
    const fourth = open().then((socket) => {
      isIn = true;
      return socket;
    });
    await get(centre, '/healthz');
    expect(isIn).toBe(false);
    silent[0]?.terminate();
    (await fourth).terminate();
    for (const socket of silent) socket.terminate();
  });

  test('plain HTTP and other paths get no socket', async () => {
    const centre = await running();
    const { hostname, port } = new URL(centre.url);
    const upgrade = (path: string): Promise<string> =>
      new Promise((resolve) => {
        const socket = connect(Number(port), hostname, () => {
          socket.write(
            `GET ${path} HTTP/1.1\r\nHost: ${hostname}:${port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n`,
          );
        });
        socket.once('data', (data) => {
          socket.destroy();
          resolve(data.toString().split('\r\n', 1)[0] ?? '');
        });
      });
    expect(await upgrade('/other')).toContain('404');
    expect(await upgrade('/mqtt?x=1')).toContain('101');
  });
});

describe('what is said', () => {
  test('a batch comes back as a receipt after it is in the summary', async () => {
    const centre = await running();
    const identity = await enrolled(centre);
    const device = await talker(centre, identity);
    const line = new Line(identity.device);
    await device.say('evt', batchBytes(line.ratings(1, 4), { at: Date.now() }));
    await vi.waitFor(() =>
      expect(device.on('rcpt')).toMatchObject([{ lanes: [{ hwm: 4, hid: line.id(4) }] }]),
    );
    const day = new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 10);
    expect((await get(centre, `/api/ratings/summary?from=${day}&to=${day}`)).body).toMatchObject({
      total: 4,
    });
  });

  test("on another device's topic it reaches nobody and is counted nowhere, and the connection stays", async () => {
    const centre = await running();
    const [one, other] = [await enrolled(centre), await enrolled(centre)];
    const [bad, victim] = [await talker(centre, one), await talker(centre, other)];
    const line = new Line(other.device);
    await bad.client.publishAsync(topics.up(other.device, 'evt'), Buffer.from(batchBytes([line.rating(1)])), {
      qos: 1,
    });
    await bad.client.publishAsync(topics.down(other.device, 'cmd'), 'obey', { qos: 1 });
    await bad.client.publishAsync(topics.centre('c-fake'), JSON.stringify({ s: 'down' }), {
      qos: 1,
      retain: true,
    });
    await bad.say('evt', batchBytes([new Line(one.device).rating(1)], { at: Date.now() }));
    await vi.waitFor(() => expect(bad.on('rcpt')).toHaveLength(1));
    expect(
      victim.heard.filter(({ topic }) => topic.includes(other.device) || topic.includes('c-fake')),
    ).toEqual([]);
    expect(bad.client.connected).toBe(true);
    const { body } = await get(centre, '/api/fleet');
    expect(body.devices).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          id: one.device,
          alarms: expect.arrayContaining([expect.objectContaining({ name: 'quarantined' })]),
        }),
      ]),
    );
  });

  test('nothing a device says is retained', async () => {
    const centre = await running();
    const identity = await enrolled(centre);
    const device = await talker(centre, identity);
    const state = {
      v: 1,
      s: 'ready',
      epoch: '00112233445566778899',
      sess: 1,
      bootid: 'aaaaaaaaaaaaaaaa',
      at: Date.now(),
    };
    await device.client.publishAsync(topics.up(identity.device, 'state'), JSON.stringify(state), {
      qos: 1,
      retain: true,
    });
    await device.client.publishAsync(topics.down(identity.device, 'cfg'), 'planted', {
      qos: 1,
      retain: true,
    });
    await device.client.endAsync(true);
    const back = await talker(centre, identity);
    await back.say('req', { v: 1, rid, kind: 'time', t0: 1 });
    await vi.waitFor(() => expect(back.on('res')).toHaveLength(1));
    expect(back.heard.filter(({ retain }) => retain).map(({ topic }) => topic)).toEqual([
      topics.centre(centre.folder.birth.instance),
    ]);
    expect((await get(centre, '/api/fleet')).body).toMatchObject({
      devices: [{ id: identity.device, presence: 'ready' }],
    });
  });

  test('a will comes when the socket breaks, and a late one of an older session changes nothing', async () => {
    const centre = await running();
    const identity = await enrolled(centre);
    const state = (s: string, sess: number) =>
      JSON.stringify({ v: 1, s, epoch: '00112233445566778899', sess, bootid: 'aaaaaaaaaaaaaaaa', at: 1 });
    const withWill = (sess: number) =>
      mqtt.connectAsync(centre.mqttUrl, {
        clientId: identity.device,
        username: identity.device,
        password: identity.secret,
        protocolVersion: 4,
        reconnectPeriod: 0,
        will: {
          topic: topics.up(identity.device, 'state'),
          payload: Buffer.from(state('lost', sess)),
          qos: 1,
          retain: false,
        },
      });
    const presence = async () =>
      ((await get(centre, '/api/fleet')).body.devices as { presence: string }[])[0]?.presence;
    const first = await withWill(1);
    first.on('error', () => undefined);
    await first.publishAsync(topics.up(identity.device, 'state'), state('ready', 1), { qos: 1 });
    const second = await withWill(2); // takes over; the will of the first is published now
    await second.publishAsync(topics.up(identity.device, 'state'), state('ready', 2), { qos: 1 });
    await vi.waitFor(async () => expect(await presence()).toBe('ready'));
    second.stream.destroy();
    await vi.waitFor(async () => expect(await presence()).toBe('lost'));
  });

  test.each([
    ['one frame above the limit', limits.packetBytesMax + 4_096],
    ['a packet announced as larger, over many small frames', limits.packetBytesMax * 4],
  ])('%s ends that connection only', async (_name, size) => {
    const centre = await running();
    const [one, other] = [await enrolled(centre), await enrolled(centre)];
    const [loud, honest] = [await talker(centre, one), await talker(centre, other)];
    const closed = new Promise<void>((resolve) => loud.client.once('close', () => resolve()));
    loud.client.publish(topics.up(one.device, 'evt'), Buffer.alloc(size, 0x20), { qos: 0 });
    await closed;
    await honest.say('req', { v: 1, rid, kind: 'time', t0: 1 });
    await vi.waitFor(() => expect(honest.on('res')).toHaveLength(1));
  });

  test('beyond its rate a device is told E_RATE with a wait, and nothing else happens to it', async () => {
    const centre = await running();
    const identity = await enrolled(centre);
    const device = await talker(centre, identity);
    const line = new Line(identity.device);
    for (let seq = 1; seq <= centreLimits.publishesBurst + 5; seq += 1)
      void device.say('evt', batchBytes([line.rating(seq)], { at: Date.now() }));
    await vi.waitFor(() =>
      expect(
        device
          .on('rcpt')
          .some(({ refused }) => (refused as { code?: string } | undefined)?.code === 'E_RATE'),
      ).toBe(true),
    );
    expect(device.client.connected).toBe(true);
  });
});

describe('what is heard', () => {
  test('only its own down/ topics and the state of the centre', async () => {
    const centre = await running();
    const [one, other] = [await enrolled(centre), await enrolled(centre)];
    const { client } = await talker(centre, one);
    const asked = [
      topics.down(other.device, 'res'),
      `motcua/v1/d/${one.device}/down/#`,
      '#',
      '$SYS/#',
      'motcua/v1/d/+/up/evt',
      topics.quarantine(one.device),
    ];
    for (const filter of asked) {
      const granted = await client.subscribeAsync(filter, { qos: 0 }).catch(() => 'refused');
      expect([
        filter,
        granted === 'refused' || (granted as { qos: number }[]).every(({ qos }) => qos === 128),
      ]).toEqual([filter, true]);
    }
    expect(client.connected).toBe(true);
    expect(await client.subscribeAsync(centreFilter, { qos: 1 })).toMatchObject([{ qos: 1 }]);
  });

  test('the centre says that it is up, retained, and that it goes', async () => {
    const centre = await running();
    const device = await talker(centre, await enrolled(centre));
    const { instance } = centre.folder.birth;
    const states = () =>
      device.heard
        .filter(({ topic }) => topic === topics.centre(instance))
        .map(({ text }) => JSON.parse(text) as { s: string });
    await vi.waitFor(() => expect(states()).toMatchObject([{ v: 1, instance, s: 'up', asks: 'state' }]));
    await centre.stop();
    await vi.waitFor(() => expect(states().at(-1)?.s).toBe('down'));
  });
});

describe('hello', () => {
  test('is answered with a signed welcome, then receipts, then a newer configuration', async () => {
    const centre = await running();
    const identity = await enrolled(centre);
    const device = await talker(centre, identity);
    const line = new Line(identity.device);
    await device.say('evt', batchBytes([...line.ratings(1, 3), line.rating(5)], { at: Date.now() }));
    await vi.waitFor(() => expect(device.on('rcpt')).toHaveLength(1));
    const held = [{ epoch: line.epoch, lanes: [{ lane: 0, min: 1, max: 5 }] }];
    await device.say('req', hello({ epochs: held, epoch: line.epoch, cfgver: 0 }));
    await vi.waitFor(() => expect(device.on('cfg')).toHaveLength(1));
    const [answer] = device.on('res') as { kind: string; jws: string; rid: string }[];
    expect(answer).toMatchObject({ kind: 'welcome', rid });
    const [jwk] = identity.keys.command;
    const { payload, protectedHeader } = await compactVerify(
      answer?.jws ?? '',
      await importJWK(jwk ?? {}, 'ES256'),
    );
    expect(protectedHeader).toMatchObject({ alg: 'ES256', kid: jwk?.kid });
    expect(JSON.parse(new TextDecoder().decode(payload))).toMatchObject({
      rid,
      aud: identity.device,
      lanes: [{ epoch: line.epoch, lane: 0, hwm: 3, hid: line.id(3) }],
      cfgver: 1,
      t0: 12,
    });
    expect(device.on('rcpt')[1]).toMatchObject({ lanes: [{ hwm: 3, also: [[5, 5, line.id(5)]] }] });
    expect(device.on('cfg')[0]).toMatchObject({ v: 1, config: { device: identity.device, version: 1 } });
  });

  test('names every epoch the ledger knows of a device that has forgotten all of them', async () => {
    const centre = await running();
    const identity = await enrolled(centre);
    const device = await talker(centre, identity);
    const lines = [new Line(identity.device, 'a'), new Line(identity.device, 'b')];
    for (const line of lines) await device.say('evt', batchBytes([line.rating(1)], { at: Date.now() }));
    await vi.waitFor(() => expect(device.on('rcpt')).toHaveLength(2));
    await device.say('req', hello());
    await vi.waitFor(() => expect(device.on('rcpt')).toHaveLength(3));
    const { lanes } = device.on('rcpt')[2] as { lanes: { epoch: string }[] };
    expect(lanes.map(({ epoch }) => epoch).sort()).toEqual(lines.map(({ epoch }) => epoch).sort());
  });

  test('of two boots in turn the later one is refused with E_TWIN, and the board names both', async () => {
    const centre = await running();
    const identity = await enrolled(centre);
    const device = await talker(centre, identity);
    const greet = async (boot: string, n: number) => {
      await device.say('req', hello({ bootid: boot.repeat(16), rid: String(n).repeat(16) }));
      await vi.waitFor(() => expect(device.on('res')).toHaveLength(n));
      return device.on('res')[n - 1];
    };
    expect(await greet('a', 1)).toMatchObject({ kind: 'welcome' });
    expect(await greet('b', 2)).toMatchObject({ kind: 'welcome' });
    expect(await greet('a', 3)).toMatchObject({ kind: 'welcome' });
    const refused = await greet('b', 4);
    expect(refused).toMatchObject({ kind: 'refused', code: 'E_TWIN' });
    expect(Number(refused?.retryAfterMs)).toBeGreaterThan(centreLimits.twinPauseMs - 10_000);
    const { body } = await get(centre, '/api/fleet');
    expect(body).toMatchObject({ devices: [{ twin: ['a'.repeat(16), 'b'.repeat(16)] }] });
  });

  test('more than five in a row are told to wait', async () => {
    const centre = await running();
    const device = await talker(centre, await enrolled(centre));
    for (let n = 1; n <= centreLimits.helloBurst + 1; n += 1)
      void device.say('req', hello({ rid: String(n).repeat(16) }));
    await vi.waitFor(() => expect(device.on('res')).toHaveLength(centreLimits.helloBurst + 1));
    expect(device.on('res').filter(({ code }) => code === 'E_RATE')).toHaveLength(1);
  });
});

describe('an admin', () => {
  test('revokes: the socket is closed within five seconds, the secret is dead, what still comes is kept', async () => {
    const centre = await running();
    const identity = await enrolled(centre);
    const device = await talker(centre, identity);
    const closed = new Promise<void>((resolve) => device.client.once('close', () => resolve()));
    const began = performance.now();
    expect((await post(centre, `/api/devices/${identity.device}/revoke`, {})).status).toBe(200);
    await closed;
    expect(performance.now() - began).toBeLessThan(5_000);
    expect(await attempt(centre, identity, {})).not.toBe('connected');
  });

  test('sets a newer site, and every connected device of it hears at once', async () => {
    const centre = await running();
    const device = await talker(centre, await enrolled(centre));
    expect((await post(centre, '/api/sites', siteOf(2, true))).status).toBe(200);
    await vi.waitFor(() => expect(device.on('cfg')).toMatchObject([{ config: { version: 2 } }]));
    expect(
      (await post(centre, '/api/sites', { ...siteOf(2, true), guideDesk: { vi: 'Khác' } })).body,
    ).toMatchObject({ code: 'E_CONFIG_OLD' });
  });

  test('writes off what a device has lost, and its lane moves on', async () => {
    const centre = await running();
    const identity = await enrolled(centre);
    const device = await talker(centre, identity);
    const line = new Line(identity.device);
    await device.say('evt', batchBytes([line.rating(3)], { at: Date.now() }));
    await vi.waitFor(() => expect(device.on('rcpt')).toMatchObject([{ lanes: [{ hwm: 0 }] }]));
    const gap = { device: identity.device, epoch: line.epoch, lane: 0, from: 1, to: 2, by: 'Nguyễn Văn Mẫu' };
    expect((await post(centre, '/api/gaps', gap)).status).toBe(200);
    await vi.waitFor(() =>
      expect(device.on('rcpt')[1]).toMatchObject({ lanes: [{ hwm: 3, hid: line.id(3) }] }),
    );
  });
});
