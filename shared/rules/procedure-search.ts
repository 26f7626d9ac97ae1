/** Finds procedures by what is typed: words in any order, each by its beginning, without diacritics. Pure; it knows no screen. */
import type { Catalogue, Procedure } from '../contract/procedure.ts';
import { strip } from './stripped.ts';

/** A procedure with its keys. A space stands before each word, so that " kh" finds a word that begins with kh. */
interface Entry {
  readonly procedure: Procedure;
  readonly name: string;
  /** Name in both languages, field and code. */
  readonly all: string;
}

/** Entries in the order of their names, as Vietnamese sorts them. */
export interface SearchIndex {
  readonly entries: readonly Entry[];
}

/** Which procedures to look among; all of them when nothing is named. */
export interface SearchWish {
  readonly text?: string | undefined;
  readonly field?: string | undefined;
  readonly desk?: string | undefined;
}

const spaced = (text: string): string => ` ${strip(text)}`;

/** Makes ready for `search`; the collator decides the order of equally good finds. */
export function indexOf(
  { procedures, fields }: Pick<Catalogue, 'procedures' | 'fields'>,
  collator: Pick<Intl.Collator, 'compare'>,
): SearchIndex {
  const fieldKeys = new Map(fields.map(({ id, name }) => [id, `${spaced(name.vi)}${spaced(name.en ?? '')}`]));
  const entries = procedures.map((procedure) => {
    const { code, name, field } = procedure;
    const key = spaced(name.vi);
    // A code is typed with its dots or without them.
    const codes = `${spaced(code)} ${strip(code).replaceAll(' ', '')}`;
    return {
      procedure,
      name: key,
      all: `${key}${spaced(name.en ?? '')}${fieldKeys.get(field) ?? ''}${codes}`,
    };
  });
  entries.sort(
    (a, b) =>
      collator.compare(a.procedure.name.vi, b.procedure.name.vi) ||
      (a.procedure.code < b.procedure.code ? -1 : 1),
  );
  return { entries };
}

/** How good a find is: 0 the name begins with all that was typed, 1 holds it as typed, 2 has every word, 3 with field, code or English. */
type Rank = 0 | 1 | 2 | 3;

function rankOf(entry: Entry, phrase: string, words: readonly string[]): Rank | undefined {
  if (entry.name.startsWith(phrase)) return 0;
  if (entry.name.includes(phrase)) return 1;
  if (words.every((word) => entry.name.includes(word))) return 2;
  return words.every((word) => entry.all.includes(word)) ? 3 : undefined;
}

/** Every procedure that fits, the best first; equally good ones by name. */
export function search({ entries }: SearchIndex, { text = '', field, desk }: SearchWish): Procedure[] {
  const phrase = spaced(text);
  const words = phrase
    .split(' ')
    .filter((word) => word !== '')
    .map((word) => ` ${word}`);
  const ranks: [Procedure[], Procedure[], Procedure[], Procedure[]] = [[], [], [], []];
  for (const entry of entries) {
    const { procedure } = entry;
    if (field !== undefined && procedure.field !== field) continue;
    if (desk !== undefined && !procedure.desks.includes(desk)) continue;
    const rank = words.length === 0 ? 2 : rankOf(entry, phrase, words);
    if (rank !== undefined) ranks[rank].push(procedure);
  }
  return ranks.flat();
}
