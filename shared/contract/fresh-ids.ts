/** New ids from handed-in random bytes, apart from ids.ts so that a tap needs no schema. */
import type { BootId, EpochId, EventId, RequestId } from './ids.ts';

/** Random bytes from outside: `n` fresh bytes at each call. */
export type RandomBytes = (n: number) => Uint8Array;

function hex(bytes: Uint8Array): string {
  let out = '';
  for (const byte of bytes) out += byte.toString(16).padStart(2, '0');
  return out;
}

// The brands below are true by construction: the hex of n bytes has 2n hex digits.
export const makeEventId = (random: RandomBytes): EventId => hex(random(16)) as EventId;
export const makeEpochId = (random: RandomBytes): EpochId => hex(random(10)) as EpochId;
export const makeBootId = (random: RandomBytes): BootId => hex(random(8)) as BootId;
export const makeRequestId = (random: RandomBytes): RequestId => hex(random(8)) as RequestId;
