// A refusal is a closed code with a place; its sentence is complete and never says what was found.
import { describe, expect, test } from 'vitest';
import { explainRefusal } from '../../shared/contract/explain-refusal.ts';
import { accept, refuse } from '../../shared/contract/refusal.ts';
import { refusalCodes } from '../../shared/contract/refusal-codes.ts';

describe('a refusal', () => {
  test('names code and path, and the whole when no path is given', () => {
    expect(refuse('E_JSON')).toEqual({ ok: false, refusal: { code: 'E_JSON', path: '' } });
    expect(refuse('E_SCHEMA', { path: 'a.0', expected: 'x', found: 'y' })).toEqual({
      ok: false,
      refusal: { code: 'E_SCHEMA', path: 'a.0', expected: 'x', found: 'y' },
    });
  });
  test('is told in one sentence per part, without what was found', () => {
    const refusal = { code: 'E_SCHEMA', path: 'a.0', expected: 'a number', found: 'SECRET' } as const;
    expect(explainRefusal(refusal)).toBe(
      'E_SCHEMA: The message has not the agreed shape. At a.0. Expected a number.',
    );
    expect(explainRefusal({ code: 'E_JSON', path: '' })).toBe('E_JSON: The bytes are not JSON in UTF-8.');
  });
  test('has a code of capitals and a meaning that is a sentence', () => {
    for (const [code, meaning] of Object.entries(refusalCodes)) {
      expect(code).toMatch(/^E_[A-Z_]+$/);
      expect(meaning).toMatch(/^[A-Z].*\.$/);
    }
    expect(new Set(Object.values(refusalCodes)).size).toBe(Object.keys(refusalCodes).length);
  });
});

test('an accepted value is handed on as it is', () => {
  const value = { a: 1 };
  const result = accept(value);
  expect(result.ok && result.value).toBe(value);
});
