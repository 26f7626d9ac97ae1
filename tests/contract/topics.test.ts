// Every topic of ours can be built and parsed back; every other topic is none of ours.
import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { deviceId } from '../../shared/contract/ids.ts';
import { limits } from '../../shared/contract/limits.ts';
import {
  centreFilter,
  deviceFilters,
  downChannels,
  parseTopic,
  qosOf,
  topics,
  upChannels,
  upFilter,
} from '../../shared/contract/topics.ts';

const devices = fc.stringMatching(/^[a-z0-9-]{3,32}$/).map((text) => v.parse(deviceId, text));

/** MQTT 3.1.1, 4.7: whether a filter takes a topic. */
function takes(filter: string, topic: string): boolean {
  const wanted = filter.split('/');
  const given = topic.split('/');
  return wanted.length === given.length && wanted.every((part, i) => part === '+' || part === given[i]);
}

describe('a topic', () => {
  test('built for a device is parsed to that device and channel', () => {
    fc.assert(
      fc.property(devices, (device) => {
        for (const channel of upChannels)
          expect(parseTopic(topics.up(device, channel))).toEqual({ kind: 'up', device, channel });
        for (const channel of downChannels)
          expect(parseTopic(topics.down(device, channel))).toEqual({ kind: 'down', device, channel });
        expect(parseTopic(topics.quarantine(device))).toEqual({ kind: 'quarantine', device });
      }),
    );
  });
  test('of a centre instance is parsed to that instance', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z0-9-]{1,32}$/), (instance) => {
        expect(parseTopic(topics.centre(instance))).toEqual({ kind: 'centre', instance });
      }),
    );
  });
  test('fits its limit in bytes', () => {
    const device = v.parse(deviceId, 'x'.repeat(32));
    expect(topics.down(device, 'rcpt').length).toBeLessThanOrEqual(limits.topicBytesMax);
    expect(topics.centre('x'.repeat(32)).length).toBeLessThanOrEqual(limits.topicBytesMax);
  });
  test.each([
    '',
    'motcua',
    'motcua/v1',
    'motcua/v2/d/kiosk-1/up/evt',
    'Motcua/v1/d/kiosk-1/up/evt',
    '/motcua/v1/d/kiosk-1/up/evt',
    'motcua/v1/d/kiosk-1/up/evt/',
    'motcua/v1/d/kiosk-1/up/evt/more',
    'motcua/v1/d/kiosk-1/up',
    'motcua/v1/d/kiosk-1/up/rcpt',
    'motcua/v1/d/kiosk-1/down/evt',
    'motcua/v1/d/kiosk-1/side/evt',
    'motcua/v1/d/KIOSK-1/up/evt',
    'motcua/v1/d/ab/up/evt',
    `motcua/v1/d/${'x'.repeat(33)}/up/evt`,
    'motcua/v1/d/+/up/evt',
    'motcua/v1/d/#',
    'motcua/v1/d//up/evt',
    'motcua/v1/d/kiosk 1/up/evt',
    'motcua/v1/d/kiosk-1/up/evt\u0000',
    'motcua/v1/q/kiosk-1/evt',
    'motcua/v1/q/+',
    'motcua/v1/centre//state',
    'motcua/v1/centre/+/state',
    'motcua/v1/centre/A/state',
    'motcua/v1/centre/a/b/state',
    'motcua/v1/centre/a/state/x',
    'motcua/v1/centre/a',
    '$SYS/broker/version',
    '$share/g/motcua/v1/d/kiosk-1/up/evt',
  ])('%j is none of ours', (topic) => {
    expect(parseTopic(topic)).toBeUndefined();
  });
  test('of any other text is none of ours', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        expect(parseTopic(text)).toBeUndefined();
        expect(parseTopic(`motcua/v1/${text}`)).toBeUndefined();
      }),
    );
  });
});

describe('filters', () => {
  const device = v.parse(deviceId, 'tablet-1');
  const other = v.parse(deviceId, 'tablet-2');

  test('of a device take its own down channels and any centre, and nothing of another device', () => {
    const filters = deviceFilters(device);
    for (const channel of downChannels) {
      expect(filters.filter((filter) => takes(filter, topics.down(device, channel)))).toHaveLength(1);
      expect(filters.some((filter) => takes(filter, topics.down(other, channel)))).toBe(false);
    }
    expect(filters.some((filter) => takes(filter, topics.centre('a')))).toBe(true);
    expect(filters.some((filter) => filter.includes('#'))).toBe(false);
    expect(filters).toContain(centreFilter);
  });
  test('of the centre take every up channel of every device and no down channel', () => {
    for (const channel of upChannels) expect(takes(upFilter, topics.up(device, channel))).toBe(true);
    for (const channel of downChannels) expect(takes(upFilter, topics.down(device, channel))).toBe(false);
    expect(takes(upFilter, topics.quarantine(device))).toBe(false);
  });
  test('events, presence, commands and configuration travel at QoS 1, the rest at 0', () => {
    const asked = [...upChannels, ...downChannels].filter((channel) => qosOf(channel) === 1);
    expect(asked.sort()).toEqual(['cfg', 'cmd', 'evt', 'state']);
  });
});
