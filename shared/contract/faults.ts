/** Everything that is wrong with a value against a schema, at once and with its place; for people who write files, not for the wire. */
import * as v from 'valibot';

export type FaultPath = readonly (string | number)[];

/** `expected`: a short English phrase, or valibot's own notation (`>=1`, `("a" | "b")`). `known`: the keys that may stand there. */
export interface ShapeFault {
  readonly kind: 'unknown-key' | 'missing-key' | 'wrong-value';
  readonly path: FaultPath;
  readonly found: string;
  readonly expected: string;
  readonly known?: readonly string[];
}

export type Shaped<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly faults: readonly ShapeFault[] };

/**
 * Reads a value against a schema and names every fault; unknown keys first, then the rest in the schema's order. An unknown key is a
 * fault in every object whose keys are listed, also where the wire would ignore it: a person who wrote it meant something.
 */
export function readWhole<const S extends v.GenericSchema>(
  schema: S,
  value: unknown,
): Shaped<v.InferOutput<S>> {
  const faults = unknownKeys(schema, value, []);
  const parsed = v.safeParse(schema, value);
  for (const issue of parsed.issues ?? []) {
    if (!(issue.type === 'strict_object' && issue.expected === 'never')) faults.push(faultOf(issue));
  }
  return parsed.success && faults.length === 0 ? { ok: true, value: parsed.output } : { ok: false, faults };
}

function faultOf(issue: v.BaseIssue<unknown>): ShapeFault {
  const path = (issue.path ?? []).map((item) => keyOf(item.key));
  const found = issue.received.slice(0, 60);
  const isMissing = issue.path?.at(-1)?.origin === 'key';
  if (isMissing) return { kind: 'missing-key', path, found, expected: String(path.at(-1) ?? '') };
  return { kind: 'wrong-value', path, found, expected: expectedOf(issue) };
}

/** A schema's own words come first; valibot's sentences start with "Invalid" and hold the value, so its notation is used instead. */
function expectedOf(issue: v.BaseIssue<unknown>): string {
  if (!issue.message.startsWith('Invalid ')) return issue.message;
  return issue.expected ?? issue.type;
}

const keyOf = (key: unknown): string | number => (typeof key === 'number' ? key : String(key));

// The few inner fields by which a schema names its parts; which of them exist depends on its type.
interface Parts {
  readonly type: string;
  readonly entries?: Readonly<Record<string, v.GenericSchema>>;
  readonly item?: v.GenericSchema;
  readonly items?: readonly v.GenericSchema[];
  readonly value?: v.GenericSchema;
  readonly wrapped?: v.GenericSchema;
}

/** valibot stops at the first unknown key of an object; a person wants them all. */
function unknownKeys(schema: v.GenericSchema, value: unknown, path: FaultPath): ShapeFault[] {
  const parts = schema as Parts; // every valibot schema is an object with these fields or without them
  if (parts.wrapped !== undefined) return unknownKeys(parts.wrapped, value, path);
  if (Array.isArray(value)) {
    return value.flatMap((each, i) => {
      const inner = parts.item ?? parts.items?.[i];
      return inner === undefined ? [] : unknownKeys(inner, each, [...path, i]);
    });
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) => {
    const inner = parts.entries?.[key] ?? (parts.type === 'record' ? parts.value : undefined);
    if (inner !== undefined) return unknownKeys(inner, each, [...path, key]);
    if (!/^(strict_)?object$/.test(parts.type) || parts.entries === undefined) return [];
    const known = Object.keys(parts.entries);
    return [
      {
        kind: 'unknown-key',
        path: [...path, key],
        found: key.slice(0, 60),
        expected: known.join(', '),
        known,
      },
    ];
  });
}
