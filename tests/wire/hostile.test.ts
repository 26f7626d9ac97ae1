// A device gone mad at a real centre, and a centre gone mad at a device: any JSON, any bytes, on every channel. Nobody falls, nobody tells.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import mqtt, { type MqttClient } from 'mqtt';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningCentre, startCentre } from '../../centre/centre.ts';
import { sampleDossiers } from '../../centre/demo/samples.ts';
import { centreLimits } from '../../shared/contract/centre-limits.ts';
import { syncRequest, writtenSyncPage } from '../../shared/contract/dossier-sync.ts';
import { type DeviceId, deviceId } from '../../shared/contract/ids.ts';
import * as messages from '../../shared/contract/messages.ts';
import { readJson, writeBytes } from '../../shared/contract/reader.ts';
import { refusalCodes } from '../../shared/contract/refusal-codes.ts';
import { deviceFilters, qosOf, topics, type UpChannel } from '../../shared/contract/topics.ts';
import { readIncoming } from '../../shared/device/inbox.ts';
import { noon } from '../centre/line.ts';
import { enrolled, post, siteOf } from '../centre/running.ts';
import { scanFolder, scanLog } from '../privacy/scan.ts';
import { anyJson, hostileBytes, hostileOf, planted } from './hostile.ts';

/** Far more than any rate asks for, so that messages are judged and not only counted. */
const betweenMs = 10 * 60_000;
const runs = 250;
const home = mkdtempSync(path.join(tmpdir(), 'motcua-hostile-'));

interface Heard {
  readonly channel: string;
  readonly message: Record<string, unknown>;
}
type Answer = v.InferOutput<typeof messages.responseMessage>;

let now = noon;
let centre: RunningCentre;
let client: MqttClient;
let device: DeviceId;
let asked = 0;
const heard: Heard[] = [];

beforeAll(async () => {
  const dist = path.join(home, 'dist');
  mkdirSync(path.join(dist, 'device-config'), { recursive: true });
  writeFileSync(path.join(dist, 'device-config', 'demo.json'), JSON.stringify(siteOf(1, true)));
  centre = await startCentre({ data: path.join(home, 'data'), archive: false, dist, now: () => now });
  await post(centre, '/api/sites', { ...siteOf(2, true), letterUnit: { vi: 'Bộ phận trả lời (mẫu)' } });
  const identity = await enrolled(centre, 'kiosk');
  device = identity.device;
  client = await mqtt.connectAsync(centre.mqttUrl, {
    clientId: device,
    username: device,
    password: identity.secret,
    protocolVersion: 4,
    reconnectPeriod: 0,
  });
  client.on('message', (topic, payload) => {
    const message = JSON.parse(payload.toString()) as Heard['message']; // the centre's own words
    heard.push({ channel: topic.split('/').at(-1) ?? '', message });
  });
  await client.subscribeAsync([...deviceFilters(device)], { qos: 1 });
});
afterAll(async () => {
  await client?.endAsync(true);
  await centre?.stop();
  rmSync(home, { recursive: true, force: true });
});

const answersTo = (rid: unknown): Record<string, unknown>[] =>
  heard
    .filter(({ channel, message }) => channel === 'res' && message.rid === rid)
    .map(({ message }) => message);

/** Resolves when an answer to this rid has been heard. */
function answered(rid: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`no answer to ${rid}`)), 5_000);
    const look = (): void => {
      if (answersTo(rid).length === 0) return;
      clearTimeout(late);
      client.off('message', look);
      resolve();
    };
    client.on('message', look);
    look();
  });
}

/** Says it, and resolves when the centre has answered a question that was asked behind it: it stands, and has heard. */
async function say(channel: UpChannel, bytes: Uint8Array): Promise<void> {
  heard.length = 0;
  now += betweenMs;
  asked += 1;
  const rid = `f00d${asked.toString(16).padStart(12, '0')}`;
  client.publish(topics.up(device, channel), Buffer.from(bytes), { qos: qosOf(channel) });
  client.publish(topics.up(device, 'req'), Buffer.from(writeBytes({ v: 1, rid, kind: 'time', t0: 0 })));
  await answered(rid);
}

/** The rid by which the asker would know its answer. */
function ridOf(bytes: Uint8Array): string | undefined {
  const read = readJson(bytes, centreLimits.helloBytesMax);
  const rid =
    read.ok && typeof read.value === 'object' && read.value !== null && 'rid' in read.value
      ? read.value.rid
      : '';
  return typeof rid === 'string' && /^[0-9a-f]{16}$/.test(rid) ? rid : undefined;
}

const known = sampleDossiers(noon).map(({ row }) => row.code);
const samples: Readonly<Record<string, v.GenericSchema>> = {
  hello: messages.hello,
  time: messages.timeRequest,
  dossier: messages.dossierQuestion,
  letter: messages.letterRequest,
  call: messages.callRequest,
  sync: syncRequest,
};

test('every kind of request is among those that are said here', () => {
  const kinds = messages.requestMessage.options.map(({ entries }) => entries.kind.literal);
  expect(kinds.sort()).toEqual(Object.keys(samples).sort());
});

describe('what a mad device asks', () => {
  test.each(Object.entries(samples))(
    'as a %s is answered once, by the agreed words or by a code of the closed list',
    async (_kind, schema) => {
      const wishes = fc
        .tuple(hostileOf(schema), fc.constantFrom(undefined, ...known, planted[0]))
        .map(([value, code]) =>
          code !== undefined && typeof value === 'object' && value !== null && 'code' in value
            ? { ...value, code }
            : value,
        );
      await fc.assert(
        fc.asyncProperty(hostileBytes(wishes), async (bytes) => {
          await say('req', bytes);
          const rid = ridOf(bytes);
          if (rid !== undefined) await answered(rid);
          const answers = rid === undefined ? [] : answersTo(rid);
          expect(answers).toHaveLength(rid === undefined ? 0 : 1);
          const [answer] = answers;
          if (answer === undefined) return;
          const read = v.parse(messages.responseMessage, answer) as Answer;
          if (read.kind !== 'refused') return;
          expect(Object.keys(refusalCodes)).toContain(read.code);
          expect(read.path).toMatch(/^[A-Za-z0-9.]{0,60}$/);
          expect(planted.filter((text) => JSON.stringify(read).includes(text))).toEqual([]);
        }),
        { numRuns: runs },
      );
    },
  );

  test('leaves nothing of a person anywhere in the folder', async () => {
    expect(scanFolder(path.join(home, 'data')).map(({ where, what }) => `${where}: ${what}`)).toEqual([]);
  });
});

describe('what a mad device says', () => {
  const said = {
    tel: messages.heartbeat,
    state: messages.presence,
    evt: messages.writtenBatch,
  } as const;

  test.each(Object.entries(said))(
    'on its %s is read or refused, and the centre stands',
    async (channel, schema) => {
      await fc.assert(
        fc.asyncProperty(hostileBytes(hostileOf(schema)), async (bytes) => {
          await say(channel as UpChannel, bytes); // a key of the table above
          for (const { message } of heard.filter((each) => each.channel === 'rcpt')) {
            const { refused } = v.parse(messages.receipt, message);
            if (refused !== undefined) expect(Object.keys(refusalCodes)).toContain(refused.code);
          }
        }),
        { numRuns: runs },
      );
    },
  );

  test('puts nothing of a person into the log, whatever it was', async () => {
    await centre.stop();
    const log = readFileSync(path.join(home, 'data', 'log', 'centre.log'), 'utf8');
    expect(log.split('\n').length).toBeGreaterThan(20);
    expect(scanLog(log, 'log')).toEqual([]);
    const places = log
      .split('\n')
      .flatMap((line) => (line === '' ? [] : ((JSON.parse(line) as { at?: string }).at ?? [])));
    expect(places.filter((at) => !/^[A-Za-z0-9.]{0,60}$/.test(at))).toEqual([]);
  });
});

describe('what a mad centre says', () => {
  const me = v.parse(deviceId, 'kiosk-1');
  const down = {
    rcpt: messages.receipt,
    res: v.variant('kind', [
      messages.welcome,
      messages.timeAnswer,
      messages.dossierReply,
      messages.letterReply,
      messages.callReply,
      writtenSyncPage,
      messages.refusedReply,
    ]),
    cfg: messages.configPush,
  } as const;

  test.each(Object.entries(down))('on %s is read by its schema or not at all', (channel, schema) => {
    const topic = topics.down(me, channel as keyof typeof down); // a key of the table above
    fc.assert(
      fc.property(hostileBytes(hostileOf(schema)), (bytes) => {
        const incoming = readIncoming(me, topic, bytes);
        expect(incoming?.kind).toMatch(/^(receipt|answer|config|unread)$/);
      }),
      { numRuns: 4 * runs },
    );
    expect(Object.keys(Object.prototype)).toEqual([]);
  });

  test('on any other topic is not for this device', () => {
    fc.assert(
      fc.property(fc.string(), hostileBytes(anyJson), (topic, bytes) => {
        expect(readIncoming(me, topic, bytes)).toBeUndefined();
      }),
    );
  });
});
