import { describe, expect, test } from 'vitest';
import { en as kioskEn } from '../../kiosk/text/en.ts';
import { vi as kioskVi } from '../../kiosk/text/vi.ts';
import { en as screenEn } from '../../shared/screen/text/en.ts';
import { vi as screenVi } from '../../shared/screen/text/vi.ts';
import { makeWords } from '../../shared/screen/text.ts';

const holesOf = (sentence: string): string[] =>
  [...sentence.matchAll(/\{(\w+)\}/g)].map(([hole]) => hole).sort();

describe.each([
  ['screen', screenVi, screenEn],
  ['kiosk', kioskVi, kioskEn],
] as const)('the words of %s', (_room, vi: Record<string, string>, en: Record<string, string>) => {
  test('have every key in both languages', () => {
    expect(Object.keys(en).sort()).toEqual(Object.keys(vi).sort());
  });

  test('are never empty, and NFC', () => {
    for (const sentence of [...Object.values(vi), ...Object.values(en)]) {
      expect(sentence.trim()).not.toBe('');
      expect(sentence).toBe(sentence.normalize('NFC'));
    }
  });

  test('have the same holes in both languages', () => {
    for (const [key, sentence] of Object.entries(vi)) {
      expect([key, holesOf(en[key] ?? '')]).toEqual([key, holesOf(sentence)]);
    }
  });

  test('have keys that a configuration can name', () => {
    for (const key of Object.keys(vi)) expect(key).toMatch(/^[a-z][A-Za-z0-9.]{0,60}$/);
  });

  test('use no abbreviation and no bare "system error" before a citizen', () => {
    for (const sentence of Object.values(vi)) expect(sentence).not.toMatch(/\bHS\b|\bTTHC\b|lỗi hệ thống/);
  });
});

describe('a sentence', () => {
  const tables = {
    vi: { hello: 'Chào {who}', bye: 'Tạm biệt' },
    en: { hello: 'Hello {who}', bye: 'Bye' },
  } as const;

  test('is filled, in the language asked for', () => {
    expect(makeWords(tables, {}, 'vi').say('hello', { who: 'bà' })).toBe('Chào bà');
    expect(makeWords(tables, {}, 'en').say('hello', { who: 'you' })).toBe('Hello you');
  });

  test('is replaced by the wording of the site, in the languages it gives', () => {
    const wording = { bye: { vi: 'Kính chào' }, hello: { vi: 'Kính chào {who}', en: 'Welcome {who}' } };
    expect(makeWords(tables, wording, 'vi').say('bye')).toBe('Kính chào');
    expect(makeWords(tables, wording, 'en').say('bye')).toBe('Bye');
    expect(makeWords(tables, wording, 'en').say('hello', { who: 'you' })).toBe('Welcome you');
  });

  test('is spoken in a third language as soon as there is a table for it', () => {
    const third = { ...tables, km: { hello: 'Suostei {who}', bye: 'Lea' } };
    expect(makeWords(third, {}, 'km').say('hello', { who: 'oun' })).toBe('Suostei oun');
    expect(makeWords(tables, {}, 'km').say('bye')).toBe('Tạm biệt');
    const texts = { vi: 'Quầy 1', km: 'Tu 1' };
    expect(makeWords(third, {}, 'km').pick(texts)).toBe('Tu 1');
    expect(makeWords(third, {}, 'km').pick({ vi: 'Quầy 1', en: 'Counter 1' })).toBe('Quầy 1');
  });

  test('of a configuration is Vietnamese where it has no English', () => {
    expect(makeWords(tables, {}, 'en').pick({ vi: 'Quầy 1' })).toBe('Quầy 1');
    expect(makeWords(tables, {}, 'en').pick({ vi: 'Quầy 1', en: 'Counter 1' })).toBe('Counter 1');
  });
});
