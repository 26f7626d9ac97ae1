/** The words of the tablet, ready to be spoken in one language. */
import { type Language, makeWords, type Wording, type Words } from '../shared/screen/text.ts';
import { en } from './text/en.ts';
import { vi } from './text/vi.ts';

export type TabletTable = typeof vi;
export type TabletWords = Words<TabletTable>;

/** The tablet's words with the site's own wording. */
export function makeTabletWords(wording: Wording, language: Language): TabletWords {
  return makeWords({ vi, en }, wording, language);
}
