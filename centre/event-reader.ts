/** One event's content: judged by the schema of its type and written in one spelling, so that equal text means equal content; it knows no device. */
import { eventBodies, event as eventSchema, type RatingGiven } from '../shared/contract/event.ts';
import { type EventType, laneOf } from '../shared/contract/lanes.ts';
import { readValue } from '../shared/contract/reader.ts';
import { accept, type Result, refuse } from '../shared/contract/refusal.ts';

/** Where an event stands. `previd`: the row before it, null at seq 1. */
export interface PlaceClaim {
  readonly epoch: string;
  readonly lane: number;
  readonly seq: number;
  readonly id: string;
  readonly previd: string | null;
}

/** One event as it is counted. `body`: everything but the place, in one spelling. `wallms`: the device's own clock, raw. */
export interface ReadEvent {
  readonly type: string;
  readonly body: string;
  readonly wallms: number;
  readonly rating: RatingGiven | null;
}

/** Reads an event's content by the schema of its type. Refuses E_SCHEMA or E_TYPE. */
export function readContent(value: unknown): Result<ReadEvent> {
  const read = readValue(eventSchema, value);
  if (!read.ok) return read;
  const event = read.value;
  if ((event.previd === undefined) !== (event.seq === 1)) {
    return refuse('E_SCHEMA', {
      path: 'previd',
      expected: 'the id of the event before, absent only at seq 1',
    });
  }
  const { type } = event;
  if (!isKnown(type)) return refuse('E_TYPE', { path: 'type' });
  if (laneOf[type] !== event.lane) {
    return refuse('E_SCHEMA', { path: 'lane', expected: `lane ${laneOf[type]} for this type` });
  }
  const data = readValue(eventBodies[type], event.data);
  if (!data.ok) return refuse(data.refusal.code, { ...data.refusal, path: `data.${data.refusal.path}` });
  const rating = 'scale' in data.value ? data.value : null;
  const fault = rating === null ? undefined : ratingFault(rating);
  if (fault !== undefined)
    return refuse('E_SCHEMA', { path: fault, expected: 'a level of the scale, or none when undone' });
  return accept({
    type: event.type,
    body: JSON.stringify({
      type: event.type,
      subject: event.subject,
      bootid: event.bootid,
      monoms: event.monoms,
      wallms: event.wallms,
      appver: event.appver,
      cfgver: event.cfgver,
      data: data.value,
    }),
    wallms: Number(event.wallms),
    rating,
  });
}

const isKnown = (type: string): type is EventType => Object.hasOwn(laneOf, type);

/** What a rating's own schema cannot say: the level lies on the scale, and only a tap has one. */
export function ratingFault(rating: RatingGiven): string | undefined {
  if (rating.index !== null && rating.index >= rating.scale.size) return 'data.index';
  if (rating.outcome === 'undone' && rating.index !== null) return 'data.index';
  if (rating.outcome === 'tapped' && rating.index === null) return 'data.index';
  return undefined;
}
