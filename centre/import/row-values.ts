/** Single values of a row: text, yes or no, lists, stages; each is read or says what was expected; it knows no row. */
import type { DossierStage } from '../../shared/contract/dossier.ts';
import type { Text } from '../../shared/contract/scale.ts';
import type { DateForm } from '../../shared/contract/source-config.ts';
import { type ReadDate, readDate } from './dates.ts';
import { plainKey } from './plain-key.ts';

/** Longest text a card carries. */
const textCharsMax = 600;
const papersMax = 10;
const stagesMax = 20;

/** A cell as text: NFC, one line, no signs that are not shown. Undefined for what is no text. */
export function cellText(value: unknown): string | undefined {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (typeof value !== 'string') return undefined;
  return value
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .trim();
}

/** A text, or `{ vi, en }`. Undefined when it is neither, or too long; null when it is empty. */
export function readText(value: unknown): Text | null | undefined {
  if (typeof value === 'object' && value !== null && 'vi' in value) {
    const vi = cellText(value.vi);
    const en = 'en' in value ? cellText(value.en) : '';
    if (vi === undefined || en === undefined || Math.max(vi.length, en.length) > textCharsMax)
      return undefined;
    return vi === '' ? null : en === '' ? { vi } : { vi, en };
  }
  const vi = cellText(value);
  if (vi === undefined || vi.length > textCharsMax) return undefined;
  return vi === '' ? null : { vi };
}

const yes = new Set(['1', 'true', 'yes', 'y', 'x', 'co', 'quabuudien', 'buudien', 'quabuuchinh']);
const no = new Set(['', '0', 'false', 'no', 'n', 'khong', 'taiquay', 'tructiep']);

export function readYes(value: unknown): boolean | undefined {
  if (typeof value === 'boolean') return value;
  const word = plainKey(cellText(value) ?? '?');
  return yes.has(word) ? true : no.has(word) && cellText(value) !== undefined ? false : undefined;
}

/** A list, or a text with one paper after each ';'. What is more than ten stands together in the last. */
export function readPapers(value: unknown): Text[] | undefined {
  const items = Array.isArray(value) ? value : (cellText(value)?.split(';') ?? [undefined]);
  const read = items.map(readText);
  if (read.includes(undefined)) return undefined;
  const papers = read.filter((text): text is Text => text !== null && text !== undefined);
  if (papers.length <= papersMax) return papers;
  const rest = papers.slice(papersMax - 1).map(({ vi }) => vi);
  return [...papers.slice(0, papersMax - 1), { vi: rest.join('; ').slice(0, textCharsMax) }];
}

/** A number is milliseconds; a text is one of the source's forms. Null: nothing was given. */
export function readMoment(value: unknown, forms: readonly DateForm[]): ReadDate | null | undefined {
  if (typeof value === 'number') return readDate(String(value), ['unix-ms']);
  const text = cellText(value);
  if (text === '') return null;
  return text === undefined ? undefined : readDate(text, forms);
}

/** A list of { unit, name?, from, to? }, or the same as JSON text; of very many the last twenty. Null: none. */
export function readStages(value: unknown, forms: readonly DateForm[]): DossierStage[] | null | undefined {
  const list = typeof value === 'string' ? parsed(value) : (value ?? null);
  if (list === null) return null;
  if (!Array.isArray(list)) return undefined;
  const stages = list.slice(-stagesMax).map((stage) => readStage(stage, forms));
  return stages.every((stage) => stage !== undefined) ? (stages.length === 0 ? null : stages) : undefined;
}

function readStage(value: unknown, forms: readonly DateForm[]): DossierStage | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { unit, name, from, to } = value as Record<string, unknown>; // an object; what it lacks is undefined
  const where = readText(unit);
  const what = readText(name);
  const start = readMoment(from, forms);
  const end = readMoment(to, forms);
  if (!where || what === undefined || !start || end === undefined) return undefined;
  return { unit: where, ...(what === null ? {} : { name: what }), from: start.at, to: end?.at ?? null };
}

function parsed(text: string): unknown {
  if (text.trim() === '') return null;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
