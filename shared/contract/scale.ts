/** Rating scales as data: id, version and ordered levels; a report never merges two of them. */
import * as v from 'valibot';

export const text = v.object({
  vi: v.pipe(v.string(), v.minLength(1), v.maxLength(600)),
  en: v.optional(v.pipe(v.string(), v.maxLength(600))),
});
/** A text in Vietnamese and, where it was given, English. */
export type Text = v.InferOutput<typeof text>;

export const scaleLevel = v.strictObject({
  id: v.pipe(v.string(), v.regex(/^[a-z0-9-]{1,40}$/)),
  label: text,
  polarity: v.picklist(['positive', 'neutral', 'negative']),
});

export const scale = v.strictObject({
  id: v.pipe(v.string(), v.regex(/^[a-z0-9-]{1,40}$/)),
  version: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(9_999)),
  levels: v.pipe(v.array(scaleLevel), v.minLength(2), v.maxLength(5)),
});
export type Scale = v.InferOutput<typeof scale>;
export type ScaleLevel = v.InferOutput<typeof scaleLevel>;

/** The default of three, best first (the sources' tablets had exactly these). */
export const defaultScale: Scale = {
  id: 'hai-long-3',
  version: 1,
  levels: [
    { id: 'very-satisfied', label: { vi: 'Rất hài lòng', en: 'Very satisfied' }, polarity: 'positive' },
    { id: 'satisfied', label: { vi: 'Hài lòng', en: 'Satisfied' }, polarity: 'positive' },
    { id: 'neutral', label: { vi: 'Bình thường', en: 'Neutral' }, polarity: 'neutral' },
  ],
};
