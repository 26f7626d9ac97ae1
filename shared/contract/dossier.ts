/** A dossier's status as it may be shown: words of the field, tiers of disclosure, and the portal's integers; it knows no database. */
import * as v from 'valibot';
import { text } from './scale.ts';

/** What the citizen sees; the order is that of a dossier's life. */
export const dossierStatuses = [
  'accepted',
  'in-progress',
  'supplement',
  'pay',
  'ready',
  'handed-over',
  'stopped',
  'withdrawn',
  'unknown',
] as const;
export type DossierStatus = (typeof dossierStatuses)[number];

export const timings = ['on-time', 'early', 'due-today', 'late', 'paused'] as const;
export type Timing = (typeof timings)[number];

export const lateReasons = [
  'waiting-other-agency',
  'more-checks',
  'missing-papers',
  'overload',
  'system-failure',
  'not-updated',
] as const;
export type LateReason = (typeof lateReasons)[number];

/**
 * National Public Service Portal codes 1-10 to our words: 1 registered, 2 accepted, 3 not accepted, 4 in progress, 5 supplement,
 * 6 financial duty, 7 withdrawn by the citizen, 8 stopped, 9 finished (come and collect), 10 handed over. Other systems use the same
 * integers otherwise: their map is configuration.
 */
export const portalStatusMap: Readonly<Record<number, DossierStatus>> = {
  1: 'accepted',
  2: 'accepted',
  3: 'stopped',
  4: 'in-progress',
  5: 'supplement',
  6: 'pay',
  7: 'withdrawn',
  8: 'stopped',
  9: 'ready',
  10: 'handed-over',
};

const ms = v.pipe(v.number(), v.integer());

export const dossierStage = v.object({ unit: text, name: v.optional(text), from: ms, to: v.nullable(ms) });

/**
 * What a secret-bearing symbol opens, online: title of the procedure, masked name (N*** V** A), the whole timeline; or as much of
 * it as a centre shows without a secret, by its written order.
 */
export const dossierPrivate = v.object({
  title: v.optional(text),
  maskedName: v.optional(v.pipe(v.string(), v.maxLength(60))),
  timeline: v.pipe(v.array(dossierStage), v.maxLength(20)), // empty where it is not shown
});

/** Times in ms since 1970 UTC. `asOf` is the age of the knowledge, not of the message. */
export const dossierAnswer = v.object({
  status: v.picklist(dossierStatuses),
  timing: v.picklist(timings),
  unit: text,
  since: ms,
  received: ms,
  due: v.nullable(ms),
  newDue: v.optional(ms),
  lateReason: v.optional(v.picklist(lateReasons)),
  answers: v.optional(text), // the unit that answers for a late dossier
  desk: v.optional(text), // counter and place, with hours where known
  byPost: v.optional(v.boolean()),
  pay: v.optional(v.object({ what: text, where: text })),
  papers: v.optional(v.pipe(v.array(text), v.maxLength(10))),
  asOf: ms,
  private: v.optional(dossierPrivate),
});
export type DossierAnswer = v.InferOutput<typeof dossierAnswer>;
export type DossierStage = v.InferOutput<typeof dossierStage>;
