/** A refusal as one English sentence for logs and command lines; it never says what was found. */
import type { Refusal } from './refusal.ts';
import { refusalCodes } from './refusal-codes.ts';

/** One English sentence for logs and command lines: code, meaning, path and expectation; never what was found, which may be personal. */
export function explainRefusal(refusal: Refusal): string {
  const at = refusal.path === '' ? '' : ` At ${refusal.path}.`;
  const want = refusal.expected === undefined ? '' : ` Expected ${refusal.expected}.`;
  return `${refusal.code}: ${refusalCodes[refusal.code]}${at}${want}`;
}
