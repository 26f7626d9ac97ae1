/** Faults of a site file -> sentences an officer can act on: place, what was found, what is needed, an example; it decides nothing. */
import type { FaultPath } from '../shared/contract/faults.ts';
import type { ConfigFault } from './check.ts';
import { en } from './text/en.ts';
import { vi, type Words } from './text/vi.ts';

export const languages = ['vi', 'en'] as const;
export type Language = (typeof languages)[number];

export const wordsOf = (language: Language): Words => (language === 'vi' ? vi : en);

/** One line. `example`: a valid configuration, whose value at the same path is shown. */
export function explainFault(fault: ConfigFault, language: Language, example?: unknown): string {
  const words = wordsOf(language);
  const place = words.place(fault.file, fault.line, fault.column);
  const parts = [`${place}: ${sentenceOf(fault, words)}.`];
  if (fault.hint !== undefined) parts.push(words.hint(fault.hint));
  if (fault.kind === 'unknown-key' && fault.expected === 'vi, en') parts.push(words.commaHint);
  const shown = exampleFor(fault, example);
  if (shown !== undefined) parts.push(words.example(shown));
  return parts.join(' ');
}

function sentenceOf(fault: ConfigFault, words: Words): string {
  const { path, found, expected } = fault;
  const key = String(path.at(-1) ?? '');
  const holder = path.length > 1 ? `«${dotted(path.slice(0, -1))}»` : words.wholeFile;
  switch (fault.kind) {
    case 'syntax':
      return words.syntax[isSyntax(words, found) ? found : 'other'];
    case 'unknown-key':
      return words.unknownKey(found, holder);
    case 'missing-key':
      return words.missingKey(key, holder);
    case 'wrong-value':
      return wrongValue(fault, words);
    case 'date':
      return words.date(found);
    case 'times':
      return words.times(found);
    case 'twice':
      return words.twice(found, expected);
    case 'unit':
      return words.unit(found);
    case 'same-site':
      return words.sameSite(found);
    case 'too-big':
      return words.tooBig(found, expected);
    case 'no-negative-level':
      return words.noNegativeLevel;
    case 'wider-disclosure':
      return words.widerDisclosure(found, expected);
    case 'names-shown':
      return words.namesShown;
  }
}

function wrongValue({ path, found, expected }: ConfigFault, words: Words): string {
  const where = path.length === 0 ? words.wholeFile : dotted(path);
  const need = expectedWords(expected, words);
  if (found === 'null' || found === '""' || found === 'undefined') return words.emptyValue(where, need);
  return words.wrongValue(where, found === 'Object' || found === 'Array' ? words.several : found, need);
}

const isSyntax = (words: Words, code: string): code is keyof Words['syntax'] => code in words.syntax;

/** `counters.2.name` as people count and write it: counters[3].name. */
function dotted(path: FaultPath): string {
  return path
    .map((step, i) => (typeof step === 'number' ? `[${step + 1}]` : i === 0 ? step : `.${step}`))
    .join('');
}

function expectedWords(expected: string, words: Words): string {
  const known = words.expected[expected];
  if (known !== undefined) return known;
  const bound = /^([<>])=(.+)$/.exec(expected);
  if (bound !== null) return (bound[1] === '>' ? words.atLeast : words.atMost)(bound[2] ?? '');
  const choice = /^\((.+)\)$/.exec(expected)?.[1];
  if (choice !== undefined) return words.oneOf(choice.replaceAll(' | ', ', ').replaceAll('"', ''));
  return expected.startsWith('/') ? words.inForm(expected) : expected;
}

/** The first entry of a list stands for all of them. */
function exampleFor(fault: ConfigFault, example: unknown): string | undefined {
  if (!['missing-key', 'wrong-value', 'date', 'times', 'unit'].includes(fault.kind)) return undefined;
  let value = example;
  for (const step of fault.path) {
    if (typeof value !== 'object' || value === null) return undefined;
    const key = typeof step === 'number' && Array.isArray(value) ? 0 : step;
    value = (value as Record<string | number, unknown>)[key]; // an object; a key it lacks gives undefined
  }
  if (value === undefined || fault.path.length === 0) return undefined;
  const text = JSON.stringify(value);
  return text.length <= 80 ? text : undefined;
}
