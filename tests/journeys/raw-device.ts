// A device made by hand for bad manners: enrols, connects with mqtt.js and says exactly what a test tells it to.
import { randomBytes } from 'node:crypto';
import mqtt, { type IClientOptions, type MqttClient } from 'mqtt';
import { WebSocket } from 'ws';
import type { Enrolled } from '../../shared/contract/enrolment.ts';
import type { DeviceId } from '../../shared/contract/ids.ts';
import { deviceFilters, topics } from '../../shared/contract/topics.ts';
import type { SeenMessage } from '../wire/document.ts';
import type { Centre } from './centre.ts';
import { until } from './until.ts';

export const hex = (bytes: number): string => randomBytes(bytes).toString('hex');

/** POST /api/enrol as an app does it. */
export async function enrol(centre: Centre, app: 'kiosk' | 'tablet' = 'tablet'): Promise<Enrolled> {
  const response = await fetch(`${centre.url}/api/enrol`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: centre.url },
    body: JSON.stringify({ app, code: centre.enrolCode(app) }),
  });
  if (!response.ok) throw new Error(`enrol: ${response.status} ${await response.text()}`);
  return (await response.json()) as Enrolled; // enrolment has tests of its own
}

export interface Manners {
  readonly clientId?: string;
  readonly username?: string;
  readonly password?: string;
}
export interface Door {
  readonly origin?: string;
  readonly host?: string;
}

function optionsFor(centre: Centre, identity: Enrolled, manners: Manners): IClientOptions {
  return {
    clientId: manners.clientId ?? identity.device,
    username: manners.username ?? identity.device,
    password: manners.password ?? identity.secret,
    protocolVersion: 4,
    clean: true,
    reconnectPeriod: 0,
    connectTimeout: 8_000,
    wsOptions: { headers: { origin: centre.url } },
  };
}

/** How a connection that should fail ends: the text of its error, or `closed`. */
export function refusedWith(centre: Centre, identity: Enrolled, manners: Manners): Promise<string> {
  return new Promise((resolve) => {
    const client = mqtt.connect(centre.mqttUrl, optionsFor(centre, identity, manners));
    const end = (how: string) => {
      client.end(true);
      resolve(how);
    };
    client.on('connect', () => end('connected'));
    client.on('error', (error) => end(error.message));
    client.on('close', () => end('closed'));
  });
}

/** The HTTP status by which a WebSocket is turned away; 101 when it is let in. */
export function turnedAway(centre: Centre, { origin, host }: Door): Promise<number> {
  return new Promise((resolve, reject) => {
    const headers = { origin: origin ?? centre.url, ...(host !== undefined && { host }) };
    const socket = new WebSocket(centre.mqttUrl, 'mqtt', { headers });
    socket.on('open', () => {
      socket.terminate();
      resolve(101);
    });
    socket.on('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0));
    socket.on('error', reject);
  });
}

export interface EventChange {
  readonly [field: string]: unknown;
}

export class RawDevice {
  readonly id: DeviceId;
  readonly identity: Enrolled;
  readonly heard: SeenMessage[] = [];
  readonly said: SeenMessage[] = [];
  readonly epoch = hex(10);
  readonly bootid = hex(8);
  isClosed = false;
  readonly #client: MqttClient;
  #seq = 0;
  #previd: string | undefined;

  private constructor(identity: Enrolled, client: MqttClient) {
    this.identity = identity;
    this.id = identity.device;
    this.#client = client;
    client.on('message', (topic, payload, { qos, retain }) =>
      this.heard.push({ topic, payload, qos, retain, direction: 'down' }),
    );
    client.on('close', () => {
      this.isClosed = true;
    });
    client.on('error', () => {
      this.isClosed = true;
    });
  }

  static async connect(centre: Centre, identity: Enrolled): Promise<RawDevice> {
    const client = await mqtt.connectAsync(centre.mqttUrl, optionsFor(centre, identity, {}));
    const device = new RawDevice(identity, client);
    await client.subscribeAsync([...deviceFilters(device.id)], { qos: 1 });
    return device;
  }

  /** Publishes bytes or a value; resolves when the broker has acknowledged, which proves nothing. */
  async say(topic: string, payload: unknown, qos: 0 | 1 = 1, retain = false): Promise<void> {
    const bytes =
      typeof payload === 'string' || Buffer.isBuffer(payload)
        ? Buffer.from(payload)
        : Buffer.from(JSON.stringify(payload));
    this.said.push({ topic, payload: bytes, qos, retain, direction: 'up' });
    await this.#client.publishAsync(topic, bytes, { qos, retain });
  }

  /** Says events (or anything in their place) in one batch. */
  async send(...events: unknown[]): Promise<void> {
    await this.sendAt(Date.now(), ...events);
  }

  /** The same with another corrected time; null: unknown. */
  async sendAt(at: number | null, ...events: unknown[]): Promise<void> {
    const clock = at === null ? 'none' : 'sync';
    const batch = {
      v: 1,
      attempt: 0,
      sentms: Date.now(),
      events: events.map((event) => ({ at, clock, event })),
    };
    await this.say(topics.up(this.id, 'evt'), batch);
  }

  /** The next rating in line; `change` overwrites fields of the envelope, `data` fields of the body. */
  rating(
    change: EventChange = {},
    data: EventChange = {},
  ): Record<string, unknown> & { id: string; seq: number } {
    this.#seq += 1;
    const id = hex(16);
    const event = {
      specversion: '1.0',
      type: 'vn.motcua.rating.given.v1',
      source: `urn:motcua:device:${this.id}`,
      id,
      datacontenttype: 'application/json',
      epoch: this.epoch,
      lane: 0,
      seq: this.#seq,
      ...(this.#previd !== undefined && { previd: this.#previd }),
      bootid: this.bootid,
      monoms: '1000',
      wallms: String(Date.now()),
      appver: 'test',
      cfgver: 1,
      data: {
        site: 'demo',
        counter: null,
        scale: { id: 'hai-long-3', version: 1, size: 3 },
        index: 0,
        outcome: 'tapped',
        flags: [],
        invitation: null,
        ...data,
      },
      ...change,
    };
    this.#previd = id;
    return event;
  }

  /** Messages heard on one of its own down channels, as JSON. */
  on(channel: 'rcpt' | 'res' | 'cfg'): Record<string, unknown>[] {
    return this.heard
      .filter(({ topic }) => topic === topics.down(this.id, channel))
      .map(({ payload }) => JSON.parse(new TextDecoder().decode(payload)) as Record<string, unknown>);
  }

  /** Waits for a receipt that satisfies; compare it as JSON. */
  async receipt(what: string, isRight: (receipt: Heard) => boolean): Promise<Heard> {
    const found = await until(
      `${what}, among receipts`,
      () => this.on('rcpt') as unknown as Heard[], // validated against the document at the end of each test
      (all) => all.some(isRight),
    );
    return found.find(isRight) ?? { lanes: [] };
  }

  /** Everything up to `seq` has a receipt. */
  async settled(seq: number): Promise<void> {
    await this.receipt(`place ${seq} settled`, ({ lanes }) =>
      lanes.some((lane) => lane.epoch === this.epoch && lane.lane === 0 && lane.hwm >= seq),
    );
  }

  async close(): Promise<void> {
    await this.#client.endAsync(true);
  }
}

/** A receipt as it was heard. */
export interface Heard {
  readonly lanes: readonly {
    readonly epoch: string;
    readonly lane: number;
    readonly hwm: number;
    readonly hid?: string;
    readonly also: readonly (readonly [number, number, string | null])[];
    readonly rej: readonly { readonly seq: number; readonly code: string }[];
  }[];
  readonly refused?: { readonly code: string; readonly path: string };
}
