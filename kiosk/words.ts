/** The kiosk's words, ready to be spoken in the visitor's language. */
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import { type Language, makeWords, type Wording, type Words } from '../shared/screen/text.ts';
import { en } from './text/en.ts';
import { vi } from './text/vi.ts';

export type KioskTable = typeof vi;
export type KioskWords = Words<KioskTable>;

export function makeKioskWords(wording: Wording, language: Language): KioskWords {
  return makeWords({ vi, en }, wording, language);
}

export const KioskWordsContext = createContext<KioskWords>(makeKioskWords({}, 'vi'));

export function useKioskWords(): KioskWords {
  return useContext(KioskWordsContext);
}
