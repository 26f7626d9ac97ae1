/** One row of a source -> a row of a delivery, with the name masked and the secret hashed; or everything that is wrong with it. It stores nothing. */

import { dayOf } from '../../shared/contract/day.ts';
import type { DossierStage, LateReason, Timing } from '../../shared/contract/dossier.ts';
import { parsePlainCode } from '../../shared/contract/dossier-code.ts';
import type { DeliveryRow, RowFault } from '../../shared/contract/dossier-delivery.ts';
import type { RefusalCode } from '../../shared/contract/refusal-codes.ts';
import type { Text } from '../../shared/contract/scale.ts';
import type { DossierField } from '../../shared/contract/source-config.ts';
import { maskName } from '../mask-name.ts';
import { hashOf } from '../secrets.ts';
import { sayForms } from './dates.ts';
import { keepableStatus, shapeOf, shapeOfDate } from './found-shape.ts';
import { recogniseLegacy } from './legacy-text.ts';
import { plainKey } from './plain-key.ts';
import type { PreparedSource } from './prepared-source.ts';
import { cellText, readMoment, readPapers, readStages, readText, readYes } from './row-values.ts';

/** A row's values by field; what the source does not give is absent. */
export type RowFields = Readonly<Partial<Record<DossierField, unknown>>>;

export interface JudgeContext {
  readonly source: PreparedSource;
  /** When the delivery was true, ms. */
  readonly asOf: number;
  /** Wall time, ms: a code may not be of a later day than tomorrow. */
  readonly now: number;
  /** Prefixes of units that may be delivered; null: all. */
  readonly units: readonly string[] | null;
}

export type Judged =
  | { readonly ok: true; readonly row: DeliveryRow }
  | { readonly ok: false; readonly faults: readonly Omit<RowFault, 'line'>[] };

type Fault = Omit<RowFault, 'line'>;

/** Minute of the day until which a date without a time of day is promised. */
const closingMs = 17 * 60 * 60_000;

/** Whether a unit is one of the prefixes or stands below one. */
export function isOfUnits(unit: string, prefixes: readonly string[]): boolean {
  return prefixes.some((prefix) => unit === prefix || unit.startsWith(`${prefix}.`));
}

/** Judges rows one after another; remembers which texts it has looked at. */
export class RowJudge {
  readonly #context: JudgeContext;
  /** Texts that repeat from row to row, such as units and titles, are looked at once. */
  readonly #clean = new Set<string>();

  constructor(context: JudgeContext) {
    this.#context = context;
  }

  judge(fields: RowFields): Judged {
    const { source, asOf } = this.#context;
    const faults: Fault[] = [];
    const wrong = (field: DossierField, expected: string, found = '', code: RefusalCode = 'E_ROW'): null => {
      faults.push({ field, code, found, expected });
      return null;
    };
    const key = this.#code(fields.code, wrong);
    const unit = key?.slice(0, Math.max(key.lastIndexOf('-', key.lastIndexOf('-') - 1), 1)) ?? '';
    const status = this.#status(fields.status, wrong);
    const dates = this.#dates(fields, key, wrong);
    const texts = this.#texts(fields, wrong);
    const secretHash = readSecret(fields.secret, wrong);
    const timing = this.#timing(fields.timing, status?.status, dates, wrong);
    const lateReason = this.#reason(fields.lateReason, wrong);
    const version = readVersion(fields.version, wrong);
    if (faults.length > 0 || key === null || status === null || timing === null) return { ok: false, faults };
    const { received, due, newDue, finished } = dates;
    return {
      ok: true,
      row: {
        code: key,
        unit,
        ...status,
        timing,
        received: received ?? asOf,
        due,
        newDue,
        finished,
        since: dates.since ?? (status.status === 'accepted' ? received : finished),
        lateReason,
        secretHash,
        version,
        open: openOf(texts, texts.unit ?? source.unitName(unit) ?? { vi: unit }),
        closed: closedOf(texts),
      },
    };
  }

  #code(value: unknown, wrong: Wrong): string | null {
    const { source, now, units } = this.#context;
    const text = cellText(value) ?? '';
    if (/^D-\d{1,20}$/i.test(text)) return text.toUpperCase();
    const code = parsePlainCode(text, { formats: source.formats, now });
    if (!code.ok) return wrong('code', code.refusal.expected ?? '', shapeOf(text), code.refusal.code);
    const key = source.keyOf(code.value.key);
    const unit = key.slice(0, key.indexOf('-'));
    if (units === null || isOfUnits(unit, units) || isOfUnits(code.value.key.split('-')[0] ?? '', units))
      return key;
    return wrong('code', `a unit of this token: ${units.join(', ')}`, shapeOf(text), 'E_UNIT');
  }

  #status(value: unknown, wrong: Wrong): Pick<DeliveryRow, 'status' | 'statusCode'> | null {
    const text = cellText(value);
    if (text === undefined || text === '') return wrong('status', 'a status of the source');
    const known = this.#context.source.statuses.get(plainKey(text));
    if (known !== undefined) return { status: known, statusCode: null };
    return { status: 'unknown', statusCode: keepableStatus(text) };
  }

  #dates(fields: RowFields, key: string | null, wrong: Wrong): Dates {
    const { dates: forms } = this.#context.source;
    const read = (field: 'received' | 'due' | 'newDue' | 'finished' | 'since'): number | null => {
      const moment = readMoment(fields[field], forms);
      if (moment === undefined) {
        return wrong(field, sayForms(forms), shapeOfDate(cellText(fields[field]) ?? ''));
      }
      if (moment === null) return null;
      // A day that is promised lasts until the desks close.
      const isPromise = field === 'due' || field === 'newDue';
      return moment.isDay && isPromise ? moment.at + closingMs : moment.at;
    };
    return {
      received: read('received') ?? dayInCode(key),
      due: read('due'),
      newDue: read('newDue'),
      finished: read('finished'),
      since: read('since'),
    };
  }

  /** The source's own word; where it has none and the configuration allows it, its due date beside the day it speaks of. */
  #timing(value: unknown, status: string | undefined, dates: Dates, wrong: Wrong): Timing | null {
    const { source, asOf } = this.#context;
    const text = cellText(value) ?? '?';
    if (text !== '') {
      const known = source.timings.get(plainKey(text));
      return (
        known ?? wrong('timing', 'a word for timeliness that the source’s configuration knows', shapeOf(text))
      );
    }
    if (source.config.timingFrom === 'column') return wrong('timing', 'a word for timeliness');
    const due = dates.newDue ?? dates.due;
    const isOver = dates.finished !== null;
    if (status === 'supplement' && !isOver) return 'paused';
    if (due === null) return 'on-time';
    const day = dayOf(dates.finished ?? asOf);
    const dueDay = dayOf(due);
    if (day > dueDay) return 'late';
    if (day === dueDay) return isOver ? 'on-time' : 'due-today';
    return isOver ? 'early' : 'on-time';
  }

  /** A reason that nobody mapped is none: a wrong one would be an excuse that nobody gave. */
  #reason(value: unknown, wrong: Wrong): LateReason | null {
    const text = cellText(value);
    if (text === undefined) return wrong('lateReason', 'a text');
    return this.#context.source.lateReasons.get(plainKey(text)) ?? null;
  }

  #texts(fields: RowFields, wrong: Wrong): Texts {
    const name = cellText(fields.name);
    if (name === undefined || name.length > 400) wrong('name', 'a name of at most 400 characters');
    const scrub = scrubber(name ?? '');
    const one = (field: TextField): Text | null => {
      const text = readText(fields[field]);
      if (text === undefined) return wrong(field, 'a text of at most 600 characters');
      if (text === null) return null;
      this.#refuseLegacy(field, text.vi, wrong);
      return scrub(text);
    };
    if (name !== undefined) this.#refuseLegacy('name', name, wrong);
    const { source } = this.#context;
    const papers = readPapers(fields.papers);
    const timeline = readStages(fields.timeline, source.dates);
    const byPost = readYes(fields.byPost);
    if (papers === undefined) wrong('papers', 'a list of texts, or one text with ; between them');
    if (timeline === undefined) wrong('timeline', 'a list of { unit, name, from, to } with dates that exist');
    if (byPost === undefined) wrong('byPost', 'yes or no', shapeOf(cellText(fields.byPost) ?? ''));
    return {
      unit: one('unit'),
      desk: withHours(one('desk'), one('hours')),
      payWhat: one('payWhat'),
      payWhere: one('payWhere'),
      answers: one('answers'),
      title: one('title'),
      maskedName: maskedOf(name ?? ''),
      papers: (papers ?? []).map(scrub),
      timeline: timeline?.map((stage) => scrubStage(stage, scrub)) ?? null,
      byPost: byPost ?? false,
    };
  }

  #refuseLegacy(field: DossierField, text: string, wrong: Wrong): void {
    if (/^[ -~]*$/.test(text) || this.#clean.has(text)) return;
    const legacy = recogniseLegacy(text);
    if (legacy !== undefined) {
      wrong(field, `Unicode: this is ${legacy.toUpperCase()} text`, shapeOf(text), 'E_ENCODING');
    } else if (field !== 'name' && this.#clean.size < 5_000) this.#clean.add(text);
  }
}

type Wrong = (field: DossierField, expected: string, found?: string, code?: RefusalCode) => null;
type TextField = 'unit' | 'desk' | 'hours' | 'payWhat' | 'payWhere' | 'answers' | 'title';

interface Dates {
  readonly received: number | null;
  readonly due: number | null;
  readonly newDue: number | null;
  readonly finished: number | null;
  readonly since: number | null;
}

interface Texts extends Readonly<Record<Exclude<TextField, 'hours'>, Text | null>> {
  readonly maskedName: string;
  readonly papers: readonly Text[];
  readonly timeline: DossierStage[] | null;
  readonly byPost: boolean;
}

/** A code says on which day its dossier was received. */
function dayInCode(key: string | null): number | null {
  const date = /-(\d{2})(\d{2})(\d{2})-\d+$/.exec(key ?? '');
  if (date === null) return null;
  return Date.UTC(2000 + Number(date[1]), Number(date[2]) - 1, Number(date[3])) - 7 * 3_600_000;
}

function readSecret(value: unknown, wrong: Wrong): string | null {
  const secret = cellText(value);
  if (secret === '') return null;
  if (secret !== undefined && /^[A-Za-z0-9_-]{8,64}$/.test(secret)) return hashOf(secret);
  return wrong('secret', '8 to 64 letters, digits, _ or -');
}

function readVersion(value: unknown, wrong: Wrong): number | null {
  const text = cellText(value);
  if (text === '') return null;
  const version = /^\d{1,15}$/.test(text ?? '') ? Number(text) : undefined;
  return version ?? wrong('version', 'a whole number that rises', shapeOf(text ?? ''));
}

/** Stars in place of the name, whole words, at most what a card holds. */
function maskedOf(name: string): string {
  let masked = maskName(name);
  while (masked.length > 60) masked = masked.slice(0, Math.max(masked.lastIndexOf(' '), 0));
  return masked;
}

/** Takes the citizen's own name out of other texts of the row, where a careless program has put it. */
function scrubber(name: string): (text: Text) => Text {
  if (!name.includes(' ')) return (text) => text;
  const sought = name.toLowerCase();
  const clean = (text: string): string => {
    let rest = text;
    for (let at = rest.toLowerCase().indexOf(sought); at >= 0; at = rest.toLowerCase().indexOf(sought)) {
      rest = `${rest.slice(0, at)}${maskedOf(name)}${rest.slice(at + name.length)}`;
    }
    return rest;
  };
  return ({ vi, en }) => (en === undefined ? { vi: clean(vi) } : { vi: clean(vi), en: clean(en) });
}

function scrubStage(stage: DossierStage, scrub: (text: Text) => Text): DossierStage {
  const { unit, name } = stage;
  return { ...stage, unit: scrub(unit), ...(name === undefined ? {} : { name: scrub(name) }) };
}

function withHours(desk: Text | null, hours: Text | null): Text | null {
  if (desk === null || hours === null) return desk ?? hours;
  return { vi: `${desk.vi} (${hours.vi})`.slice(0, 600) };
}

function openOf(texts: Texts, unit: Text): DeliveryRow['open'] {
  const { desk, byPost, payWhat, payWhere, papers, answers } = texts;
  const isPay = payWhat !== null && payWhere !== null;
  return {
    unit,
    ...(desk === null ? {} : { desk }),
    ...(byPost ? { byPost } : {}),
    ...(isPay ? { pay: { what: payWhat, where: payWhere } } : {}),
    ...(papers.length === 0 ? {} : { papers: [...papers] }),
    ...(answers === null ? {} : { answers }),
  };
}

function closedOf({ title, maskedName, timeline }: Texts): DeliveryRow['closed'] {
  if (title === null && maskedName === '' && timeline === null) return null;
  return {
    ...(title === null ? {} : { title }),
    ...(maskedName === '' ? {} : { maskedName }),
    timeline: timeline ?? [],
  };
}
