/** From unknown to typed: parses bytes and values against a schema and names the first thing that is wrong; it knows no message. */
import * as v from 'valibot';
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

/** Reads UTF-8 JSON of at most `bytesMax` bytes without judging its shape. Refuses E_TOO_BIG or E_JSON. */
export function readJson(bytes: Uint8Array, bytesMax: number): Result<unknown> {
  if (bytes.byteLength > bytesMax) {
    return refuse('E_TOO_BIG', { found: String(bytes.byteLength), expected: `at most ${bytesMax} bytes` });
  }
  try {
    return accept(JSON.parse(decoder.decode(bytes)));
  } catch {
    return refuse('E_JSON');
  }
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
