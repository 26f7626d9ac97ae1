/** The words of shared/screen, ready to be spoken in one language. */

import { en } from './text/en.ts';
import { vi } from './text/vi.ts';
import { type Language, makeWords, type TableLike, type Wording, type Words } from './text.ts';

export type ScreenTable = typeof vi;
export type ScreenWords = Words<ScreenTable>;

export const screenTables: { readonly vi: ScreenTable } & Readonly<Record<Language, TableLike<ScreenTable>>> =
  {
    vi,
    en,
  };

/** Both screens' common words with the site's own wording. */
export function makeScreenWords(wording: Wording, language: Language): ScreenWords {
  return makeWords(screenTables, wording, language);
}
