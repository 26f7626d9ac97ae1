/** The wire by mqtt.js over WebSocket: one client object per dial, which never reconnects by itself; it knows no message. */
import mqtt, { type IClientOptions, type MqttClient } from 'mqtt';
import { limits } from '../contract/limits.ts';
import { type Connection, DialRefused, type Identity, type Will, type Wire } from './ports.ts';

/** Nothing is kept for a later session: what must not be lost is in the outbox, and a stored message would hold back `connect`. */
class ForgetfulStore extends mqtt.Store {
  override put(packet: Parameters<InstanceType<typeof mqtt.Store>['put']>[0], done: () => void): this {
    done();
    void packet;
    return this;
  }
}

/** [MQTT-3.2.2-6] return codes by which a broker refuses who asks, not when: 2 identifier, 4 credentials, 5 not authorised. */
const refusals = new Set([2, 4, 5]);

function optionsOf(identity: Identity, will: Will): IClientOptions {
  return {
    clientId: identity.device,
    username: identity.device,
    password: identity.secret,
    protocolVersion: 4,
    clean: true,
    keepalive: limits.keepaliveSeconds,
    connectTimeout: limits.connectWaitMs,
    reconnectPeriod: 0, // the loop is rules/link
    resubscribe: false,
    // The default makes a worker from a blob, which the content security policy forbids.
    timerVariant: 'native',
    messageIdProvider: new mqtt.UniqueMessageIdProvider(),
    outgoingStore: new ForgetfulStore(),
    // mqtt.js asks for its own Buffer; it takes any byte array.
    will: { topic: will.topic, payload: will.bytes as Buffer, qos: 1, retain: false },
  };
}

function wrap(client: MqttClient): Connection {
  return {
    publish: (topic, bytes, qos) => {
      // As above; an error here means that the connection is going, which onClose tells.
      client.publish(topic, bytes as Buffer, { qos, retain: false }, () => {});
    },
    subscribe: async (filters) => {
      const granted = await client.subscribeAsync([...filters], { qos: 1 });
      if (granted.some((one) => one.qos > 2)) throw new DialRefused('a topic of our own was not granted');
    },
    onMessage: (listener) => {
      client.on('message', (topic, payload) => listener(topic, payload));
    },
    onClose: (listener) => {
      client.once('close', listener);
    },
    close: (how) => {
      client.end(how !== 'farewell');
    },
  };
}

function codeOf(error: Error): number {
  return 'code' in error && typeof error.code === 'number' ? error.code : -1;
}

/** `base`: ws:// or wss:// with host, without path. */
export function createMqttWire(base: string): Wire {
  return {
    dial: (identity, will) =>
      new Promise<Connection>((resolve, reject) => {
        const client = mqtt.connect(`${base}${identity.mqttPath}`, optionsOf(identity, will));
        const fail = (error: Error): void => {
          client.end(true);
          reject(refusals.has(codeOf(error)) ? new DialRefused(error.message) : error);
        };
        client.once('connect', () => {
          client.off('close', closed);
          client.off('error', fail);
          // An error of an open session ends in its close; without a listener it would be thrown.
          client.on('error', () => client.end(true));
          resolve(wrap(client));
        });
        const closed = (): void => fail(new Error('the connection closed before it was open'));
        client.on('error', fail); // not once: an error after the first would be thrown
        client.once('close', closed);
      }),
  };
}
