/** A date as a source writes it -> milliseconds, in Asia/Ho_Chi_Minh unless it says otherwise; it reads no clock. */
import { readDay, startOfDay } from '../../shared/contract/day.ts';
import type { DateForm } from '../../shared/contract/source-config.ts';

/** `isDay`: no time of day was given, and the instant is the day's first. */
export interface ReadDate {
  readonly at: number;
  readonly isDay: boolean;
}

const time = '(?:[T ,]+(\\d{1,2}):(\\d{2})(?::(\\d{2})(?:[.,]\\d{1,9})?)?)?';
const zone = '(Z|[+-]\\d{2}:?\\d{2})?';
const patterns: Readonly<Record<Exclude<DateForm, 'unix-ms' | 'unix-seconds'>, RegExp>> = {
  'dd/MM/yyyy': new RegExp(`^(?<d>\\d{1,2})[/.-](?<m>\\d{1,2})[/.-](?<y>\\d{4})${time}$`),
  'MM/dd/yyyy': new RegExp(`^(?<m>\\d{1,2})[/.-](?<d>\\d{1,2})[/.-](?<y>\\d{4})${time}$`),
  'yyyy-MM-dd': new RegExp(`^(?<y>\\d{4})[-/](?<m>\\d{1,2})[-/](?<d>\\d{1,2})${time} ?${zone}$`),
  yyyyMMdd: /^(?<y>\d{4})(?<m>\d{2})(?<d>\d{2})(?:(\d{2})(\d{2})(\d{2})?)?$/,
};

/** No dossier is older, and none is promised for later. */
const earliest = Date.UTC(1990, 0, 1);
const latest = Date.UTC(2100, 0, 1);

/** Tries each form in turn; undefined when none fits or the day does not exist. */
export function readDate(value: string, forms: readonly DateForm[]): ReadDate | undefined {
  for (const form of forms) {
    const read =
      form === 'unix-ms' || form === 'unix-seconds' ? readUnix(value, form) : readForm(value, form);
    if (read !== undefined && read.at >= earliest && read.at < latest) return read;
  }
  return undefined;
}

function readUnix(value: string, form: 'unix-ms' | 'unix-seconds'): ReadDate | undefined {
  if (!/^\d{9,13}$/.test(value)) return undefined;
  return { at: Number(value) * (form === 'unix-ms' ? 1 : 1_000), isDay: false };
}

function readForm(value: string, form: keyof typeof patterns): ReadDate | undefined {
  const match = patterns[form].exec(value);
  if (match === null) return undefined;
  const { y = '', m = '', d = '' } = match.groups ?? {};
  const day = readDay(`${y}-${m.padStart(2, '0')}-${d.padStart(2, '0')}`);
  if (!day.ok) return undefined;
  const [hour, minute, second, offset] = match.slice(4, 8);
  if (hour === undefined) return { at: startOfDay(day.value), isDay: true };
  const [h, min, s] = [Number(hour), Number(minute), Number(second ?? 0)];
  if (h > 23 || min > 59 || s > 59) return undefined;
  const local = startOfDay(day.value) + ((h * 60 + min) * 60 + s) * 1_000;
  if (offset === undefined) return { at: local, isDay: false };
  return { at: local + (7 * 60 - offsetMinutes(offset)) * 60_000, isDay: false };
}

/** East of Greenwich is positive. */
function offsetMinutes(offset: string): number {
  if (offset === 'Z') return 0;
  const digits = offset.replace(':', '');
  const minutes = Number(digits.slice(1, 3)) * 60 + Number(digits.slice(3, 5));
  return digits.startsWith('-') ? -minutes : minutes;
}

/** How the forms are told to a person. */
export function sayForms(forms: readonly DateForm[]): string {
  const shown = forms.map((form) => (form.startsWith('unix') ? form : `${form} [HH:mm[:ss]]`));
  return `a date that exists: ${shown.join(' or ')}`;
}
