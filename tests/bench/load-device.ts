/** An invented device on a real connection: mqtt.js over WebSocket, batches out, receipts in; it knows no outbox and no disk. */

import mqtt, { type MqttClient } from 'mqtt';
import { makeRequestId } from '../../shared/contract/fresh-ids.ts';
import type { DeviceId } from '../../shared/contract/ids.ts';
import { limits } from '../../shared/contract/limits.ts';
import { type Receipt, receipt as receiptSchema } from '../../shared/contract/messages.ts';
import { readBytes } from '../../shared/contract/reader.ts';
import type { DeviceConfig } from '../../shared/contract/site-config.ts';
import { deviceFilters, topics, type UpChannel } from '../../shared/contract/topics.ts';
import { type MadeBatch, MadeRows, randomOf } from './made-rows.ts';

interface Sent {
  readonly batch: MadeBatch;
  /** Monotonic ms at which it was handed to the wire. */
  readonly at: number;
  readonly receipted: (tookMs: number) => void;
}

export class LoadDevice {
  readonly rows: MadeRows;
  readonly #client: MqttClient;
  #sent: Sent[] = [];
  #answered: () => void = () => {};
  refused = 0;
  #isClosed = false;

  constructor({ device, config }: Credentials, client: MqttClient) {
    this.rows = new MadeRows(device, config);
    this.#client = client;
    client.on('message', (topic, bytes) => {
      if (topic === topics.down(device, 'rcpt')) this.#take(bytes);
      else if (topic === topics.down(device, 'res')) this.#answered();
    });
  }

  /** Asks for the time, which nothing has to be written for; resolves with the ms until the answer. One at a time. */
  askTime(): Promise<number> {
    const at = performance.now();
    const rid = makeRequestId(randomOf);
    const question = JSON.stringify({ v: 1, rid, kind: 'time', t0: Math.round(at) });
    return new Promise((resolve) => {
      this.#answered = () => resolve(performance.now() - at);
      this.say('req', question);
    });
  }

  /** Resolves with the ms until the receipt that covers it; never when none comes. */
  send(batch: MadeBatch): Promise<number> {
    return new Promise((receipted) => {
      this.#sent.push({ batch, at: performance.now(), receipted });
      // mqtt.js calls back at the PUBACK, which proves nothing.
      this.#publish('evt', batch.payload, 1);
    });
  }

  /** Asks for a dossier; whoever counts the answers does it elsewhere. */
  askDossier(code: string): void {
    const rid = makeRequestId(randomOf);
    this.say('req', JSON.stringify({ v: 1, rid, kind: 'dossier', code, via: 'wedge' }));
  }

  /** On a channel of its own that nobody acknowledges. */
  say(channel: 'req' | 'tel', text: string): void {
    this.#publish(channel, text, 0);
  }

  /** A closed client would throw; whoever measures hears of it by the receipt that does not come. */
  #publish(channel: UpChannel, payload: string | Buffer, qos: 0 | 1): void {
    if (this.#isClosed) return;
    this.#client.publish(topics.up(this.rows.device, channel), payload, { qos }, () => {});
  }

  /** Events and age in ms of what still waits for its receipt. */
  get waiting(): { readonly events: number; readonly ageMs: number }[] {
    const now = performance.now();
    return this.#sent.map(({ batch, at }) => ({ events: batch.events, ageMs: now - at }));
  }

  close(): void {
    this.#isClosed = true;
    this.#client.end(true);
  }

  #take(bytes: Uint8Array): void {
    const now = performance.now();
    const read = readBytes(receiptSchema, bytes, limits.packetBytesMax);
    if (!read.ok) throw new Error(`a receipt cannot be read: ${JSON.stringify(read.refusal)}`);
    const receipt: Receipt = read.value;
    if (receipt.refused !== undefined) this.refused += 1;
    const hwm = Math.max(0, ...receipt.lanes.map((lane) => lane.hwm));
    const covered = this.#sent.filter(({ batch }) => batch.last <= hwm);
    if (covered.length === 0) return;
    this.#sent = this.#sent.filter(({ batch }) => batch.last > hwm);
    for (const { at, receipted } of covered) receipted(now - at);
  }
}

export interface Credentials {
  readonly device: DeviceId;
  readonly secret: string;
  /** Where it stands; invented when the centre does not care. */
  readonly config?: DeviceConfig;
}

/** Connects one device and waits until it is subscribed. Rejects when the broker refuses it. */
async function connectDevice(
  url: string,
  credentials: Credentials,
  from: string | undefined,
): Promise<LoadDevice> {
  const { device, secret } = credentials;
  const client = mqtt.connect(url, {
    clientId: device,
    username: device,
    password: secret,
    protocolVersion: 4,
    clean: true,
    keepalive: limits.keepaliveSeconds,
    connectTimeout: limits.connectWaitMs,
    reconnectPeriod: 0,
    resubscribe: false,
    ...(from === undefined ? {} : { wsOptions: { localAddress: from } }),
  });
  await new Promise<void>((resolve, reject) => {
    client.once('connect', () => resolve());
    client.once('error', reject);
    client.once('close', () => reject(new Error('the connection closed before it was open')));
  });
  // An error of an open session ends in its close; whoever waits for receipts then waits in vain, and says so.
  client.on('error', () => client.end(true));
  await client.subscribeAsync([...deviceFilters(device)], { qos: 1 });
  return new LoadDevice(credentials, client);
}

/** How many are let in at a time. */
const connectAtOnce = 32;

/**
 * As many as are asked for, each from an address of its own where the system has them: a real fleet does not stand behind one, and
 * the centre lets in only so many of one address that have not said who they are.
 */
export async function connectDevices(url: string, all: readonly Credentials[]): Promise<LoadDevice[]> {
  const made: LoadDevice[] = [];
  let begun = 0;
  const worker = async (): Promise<void> => {
    for (let next = all[begun]; next !== undefined; next = all[begun]) {
      begun += 1;
      made.push(await connectDevice(url, next, ownAddress(begun)));
    }
  };
  await Promise.all(Array.from({ length: hasLoopbackNet ? connectAtOnce : 3 }, worker));
  return made;
}

/** Linux answers on all of 127.0.0.0/8. */
const hasLoopbackNet = process.platform === 'linux';

function ownAddress(n: number): string | undefined {
  return hasLoopbackNet ? `127.1.${n >> 8}.${n & 255}` : undefined;
}
