import { beforeEach, describe, expect, test } from 'vitest';
import { findVoice, type Mouth, readAloud } from '../../kiosk/voice.ts';

// A mouth as browsers have it, driven by hand; happy-dom has none.
interface Said {
  text: string;
  volume: number;
  lang: string;
  onend?: () => void;
  onerror?: () => void;
}
let said: Said[];
let cancelled: number;
let voices: { lang: string; localService: boolean }[];
let mouth: Mouth;

beforeEach(() => {
  said = [];
  cancelled = 0;
  voices = [{ lang: 'vi-VN', localService: true }];
  // The browser's own types carry dozens of members that nobody here calls.
  mouth = {
    synthesis: {
      getVoices: () => voices,
      speak: (utterance: Said) => said.push(utterance),
      cancel: () => (cancelled += 1),
      addEventListener: () => {},
      removeEventListener: () => {},
    },
    utter: (text: string) => ({ text, volume: 1, lang: '' }),
  } as unknown as Mouth;
});
const reading = { sentences: ['Một.', 'Hai.'], language: 'vi', loudness: 0.6 };

describe('a voice', () => {
  test('is found by its language, whatever its region', () => {
    expect(findVoice(mouth, 'vi')?.lang).toBe('vi-VN');
    expect(findVoice(mouth, 'en')).toBeUndefined();
  });

  test('that would send the words away is none', () => {
    voices = [{ lang: 'vi-VN', localService: false }];
    expect(findVoice(mouth, 'vi')).toBeUndefined();
  });

  test('reads every sentence in order, as loud as it was told, and says once that it has ended', () => {
    let ends = 0;
    readAloud(mouth, reading, () => (ends += 1));
    expect(said.map(({ text, volume, lang }) => [text, volume, lang])).toEqual([
      ['Một.', 0.6, 'vi-VN'],
      ['Hai.', 0.6, 'vi-VN'],
    ]);
    said[1]?.onend?.();
    said[1]?.onerror?.();
    expect(ends).toBe(1);
  });

  test('falls silent at once when it is stopped, and then tells no end', () => {
    let ends = 0;
    const stop = readAloud(mouth, reading, () => (ends += 1));
    const before = cancelled;
    stop();
    said[1]?.onend?.();
    expect([cancelled - before, ends]).toEqual([1, 0]);
  });

  test('ends at once where there is nothing to read or nobody to read it', () => {
    let ends = 0;
    readAloud(mouth, { ...reading, sentences: [] }, () => (ends += 1));
    readAloud(mouth, { ...reading, language: 'en' }, () => (ends += 1));
    expect([ends, said.length]).toEqual([2, 0]);
  });
});
