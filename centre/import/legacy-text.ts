/** Vietnamese text in an encoding from before Unicode: recognised by whether its words could be Vietnamese, and converted; it opens no file. */
import { tcvn3Letters, vniLetters, vniMarks } from './legacy-letters.ts';

export type LegacyEncoding = 'tcvn3' | 'vni';

/** Characters 0xA1-0xFE as a legacy font shows them -> Vietnamese letters, in NFC. Everything else stays as it is. */
export function fromTcvn3(text: string): string {
  return text.replace(/[\u00A1-\u00FE]/g, (char) => tcvn3Letters.get(char) ?? char);
}

export function fromVni(text: string): string {
  let result = '';
  let canCarry = false; // whether the character before may carry a mark
  for (const char of text) {
    const mark: string | undefined = canCarry ? vniMarks.get(char) : undefined;
    const letter = vniLetters.get(char);
    if (mark !== undefined) result += mark;
    else result += letter ?? char;
    canCarry = mark === undefined && /[aeouyôö]/i.test(char);
  }
  return result.normalize('NFC');
}

export function fromLegacy(text: string, encoding: LegacyEncoding): string {
  return encoding === 'tcvn3' ? fromTcvn3(text) : fromVni(text);
}

const onset = '(?:ngh|ng|nh|kh|ch|gh|gi|ph|qu|th|tr|[bcdđghklmnpqrstvx])?';
const nucleus = [
  ...['iêu', 'yêu', 'oai', 'oay', 'oao', 'oeo', 'uây', 'uôi', 'uya', 'uyê', 'uyu', 'ươi', 'ươu'],
  ...['ai', 'ao', 'au', 'ay', 'âu', 'ây', 'eo', 'êu', 'ia', 'iê', 'iu', 'oa', 'oă', 'oe', 'oi', 'oo', 'ôi'],
  ...['ơi', 'ua', 'uâ', 'uê', 'ui', 'uô', 'uơ', 'uy', 'ưa', 'ưi', 'ươ', 'ưu', 'yê', 'ya'],
  ...['a', 'ă', 'â', 'e', 'ê', 'i', 'o', 'ô', 'ơ', 'u', 'ư', 'y'],
].join('|');
// k ends place names of the highlands.
const coda = '(?:ng|nh|ch|[ckmnpt])?';
const syllable = new RegExp(`^${onset}(?:${nucleus})${coda}$`, 'u');
const toneMarks = /[\u0300\u0301\u0303\u0309\u0323]/g;

/** Whether a word of letters could be a Vietnamese syllable: one vowel group, at most one tone, no capital within. */
export function isSyllable(word: string): boolean {
  const text = word.normalize('NFC');
  const isCase = text === text.toLowerCase() || text === text.toUpperCase() || /^\p{Lu}\p{Ll}+$/u.test(text);
  if (!isCase) return false;
  const parts = text.toLowerCase().normalize('NFD');
  if ((parts.match(toneMarks) ?? []).length > 1) return false;
  return syllable.test(parts.replace(toneMarks, '').normalize('NFC'));
}

/** Words in which a font of old would show: runs of anything but space and ASCII signs that hold a character beyond ASCII. */
function* tellingWords(text: string): Generator<string> {
  for (const [word] of text.matchAll(/(?:[A-Za-z\u00A1-\u024F\u1E00-\u1EFF]|\p{M})+/gu)) {
    if (/[^A-Za-z]/.test(word)) yield word;
  }
}

/** Whether a reading is good enough to be believed. */
export const isGoodShare = (share: number | null): boolean => share !== null && share >= goodShare;

/** Share of the telling words that could be Vietnamese, 0 to 1; null when there are none. At most `wordsMax` are looked at. */
export function vietnameseShare(text: string, wordsMax = 5_000): number | null {
  let words = 0;
  let good = 0;
  for (const word of tellingWords(text)) {
    if (words === wordsMax) break;
    words += 1;
    if (isSyllable(word)) good += 1;
  }
  return words === 0 ? null : good / words;
}

/** A reading that is right at least so often is believed; a text that is right at least so often as it stands is left alone. */
const goodShare = 0.75;
const plainShare = 0.7;

/** The legacy encoding in which a text makes sense while it makes none as it stands; undefined when it does, or when none helps. */
export function recogniseLegacy(text: string): LegacyEncoding | undefined {
  const plain = vietnameseShare(text);
  if (plain === null || plain >= plainShare) return undefined;
  const tcvn3 = vietnameseShare(fromTcvn3(text)) ?? 0;
  const vni = vietnameseShare(fromVni(text)) ?? 0;
  if (Math.max(tcvn3, vni) < goodShare || Math.max(tcvn3, vni) <= plain) return undefined;
  return tcvn3 >= vni ? 'tcvn3' : 'vni';
}
