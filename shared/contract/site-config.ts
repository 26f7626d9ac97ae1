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

/** A kiosk stands: `bottomMm` is the height of the panel's lower edge above the floor, so that controls stay within reach. */
export const kioskPanel = v.strictObject({
  ...panel.entries,
  bottomMm: v.optional(int(0, 2_500)),
});

export const siteConfig = v.strictObject({
  schema: v.literal(1),
  version: int(1, 2_147_483_647),
  demo: v.boolean(),
  centre: v.strictObject({ name: text, agency: text }), // agency: who apologises
  site: v.strictObject({ id: siteId, name: text }),
  hotline: v.strictObject({ number: phone, hours: v.optional(text) }),
  /** Who answers for late dossiers: only with it the kiosk asks whether the letter of apology has come. */
  letterUnit: v.optional(text),
  guideDesk: v.optional(text), // where a person helps, e.g. "quầy hướng dẫn"
  counters: v.pipe(v.array(counter), v.maxLength(200)),
  scale,
  hours,
  units: v.pipe(v.array(v.strictObject({ prefix: unitPrefix, name: text })), v.maxLength(2_000)), // this site's own first
  codeFormats: v.optional(v.pipe(v.array(codeFormat), v.minLength(1), v.maxLength(12))),
  aliases: v.optional(codeAliases), // old units of codes, renamed; centre and devices apply the same function
  /** What a code without a secret may show beyond the usual, by a written order; never without one. */
  disclosure: v.optional(
    v.strictObject({
      bare: v.pipe(v.array(v.picklist(['title', 'timeline', 'maskedName'])), v.minLength(1), v.maxLength(3)),
      order: v.strictObject({
        number: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(80)),
        date: day,
      }),
    }),
  ),
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
    panel: kioskPanel,
    camera: v.optional(v.picklist(['environment', 'user', 'none']), 'environment'),
    scannerPrefix: v.optional(v.pipe(v.string(), v.regex(/^[!-~]{1,8}$/))), // what the hand scanner sends before each text
    cameraLabel: v.optional(v.pipe(v.string(), v.minLength(1), v.maxLength(80))), // part of a camera's name, where there are several
    /** What the camera looks for; Code 39 and ITF only where slips carry them, because ITF is read out of stripes too. */
    symbols: v.optional(v.pipe(v.array(v.picklist(['code-128', 'qr', 'code-39', 'itf'])), v.minLength(1))),
    scanPlace: v.optional(text), // where the scanner or camera of this kiosk is, for the attract sentence
    /** Which reader this kiosk really has, for the drawing of the rest screen; without it the camera decides. */
    drawing: v.optional(v.picklist(['camera-above', 'camera-below', 'scanner-below', 'hand-scanner'])),
    sound: v.optional(v.boolean(), true),
    /** Where the spoken card goes; dates and units of its stages only to headphones, and names and codes nowhere. */
    speech: v.optional(v.picklist(['off', 'loudspeaker', 'headphones']), 'loudspeaker'),
    /** Outside the hours the rest screen is dimmed and says when the desk opens; statuses are answered all the same. */
    closedScreen: v.optional(v.boolean(), true),
  }),
  tablet: v.strictObject({
    panel,
    undoWindowMs: int(0, limits.undoWindowMsMax),
    sound: v.optional(v.boolean(), true),
  }),
});
export type SiteConfig = v.InferOutput<typeof siteConfig>;
export type Disclosure = NonNullable<SiteConfig['disclosure']>;

/** The procedure catalogue that the centre has now: a file of our own origin, and what it must weigh and be. */
export const catalogueNamed = v.object({
  url: v.pipe(
    v.string(),
    v.regex(/^\/catalogue\/procedures\.[0-9a-f]{16}\.json$/, 'a catalogue of this centre'),
  ),
  sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/, '64 hex digits')),
  bytes: int(1, 2_147_483_647),
  procedures: int(0, 2_147_483_647),
});
export type CatalogueNamed = v.InferOutput<typeof catalogueNamed>;

/**
 * One device's configuration: its site, and for a tablet the counter it stands at (null: shared by several). `version` rises with each
 * change. Keys that are not listed are left out, so that a device reads on that is older than the centre.
 */
export const deviceConfig = v.object({
  version: int(1, 2_147_483_647),
  device: deviceId,
  app: appName,
  counter: v.nullable(counterId),
  site: siteConfig,
  /** Kiosks only; null or absent: there is none. */
  catalogue: v.optional(v.nullable(catalogueNamed)),
});
export type DeviceConfig = v.InferOutput<typeof deviceConfig>;
