// A whole centre inside the test's own process, on a folder of its own and any free port, with a small site and without the archive.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import mqtt, { type MqttClient } from 'mqtt';
import { onTestFinished } from 'vitest';
import { type CentreWish, type RunningCentre, startCentre } from '../../centre/centre.ts';
import type { Enrolled } from '../../shared/contract/enrolment.ts';
import type { SiteConfig } from '../../shared/contract/site-config.ts';
import { deviceFilters, topics } from '../../shared/contract/topics.ts';

export function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'motcua-centre-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

const day = [['07:30', '17:00']] as [string, string][];

/** A small site as the packer writes it. */
export function siteOf(version: number, demo: boolean): SiteConfig {
  return {
    schema: 1,
    version,
    demo,
    centre: { name: { vi: 'Trung tâm mẫu' }, agency: { vi: 'Trung tâm mẫu' } },
    site: { id: 'hoa-thanh', name: { vi: 'Hòa Thành (mẫu)' } },
    hotline: { number: '1900 0000' },
    counters: [
      { id: 'quay-1', number: '1', name: { vi: 'Quầy 1' } },
      { id: 'quay-2', number: '2', name: { vi: 'Quầy 2' } },
    ],
    scale: {
      id: 'hai-long-3',
      version: 1,
      levels: [
        { id: 'very-satisfied', label: { vi: 'Rất hài lòng' }, polarity: 'positive' },
        { id: 'satisfied', label: { vi: 'Hài lòng' }, polarity: 'positive' },
        { id: 'neutral', label: { vi: 'Bình thường' }, polarity: 'neutral' },
      ],
    },
    hours: {
      week: { mon: day, tue: day, wed: day, thu: day, fri: day, sat: [], sun: [] },
      holidays: [],
      workingDays: [],
    },
    units: [{ prefix: '000.00.17.H53', name: { vi: 'Đơn vị mẫu' } }],
    handOff: [],
    wording: {},
    kiosk: { panel: { pxPerMm: 3.78, viewingMm: 600 }, camera: 'environment', sound: true },
    tablet: { panel: { pxPerMm: 3.78, viewingMm: 400 }, undoWindowMs: 0, sound: true },
  } as unknown as SiteConfig; // ids written in the shapes of their brands
}

/** Starts a demo centre, or with `demo: false` a real one that already has the site; it stops with the test. */
export async function running(wish: Partial<CentreWish> = {}): Promise<RunningCentre> {
  const dist = temporaryFolder();
  mkdirSync(path.join(dist, 'device-config'));
  writeFileSync(path.join(dist, 'device-config', 'demo.json'), JSON.stringify(siteOf(1, true)));
  const centre = await startCentre({
    data: path.join(temporaryFolder(), 'data'),
    archive: false,
    dist,
    ...wish,
  });
  onTestFinished(() => centre.stop());
  if (wish.demo === false) await post(centre, '/api/sites', siteOf(1, false));
  return centre;
}

export interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown> & { readonly [index: number]: unknown };
}

async function answerOf(response: Response): Promise<Answer> {
  return { status: response.status, body: (await response.json()) as Answer['body'] }; // each test looks at what it names
}

export async function get(centre: RunningCentre, address: string): Promise<Answer> {
  return answerOf(await fetch(`${centre.url}${address}`));
}

export async function post(
  centre: RunningCentre,
  address: string,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  return answerOf(
    await fetch(`${centre.url}${address}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    }),
  );
}

/** A new device of a demo centre. */
export async function enrolled(centre: RunningCentre, app: 'kiosk' | 'tablet' = 'tablet'): Promise<Enrolled> {
  const { status, body } = await post(centre, '/api/enrol', { app, code: centre.demo?.codes[app] });
  if (status !== 200) throw new Error(`enrol: ${status} ${JSON.stringify(body)}`);
  return body as unknown as Enrolled; // enrolment has tests of its own
}

/** A connected device that remembers what it heard. */
export interface Talker {
  readonly client: MqttClient;
  readonly heard: { readonly topic: string; readonly text: string; readonly retain: boolean }[];
  /** Messages on one of its own down channels, as JSON. */
  on(channel: 'rcpt' | 'res' | 'cfg'): Record<string, unknown>[];
  say(channel: 'evt' | 'req' | 'tel' | 'state', value: unknown): Promise<unknown>;
}

export async function talker(centre: RunningCentre, identity: Enrolled): Promise<Talker> {
  const client = await mqtt.connectAsync(centre.mqttUrl, {
    clientId: identity.device,
    username: identity.device,
    password: identity.secret,
    protocolVersion: 4,
    clean: true,
    reconnectPeriod: 0,
  });
  onTestFinished(() => void client.end(true));
  client.on('error', () => undefined); // a closed socket is what some tests wait for
  const heard: Talker['heard'] = [];
  client.on('message', (topic, payload, packet) =>
    heard.push({ topic, text: payload.toString(), retain: packet.retain }),
  );
  await client.subscribeAsync([...deviceFilters(identity.device)], { qos: 1 });
  return {
    client,
    heard,
    on: (channel) =>
      heard
        .filter(({ topic }) => topic === topics.down(identity.device, channel))
        .map(({ text }) => JSON.parse(text) as Record<string, unknown>), // compared field by field
    say: (channel, value) =>
      client.publishAsync(
        topics.up(identity.device, channel),
        value instanceof Uint8Array ? Buffer.from(value) : JSON.stringify(value),
        { qos: channel === 'evt' || channel === 'state' ? 1 : 0 },
      ),
  };
}
