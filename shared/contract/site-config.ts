/** What a device may be told: one schema for a site and one for a device; it reads no file and knows no signature. */
import * as v from 'valibot';
import { codeAliases } from './code-alias.ts';
import { codeFormat } from './code-format.ts';
import { appName, counterId, deviceId, siteId } from './ids.ts';
import { limits } from './limits.ts';
import { scale, text } from './scale.ts';

const int = (min: number, max: number) => v.pipe(v.number(), v.integer(), v.minValue(min), v.maxValue(max));
const clockTime = v.pipe(v.string(), v.regex(/^([01]\d|2[0-4]):[0-5]\d$/, 'HH:MM'));
const day = v.pipe(v.string(), v.regex(/^\d{4}-\d{2}-\d{2}$/, 'YYYY-MM-DD'));
const openTimes = v.pipe(v.array(v.tuple([clockTime, clockTime])), v.maxLength(4));
const phone = v.pipe(v.string(), v.regex(/^[0-9 .+()-]{3,24}$/, 'a telephone number'));
const unitPrefix = v.pipe(
  v.string(),
  v.regex(/^[A-Z0-9.]{2,20}$/, 'the part of a dossier code before the date'),
);

/** Opening hours: a week from Monday, holidays by date (they move each year), make-up working days (ngày làm bù) with their times. */
export const hours = v.strictObject({
  week: v.strictObject({
    mon: openTimes,
    tue: openTimes,
    wed: openTimes,
    thu: openTimes,
    fri: openTimes,
    sat: openTimes,
    sun: openTimes,
  }),
  holidays: v.optional(v.pipe(v.array(v.strictObject({ date: day, name: text })), v.maxLength(200)), []),
  workingDays: v.optional(
    v.pipe(v.array(v.strictObject({ date: day, times: openTimes })), v.maxLength(50)),
    [],
  ),
});
export type Hours = v.InferOutput<typeof hours>;

export const counter = v.strictObject({
  id: counterId,
  number: v.pipe(v.string(), v.regex(/^[0-9A-Z]{1,4}$/)),
  name: text,
});
export type Counter = v.InferOutput<typeof counter>;

/** Panel: CSS pixels per millimetre and the distance from which it is read. */
export const panel = v.strictObject({
  pxPerMm: v.pipe(v.number(), v.minValue(1), v.maxValue(20)),
  viewingMm: int(200, 2_000),
});

export const siteConfig = v.strictObject({
  schema: v.literal(1),
  version: int(1, 2_147_483_647),
  demo: v.boolean(),
  centre: v.strictObject({ name: text, agency: text }), // agency: who apologises
  site: v.strictObject({ id: siteId, name: text }),
  hotline: v.strictObject({ number: phone, hours: v.optional(text) }),
  guideDesk: v.optional(text), // where a person helps, e.g. "quầy hướng dẫn"
  counters: v.pipe(v.array(counter), v.maxLength(200)),
  scale,
  hours,
  units: v.pipe(v.array(v.strictObject({ prefix: unitPrefix, name: text })), v.maxLength(2_000)), // this site's own first
  codeFormats: v.optional(v.pipe(v.array(codeFormat), v.minLength(1), v.maxLength(12))),
  aliases: v.optional(codeAliases), // old units of codes, renamed; centre and devices apply the same function
  secretParameter: v.optional(v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{1,30}$/))),
  handOff: v.pipe(
    v.array(
      v.strictObject({
        name: text,
        url: v.pipe(v.string(), v.regex(/^(https:\/\/|tel:|sms:)[^\s]{1,200}$/)),
      }),
    ),
    v.maxLength(6),
  ),
  /** Sentences of shared/screen/text replaced by key. */
  wording: v.optional(v.record(v.pipe(v.string(), v.regex(/^[a-z][A-Za-z0-9.]{0,60}$/)), text), {}),
  kiosk: v.strictObject({
    panel,
    camera: v.optional(v.picklist(['environment', 'user', 'none']), 'environment'),
    cameraLabel: v.optional(v.pipe(v.string(), v.minLength(1), v.maxLength(80))), // part of a camera's name, where there are several
    scanPlace: v.optional(text), // where the scanner or camera of this kiosk is, for the attract sentence
    sound: v.optional(v.boolean(), true),
  }),
  tablet: v.strictObject({
    panel,
    undoWindowMs: int(0, limits.undoWindowMsMax),
    sound: v.optional(v.boolean(), true),
  }),
});
export type SiteConfig = v.InferOutput<typeof siteConfig>;

/** One device's configuration: its site, and for a tablet the counter it stands at (null: shared by several). `version` rises with each change. */
export const deviceConfig = v.strictObject({
  version: int(1, 2_147_483_647),
  device: deviceId,
  app: appName,
  counter: v.nullable(counterId),
  site: siteConfig,
});
export type DeviceConfig = v.InferOutput<typeof deviceConfig>;
