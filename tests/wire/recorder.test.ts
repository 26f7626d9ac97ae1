// The recorder reads packets however they are cut, keeps the will, and its judgement names every message that is wrong.
import mqttPacket from 'mqtt-packet';
import { expect, test } from 'vitest';
import type { SeenMessage } from './document.ts';
import { assertWireValid, messageReader } from './recorder.ts';

const presence = JSON.stringify({
  v: 1,
  s: 'lost',
  epoch: '0'.repeat(20),
  sess: 1,
  bootid: '0'.repeat(16),
  at: 0,
});
const topic = 'motcua/v1/d/tablet-1/up/state';

test('a connection cut into single bytes gives its will and its messages', () => {
  const seen: SeenMessage[] = [];
  const read = messageReader('up', (message) => seen.push(message));
  const bytes = Buffer.concat([
    mqttPacket.generate({
      cmd: 'connect',
      clientId: 'tablet-1',
      protocolId: 'MQTT',
      protocolVersion: 4,
      clean: true,
      keepalive: 20,
      will: { topic, payload: Buffer.from(presence), qos: 1, retain: false },
    }),
    mqttPacket.generate({
      cmd: 'publish',
      topic,
      payload: presence,
      qos: 1,
      messageId: 7,
      dup: false,
      retain: false,
    }),
    mqttPacket.generate({ cmd: 'pingreq' }),
  ]);
  for (const byte of bytes) read(Buffer.from([byte]));
  expect(seen.map(({ topic: on, qos, direction }) => ({ on, qos, direction }))).toEqual([
    { on: topic, qos: 1, direction: 'up' },
    { on: topic, qos: 1, direction: 'up' },
  ]);
  expect(() => assertWireValid(seen)).not.toThrow();
});

test('what the document does not allow is named once per fault', () => {
  const wrong: SeenMessage = {
    topic,
    payload: Buffer.from('{"v":2}'),
    qos: 1,
    retain: false,
    direction: 'up',
  };
  expect(() => assertWireValid([wrong, wrong])).toThrow(/presence: .*required property/);
  expect(() => assertWireValid([wrong, wrong])).toThrow(/^[^\n]+\n[^\n]+$/);
});
