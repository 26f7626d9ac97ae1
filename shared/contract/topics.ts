/** Every MQTT topic, built and parsed here and nowhere else; it knows no payload. */
import * as v from 'valibot';
import { type DeviceId, deviceId } from './ids.ts';
import { limits } from './limits.ts';

const root = 'motcua/v1';

export const upChannels = ['evt', 'tel', 'req', 'state'] as const;
export const downChannels = ['rcpt', 'res', 'cmd', 'cfg'] as const;
export type UpChannel = (typeof upChannels)[number];
export type DownChannel = (typeof downChannels)[number];

export type Topic =
  | { readonly kind: 'up'; readonly device: DeviceId; readonly channel: UpChannel }
  | { readonly kind: 'down'; readonly device: DeviceId; readonly channel: DownChannel }
  | { readonly kind: 'centre'; readonly instance: string }
  | { readonly kind: 'quarantine'; readonly device: DeviceId };

export const topics = {
  up: (device: DeviceId, channel: UpChannel): string => `${root}/d/${device}/up/${channel}`,
  down: (device: DeviceId, channel: DownChannel): string => `${root}/d/${device}/down/${channel}`,
  centre: (instance: string): string => `${root}/centre/${instance}/state`,
  quarantine: (device: DeviceId): string => `${root}/q/${device}`,
} as const;

/** The filter by which the centre hears every device. */
export const upFilter = `${root}/d/+/up/+`;
/** The filter by which a device hears any centre instance. */
export const centreFilter = `${root}/centre/+/state`;

/** What a device subscribes to: exact topics of its own and the centre's state. */
export function deviceFilters(device: DeviceId): readonly string[] {
  return [...downChannels.map((channel) => topics.down(device, channel)), centreFilter];
}

/** QoS per channel (wire 2): events, presence, commands and configuration 1, the rest 0. */
export function qosOf(channel: UpChannel | DownChannel): 0 | 1 {
  return channel === 'evt' || channel === 'state' || channel === 'cmd' || channel === 'cfg' ? 1 : 0;
}

/** Parses a topic name; undefined when it is none of ours. */
export function parseTopic(text: string): Topic | undefined {
  if (text.length > limits.topicBytesMax) return undefined;
  const parts = text.split('/');
  if (parts[0] !== 'motcua' || parts[1] !== 'v1') return undefined;
  if (
    parts[2] === 'centre' &&
    parts[4] === 'state' &&
    parts.length === 5 &&
    /^[a-z0-9-]{1,32}$/.test(parts[3] ?? '')
  ) {
    return { kind: 'centre', instance: parts[3] ?? '' };
  }
  const device = v.safeParse(deviceId, parts[3]);
  if (!device.success) return undefined;
  if (parts[2] === 'q' && parts.length === 4) return { kind: 'quarantine', device: device.output };
  if (parts[2] !== 'd' || parts.length !== 6) return undefined;
  const up = upChannels.find((channel) => channel === parts[5]);
  if (parts[4] === 'up' && up !== undefined) return { kind: 'up', device: device.output, channel: up };
  const down = downChannels.find((channel) => channel === parts[5]);
  if (parts[4] === 'down' && down !== undefined)
    return { kind: 'down', device: device.output, channel: down };
  return undefined;
}
