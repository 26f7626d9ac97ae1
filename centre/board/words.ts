/** The words of the board in one language, with numbers, shares and moments as that language writes them. */
import { type Day, startOfDay } from '../../shared/contract/day.ts';
import { sayAge, sayDay, sayMoment } from '../../shared/screen/dates.ts';
import { type Language, makeWords, type Words } from '../../shared/screen/text.ts';
import { makeScreenWords } from '../../shared/screen/words.ts';
import { en } from './text/en.ts';
import { vi } from './text/vi.ts';

export type BoardTable = typeof vi;

export interface BoardWords extends Words<BoardTable> {
  count(n: number): string;
  /** A share of one as percent, with so many decimals. */
  percent(share: number, decimals?: number): string;
  moment(ms: number): string;
  day(day: Day): string;
  age(ms: number, now: number): string;
  /** A sentence of the table by a name that came from outside; the name itself where there is none. */
  name(prefix: 'level' | 'alarm' | 'reason' | 'fault' | 'task', name: string): string;
}

export function makeBoardWords(language: Language): BoardWords {
  const tables = { vi, en };
  const words = makeWords(tables, {}, language);
  const common = makeScreenWords({}, language);
  const locale = language === 'vi' ? 'vi-VN' : 'en-GB';
  const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
  const table: Readonly<Record<string, string>> = tables[language];
  return {
    ...words,
    count: (n) => whole.format(n),
    percent: (share, decimals = 1) =>
      `${new Intl.NumberFormat(locale, { minimumFractionDigits: decimals, maximumFractionDigits: decimals }).format(share * 100)} %`,
    moment: (ms) => sayMoment(common, ms),
    day: (day) => sayDay(common, startOfDay(day)),
    age: (ms, now) => sayAge(common, ms, now),
    name: (prefix, name) =>
      (Object.hasOwn(table, `${prefix}.${name}`) ? table[`${prefix}.${name}`] : undefined) ?? name,
  };
}
