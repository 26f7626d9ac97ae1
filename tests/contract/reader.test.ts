// From bytes to a typed value: sizes, UTF-8, JSON and shape are judged in this order, and the first fault is named by its path.
import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { explainRefusal } from '../../shared/contract/explain-refusal.ts';
import { limits } from '../../shared/contract/limits.ts';
import { readBytes, readJson, readValue, writeBytes } from '../../shared/contract/reader.ts';
import type { Refusal, Result } from '../../shared/contract/refusal.ts';

const encode = (text: string) => new TextEncoder().encode(text);
const schema = v.object({
  list: v.array(v.object({ n: v.pipe(v.number(), v.integer()) })),
  name: v.string(),
});

function refusalOf(result: Result<unknown>): Refusal {
  if (result.ok) throw new Error('it was accepted');
  return result.refusal;
}

describe('bytes', () => {
  test('of any JSON value come back as that value', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 20 }), (value) => {
        const bytes = writeBytes(value);
        expect(readJson(bytes, bytes.byteLength)).toEqual({
          ok: true,
          value: JSON.parse(JSON.stringify(value)),
        });
      }),
    );
  });
  test('over the limit are refused before they are read', () => {
    expect(refusalOf(readJson(encode('{"a":1}'), 6))).toMatchObject({ code: 'E_TOO_BIG', found: '7' });
    expect(readJson(encode('{"a":1}'), 7).ok).toBe(true);
    expect(refusalOf(readBytes(schema, encode('not json'), 3)).code).toBe('E_TOO_BIG');
  });
  test('count as bytes, not as characters', () => {
    expect(readJson(encode('"ữ"'), 4).ok).toBe(false);
    expect(readJson(encode('"ữ"'), 5).ok).toBe(true);
  });
  test.each([
    ['nothing', []],
    ['half a character', [0x22, 0xe1, 0xbb, 0x22]],
    ['a byte that UTF-8 has not', [0x22, 0xff, 0x22]],
    ['an overlong slash', [0x22, 0xc0, 0xaf, 0x22]],
    ['a lone surrogate', [0x22, 0xed, 0xa0, 0x80, 0x22]],
    ['UTF-16', [0x7b, 0x00, 0x7d, 0x00]],
    ['two values', [...encode('{}{}')]],
    ['half an object', [...encode('{"a":')]],
    ['a comment', [...encode('{} // x')]],
    ['NaN', [...encode('NaN')]],
    ['a trailing comma', [...encode('[1,]')]],
  ])('that are %s are E_JSON', (_name, bytes) => {
    expect(refusalOf(readJson(Uint8Array.from(bytes), 1_000)).code).toBe('E_JSON');
  });
  test('nested deeper than anything we say are E_SCHEMA before anyone writes them out again', () => {
    const nested = (levels: number) => readJson(encode('['.repeat(levels) + ']'.repeat(levels)), 65_536);
    expect(nested(limits.jsonLevelsMax).ok).toBe(true);
    expect(refusalOf(nested(limits.jsonLevelsMax + 1)).code).toBe('E_SCHEMA');
    expect(refusalOf(nested(32_000)).code).toBe('E_SCHEMA');
    const objects = '{"a":'.repeat(10_000);
    expect(refusalOf(readJson(encode(`${objects}1${'}'.repeat(10_000)}`), 65_536)).code).toBe('E_SCHEMA');
  });
  test('of any kind give a value or a refusal, never an error', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        const read = readBytes(schema, bytes, 200);
        if (!read.ok) expect(['E_TOO_BIG', 'E_JSON', 'E_SCHEMA']).toContain(read.refusal.code);
      }),
    );
  });
});

describe('a value', () => {
  test('of the agreed shape is handed on without what nobody agreed on', () => {
    const value = { list: [{ n: 1, extra: 2 }], name: 'x', more: true };
    expect(readValue(schema, value)).toEqual({ ok: true, value: { list: [{ n: 1 }], name: 'x' } });
  });
  test.each([
    [{ list: [{ n: 1 }, { n: 1.5 }], name: 'x' }, 'list.1.n'],
    [{ list: [{ n: 1 }] }, 'name'],
    [{ list: {}, name: 'x' }, 'list'],
    [null, ''],
    ['text', ''],
    [[], 'list'],
  ])('of another shape is refused at its first fault: %j', (value, path) => {
    expect(refusalOf(readValue(schema, value))).toMatchObject({ code: 'E_SCHEMA', path });
  });
  test('may be refused under the code the caller names', () => {
    expect(refusalOf(readValue(schema, 1, 'E_CONFIG')).code).toBe('E_CONFIG');
  });
  test('cannot bring a prototype with it', () => {
    const read = readBytes(schema, encode('{"list":[],"name":"x","__proto__":{"admin":true}}'), 1_000);
    expect(read.ok && 'admin' in read.value).toBe(false);
  });
  test('that is refused is not repeated in the sentence for the log', () => {
    const refusal = refusalOf(readValue(schema, { list: [], name: { secret: 'Nguyễn Văn Mẫu' } }));
    const loud = refusalOf(readValue(v.pipe(v.string(), v.regex(/^a$/)), 'Nguyễn Văn Mẫu'));
    expect(explainRefusal(refusal)).not.toContain('Mẫu');
    expect(explainRefusal(loud)).not.toContain('Mẫu');
  });
});
