/** A code in the making: unit, date and last digits chosen one after the other, or typed whole. Pure; it judges no code. */

import { addDays, type Day, startOfDay } from '../shared/contract/day.ts';
import { limits } from '../shared/contract/limits.ts';
import type { RefusalCode } from '../shared/contract/refusal-codes.ts';

export type PadStep = 'unit' | 'search' | 'month' | 'day' | 'number' | 'free' | 'check';
export type PadPart = 'unit' | 'date' | 'number' | 'free';

export interface Month {
  readonly year: number;
  readonly month: number;
}

export interface Draft {
  readonly step: PadStep;
  readonly unit: string | null;
  readonly month: Month | null;
  readonly day: number | null;
  readonly number: string;
  readonly free: string;
  /** Letters of a unit's name that is looked for. */
  readonly query: string;
  /** The part that was refused, to be marked, and why. */
  readonly wrong: { readonly part: PadPart; readonly code: RefusalCode } | null;
}

/** One change, to be laid upon whatever draft there is. */
export type Change = (draft: Draft) => Draft;

export const firstDraft: Draft = {
  step: 'unit',
  unit: null,
  month: null,
  day: null,
  number: '',
  free: '',
  query: '',
  wrong: null,
};

const NUMBER_CHARS_MAX = 7;
const QUERY_CHARS_MAX = 24;
export const NUMBER_CHARS_MIN = 4;
const two = (n: number): string => String(n).padStart(2, '0');

/** True when the whole code is typed instead of chosen part by part. */
export const isFree = (draft: Draft): boolean => draft.unit === null;

/** YYMMDD of what was chosen, with a dot for each digit still missing. */
export function dateText({ month, day }: Draft): string {
  return month === null
    ? '······'
    : `${two(month.year % 100)}${two(month.month)}${day === null ? '··' : two(day)}`;
}

/** The code as it would be asked. */
export function textOf(draft: Draft): string {
  return isFree(draft) ? draft.free : `${draft.unit}-${dateText(draft)}-${draft.number}`;
}

export function chooseUnit(draft: Draft, unit: string): Draft {
  const isDated = draft.month !== null && draft.day !== null;
  return { ...draft, unit, free: '', query: '', step: isDated ? 'number' : 'month', wrong: null };
}

/** To the units by name, where there are more than a page. */
export function chooseSearch(draft: Draft): Draft {
  return { ...draft, query: '', step: 'search', wrong: null };
}

export function chooseFree(draft: Draft): Draft {
  return { ...draft, unit: null, step: 'free', wrong: null };
}

export function chooseMonth(draft: Draft, month: Month): Draft {
  return { ...draft, month, day: null, step: 'day', wrong: null };
}

export function chooseDay(draft: Draft, day: number): Draft {
  return { ...draft, day, step: 'number', wrong: null };
}

/** Fingers on the screen or on a keyboard: digits for the last part; letters, digits, dot and dash for a whole code; words for a unit. */
export function typeInto(draft: Draft, text: string): Draft {
  if (draft.step === 'number') {
    const number = (draft.number + text.replace(/\D/g, '')).slice(0, NUMBER_CHARS_MAX);
    return { ...draft, number, wrong: null };
  }
  if (draft.step === 'search') {
    const clean = text.toUpperCase().replace(/[^A-Z0-9 ]/g, '');
    return { ...draft, query: (draft.query + clean).replace(/^ +| (?= )/g, '').slice(0, QUERY_CHARS_MAX) };
  }
  if (draft.step !== 'free') return draft;
  const clean = text.toUpperCase().replace(/[^A-Z0-9.-]/g, '');
  return { ...draft, free: (draft.free + clean).slice(0, limits.codeCharsMax), wrong: null };
}

export function eraseLast(draft: Draft): Draft {
  if (draft.step === 'number') return { ...draft, number: draft.number.slice(0, -1), wrong: null };
  if (draft.step === 'search') return { ...draft, query: draft.query.slice(0, -1) };
  return draft.step === 'free' ? { ...draft, free: draft.free.slice(0, -1), wrong: null } : draft;
}

export function clearPart(draft: Draft): Draft {
  if (draft.step === 'number') return { ...draft, number: '', wrong: null };
  if (draft.step === 'search') return { ...draft, query: '' };
  return draft.step === 'free' ? { ...draft, free: '', wrong: null } : draft;
}

/** One step back; undefined where there is none, and the pad is left. */
export function goBack(draft: Draft): Draft | undefined {
  const before: Record<PadStep, PadStep | undefined> = {
    unit: undefined,
    search: 'unit',
    month: 'unit',
    day: 'month',
    number: 'day',
    free: 'unit',
    check: isFree(draft) ? 'free' : 'number',
  };
  const step = before[draft.step];
  return step === undefined ? undefined : { ...draft, step, wrong: null };
}

/** Straight to one part, from the strip that shows all of them. */
export function goTo(draft: Draft, part: PadPart): Draft {
  const steps: Record<PadPart, PadStep> = { unit: 'unit', date: 'month', number: 'number', free: 'free' };
  return { ...draft, step: steps[part], wrong: null };
}

export function check(draft: Draft): Draft {
  return { ...draft, step: 'check', wrong: null };
}

/** A refused draft goes to the part that is wrong and names it. */
export function markWrong(draft: Draft, code: RefusalCode): Draft {
  if (isFree(draft)) return { ...draft, step: 'free', wrong: { part: 'free', code } };
  if (code === 'E_CODE_DATE' || code === 'E_CODE_RANGE') {
    return { ...draft, step: 'month', wrong: { part: 'date', code } };
  }
  return { ...draft, step: 'number', wrong: { part: 'number', code } };
}

/** Twelve months, oldest first; page 0 ends with this month, page 1 with the month a year before, and so on back to 2018. */
export function monthsOf(today: Day, page: number): readonly Month[] {
  const last = Number(today.slice(0, 4)) * 12 + Number(today.slice(5, 7)) - 1 - page * 12;
  return Array.from({ length: 12 }, (_, i) => last - 11 + i)
    .map((n) => ({ year: Math.floor(n / 12), month: (n % 12) + 1 }))
    .filter(({ year, month }) => `${year}-${two(month)}` >= limits.dossierDateFloor.slice(0, 7));
}

/** The days of a month, up to today. */
export function daysOf({ year, month }: Month, today: Day): readonly number[] {
  // Built in the shape of a day; the first of a month always exists.
  const first = `${year}-${two(month)}-01` as Day;
  const days: number[] = [];
  for (let day = first; day.slice(0, 7) === first.slice(0, 7); day = addDays(day, 1)) {
    if (startOfDay(day) <= startOfDay(today)) days.push(Number(day.slice(8)));
  }
  return days;
}
