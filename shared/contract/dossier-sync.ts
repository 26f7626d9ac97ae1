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
 * the contract's list), a: the unit that answers, d: desk, p: 1 by post, 0 not, 2 unsaid, y: pay what and where, r: papers.
 */
export const syncMore = v.object({
  n: v.optional(ms),
  l: v.optional(index),
  a: v.optional(index),
  d: v.optional(index),
  p: index, // always there, so that a list never passes for an object
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

/** What not every answer has; R names a text. */
export interface PackedMore<R> {
  readonly n?: number | undefined;
  readonly l?: number | undefined;
  readonly a?: R | undefined;
  readonly d?: R | undefined;
  readonly p: number;
  readonly y?: readonly [R, R] | undefined;
  readonly r?: readonly R[] | undefined;
}
/** A row without its code; S names the source. */
export type PackedAnswer<R, S> = readonly [
  status: number,
  timing: number,
  unit: R,
  since: number,
  received: number,
  due: number | null,
  asOf: number,
  source: S,
  more: PackedMore<R>,
];

/** The bare tier of an answer in few bytes; `ref` names a text. */
export function packAnswer<R, S>(
  answer: DossierAnswer,
  source: S,
  ref: (text: Text) => R,
): [number, number, R, number, number, number | null, number, S, PackedMore<R>] {
  const { newDue, lateReason, answers, desk, byPost, pay, papers } = answer;
  return [
    dossierStatuses.indexOf(answer.status),
    timings.indexOf(answer.timing),
    ref(answer.unit),
    answer.since,
    answer.received,
    answer.due,
    answer.asOf,
    source,
    {
      ...(newDue === undefined ? {} : { n: newDue }),
      ...(lateReason === undefined ? {} : { l: lateReasons.indexOf(lateReason) }),
      ...(answers === undefined ? {} : { a: ref(answers) }),
      ...(desk === undefined ? {} : { d: ref(desk) }),
      p: byPost === undefined ? 2 : byPost ? 1 : 0,
      ...(pay === undefined ? {} : { y: [ref(pay.what), ref(pay.where)] as const }),
      ...(papers === undefined ? {} : { r: papers.map(ref) }),
    },
  ];
}

/** Every name of a text that a packed answer holds. */
export function refsOf<R>([, , unit, , , , , , more]: PackedAnswer<R, unknown>): R[] {
  return [unit, more.a, more.d, ...(more.y ?? []), ...(more.r ?? [])].filter((ref) => ref !== undefined);
}

/** A word that a newer centre knows and we do not: the citizen is sent to the desk, and nobody guesses. */
const statusAt = (at: number): DossierStatus => dossierStatuses[at] ?? 'unknown';
const timingAt = (at: number): Timing => timings[at] ?? 'on-time';
const lateReasonAt = (at: number): LateReason => lateReasons[at] ?? 'not-updated';

/** The answer again; undefined where its unit has no text: half an answer is none. */
export function unpackAnswer<R>(
  [status, timing, unitRef, since, received, due, asOf, , more]: PackedAnswer<R, unknown>,
  textOf: (ref: R) => Text | undefined,
): DossierAnswer | undefined {
  const one = (ref: R | undefined): Text | undefined => (ref === undefined ? undefined : textOf(ref));
  const unit = textOf(unitRef);
  if (unit === undefined) return undefined;
  const answers = one(more.a);
  const desk = one(more.d);
  const what = one(more.y?.[0]);
  const where = one(more.y?.[1]);
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
    ...(more.p === 0 || more.p === 1 ? { byPost: more.p === 1 } : {}),
    ...(what === undefined || where === undefined ? {} : { pay: { what, where } }),
    ...(more.r === undefined ? {} : { papers: more.r.flatMap((ref) => textOf(ref) ?? []) }),
  };
}

/** A page's row with other names for its texts and its source, and its code apart. */
export function renameRow<R, S>(
  row: SyncRow,
  refAt: (place: number) => R,
  sourceAt: (place: number) => S,
): { readonly code: string; readonly packed: PackedAnswer<R, S | null> } {
  const [code, status, timing, unit, since, received, due, asOf, source, more] = row;
  const { n, l, p, a, d, y, r } = more;
  const packed = [
    status,
    timing,
    refAt(unit),
    since,
    received,
    due,
    asOf,
    source === null ? null : sourceAt(source),
    {
      ...(n === undefined ? {} : { n }),
      ...(l === undefined ? {} : { l }),
      p,
      ...(a === undefined ? {} : { a: refAt(a) }),
      ...(d === undefined ? {} : { d: refAt(d) }),
      ...(y === undefined ? {} : { y: [refAt(y[0]), refAt(y[1])] as const }),
      ...(r === undefined ? {} : { r: r.map(refAt) }),
    },
  ] as const;
  return { code, packed };
}
