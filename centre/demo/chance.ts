/** Chance that is the same at every run: sfc32 from a seed; fit for sample data and nothing secret. */
import type { RandomBytes } from '../../shared/contract/fresh-ids.ts';

export interface Chance {
  /** A fraction from 0 up to, not including, 1. */
  next(): number;
  /** A whole number from 0 to n - 1. */
  below(n: number): number;
  readonly bytes: RandomBytes;
}

/** Equal seeds give equal sequences on every machine. */
export function seededChance(seed: number): Chance {
  let a = 0x9e3779b9;
  let b = 0x243f6a88;
  let c = seed | 0;
  let counter = 1;
  const word = (): number => {
    const out = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + out) | 0;
    return out >>> 0;
  };
  for (let i = 0; i < 16; i++) word(); // the first words still show the seed
  return {
    next: () => word() / 4_294_967_296,
    below: (n) => Math.floor((word() / 4_294_967_296) * n),
    bytes: (n) => {
      const bytes = new Uint8Array(n);
      for (let i = 0; i < n; i += 4) {
        const four = word();
        for (let j = 0; j < 4 && i + j < n; j++) bytes[i + j] = (four >>> (8 * j)) & 0xff;
      }
      return bytes;
    },
  };
}

/** Draws places in proportion to weights in constant time: a table of 4,096 lots. */
export function lottery(weights: readonly number[]): (chance: Chance) => number {
  const lots = new Uint16Array(4_096);
  const counts = shareOut(lots.length, weights);
  let at = 0;
  counts.forEach((count, place) => {
    lots.fill(place, at, at + count);
    at += count;
  });
  return (chance) => lots[chance.below(lots.length)] ?? 0;
}

/** Whole numbers in proportion to weights whose sum is exactly `total` (largest remainders first). */
export function shareOut(total: number, weights: readonly number[]): number[] {
  const sum = weights.reduce((a, b) => a + b, 0);
  const exact = weights.map((weight) => (total * weight) / sum);
  const counts = exact.map(Math.floor);
  const missing = total - counts.reduce((a, b) => a + b, 0);
  const byRest = exact.map((value, i) => ({ rest: value - Math.floor(value), i }));
  byRest.sort((a, b) => b.rest - a.rest || a.i - b.i);
  for (const { i } of byRest.slice(0, missing)) counts[i] = (counts[i] ?? 0) + 1;
  return counts;
}

/** Says of each of `pool` things in turn whether it is chosen, so that exactly `wanted` are. */
export function chooser(pool: number, wanted: number): (chance: Chance) => boolean {
  let left = pool;
  let need = wanted;
  return (chance) => {
    const isChosen = chance.next() * left < need;
    left -= 1;
    if (isChosen) need -= 1;
    return isChosen;
  };
}
