/** What a device gone mad may say: messages with damages, strange keys and texts of a person in odd places, and bytes that are no message. */
import fc from 'fast-check';
import type * as v from 'valibot';
import { canaries } from '../privacy/canaries.ts';
import { damagesOf, samplesOf } from './samples.ts';

/** A dossier code and a secret that nobody may write down, and the rest of the planted person. */
export const planted = ['H53.14-240823-0007', canaries.secret, ...Object.values(canaries)] as const;

const oddKeys = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', '', 'v', 'kind', ...planted];

/** Any JSON at all, with keys that are traps or people. */
export const anyJson: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.jsonValue({ maxDepth: 2 }),
    fc.constantFrom(...planted, 1e308, -0, Number.MAX_SAFE_INTEGER, '\u0000', '\uFEFF', '\u202E'),
    fc.dictionary(fc.constantFrom(...oddKeys), tie('value'), { maxKeys: 4 }),
    fc.array(tie('value'), { maxLength: 3 }),
  ),
})).value;

/** Messages of a schema: right, damaged, or with something strange put into it. */
export function hostileOf(schema: v.GenericSchema): fc.Arbitrary<unknown> {
  const samples = samplesOf(schema);
  const stuffed = fc
    .tuple(samples, fc.dictionary(fc.constantFrom(...oddKeys), anyJson, { minKeys: 1, maxKeys: 3 }))
    .map(([sample, more]) => ({ ...(sample as object), ...more })); // messages are objects
  const swapped = fc.tuple(samples, fc.nat(), anyJson).map(([sample, at, other]) => {
    const keys = Object.keys(sample as object);
    return { ...(sample as object), [keys[at % Math.max(1, keys.length)] ?? '']: other };
  });
  return fc.oneof(
    { arbitrary: samples, weight: 2 },
    { arbitrary: damagesOf(samples), weight: 3 },
    { arbitrary: stuffed, weight: 2 },
    { arbitrary: swapped, weight: 3 },
  );
}

const text = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));

/** Bytes as they travel: messages as JSON, cut, with a tail, or no JSON at all. At most some kilobytes. */
export function hostileBytes(messages: fc.Arbitrary<unknown>): fc.Arbitrary<Uint8Array> {
  const written = messages.map(text).filter(({ byteLength }) => byteLength < 8_000);
  return fc.oneof(
    { arbitrary: written, weight: 12 },
    {
      arbitrary: fc.tuple(written, fc.nat()).map(([bytes, at]) => bytes.slice(0, at % (bytes.length + 1))),
      weight: 1,
    },
    { arbitrary: written.map((bytes) => new Uint8Array([...bytes, 0, 255])), weight: 1 },
    { arbitrary: fc.uint8Array({ maxLength: 64 }), weight: 1 },
    {
      arbitrary: fc
        .constantFrom(
          '['.repeat(4_000),
          `${'{"a":'.repeat(1_000)}1${'}'.repeat(1_000)}`,
          `{"v":1,"v":2,"kind":"dossier","kind":"hello"}`,
          '1e9999',
          '"\\ud800"',
          '\uFEFF{"v":1}',
        )
        .map((each) => new TextEncoder().encode(each)),
      weight: 1,
    },
  );
}
