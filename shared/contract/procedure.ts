/** The catalogue of procedures (thủ tục hành chính) as one file for a whole province; it knows no screen, no search and no place to keep it. */
import * as v from 'valibot';
import { readDay } from './day.ts';
import { kioskLimits } from './kiosk-limits.ts';
import { readBytes, readValue } from './reader.ts';
import { accept, type Result, refuse } from './refusal.ts';
import { text } from './scale.ts';

const int = (min: number, max: number) => v.pipe(v.number(), v.integer(), v.minValue(min), v.maxValue(max));
const id = v.pipe(v.string(), v.regex(/^[a-z0-9-]{1,40}$/, 'a-z, 0-9 and -, 1 to 40 characters'));
const words = v.pipe(v.string(), v.minLength(1), v.maxLength(600));
const day = v.pipe(
  v.string(),
  v.check((value) => readDay(value).ok, 'a date YYYY-MM-DD that exists'),
);

/** A national code such as 1.004227: text, for its zeros count. */
export const procedureCode = v.pipe(
  v.string(),
  v.regex(/^[0-9A-Za-z][0-9A-Za-z.-]{0,29}$/, 'a procedure code such as 1.004227'),
);

/** Working days as a rule, calendar days where a law says so, working hours where it takes less than a day. */
export const term = v.object({ n: int(1, 2_000), unit: v.picklist(['working-days', 'days', 'hours']) });
export type Term = v.InferOutput<typeof term>;

export const paper = v.object({ name: words, originals: int(0, 99), copies: int(0, 99) });
export type Paper = v.InferOutput<typeof paper>;

/**
 * `charge` is lệ phí, `fee` is phí. `amount` in đồng; null where it depends or where `text` says all. Neither means that there is
 * something to pay which the catalogue does not name.
 */
export const cost = v.object({
  kind: v.picklist(['charge', 'fee']),
  amount: v.nullable(int(0, 1_000_000_000)),
  text: v.optional(text),
});
export type Cost = v.InferOutput<typeof cost>;

/** How far the portal carries it: the whole way, a part of it, or only to the counter. */
export const onlineLevels = ['full', 'part', 'none'] as const;

export const procedure = v.object({
  code: procedureCode,
  name: text,
  field: id,
  level: id,
  papers: v.pipe(v.array(paper), v.maxLength(kioskLimits.procedurePapersMax)),
  /** Empty: free of charge. */
  costs: v.pipe(v.array(cost), v.maxLength(20)),
  /** By law, and as the centre promises; null: not stated. */
  statutory: v.nullable(term),
  committed: v.nullable(term),
  /** Where it is filed, by id. */
  desks: v.pipe(v.array(id), v.maxLength(20)),
  agency: v.nullable(text),
  online: v.object({
    level: v.picklist(onlineLevels),
    url: v.nullable(
      v.pipe(v.string(), v.regex(/^https:\/\/[^\s"<>\\]{1,300}$/, 'an https address without spaces')),
    ),
  }),
  results: v.pipe(v.array(text), v.maxLength(20)),
});
export type Procedure = v.InferOutput<typeof procedure>;

const named = v.object({ id, name: text });
export type Named = v.InferOutput<typeof named>;

const entries = {
  schema: v.literal(1),
  /** The day on which the centre knew all this. */
  asOf: day,
  /** In the order in which they are listed; who decides is data (levels came and went). */
  levels: v.pipe(v.array(named), v.maxLength(20)),
  fields: v.pipe(v.array(named), v.maxLength(300)),
  /** A desk that bears the id of a counter of the kiosk's site is that counter: the site's own number and name are shown. */
  desks: v.pipe(v.array(named), v.maxLength(500)),
  procedures: v.pipe(v.array(procedure), v.maxLength(kioskLimits.cataloguePlacesMax)),
};

/** What an import hands in; the centre numbers it, and says whether it is invented. */
export const catalogueDraft = v.object(entries);
export type CatalogueDraft = v.InferOutput<typeof catalogueDraft>;

/** The file itself. `version` rises with each that the centre takes; `demo`: invented procedures, for trying things out. */
export const catalogue = v.object({ ...entries, version: int(1, 2_147_483_647), demo: v.boolean() });
export type Catalogue = v.InferOutput<typeof catalogue>;

/** Reads a catalogue file. Refuses E_TOO_BIG, E_JSON, E_SCHEMA, or E_CONFLICT where a code is there twice or a name points nowhere. */
export function readCatalogue(bytes: Uint8Array): Result<Catalogue> {
  const read = readBytes(catalogue, bytes, kioskLimits.catalogueBytesMax);
  return read.ok ? whole(read.value) : read;
}

/** Reads what an import hands in. Refuses as readCatalogue does. */
export function readCatalogueDraft(value: unknown): Result<CatalogueDraft> {
  const read = readValue(catalogueDraft, value);
  return read.ok ? whole(read.value) : read;
}

/** A name that is used is a name that is listed, and none stands there twice. */
function whole<T extends CatalogueDraft>(file: T): Result<T> {
  const known = { level: new Set<string>(), field: new Set<string>(), desk: new Set<string>() };
  for (const [list, ids] of [
    ['levels', known.level],
    ['fields', known.field],
    ['desks', known.desk],
  ] as const) {
    for (const [i, one] of file[list].entries()) {
      if (ids.has(one.id)) return twice(`${list}.${i}.id`, one.id);
      ids.add(one.id);
    }
  }
  const codes = new Set<string>();
  for (const [i, one] of file.procedures.entries()) {
    const at = `procedures.${i}`;
    if (codes.has(one.code)) return twice(`${at}.code`, one.code);
    codes.add(one.code);
    if (!known.level.has(one.level)) return nowhere(`${at}.level`, one.level);
    if (!known.field.has(one.field)) return nowhere(`${at}.field`, one.field);
    const lost = one.desks.find((desk) => !known.desk.has(desk));
    if (lost !== undefined) return nowhere(`${at}.desks`, lost);
  }
  return accept(file);
}

const twice = (path: string, found: string): Result<never> =>
  refuse('E_CONFLICT', { path, found, expected: 'each only once' });
const nowhere = (path: string, found: string): Result<never> =>
  refuse('E_CONFLICT', { path, found, expected: 'one that the file lists' });
