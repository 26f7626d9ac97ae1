/** The sync that fills a kiosk's copy of the dossiers: a cursor asks, pages answer; it knows no store and no person. */
import * as v from 'valibot';
import {
  type DossierAnswer,
  type DossierStatus,
  dossierStatuses,
  type LateReason,
  lateReasons,
  type Timing,
  timings,
} from './dossier.ts';
import { requestId } from './ids.ts';
import { limits } from './limits.ts';
import { type Text, text } from './scale.ts';

const ms = v.pipe(v.number(), v.integer());
const index = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(9_999));
const code = v.pipe(v.string(), v.minLength(3), v.maxLength(limits.codeCharsMax)); // canonical key

/** Says how far the asker has come: what the last page named, '' at the beginning. Only the centre reads it. */
const cursor = v.pipe(v.string(), v.regex(/^[0-9a-z.]{0,80}$/));

export const syncRequest = v.object({
  v: v.literal(1),
  rid: requestId,
  kind: v.literal('sync'),
  cursor,
});
export type SyncRequest = v.InferOutput<typeof syncRequest>;

/**
 * What is not the same for every dossier; names and desks are places in the page's `texts`. n: new due (ms), l: late reason (place in
 * the contract's list), a: the unit that answers, d: desk, p: 1 by post, y: pay what and where, r: papers.
 */
export const syncMore = v.object({
  n: v.optional(ms),
  l: v.optional(index),
  a: v.optional(index),
  d: v.optional(index),
  p: v.optional(index),
  y: v.optional(v.tuple([index, index])),
  r: v.optional(v.pipe(v.array(index), v.maxLength(10))),
});
/** code, status and timing (places in the contract's lists), unit (place in `texts`), since, received, due, asOf (ms), source (place in `sources`, null: none), more. */
export const syncRow = v.tuple([
  code,
  index,
  index,
  index,
  ms,
  ms,
  v.nullable(ms),
  ms,
  v.nullable(index),
  syncMore,
]);
export type SyncRow = v.InferOutput<typeof syncRow>;

/** A page without its rows read: they are judged a few at a time, so that no task is long. */
export const syncPage = v.object({
  v: v.literal(1),
  rid: requestId,
  kind: v.literal('sync'),
  fresh: v.boolean(), // a new beginning: what the asker holds is of another feed, and goes once this one is whole
  more: v.boolean(),
  cursor,
  at: ms, // centre wall time
  /** Units (the part of a code before its date) of which all is told; null: of the whole province. Only on the first page of a feed. */
  covers: v.optional(
    v.nullable(
      v.pipe(v.array(v.pipe(v.string(), v.maxLength(limits.codeCharsMax))), v.maxLength(limits.syncUnitsMax)),
    ),
  ),
  /** When each source last told all that it knew; counts for its rows once a page says that there is no more. */
  sources: v.pipe(
    v.array(v.tuple([v.pipe(v.string(), v.maxLength(60)), ms])),
    v.maxLength(limits.syncSourcesMax),
  ),
  texts: v.pipe(v.array(text), v.maxLength(limits.syncPageRowsMax)),
  rows: v.pipe(v.array(v.unknown()), v.maxLength(limits.syncPageRowsMax)),
  gone: v.pipe(v.array(code), v.maxLength(limits.syncPageRowsMax)),
});
export type SyncPage = v.InferOutput<typeof syncPage>;
/** A page as the centre writes it (and as AsyncAPI describes it). */
export const writtenSyncPage = v.object({
  ...syncPage.entries,
  rows: v.pipe(v.array(syncRow), v.maxLength(limits.syncPageRowsMax)),
});
export type WrittenSyncPage = v.InferOutput<typeof writtenSyncPage>;

/** Makes the row of a dossier. `place` names a text's place in the page; `source` is the place in `sources`, null for none. */
export function syncRowOf(
  code: string,
  answer: DossierAnswer,
  source: number | null,
  place: (text: Text) => number,
): SyncRow {
  const { newDue, lateReason, answers, desk, byPost, pay, papers } = answer;
  return [
    code,
    dossierStatuses.indexOf(answer.status),
    timings.indexOf(answer.timing),
    place(answer.unit),
    answer.since,
    answer.received,
    answer.due,
    answer.asOf,
    source,
    {
      ...(newDue === undefined ? {} : { n: newDue }),
      ...(lateReason === undefined ? {} : { l: lateReasons.indexOf(lateReason) }),
      ...(answers === undefined ? {} : { a: place(answers) }),
      ...(desk === undefined ? {} : { d: place(desk) }),
      ...(byPost === undefined ? {} : { p: byPost ? 1 : 0 }),
      ...(pay === undefined ? {} : { y: [place(pay.what), place(pay.where)] }),
      ...(papers === undefined ? {} : { r: papers.map(place) }),
    },
  ];
}

/** A word that a newer centre knows and we do not: the citizen is sent to the desk, and nobody guesses. */
const statusAt = (at: number): DossierStatus => dossierStatuses[at] ?? 'unknown';
const timingAt = (at: number): Timing => timings[at] ?? 'on-time';
const lateReasonAt = (at: number): LateReason => lateReasons[at] ?? 'not-updated';

/** The answer in a row without its code; `textAt` gives a text by its place, undefined where there is none: then so is the answer. */
export function answerOfSync(
  row: readonly [
    number,
    number,
    number,
    number,
    number,
    number | null,
    number,
    unknown,
    v.InferOutput<typeof syncMore>,
  ],
  textAt: (place: number) => Text | undefined,
): DossierAnswer | undefined {
  const [status, timing, unitAt, since, received, due, asOf, , more] = row;
  const unit = textAt(unitAt);
  if (unit === undefined) return undefined;
  const one = (place: number | undefined): Text | undefined =>
    place === undefined ? undefined : textAt(place);
  const answers = one(more.a);
  const desk = one(more.d);
  const what = one(more.y?.[0]);
  const where = one(more.y?.[1]);
  const papers = more.r?.flatMap((place) => textAt(place) ?? []);
  return {
    status: statusAt(status),
    timing: timingAt(timing),
    unit,
    since,
    received,
    due,
    asOf,
    ...(more.n === undefined ? {} : { newDue: more.n }),
    ...(more.l === undefined ? {} : { lateReason: lateReasonAt(more.l) }),
    ...(answers === undefined ? {} : { answers }),
    ...(desk === undefined ? {} : { desk }),
    ...(more.p === undefined ? {} : { byPost: more.p === 1 }),
    ...(what === undefined || where === undefined ? {} : { pay: { what, where } }),
    ...(papers === undefined ? {} : { papers }),
  };
}
