/** From unknown to typed: parses bytes and values against a schema and names the first thing that is wrong; it knows no message. */
import * as v from 'valibot';
import { limits } from './limits.ts';
import { accept, type Refusal, type Result, refuse } from './refusal.ts';

const decoder = new TextDecoder('utf-8', { fatal: true });
const encoder = new TextEncoder();

/** Reads a value against a schema. Refuses E_SCHEMA (or `code`) with the dotted path of the first fault. */
export function readValue<const S extends v.GenericSchema>(
  schema: S,
  value: unknown,
  code: Refusal['code'] = 'E_SCHEMA',
): Result<v.InferOutput<S>> {
  const parsed = v.safeParse(schema, value, { abortEarly: true });
  if (parsed.success) return accept(parsed.output);
  const [issue] = parsed.issues;
  return refuse(code, {
    path: v.getDotPath(issue) ?? '',
    found: issue.received.slice(0, 60),
    expected: issue.expected ?? issue.message,
  });
}

/** True when objects and lists stand in each other no deeper than `levels`. */
function isShallow(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return levels > 0 && Object.values(value).every((inner) => isShallow(inner, levels - 1));
}

/** Reads UTF-8 JSON of at most `bytesMax` bytes without judging its shape. Refuses E_TOO_BIG, E_JSON, or E_SCHEMA when it is nested too deep. */
export function readJson(bytes: Uint8Array, bytesMax: number): Result<unknown> {
  if (bytes.byteLength > bytesMax) {
    return refuse('E_TOO_BIG', { found: String(bytes.byteLength), expected: `at most ${bytesMax} bytes` });
  }
  let value: unknown;
  try {
    value = JSON.parse(decoder.decode(bytes));
  } catch {
    return refuse('E_JSON');
  }
  if (isShallow(value, limits.jsonLevelsMax)) return accept(value);
  return refuse('E_SCHEMA', { expected: `at most ${limits.jsonLevelsMax} levels` });
}

/** Reads UTF-8 JSON of at most `bytesMax` bytes against a schema. Refuses E_TOO_BIG, E_JSON or E_SCHEMA. */
export function readBytes<const S extends v.GenericSchema>(
  schema: S,
  bytes: Uint8Array,
  bytesMax: number,
): Result<v.InferOutput<S>> {
  const json = readJson(bytes, bytesMax);
  return json.ok ? readValue(schema, json.value) : json;
}

/** UTF-8 bytes of a value as JSON. */
export function writeBytes(value: unknown): Uint8Array {
  return encoder.encode(JSON.stringify(value));
}
