/** The kiosk's words, ready to be spoken in the visitor's language. */
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import { type Language, makeWords, type Wording, type Words } from '../shared/screen/text.ts';
import { vi } from './text/vi.ts';

export type KioskTable = typeof vi;
export type KioskWords = Words<KioskTable>;

export type EnglishTable = Readonly<Record<keyof KioskTable, string>>;

/** The kiosk's words; English is a table of its own, and until it is there Vietnamese is spoken. */
export function makeKioskWords(wording: Wording, language: Language, en?: EnglishTable): KioskWords {
  return makeWords({ vi, en: en ?? vi }, wording, language);
}

export const KioskWordsContext = createContext<KioskWords>(makeKioskWords({}, 'vi'));

export function useKioskWords(): KioskWords {
  return useContext(KioskWordsContext);
}
