/** The kiosk's words, ready to be spoken in the visitor's language. */
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import { type Language, makeWords, type TableLike, type Wording, type Words } from '../shared/screen/text.ts';
import type { vi } from './text/vi.ts';
import { viRest } from './text/vi-rest.ts';

export type KioskTable = typeof vi;
export type KioskWords = Words<KioskTable>;
/** The sentences of the rest screen and of what stands around every screen. */
export type RestWords = Words<typeof viRest>;
export type KioskTableLike = TableLike<KioskTable>;
/** Whole tables that have arrived so far: they come behind the first paint. */
export type KioskTables = { readonly vi?: KioskTable } & { readonly [L in Language]?: KioskTableLike };

/**
 * The kiosk's words; until the table of a language is there Vietnamese is spoken. Before the whole Vietnamese table has come, only the
 * sentences of the first paint can be said.
 */
export function makeKioskWords(wording: Wording, language: string, tables: KioskTables = {}): KioskWords {
  // What is painted then asks by `useRestWords`, which knows no other key.
  const whole = tables.vi ?? (viRest as KioskTable);
  return makeWords({ ...tables, vi: whole }, wording, language);
}

export const KioskWordsContext = createContext<KioskWords>(makeKioskWords({}, 'vi'));

/** For screens that come behind the first paint. */
export function useKioskWords(): KioskWords {
  return useContext(KioskWordsContext);
}

/** For what stands in the first paint: it may say nothing that comes later. */
export function useRestWords(): RestWords {
  return useContext(KioskWordsContext);
}
