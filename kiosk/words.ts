/** The kiosk's words, ready to be spoken in the visitor's language. */
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import {
  makeWords,
  type OtherLanguage,
  type TableLike,
  type Wording,
  type Words,
} from '../shared/screen/text.ts';
import { vi } from './text/vi.ts';

export type KioskTable = typeof vi;
export type KioskWords = Words<KioskTable>;
export type KioskTableLike = TableLike<KioskTable>;
/** Tables that have arrived so far: all but Vietnamese come behind the first paint. */
export type OtherTables = { readonly [L in OtherLanguage]?: KioskTableLike } & { readonly vi?: never };

/** The kiosk's words; until the table of a language is there Vietnamese is spoken. */
export function makeKioskWords(wording: Wording, language: string, table?: KioskTableLike): KioskWords {
  return makeWords({ [language]: table, vi }, wording, language);
}

export const KioskWordsContext = createContext<KioskWords>(makeKioskWords({}, 'vi'));

export function useKioskWords(): KioskWords {
  return useContext(KioskWordsContext);
}
