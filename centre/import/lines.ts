/** Pieces of text as lines; it knows no line's meaning. */
import { centreLimits } from '../../shared/contract/centre-limits.ts';

/** Lines without their ends; null for one that is too long to be held. */
export async function* linesOf(pieces: AsyncIterable<string>): AsyncGenerator<string | null> {
  let rest = '';
  let isTooLong = false;
  for await (const piece of pieces) {
    const parts = (rest + piece).split('\n');
    rest = parts.pop() ?? '';
    for (const part of parts) {
      yield isTooLong || part.length > centreLimits.importRowCharsMax ? null : part;
      isTooLong = false;
    }
    if (rest.length > centreLimits.importRowCharsMax) {
      isTooLong = true;
      rest = '';
    }
  }
  if (isTooLong) yield null;
  else if (rest !== '') yield rest;
}
