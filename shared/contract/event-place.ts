/** The part of an event that must be readable so that the centre can settle its place, whatever else is wrong with it. */
import * as v from 'valibot';
import { lane, seq } from './event.ts';
import { epochId, eventId } from './ids.ts';

export const eventPlace = v.object({
  source: v.string(),
  id: eventId,
  epoch: epochId,
  lane,
  seq,
  previd: v.optional(eventId),
});
export type EventPlace = v.InferOutput<typeof eventPlace>;
