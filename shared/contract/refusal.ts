/** What is said when something that came in is not what was agreed: closed codes, never text alone; it knows no screen. */
import type { RefusalCode } from './refusal-codes.ts';

/** One refusal: `path` is dotted and from the root of what was read, '' for the whole. */
export interface Refusal {
  readonly code: RefusalCode;
  readonly path: string;
  readonly found?: string;
  readonly expected?: string;
  /** Passing ones: ms until it may be tried again. */
  readonly retryAfterMs?: number;
}

export type Result<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly refusal: Refusal };

export function accept<T>(value: T): Result<T> {
  return { ok: true, value };
}

export function refuse(code: RefusalCode, detail: Partial<Omit<Refusal, 'code'>> = {}): Result<never> {
  return { ok: false, refusal: { path: '', ...detail, code } };
}
