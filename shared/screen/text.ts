/** Sentences by key: typed keys, holes filled, a site's own wording first; it knows no particular sentence. */
import type { Text } from '../contract/scale.ts';

/** Every language there is, by its own name: a further one is a line here and a table of the same name in each room's `text`. */
export const languages = { vi: 'Tiếng Việt', en: 'English' } as const;
export type Language = keyof typeof languages;
/** All but Vietnamese, which every table falls back to. */
export type OtherLanguage = Exclude<Language, 'vi'>;

type HoleNames<S extends string> = S extends `${string}{${infer Name}}${infer Rest}`
  ? Name | HoleNames<Rest>
  : never;
/** What must be handed in beside the key: nothing, or every hole of the Vietnamese sentence. */
export type Holes<S extends string> = [HoleNames<S>] extends [never]
  ? []
  : [holes: Readonly<Record<HoleNames<S>, string | number>>];

export type Table = Readonly<Record<string, string>>;
/** The same keys in another language. */
export type TableLike<T extends Table> = Readonly<Record<keyof T, string>>;
/** One room's tables by language; one that is missing, or not loaded yet, is spoken in Vietnamese. */
export type Tables<T extends Table> = { readonly vi: T } & {
  readonly [language: string]: TableLike<T> | undefined;
};
/** Sentences of a site's configuration, by key. */
export type Wording = Readonly<Record<string, Text>>;

export interface Words<T extends Table> {
  readonly language: string;
  say<K extends keyof T & string>(key: K, ...holes: Holes<T[K]>): string;
  /** A text of the configuration or of an answer in this language; Vietnamese where it has no other. */
  pick(text: Text): string;
}

/** Joins the tables of one room with the site's wording for one language. */
export function makeWords<T extends Table>(tables: Tables<T>, wording: Wording, language: string): Words<T> {
  const table: TableLike<T> = tables[language] ?? tables.vi;
  return {
    language,
    say(key, ...holes) {
      const own = wording[key];
      const sentence = (own === undefined ? undefined : inLanguage(own, language)) ?? table[key];
      return fill(sentence, holes[0]);
    },
    pick: (text) => inLanguage(text, language) ?? text.vi,
  };
}

const inLanguage = (text: Readonly<Record<string, string | undefined>>, language: string) => text[language];

function fill(sentence: string, holes: Readonly<Record<string, string | number>> | undefined): string {
  return holes === undefined
    ? sentence
    : sentence.replace(/\{([A-Za-z]+)\}/g, (whole, name: string) => String(holes[name] ?? whole));
}
