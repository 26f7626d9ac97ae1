/** A device's batch from bytes to items that the ledger can commit or keep; it knows no ledger and decides no place. */
import { sourceOf } from '../shared/contract/event.ts';
import { eventPlace } from '../shared/contract/event-place.ts';
import type { DeviceId } from '../shared/contract/ids.ts';
import { limits } from '../shared/contract/limits.ts';
import { batch as batchSchema, type ClockQuality, type Gone } from '../shared/contract/messages.ts';
import { readJson, readValue } from '../shared/contract/reader.ts';
import { accept, type Refusal, type Result, refuse } from '../shared/contract/refusal.ts';
import { type PlaceClaim, type ReadEvent, readContent } from './event-reader.ts';
import { readUsualRating } from './rating-reader.ts';

/** The batch wrapper's word about one event: what the centre takes over from the first time only. */
export interface Stated {
  readonly at: number | null;
  readonly clock: ClockQuality;
  readonly attempt: number;
}

export type ReadItem =
  | {
      readonly kind: 'event';
      readonly place: PlaceClaim;
      readonly event: ReadEvent;
      readonly stated: Stated;
      readonly raw: unknown;
    }
  | {
      readonly kind: 'kept';
      readonly place: PlaceClaim | null;
      readonly refusal: Refusal;
      readonly stated: Stated;
      readonly raw: unknown;
    }
  | { readonly kind: 'refused'; readonly place: PlaceClaim; readonly code: 'E_SOURCE' | 'E_TOO_BIG' };

export interface ReadBatch {
  readonly items: readonly ReadItem[];
  readonly gone: readonly Gone[];
}

/** The least bytes an event can have on the wire; below `eventBytesMax` plus this for each other one none can be too big. */
const eventBytesMin = 450;

/** Reads a batch. Refuses E_TOO_BIG, E_JSON or E_SCHEMA for the whole; single bad events come back as items of their own. */
export function readBatch(device: DeviceId, bytes: Uint8Array, isRevoked: boolean): Result<ReadBatch> {
  const json = readJson(bytes, limits.packetBytesMax);
  if (!json.ok) return json;
  const batch = readValue(batchSchema, json.value);
  if (!batch.ok) return batch;
  const { events, gone, attempt } = batch.value;
  const mayBeTooBig = bytes.byteLength > limits.eventBytesMax + (events.length - 1) * eventBytesMin;
  const source = sourceOf(device);
  const items = events.map((sent, at): ReadItem => {
    const stated: Stated = { at: sent.at, clock: sent.clock, attempt };
    return readEvent({
      source,
      value: sent.event,
      stated,
      mayBeTooBig,
      isRevoked,
      path: `events.${at}.event`,
    });
  });
  return accept({ items, gone: gone ?? [] });
}

interface EventToRead {
  readonly source: string;
  readonly value: unknown;
  readonly stated: Stated;
  readonly mayBeTooBig: boolean;
  readonly isRevoked: boolean;
  readonly path: string;
}

function readEvent(asked: EventToRead): ReadItem {
  const { source, value, stated } = asked;
  if (!asked.isRevoked) {
    const usual = readUsualRating(source, value);
    if (usual !== undefined) return { kind: 'event', ...usual, stated, raw: value };
  }
  const place = readValue(eventPlace, value);
  if (!place.ok) {
    return { kind: 'kept', place: null, refusal: under(asked.path, place.refusal), stated, raw: value };
  }
  const claim: PlaceClaim = { ...place.value, previd: place.value.previd ?? null };
  if (place.value.source !== source) return { kind: 'refused', place: claim, code: 'E_SOURCE' };
  if (asked.mayBeTooBig && Buffer.byteLength(JSON.stringify(value)) > limits.eventBytesMax) {
    return { kind: 'refused', place: claim, code: 'E_TOO_BIG' };
  }
  const read = asked.isRevoked ? refuse('E_REVOKED') : readContent(value);
  if (!read.ok)
    return { kind: 'kept', place: claim, refusal: under(asked.path, read.refusal), stated, raw: value };
  return { kind: 'event', place: claim, event: read.value, stated, raw: value };
}

const under = (path: string, refusal: Refusal): Refusal => ({
  ...refusal,
  path: refusal.path === '' ? path : `${path}.${refusal.path}`,
});
