// Made messages: fast-check arbitraries read off the contract's valibot schemas, and ways to damage a message.
import fc from 'fast-check';
import type * as v from 'valibot';

type AnySchema = v.GenericSchema;

// The inner fields of a valibot schema that name its parts; which of them exist depends on its type.
interface Parts {
  readonly type: string;
  readonly entries?: Readonly<Record<string, AnySchema>>;
  readonly item?: AnySchema;
  readonly items?: readonly AnySchema[];
  readonly wrapped?: AnySchema;
  readonly options?: readonly unknown[];
  readonly literal?: unknown;
  readonly pipe?: readonly { readonly type: string; readonly requirement?: unknown }[];
}
export const partsOf = (schema: AnySchema): Parts => schema as unknown as Parts; // every valibot schema has this shape

function requirement<T>(parts: Parts, type: string): T | undefined {
  return parts.pipe?.find((action) => action.type === type)?.requirement as T | undefined; // its type goes with its name
}

function numbers(parts: Parts): fc.Arbitrary<number> {
  const min = requirement<number>(parts, 'min_value') ?? -8_640_000_000_000_000;
  const max = requirement<number>(parts, 'max_value') ?? 8_640_000_000_000_000;
  return fc.oneof(fc.integer({ min, max }), fc.constantFrom(min, max));
}

function strings(parts: Parts): fc.Arbitrary<string> {
  const regex = requirement<RegExp>(parts, 'regex');
  if (regex !== undefined) return fc.stringMatching(regex);
  const start = requirement<string>(parts, 'starts_with') ?? '';
  const minLength = requirement<number>(parts, 'min_length') ?? 0;
  const maxLength = Math.min(requirement<number>(parts, 'max_length') ?? 60, 60) - start.length;
  return fc.string({ unit: 'grapheme', minLength, maxLength }).map((text) => `${start}${text}`.slice(0, 60));
}

function objects(entries: Readonly<Record<string, AnySchema>>): fc.Arbitrary<unknown> {
  const required = Object.keys(entries).filter((key) => !isOptional(entries[key]));
  const model = Object.entries(entries).map(([key, inner]) => [key, samplesOf(inner)] as const);
  return fc.record(Object.fromEntries(model), { requiredKeys: required });
}

export function isOptional(schema: AnySchema | undefined): boolean {
  if (schema === undefined) return true;
  return partsOf(schema).type === 'optional' || partsOf(schema).type === 'unknown'
    ? partsOf(schema).type === 'optional'
    : false;
}

/** Values that the schema accepts, its bounds among them. */
export function samplesOf(schema: AnySchema): fc.Arbitrary<unknown> {
  const parts = partsOf(schema);
  switch (parts.type) {
    case 'string':
      return strings(parts);
    case 'number':
      return numbers(parts);
    case 'boolean':
      return fc.boolean();
    case 'literal':
      return fc.constant(parts.literal);
    case 'picklist':
      return fc.constantFrom(...(parts.options ?? []));
    case 'unknown':
      return fc.jsonValue({ maxDepth: 2 });
    case 'object':
      return objects(parts.entries ?? {});
    case 'array':
      return fc.array(samplesOf(parts.item as AnySchema), {
        // an array schema has an item
        minLength: requirement<number>(parts, 'min_length') ?? 0,
        maxLength: Math.min(requirement<number>(parts, 'max_length') ?? 4, 4),
      });
    case 'tuple':
      return fc.tuple(...(parts.items ?? []).map(samplesOf));
    case 'optional':
      return samplesOf(parts.wrapped as AnySchema); // so have optional and nullable
    case 'nullable':
      return fc.option(samplesOf(parts.wrapped as AnySchema), { freq: 3 });
    case 'variant':
    case 'union':
      return fc.oneof(...((parts.options ?? []) as AnySchema[]).map(samplesOf)); // options of these are schemas
    default:
      throw new Error(`no samples for a schema of type ${parts.type}`);
  }
}

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
type Path = readonly (string | number)[];

function placesIn(value: Json, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, inner]) => placesIn(inner, [...path, key]))];
}

const lengths = [
  0, 1, 2, 3, 4, 5, 8, 9, 10, 11, 16, 17, 20, 21, 32, 33, 40, 41, 50, 51, 60, 61, 64, 65, 128, 129, 600, 601,
];
const foreign: readonly Json[] = [
  null,
  true,
  false,
  0,
  -1,
  1,
  1.5,
  5,
  1e21,
  2_147_483_647,
  2_147_483_648,
  9_007_199_254_740_992,
  '',
  'x',
  '1',
  '\u0000',
  'ữ',
  'E_DB',
  'up',
  [],
  {},
  [1, 2],
  { v: 1 },
];

/** One way to damage a value in one place: another kind, another size, a neighbour, gone, or something more. */
function damageAt(value: Json, what: number, size: number, other: Json): Json | undefined {
  switch (what) {
    case 0:
      return undefined;
    case 1:
      return other;
    case 2:
      if (typeof value === 'number') return value + 1;
      if (typeof value === 'string') return `${value}x`;
      return Array.isArray(value) ? [...value, ...value] : other;
    case 3:
      if (typeof value === 'number') return value - 1;
      if (typeof value === 'string') return value.slice(1);
      return Array.isArray(value) ? value.slice(1) : other;
    case 4:
      if (typeof value === 'string') return (value[0] ?? 'a').repeat(size);
      return Array.isArray(value) && value[0] !== undefined ? Array(size).fill(value[0]) : other;
    case 5:
      return typeof value === 'object' && value !== null && !Array.isArray(value)
        ? { ...value, more: 1 }
        : other;
    default:
      return typeof value === 'string' ? value.toUpperCase() : other;
  }
}

function damaged(root: Json, path: Path, change: (value: Json) => Json | undefined): Json {
  const [key, ...rest] = path;
  if (key === undefined) return change(root) ?? null;
  if (typeof root !== 'object' || root === null) return root;
  const entries = Object.entries(root).flatMap(([name, inner]) => {
    if (name !== String(key)) return [[name, inner] as const];
    const next = rest.length === 0 ? change(inner) : damaged(inner, rest, change);
    return next === undefined ? [] : [[name, next] as const];
  });
  return Array.isArray(root) ? entries.map(([, inner]) => inner) : Object.fromEntries(entries);
}

/** Samples of a schema with one to three damages: some are still right, most are wrong. */
export const damagedSamplesOf = (schema: AnySchema): fc.Arbitrary<unknown> => damagesOf(samplesOf(schema));

/** Values of any kind with one to three damages each. */
export function damagesOf(samples: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  const damage = fc.tuple(
    fc.nat(),
    fc.integer({ min: 0, max: 6 }),
    fc.constantFrom(...lengths),
    fc.constantFrom(...foreign),
  );
  return fc.tuple(samples, fc.array(damage, { minLength: 1, maxLength: 3 })).map(([sample, damages]) => {
    let value = JSON.parse(JSON.stringify(sample)) as Json; // what JSON gives back is Json
    for (const [at, what, size, other] of damages) {
      const places = placesIn(value);
      const path = places[at % places.length] ?? [];
      value = damaged(value, path, (inner) => damageAt(inner, what, size, other));
    }
    return value;
  });
}
