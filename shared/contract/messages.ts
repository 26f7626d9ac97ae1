/** Every payload on the wire besides events: batches, receipts, requests, answers, presence; docs/wire.asyncapi.yaml says the same. */
import * as v from 'valibot';
import { alarmName } from './alarm.ts';
import { dossierAnswer } from './dossier.ts';
import { syncPage, syncRequest } from './dossier-sync.ts';
import { event, lane, seq } from './event.ts';
import { appName, bootId, deviceId, epochId, eventId, requestId } from './ids.ts';
import { limits } from './limits.ts';
import { text } from './scale.ts';

const count = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(Number.MAX_SAFE_INTEGER));
const ms = v.pipe(
  v.number(),
  v.integer(),
  v.minValue(-Number.MAX_SAFE_INTEGER),
  v.maxValue(Number.MAX_SAFE_INTEGER),
);
const range = v.tuple([seq, seq]);
export const clockQuality = v.picklist(['sync', 'held', 'none']);
export type ClockQuality = v.InferOutput<typeof clockQuality>;

// ---- up/evt -------------------------------------------------------------------------------------------------------
/** One event with what may change between sends: corrected time (ms since 1970, null when unknown) and its quality. */
export const sentEvent = v.object({ at: v.nullable(ms), clock: clockQuality, event: v.unknown() });
/** Places that this device can no longer fill, with the reason: the centre settles them as a named gap. */
export const gone = v.object({
  epoch: epochId,
  lane,
  ranges: v.pipe(v.array(range), v.minLength(1), v.maxLength(64)),
  reason: v.picklist(['dropped', 'dead', 'lost']),
});
export type Gone = v.InferOutput<typeof gone>;
/** A batch: events are judged one by one, so a bad one never takes the others with it. */
export const batch = v.object({
  v: v.literal(1),
  attempt: count,
  sentms: ms,
  events: v.pipe(v.array(sentEvent), v.maxLength(limits.batchEventsMax)),
  gone: v.optional(v.pipe(v.array(gone), v.maxLength(8))),
});
export type Batch = v.InferOutput<typeof batch>;
/** A batch as a device writes it (and as AsyncAPI describes it). */
export const writtenBatch = v.object({
  ...batch.entries,
  events: v.pipe(v.array(v.object({ ...sentEvent.entries, event })), v.maxLength(limits.batchEventsMax)),
});

// ---- down/rcpt ----------------------------------------------------------------------------------------------------
export const rejection = v.object({
  seq,
  id: v.optional(eventId),
  code: v.picklist(['E_CONFLICT', 'E_SOURCE', 'E_TOO_BIG', 'E_BUSY', 'E_RATE', 'E_DB']),
  retryAfterMs: v.optional(count),
});
/**
 * What the ledger holds of one lane after a synced commit. `hwm` = highest contiguous settled seq (0: none), `hid` = id of the
 * row there (absent at 0 or where a named gap stands), `also` = settled runs beyond it, each with the id at its end.
 */
export const laneReceipt = v.object({
  epoch: epochId,
  lane,
  hwm: count,
  hid: v.optional(eventId),
  also: v.pipe(v.array(v.tuple([seq, seq, v.nullable(eventId)])), v.maxLength(64)),
  rej: v.pipe(v.array(rejection), v.maxLength(64)),
});
export type LaneReceipt = v.InferOutput<typeof laneReceipt>;
/** `refused` speaks of a whole batch that could not be read or taken now. */
export const receipt = v.object({
  v: v.literal(1),
  lanes: v.pipe(v.array(laneReceipt), v.maxLength(64)),
  refused: v.optional(v.object({ code: v.string(), path: v.string(), retryAfterMs: v.optional(count) })),
});
export type Receipt = v.InferOutput<typeof receipt>;

// ---- up/req -------------------------------------------------------------------------------------------------------
const request = { v: v.literal(1), rid: requestId };
export const heldLane = v.object({ lane, min: seq, max: seq });
/** What a device holds when it says hello; min and max are its oldest and newest row, receipted ones included. */
export const hello = v.object({
  ...request,
  kind: v.literal('hello'),
  epochs: v.pipe(
    v.array(v.object({ epoch: epochId, lanes: v.pipe(v.array(heldLane), v.maxLength(4)) })),
    v.maxLength(32),
  ),
  epoch: epochId, // the one that new rows go to
  depth: v.tuple([count, count, count, count]), // un-receipted rows per lane
  sess: count,
  bootid: bootId,
  cseq: count,
  cfgver: count,
  app: appName,
  appver: v.pipe(v.string(), v.maxLength(40)),
  persisted: v.boolean(),
  dataLoss: v.boolean(),
  t0: ms, // device monotonic ms
});
export type Hello = v.InferOutput<typeof hello>;
export const timeRequest = v.object({ ...request, kind: v.literal('time'), t0: ms });
export const dossierQuestion = v.object({
  ...request,
  kind: v.literal('dossier'),
  code: v.pipe(v.string(), v.minLength(3), v.maxLength(limits.codeCharsMax)), // canonical key
  secret: v.optional(v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{8,64}$/))),
  via: v.picklist(['camera', 'wedge', 'typed']),
});
export type DossierQuestion = v.InferOutput<typeof dossierQuestion>;
/** Has the citizen got the letter of apology? Only for a dossier that the centre knows to be late; `got: false` opens a task. */
export const letterRequest = v.object({
  ...request,
  kind: v.literal('letter'),
  code: dossierQuestion.entries.code,
  got: v.boolean(),
});
/** Somebody at this device wants a person to come. */
export const callRequest = v.object({ ...request, kind: v.literal('call') });
export const requestMessage = v.variant('kind', [
  hello,
  timeRequest,
  dossierQuestion,
  letterRequest,
  callRequest,
  syncRequest,
]);
export type RequestMessage = v.InferOutput<typeof requestMessage>;

// ---- down/res -----------------------------------------------------------------------------------------------------
/** Claims of the signed welcome (compact JWS, role `command`). t1, t2: centre wall ms at receipt and at sending. */
export const welcomeClaims = v.object({
  rid: requestId,
  aud: deviceId,
  lanes: v.pipe(
    v.array(v.object({ epoch: epochId, lane, hwm: count, hid: v.optional(eventId) })),
    v.maxLength(128),
  ),
  cfgver: count,
  cseq: count,
  retryAfterMs: v.optional(count),
  t0: ms,
  t1: ms,
  t2: ms,
});
export type WelcomeClaims = v.InferOutput<typeof welcomeClaims>;
export const welcome = v.object({
  ...request,
  kind: v.literal('welcome'),
  jws: v.pipe(v.string(), v.maxLength(24_000)),
});
export const timeAnswer = v.object({ ...request, kind: v.literal('time'), t0: ms, t1: ms, t2: ms });
export const dossierReply = v.object({
  ...request,
  kind: v.literal('dossier'),
  answer: v.nullable(dossierAnswer),
});
/** `unit`: the unit that answers; with `got: false` it has been told. */
export const letterReply = v.object({ ...request, kind: v.literal('letter'), got: v.boolean(), unit: text });
export type LetterReply = v.InferOutput<typeof letterReply>;
/** The call stands on the board since then (ms, the centre's); `watched`: a board is open, so that somebody can see it. */
export const callReply = v.object({ ...request, kind: v.literal('call'), since: ms, watched: v.boolean() });
export type CallReply = v.InferOutput<typeof callReply>;
export const refusedReply = v.object({
  ...request,
  kind: v.literal('refused'),
  code: v.string(),
  path: v.string(),
  retryAfterMs: v.optional(count),
});
export const responseMessage = v.variant('kind', [
  welcome,
  timeAnswer,
  dossierReply,
  letterReply,
  callReply,
  syncPage,
  refusedReply,
]);
export type ResponseMessage = v.InferOutput<typeof responseMessage>;

// ---- up/state, up/tel, centre state, down/cfg ---------------------------------------------------------------------
export const presence = v.object({
  v: v.literal(1),
  s: v.picklist(['init', 'ready', 'sleeping', 'off', 'lost']),
  epoch: epochId,
  sess: count,
  bootid: bootId,
  at: ms,
});
export type Presence = v.InferOutput<typeof presence>;

export const heartbeat = v.object({
  v: v.literal(1),
  at: ms,
  bootid: bootId,
  sess: count,
  epoch: epochId,
  tops: v.tuple([count, count, count, count]), // highest seq given out per lane in `epoch`
  depth: v.tuple([count, count, count, count]),
  oldestMs: v.nullable(count), // age of the oldest un-receipted row
  unmirrored: count,
  dead: count,
  refusedTaps: count, // taps without thanks because nothing could be written
  appver: v.pipe(v.string(), v.maxLength(40)),
  cfgver: count,
  persisted: v.boolean(),
  usedBytes: v.nullable(count),
  quotaBytes: v.nullable(count),
  uptimeMs: count,
  clock: v.object({ quality: clockQuality, offsetms: v.nullable(ms) }),
  alarms: v.pipe(v.array(alarmName), v.maxLength(32)),
  /** A kiosk's copy of the dossiers: rows held, and how long ago it was last whole (null: never). */
  book: v.optional(v.object({ rows: count, syncedMs: v.nullable(count) })),
});
export type Heartbeat = v.InferOutput<typeof heartbeat>;

export const centreState = v.object({
  v: v.literal(1),
  instance: v.string(),
  s: v.picklist(['up', 'down']),
  at: ms,
  asks: v.optional(v.picklist(['state'])),
});
export type CentreState = v.InferOutput<typeof centreState>;

/** A configuration for one device; read in full by `device-config` (site-config.ts). */
export const configPush = v.object({ v: v.literal(1), config: v.unknown() });
export type ConfigPush = v.InferOutput<typeof configPush>;
