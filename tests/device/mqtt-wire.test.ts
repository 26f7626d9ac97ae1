// The wire by mqtt.js against a real broker on a real socket: what is an open session, a refusal, an end.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Aedes } from 'aedes';
import { afterEach, describe, expect, test } from 'vitest';
import { createWebSocketStream, WebSocketServer } from 'ws';
import { createMqttWire } from '../../shared/device/mqtt-wire.ts';
import { type Connection, DialRefused, type Identity } from '../../shared/device/ports.ts';

const identity: Identity = {
  device: 'tablet-mau-5' as Identity['device'], // of the right shape
  secret: 'right',
  mqttPath: '/mqtt',
  keys: { command: [] },
};
const will = { topic: 'motcua/v1/d/tablet-mau-5/up/state', bytes: new TextEncoder().encode('lost') };
const ends: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

interface Heard {
  readonly topic: string;
  readonly text: string;
  readonly qos: number;
  readonly retain: boolean;
}
async function startBroker() {
  const aedes = await Aedes.createBroker({
    authenticate: (client, user, password, done) => {
      const isRight = user === client.id && String(password) === 'right';
      // 4 of [MQTT-3.2.2-6]: bad user name or password.
      if (isRight) done(null, true);
      else done(Object.assign(new Error('no'), { returnCode: 4 as const }), null);
    },
  });
  const server: Server = createServer();
  const sockets = new WebSocketServer({ server });
  sockets.on('connection', (socket) => void aedes.handle(createWebSocketStream(socket)));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const heard: Heard[] = [];
  await aedes.subscribe(
    'motcua/#',
    (packet, done) => {
      heard.push({
        topic: packet.topic,
        text: String(packet.payload),
        qos: packet.qos,
        retain: packet.retain,
      });
      done();
    },
    () => {},
  );
  const cut = (): void => {
    for (const socket of sockets.clients) socket.terminate();
  };
  ends.push(async () => {
    cut();
    await new Promise<void>((resolve) => aedes.close(() => resolve()));
    await new Promise<void>((resolve) => {
      server.close(() => resolve());
    });
  });
  const { port } = server.address() as AddressInfo; // listening on a port
  return { base: `ws://127.0.0.1:${port}`, aedes, heard, cut };
}
async function dial(base: string, who: Identity = identity): Promise<Connection> {
  const connection = await createMqttWire(base).dial(who, will);
  ends.push(async () => connection.close());
  return connection;
}
/** Resolves when a condition holds; the broker answers in its own time. */
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setImmediate(resolve));
}

describe('a dial', () => {
  test('with the right secret opens a session in which both sides are heard', async () => {
    const { base, aedes, heard } = await startBroker();
    const connection = await dial(base);
    const messages: [string, string][] = [];
    connection.onMessage((topic, bytes) => messages.push([topic, new TextDecoder().decode(bytes)]));
    await connection.subscribe(['motcua/v1/d/tablet-mau-5/down/rcpt']);
    connection.publish('motcua/v1/d/tablet-mau-5/up/evt', new TextEncoder().encode('up'), 1);
    aedes.publish(
      {
        cmd: 'publish',
        topic: 'motcua/v1/d/tablet-mau-5/down/rcpt',
        payload: Buffer.from('down'),
        qos: 0,
        retain: false,
        dup: false,
      },
      () => {},
    );
    await until(() => messages.length > 0 && heard.some((one) => one.text === 'up'));
    expect(messages).toEqual([['motcua/v1/d/tablet-mau-5/down/rcpt', 'down']]);
    expect(heard.find((one) => one.text === 'up')).toMatchObject({ qos: 1, retain: false });
  });
  test('with a wrong secret is a refusal, not a missing network', async () => {
    const { base } = await startBroker();
    await expect(dial(base, { ...identity, secret: 'wrong' })).rejects.toThrow(DialRefused);
  });
  test('where nobody listens fails without a refusal, and leaves no unheard error', async () => {
    const { base } = await startBroker();
    for (const end of ends.splice(0)) await end();
    const failed = await dial(base).catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(Error);
    expect(failed).not.toBeInstanceOf(DialRefused);
  });
  test('publishes without waiting for the acknowledgement of what went before', async () => {
    const { base, heard } = await startBroker();
    const connection = await dial(base);
    for (let i = 0; i < 300; i += 1) connection.publish('motcua/x', new TextEncoder().encode(String(i)), 1);
    await until(() => heard.length === 300);
    expect(heard.map((one) => one.text)).toEqual(Array.from({ length: 300 }, (_, i) => String(i)));
  });
});

describe('an open session', () => {
  test('that the network ends is told once, and its will is said', async () => {
    const { base, cut, heard } = await startBroker();
    const connection = await dial(base);
    let closes = 0;
    connection.onClose(() => {
      closes += 1;
    });
    cut();
    await until(() => closes > 0 && heard.length > 0);
    expect([closes, heard[0]]).toMatchObject([1, { topic: will.topic, text: 'lost' }]);
  });
  test('takes a word after its end without an error', async () => {
    const { base, cut } = await startBroker();
    const connection = await dial(base);
    const closed = new Promise<void>((resolve) => connection.onClose(resolve));
    cut();
    await closed;
    connection.publish('motcua/x', new Uint8Array([1]), 1);
    connection.close();
    await expect(connection.subscribe(['motcua/y'])).rejects.toThrow();
  });
  test('that says farewell and goes is not said to be lost', async () => {
    const { base, heard, aedes } = await startBroker();
    const connection = await dial(base);
    connection.publish(will.topic, new TextEncoder().encode('off'), 1);
    const closed = new Promise<void>((resolve) => connection.onClose(resolve));
    connection.close('farewell');
    await closed;
    await until(() => heard.length > 0);
    // The broker has ended the session by now; a will would have been said with its end.
    await new Promise<void>((resolve) => aedes.close(() => resolve()));
    expect(heard.map((one) => one.text)).toEqual(['off']);
  });
});
