/** One row of bars made clear again: sharpened, freed of dead dots, stretched to full contrast. It reads no code. */

/** How a row was spoilt: as if every point had been spread like this. */
export type Spread =
  | { readonly kind: 'round'; readonly sigma: number }
  | { readonly kind: 'moved'; readonly length: number };

function kernelOf(spread: Spread): Float32Array {
  if (spread.kind === 'moved') {
    const size = Math.max(1, Math.round(spread.length) | 1);
    return new Float32Array(size).fill(1 / size);
  }
  const reach = Math.max(1, Math.ceil(spread.sigma * 2.5));
  const kernel = Float32Array.from({ length: 2 * reach + 1 }, (_each, i) =>
    Math.exp(-((i - reach) ** 2) / (2 * spread.sigma ** 2)),
  );
  const sum = kernel.reduce((all, each) => all + each, 0);
  return kernel.map((each) => each / sum);
}

function spreadOut(row: Float32Array, kernel: Float32Array): Float32Array {
  const reach = kernel.length >> 1;
  const out = new Float32Array(row.length);
  const last = row.length - 1;
  for (let x = 0; x <= last; x += 1) {
    let sum = 0;
    for (let i = -reach; i <= reach; i += 1) {
      const at = x + i < 0 ? 0 : x + i > last ? last : x + i;
      sum += (row[at] ?? 0) * (kernel[i + reach] ?? 0);
    }
    out[x] = sum;
  }
  return out;
}

/** Richardson and Lucy's way back from a spread row, over brightness that is nowhere negative. */
export function restored(row: Float32Array, spread: Spread, rounds: number): Float32Array {
  const kernel = kernelOf(spread);
  let guess = row.slice();
  for (let round = 0; round < rounds; round += 1) {
    const seen = spreadOut(guess, kernel);
    const ratio = seen.map((value, i) => (row[i] ?? 0) / Math.max(value, 0.5));
    const correction = spreadOut(ratio, kernel);
    guess = guess.map((value, i) => value * (correction[i] ?? 1));
  }
  return guess;
}

/** Least (or most) value within `reach` samples to each side. */
export function extreme(row: Float32Array, reach: number, wanted: 'least' | 'most'): Float32Array {
  const isBetter = wanted === 'least' ? (a: number, b: number) => a <= b : (a: number, b: number) => a >= b;
  const out = new Float32Array(row.length);
  // Positions of candidates, best first: each sample enters and leaves once.
  const line = new Int32Array(row.length + reach);
  let [head, tail] = [0, 0];
  for (let x = 0; x < row.length + reach; x += 1) {
    if (x < row.length) {
      while (tail > head && isBetter(row[x] ?? 0, row[line[tail - 1] ?? 0] ?? 0)) tail -= 1;
      line[tail++] = x;
    }
    const at = x - reach;
    if (at < 0) continue;
    while ((line[head] ?? 0) < at - reach) head += 1;
    out[at] = row[line[head] ?? 0] ?? 0;
  }
  return out;
}

/** Without white lines narrower than 2 `reach` + 1 samples: print dots that never burn. */
export const healed = (row: Float32Array, reach: number): Float32Array =>
  extreme(extreme(row, reach, 'least'), reach, 'most');

/**
 * Dark and light to 0 and 255, each judged against its neighbourhood of `reach` samples to each side; where that is nearly even,
 * against the row's usual contrast, so that a blank margin stays blank.
 */
export function stretched(row: Float32Array, reach: number): Uint8ClampedArray {
  const [low, high] = [extreme(row, reach, 'least'), extreme(row, reach, 'most')];
  const contrasts = high.map((value, i) => value - (low[i] ?? 0)).sort();
  const floor = (contrasts[Math.floor(contrasts.length * 0.9)] ?? 0) * 0.35 + 0.5;
  const out = new Uint8ClampedArray(row.length);
  for (let x = 0; x < row.length; x += 1) {
    const top = high[x] ?? 0;
    const range = Math.max(top - (low[x] ?? 0), floor);
    out[x] = 255 * (1 - (top - (row[x] ?? 0)) / range);
  }
  return out;
}

/** `times` as many samples, on straight lines between the old ones. */
export function finer(row: Float32Array, times: number): Float32Array {
  const out = new Float32Array(row.length * times);
  for (let x = 0; x < out.length; x += 1) {
    const at = Math.min(row.length - 1, x / times);
    const left = Math.floor(at);
    const part = at - left;
    out[x] = (row[left] ?? 0) * (1 - part) + (row[Math.min(row.length - 1, left + 1)] ?? 0) * part;
  }
  return out;
}
