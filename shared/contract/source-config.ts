/** One source of dossiers as data: what its columns, words and codes mean here; it reads no file and knows no dossier. */
import * as v from 'valibot';
import { codeAliases } from './code-alias.ts';
import { codeFormat } from './code-format.ts';
import { dossierStatuses, lateReasons, portalStatusMap, timings } from './dossier.ts';
import { text } from './scale.ts';

/** What a row may say. Texts are the source's own words, but for codes, dates and the yes of `byPost`. */
export const dossierFields = [
  'code',
  'status',
  'timing',
  'received',
  'due',
  'newDue',
  'finished',
  'since',
  'lateReason',
  'unit',
  'desk',
  'hours',
  'byPost',
  'payWhat',
  'payWhere',
  'papers',
  'answers',
  'title',
  'name',
  'secret',
  'timeline',
  'version',
] as const;
export type DossierField = (typeof dossierFields)[number];

/** How a source writes its dates; a time of day may follow each of the first three. */
export const dateForms = [
  'dd/MM/yyyy',
  'yyyy-MM-dd',
  'MM/dd/yyyy',
  'yyyyMMdd',
  'unix-ms',
  'unix-seconds',
] as const;
export type DateForm = (typeof dateForms)[number];

export const sourceId = v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'a-z, 0-9 and dashes'));
const word = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(80));
const prefix = v.pipe(v.string(), v.regex(/^[A-Z0-9.]{2,20}$/, 'the part of a dossier code before the date'));
const headers = v.optional(v.pipe(v.array(word), v.minLength(1), v.maxLength(12)));
const columns = v.strictObject(
  // Object.fromEntries forgets the names it was given.
  Object.fromEntries(dossierFields.map((field) => [field, headers])) as Record<DossierField, typeof headers>,
);

export const sourceConfig = v.strictObject({
  schema: v.literal(1),
  version: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(2_147_483_647)),
  id: sourceId,
  name: text,
  /** The source's own codes or words; a code that is not here shows "please ask the desk" and raises an alarm. */
  statuses: v.record(word, v.picklist(dossierStatuses)),
  timings: v.optional(v.record(word, v.picklist(timings)), {}),
  /** `column`: only the source's own word counts. `column-or-due`: where it gives none, its due date is compared with its day. */
  timingFrom: v.optional(v.picklist(['column', 'column-or-due']), 'column-or-due'),
  lateReasons: v.optional(v.record(word, v.picklist(lateReasons)), {}),
  /** Further headings of its files, by field; the usual Vietnamese and English ones are known. */
  columns: v.optional(columns, {}),
  dates: v.optional(v.pipe(v.array(v.picklist(dateForms)), v.minLength(1), v.maxLength(6)), [
    'dd/MM/yyyy',
    'yyyy-MM-dd',
  ]),
  codeFormats: v.optional(v.pipe(v.array(codeFormat), v.minLength(1), v.maxLength(12))),
  aliases: v.optional(codeAliases),
  /** Names of units for rows that give none; the longest prefix that fits. The sites' units are known besides. */
  units: v.optional(v.pipe(v.array(v.strictObject({ prefix, name: text })), v.maxLength(2_000)), []),
});
export type SourceConfig = v.InferOutput<typeof sourceConfig>;

/** What is understood before anybody configured a source: the national portal's integers, and its own words. */
export const portalSource: SourceConfig = {
  schema: 1,
  version: 1,
  id: 'portal',
  name: { vi: 'Cổng Dịch vụ công quốc gia', en: 'National Public Service Portal' },
  statuses: Object.fromEntries(Object.entries(portalStatusMap)),
  timings: {},
  timingFrom: 'column-or-due',
  lateReasons: {},
  columns: {},
  dates: ['dd/MM/yyyy', 'yyyy-MM-dd'],
  units: [],
};
