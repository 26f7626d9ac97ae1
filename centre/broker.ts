/**
 * The embedded broker: aedes with our rules in its hooks. It stores nothing that matters and reads no payload.
 *
 * The musts, each measured on aedes 1.2:
 * 1. authorizePublish never answers with an error (it would close the socket, and a client that comes back at once makes a storm):
 *    what may not be said goes to the quarantine topic, and retain is cleared;
 * 2. call-backs of in-process subscribers are deferred to a microtask (a burst overflowed the stack);
 * 3. down messages go straight to the one client they are for, so that a slow socket never fills the emitter's slots.
 */

import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { Aedes, type AedesPublishPacket, type Client, type PublishPacket } from 'aedes';
import { centreLimits } from '../shared/contract/centre-limits.ts';
import type { DeviceId } from '../shared/contract/ids.ts';
import type { RefusalCode } from '../shared/contract/refusal-codes.ts';
import {
  type DownChannel,
  parseTopic,
  qosOf,
  topics,
  type UpChannel,
  upFilter,
} from '../shared/contract/topics.ts';
import { type Admission, type Credentials, maySubscribe, ownChannel } from './access.ts';

export interface BrokerParts {
  readonly instance: string;
  readonly admit: (asked: Credentials) => Admission;
  /** ms until this device may publish again; 0: now. */
  readonly publishWait: (device: DeviceId) => number;
  readonly hear: (device: DeviceId, channel: UpChannel, payload: Uint8Array) => void;
  readonly connected: (device: DeviceId, isConnected: boolean) => void;
  /** A message put aside, or a connection refused. `device` is only claimed where `code` speaks of credentials. */
  readonly refused: (device: string, code: RefusalCode, path: string, retryAfterMs?: number) => void;
}

export interface Broker {
  /** Takes a stream of MQTT bytes. */
  handle(stream: Duplex, request: IncomingMessage, authenticated: () => void): void;
  /** To one connected device; false when it is not there or has not subscribed. */
  send(device: DeviceId, channel: DownChannel, payload: Uint8Array): boolean;
  /** The centre's own retained state. */
  announce(payload: Uint8Array): Promise<void>;
  /** Closes a device's connection now. */
  expel(device: DeviceId): void;
  connectedCount(): number;
  close(): Promise<void>;
}

/** What aedes keeps of a client's subscriptions; its types leave it out. */
type Subscriber = Client & { readonly subscriptions: Readonly<Record<string, unknown>> };

export async function openBroker(parts: BrokerParts): Promise<Broker> {
  const clients = new Map<string, Subscriber>();
  const whenAuthenticated = new WeakMap<object, () => void>();
  const aedes = await Aedes.createBroker({
    id: parts.instance,
    connectTimeout: centreLimits.connectWithinMs,
    drainTimeout: centreLimits.slowSocketMs,
    maxClientsIdLength: 32,
    preConnect: (_client, packet, done) => {
      const isFresh = packet.clean === true && packet.clientId !== '';
      done(isFresh ? null : new Error('clean sessions with a client id only'), isFresh);
    },
    authenticate: (client, username, password, done) => {
      const asked = { clientId: client.id, username, password: password?.toString('utf8') };
      const admission = parts.admit(asked);
      if (admission.ok) {
        whenAuthenticated.get(client.conn)?.();
        done(null, true);
        return;
      }
      parts.refused(client.id, admission.code, '');
      done(Object.assign(new Error(admission.code), { returnCode: returnCodeOf(admission.code) }), false);
    },
    authorizePublish: (client, packet, done) => {
      if (client !== null) confine(client, packet, parts);
      done(null);
    },
    authorizeSubscribe: (client, subscription, done) => {
      const isOwn = maySubscribe(client.id as DeviceId, subscription.topic); // authenticated, so a device id
      if (!isOwn) parts.refused(client.id, 'E_TOPIC', '');
      done(null, isOwn ? subscription : null);
    },
  });
  aedes.on('clientReady', (client) => {
    clients.set(client.id, client as Subscriber);
    parts.connected(client.id as DeviceId, true); // authenticated
  });
  aedes.on('clientDisconnect', (client) => {
    // A client that took over the id has already replaced this one.
    if (clients.get(client.id) !== client) return;
    clients.delete(client.id);
    parts.connected(client.id as DeviceId, false); // authenticated
  });
  // Sockets break every day; aedes has closed this one already.
  aedes.on('clientError', () => undefined);
  aedes.on('connectionError', () => undefined);
  await subscribe(aedes, parts);
  return {
    handle: (stream, request, authenticated) => {
      whenAuthenticated.set(stream, authenticated);
      aedes.handle(stream, request);
    },
    send: (device, channel, payload) => {
      const topic = topics.down(device, channel);
      const client = clients.get(device);
      if (client === undefined || client.closed || client.subscriptions[topic] === undefined) return false;
      client.publish(packetOf(topic, payload, qosOf(channel), false), () => undefined);
      return true;
    },
    announce: (payload) =>
      new Promise((resolve) => {
        aedes.publish(packetOf(topics.centre(parts.instance), payload, 1, true), () => resolve());
      }),
    expel: (device) => clients.get(device)?.close(),
    connectedCount: () => clients.size,
    close: () => new Promise((resolve) => aedes.close(() => resolve())),
  };
}

function packetOf(topic: string, payload: Uint8Array, qos: 0 | 1, retain: boolean): PublishPacket {
  return { cmd: 'publish', topic, payload: Buffer.from(payload), qos, dup: false, retain };
}

/** A device speaks on its own up/ topics, at its rate, retains nothing; the rest is put aside. */
function confine(client: Client, packet: PublishPacket, parts: BrokerParts): void {
  const device = client.id as DeviceId; // authenticated
  packet.retain = false;
  const channel = ownChannel(device, packet.topic);
  const wait = channel === undefined ? 0 : parts.publishWait(device);
  if (channel !== undefined && wait === 0) return;
  if (channel === undefined) parts.refused(device, 'E_TOPIC', '');
  else parts.refused(device, 'E_RATE', channel, wait);
  packet.topic = topics.quarantine(device);
}

function subscribe(aedes: Aedes, parts: BrokerParts): Promise<void> {
  const hear = (packet: AedesPublishPacket, done: () => void): void => {
    const topic = parseTopic(packet.topic);
    const { payload } = packet;
    queueMicrotask(() => {
      if (topic?.kind === 'up') {
        parts.hear(topic.device, topic.channel, typeof payload === 'string' ? Buffer.from(payload) : payload);
      }
      done();
    });
  };
  return new Promise((resolve) => aedes.subscribe(upFilter, hear, () => resolve()));
}

/** MQTT 3.1.1 CONNACK codes: 4 wrong credentials, 5 not allowed, 3 come back later. */
function returnCodeOf(code: RefusalCode): number {
  if (code === 'E_CREDENTIAL') return 4;
  return code === 'E_REVOKED' ? 5 : 3;
}
