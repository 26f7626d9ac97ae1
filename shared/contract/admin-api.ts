/** What an admin or a board may ask of the centre over HTTP or from the command line; the answers are in board-api.ts. */
import * as v from 'valibot';
import { lane, seq } from './event.ts';
import { appName, counterId, deviceId, epochId, siteId } from './ids.ts';

/** POST /api/devices. */
export const deviceToAdd = v.strictObject({
  id: deviceId,
  app: appName,
  site: siteId,
  counter: v.optional(counterId),
  /** New codes for a device that exists: its old secret is good until one of them is used. */
  again: v.optional(v.boolean(), false),
  /** Demo only: a device of a replay, whose stated time counts and for which rates and clock alarms are off. */
  simulated: v.optional(v.boolean(), false),
});
export type DeviceToAdd = v.InferOutput<typeof deviceToAdd>;

/** Who decides: stands beside the decision for ever. */
const adminName = v.pipe(v.string(), v.trim(), v.minLength(2), v.maxLength(80));

/** POST /api/gaps: places that a device will never fill; then its lane moves on. */
export const gapToWriteOff = v.strictObject({
  device: deviceId,
  epoch: epochId,
  lane,
  from: seq,
  to: seq,
  by: adminName,
});
export type GapToWriteOff = v.InferOutput<typeof gapToWriteOff>;

/** POST /api/quarantine/:id/accept and /exclude. */
export const quarantineVerdict = v.strictObject({ by: adminName });

/** POST /api/tasks/:id/close. */
export const taskToClose = v.strictObject({ by: adminName });

/** GET /api/quarantine. */
export const quarantineAsked = v.object({
  decision: v.optional(v.picklist(['waiting', 'accepted', 'excluded'])),
});

const day = v.pipe(v.string(), v.regex(/^\d{4}-\d{2}-\d{2}$/, 'a date YYYY-MM-DD'));
/** A scale by its id (newest version) or as id@version. */
const scaleName = v.pipe(v.string(), v.regex(/^[a-z0-9-]{1,40}(@\d{1,4})?$/, 'a scale id or id@version'));

/** GET /api/ratings/summary. */
export const summaryAsked = v.object({
  from: day,
  to: day,
  site: v.optional(siteId),
  scale: v.optional(scaleName),
});

/** GET /api/ratings/by-counter; today when no day is named. */
export const byCounterAsked = v.object({ day: v.optional(day), scale: v.optional(scaleName) });

/** GET /api/dossiers/summary. */
export const yearAsked = v.object({ year: v.pipe(v.string(), v.regex(/^\d{4}$/, 'a year')) });
