/** Sentences by key: typed keys, holes filled, a site's own wording first; it knows no particular sentence. */
import type { Text } from '../contract/scale.ts';

export const languages = ['vi', 'en'] as const;
export type Language = (typeof languages)[number];

type HoleNames<S extends string> = S extends `${string}{${infer Name}}${infer Rest}`
  ? Name | HoleNames<Rest>
  : never;
/** What must be handed in beside the key: nothing, or every hole of the Vietnamese sentence. */
export type Holes<S extends string> = [HoleNames<S>] extends [never]
  ? []
  : [holes: Readonly<Record<HoleNames<S>, string | number>>];

type Table = Readonly<Record<string, string>>;
export interface Tables<T extends Table> {
  readonly vi: T;
  readonly en: Readonly<Record<keyof T, string>>;
}
/** Sentences of a site's configuration, by key. */
export type Wording = Readonly<Record<string, Text>>;

export interface Words<T extends Table> {
  readonly language: Language;
  say<K extends keyof T & string>(key: K, ...holes: Holes<T[K]>): string;
  /** A text of the configuration or of an answer in this language; Vietnamese where it has no other. */
  pick(text: Text): string;
}

/** Joins the tables of one room with the site's wording for one language. */
export function makeWords<T extends Table>(
  tables: Tables<T>,
  wording: Wording,
  language: Language,
): Words<T> {
  return {
    language,
    say(key, ...holes) {
      const own = wording[key];
      const sentence = (language === 'vi' ? own?.vi : own?.en) ?? tables[language][key];
      return fill(sentence, holes[0]);
    },
    pick: (text) => (language === 'vi' ? text.vi : (text.en ?? text.vi)),
  };
}

function fill(sentence: string, holes: Readonly<Record<string, string | number>> | undefined): string {
  return holes === undefined
    ? sentence
    : sentence.replace(/\{([A-Za-z]+)\}/g, (whole, name: string) => String(holes[name] ?? whole));
}
