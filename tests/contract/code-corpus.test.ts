// Texts that symbols and people have really held before a scanner, or that somebody made to break one; one file per outcome.
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { aliasKey } from '../../shared/contract/code-alias.ts';
import { type CodeFormat, codeFormat } from '../../shared/contract/code-format.ts';
import { type CodeContext, defaultFormats, parseDossierCode } from '../../shared/contract/dossier-code.ts';
import { limits } from '../../shared/contract/limits.ts';

const context: CodeContext = {
  formats: defaultFormats,
  now: Date.parse('2026-11-21T08:15:00+07:00'),
  secretParameter: 'matra',
};
const corpus = (name: string): [string, string][] =>
  // One object of texts by name; its own test names would show anything else.
  Object.entries(JSON.parse(readFileSync(new URL(`corpus/${name}.json`, import.meta.url), 'utf8')) as object);
const foreign = corpus('foreign-symbols');
const hostile = corpus('hostile-texts');

/** No run of characters of the text, long enough to tell something, stands in what came back. */
function echoes(text: string, answer: unknown): boolean {
  const said = JSON.stringify(answer);
  const bits = Array.from({ length: Math.max(0, text.length - 5) }, (_, at) => text.slice(at, at + 6));
  return bits.some((bit) => said.includes(bit) && !expected.includes(bit));
}
const expected = JSON.stringify(parseDossierCode('x', context));

test.each([...foreign, ...hostile])('%s is no code, and is not repeated', (_name, text) => {
  const read = parseDossierCode(text, context);
  expect(read.ok).toBe(false);
  expect(echoes(text, read)).toBe(false);
});

test.each(corpus('same-code'))('%s is the code H56.14-240823-0001', (_name, text) => {
  const read = parseDossierCode(text, context);
  expect(read.ok && read.value.key).toBe('H56.14-240823-0001');
});

describe('a text of 100 kB', () => {
  const seeds = [...foreign, ...hostile, ...corpus('same-code')].map(([, text]) => text);

  test.each(['behind', 'in front'])(
    'made of anything known, or with much of it %s, is refused or cut at once',
    (where) => {
      for (const seed of seeds) {
        const filling = seed.repeat(Math.ceil(100_000 / seed.length));
        const read = parseDossierCode(
          where === 'behind' ? `${seed}${filling}` : `${filling}${seed}`,
          context,
        );
        // A link may be longer than what is looked at; its code is then one that stands in front.
        if (read.ok) expect(read.value.key).toBe('H56.14-240823-0001');
      }
    },
  );
});

describe('any mixture of known texts', () => {
  const texts = [...foreign, ...hostile, ...corpus('same-code')].map(([, text]) => text);
  const mixture = fc
    .array(fc.tuple(fc.constantFrom(...texts), fc.nat({ max: 80 }), fc.nat({ max: 80 })), { maxLength: 6 })
    .map((parts) => parts.map(([text, from, length]) => text.slice(from, from + length)).join(''));

  test('is a code of an agreed form or a refusal that tells nothing, and says the same twice', () => {
    fc.assert(
      fc.property(mixture, (text) => {
        const read = parseDossierCode(text, context);
        expect(parseDossierCode(text, context)).toEqual(read);
        if (!read.ok) {
          expect(read.refusal.found).toBeUndefined();
          return;
        }
        const { key } = read.value;
        expect(key).toMatch(/^[A-Z0-9.-]{3,50}$/);
        expect(key.length).toBeLessThanOrEqual(limits.codeCharsMax);
        if (read.value.format !== 'vendor') {
          const again = parseDossierCode(key, context);
          expect(again.ok && again.value.key).toBe(key);
        }
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('any format that may be declared', () => {
  const simple = fc.oneof(
    fc.record({ kind: fc.constant('letters' as const), count: fc.integer({ min: 1, max: 3 }) }),
    fc
      .tuple(fc.integer({ min: 1, max: 6 }), fc.nat({ max: 3 }))
      .map(([min, more]) => ({ kind: 'digits' as const, min, max: min + more })),
    fc.record({ kind: fc.constant('separator' as const), any: fc.constantFrom('-', '.', '-.', '.-') }),
  );
  const repeat = fc
    .tuple(fc.array(simple, { minLength: 1, maxLength: 3 }), fc.nat({ max: 2 }), fc.nat({ max: 2 }))
    .map(([parts, min, more]) => ({ kind: 'repeat' as const, parts, min, max: min + more }));
  const format: fc.Arbitrary<CodeFormat> = fc
    .array(fc.oneof({ weight: 4, arbitrary: simple }, { weight: 1, arbitrary: repeat }), {
      minLength: 1,
      maxLength: 6,
    })
    .map((parts) => v.parse(codeFormat, { id: 'own', parts }));

  /** Writes one code of the format, always the shortest or the longest. */
  function write({ parts }: CodeFormat, isLong: boolean): string {
    const one = (part: CodeFormat['parts'][number]): string => {
      switch (part.kind) {
        case 'letters':
          return 'K'.repeat(part.count);
        case 'digits':
          return '7'.repeat(isLong ? part.max : part.min);
        case 'separator':
          return part.any.charAt(part.any.length - 1);
        case 'date':
          return '240823';
        case 'repeat':
          return part.parts
            .map(one)
            .join('')
            .repeat(isLong ? part.max : part.min);
      }
    };
    return parts.map(one).join('');
  }

  test('reads what is written by it, and its key is its own key', () => {
    fc.assert(
      fc.property(format, fc.boolean(), (own, isLong) => {
        const text = write(own, isLong);
        if (text.length === 0 || text.length > limits.codeCharsMax) return;
        const read = parseDossierCode(text, { formats: [own], now: null });
        expect(read.ok).toBe(true);
        if (!read.ok) return;
        const again = parseDossierCode(read.value.key, { formats: [own], now: null });
        expect(again.ok && again.value.key).toBe(read.value.key);
        expect(aliasKey(read.value.key, [])).toBe(read.value.key);
      }),
    );
  });
});
