/** The catalogue's own words, loaded with its screens, and what a procedure's figures are called in them. */
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Cost, Named, Paper, Term } from '../shared/contract/procedure.ts';
import type { SiteConfig } from '../shared/contract/site-config.ts';
import { makeWords, type Wording, type Words } from '../shared/screen/text.ts';
import { en } from './procedures/text/en.ts';
import { vi } from './procedures/text/vi.ts';

export type ProcedureWords = Words<typeof vi>;

export function makeProcedureWords(wording: Wording, language: string): ProcedureWords {
  return makeWords({ vi, en }, wording, language);
}

export const ProcedureWordsContext = createContext<ProcedureWords>(makeProcedureWords({}, 'vi'));

export function useProcedureWords(): ProcedureWords {
  return useContext(ProcedureWordsContext);
}

/** "1.872", or "1,872" where that is how people write it. */
export function sayNumber(words: ProcedureWords, n: number): string {
  return new Intl.NumberFormat(words.language).format(n);
}

export function sayTerm(words: ProcedureWords, term: Term | null): string {
  if (term === null) return words.say('proc.termNone');
  if (term.unit === 'hours') return words.say('proc.hours', { n: term.n });
  if (term.unit === 'working-days' && term.n === 1) return words.say('proc.workingDay');
  return words.say(term.unit === 'days' ? 'proc.days' : 'proc.workingDays', { n: term.n });
}

export function sayCost(words: ProcedureWords, { kind, amount, text }: Cost): string {
  const named = amount === null ? '' : words.say('proc.amount', { amount: sayNumber(words, amount) });
  const told = text === undefined ? '' : words.pick(text);
  const what = [named, told].filter((one) => one !== '').join(', ');
  return words.say(kind === 'fee' ? 'proc.fee' : 'proc.charge', {
    what: what === '' ? words.say('proc.costAsk') : what,
  });
}

/** "1 bản chính, 2 bản sao"; empty where no number is named. */
export function sayPaper(words: ProcedureWords, { originals, copies }: Paper): string {
  const parts = [
    originals > 0 ? words.say('proc.originals', { n: originals }) : '',
    copies > 0 ? words.say('proc.copies', { n: copies }) : '',
  ];
  return parts.filter((part) => part !== '').join(', ');
}

/** A desk that is a counter of this site goes by its number here; `isShort`: by its number alone. */
export function sayDesk(
  words: ProcedureWords,
  desk: Named,
  { counters }: Pick<SiteConfig, 'counters'>,
  isShort = false,
): string {
  const counter = counters.find(({ id }) => id === desk.id);
  if (counter === undefined) return words.pick(desk.name);
  const { number } = counter;
  return isShort
    ? words.say('proc.counterNumber', { number })
    : words.say('proc.counter', { number, name: words.pick(counter.name) });
}
