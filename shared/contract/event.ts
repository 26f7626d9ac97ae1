/** Events of the outbox: CloudEvents 1.0 envelope and the closed set of bodies; it knows no batch and no transport. */
import * as v from 'valibot';
import { alarmName } from './alarm.ts';
import { bootId, counterId, type DeviceId, epochId, eventId, siteId } from './ids.ts';
import { type EventType, lanes, sourcePrefix } from './lanes.ts';

export const lane = v.picklist(lanes);

const uint = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(2_147_483_647)); // CloudEvents Integer is signed 32 bit
/** A place in a lane: counts from 1. */
export const seq = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(2_147_483_647));
// CloudEvents has no 64-bit number, so milliseconds travel as decimal strings.
const msString = v.pipe(v.string(), v.regex(/^-?\d{1,16}$/, 'milliseconds as a decimal string'));

export const ratingOutcomes = [
  'tapped',
  'undone',
  'reason',
  'skipped',
  'timed-out',
  'staff-cancelled',
] as const;

/** `index` counts from 0 = the first (best) level; null when the answer was undone. */
export const ratingGiven = v.object({
  site: siteId,
  counter: v.nullable(counterId),
  scale: v.object({
    id: v.pipe(v.string(), v.regex(/^[a-z0-9-]{1,40}$/)),
    version: v.pipe(v.number(), v.integer(), v.minValue(1)),
    size: v.pipe(v.number(), v.integer(), v.minValue(2), v.maxValue(5)),
  }),
  index: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(4))),
  outcome: v.picklist(ratingOutcomes),
  flags: v.pipe(v.array(v.pipe(v.string(), v.regex(/^[a-z0-9-]{1,40}(@\d{1,4})?$/))), v.maxLength(16)),
  invitation: v.nullable(v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{16,64}$/))),
});
export type RatingGiven = v.InferOutput<typeof ratingGiven>;

/** Counted by status, without any code (wire 3). */
export const dossierAsked = v.object({
  site: siteId,
  via: v.picklist(['camera', 'wedge', 'typed']),
  from: v.picklist(['centre', 'cache', 'none']),
  outcome: v.pipe(v.string(), v.regex(/^[a-z-]{2,30}$/)),
});
export type DossierAsked = v.InferOutput<typeof dossierAsked>;

export const deviceFaulted = v.object({
  alarm: alarmName,
  state: v.picklist(['raised', 'cleared']),
  detail: v.optional(v.pipe(v.string(), v.regex(/^[A-Za-z0-9 .,:_-]{0,120}$/))),
});
export type DeviceFaulted = v.InferOutput<typeof deviceFaulted>;

/** Event type → the schema of its body. A new meaning is a new type; a published type is read for ever. */
export const eventBodies = {
  'vn.motcua.rating.given.v1': ratingGiven,
  'vn.motcua.device.faulted.v1': deviceFaulted,
  'vn.motcua.dossier.asked.v1': dossierAsked,
} as const satisfies Record<EventType, v.GenericSchema>;
export interface EventBodies {
  'vn.motcua.rating.given.v1': RatingGiven;
  'vn.motcua.device.faulted.v1': DeviceFaulted;
  'vn.motcua.dossier.asked.v1': DossierAsked;
}

export const sourceOf = (device: DeviceId): string => `${sourcePrefix}${device}`;

/** The envelope without a judgement of its body. Unknown attributes are ignored. */
export const event = v.object({
  specversion: v.literal('1.0'),
  type: v.pipe(v.string(), v.regex(/^vn\.motcua\.[a-z]+\.[a-z]+\.v\d+$/)),
  source: v.pipe(v.string(), v.startsWith(sourcePrefix), v.maxLength(64)),
  id: eventId,
  subject: v.optional(v.pipe(v.string(), v.regex(/^[a-z0-9-]{1,60}$/))), // counter or visit; never a person or a dossier
  datacontenttype: v.literal('application/json'),
  epoch: epochId,
  lane,
  seq,
  previd: v.optional(eventId), // id of the row at seq - 1 of this lane and epoch: makes a run in the ledger one lineage
  bootid: bootId,
  monoms: msString,
  wallms: msString,
  appver: v.pipe(v.string(), v.maxLength(40)),
  cfgver: uint,
  traceparent: v.optional(v.pipe(v.string(), v.regex(/^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/))),
  data: v.unknown(),
});
export type MotcuaEvent = v.InferOutput<typeof event>;

/** What a device remembers of an event before its place is written into it: everything but epoch, seq and previd. */
export type EventDraft = Omit<MotcuaEvent, 'epoch' | 'seq' | 'previd'>;
