/** Code 128 from a row too blurred for counting widths: finds the symbols whose blurred bars explain the row best. It knows no picture. */
import { Code128Reader } from '@zxing/library';

/** Samples per module in which everything is compared. */
const FINE = 4;
const SYMBOL = 11 * FINE;
const STOP_MODULES = 13;
const STOP = 106;
const STARTS = [103, 104, 105];
const SYMBOLS_MAX = 48;
const SYMBOLS_LEAST = 5;
/** Blur in modules, as a Gaussian's sigma. */
const BLURS = [0.4, 0.6, 0.8, 1, 1.2, 1.45, 1.7];
/** A sample further off than this, squared, is a fault of the print and no sign of another symbol. */
const FAULT = 0.09;
const FITS_MAX = 10;
/** Mean squares by which the ends may differ from a start and a stop. */
const ENDS_OFF_MAX = 0.05;
const PASSES = 5;
/** How much of the row's contrast may stay unexplained, and how much better each symbol must be than the next best. */
const RESIDUE_MAX = 0.11;
const LEAD_LEAST = 0.12;

// The library's table of bar widths by symbol value, which its types call private.
const patterns = Reflect.get(Code128Reader, 'CODE_PATTERNS') as readonly ArrayLike<number>[];

/** Dark (1) and light (0) per module, for each symbol value. */
const modules: readonly Uint8Array[] = patterns.map((widths) =>
  Uint8Array.from(
    Array.from(widths).flatMap((width, i) => new Array<number>(width).fill(i % 2 === 0 ? 1 : 0)),
  ),
);

interface Shapes {
  /** Samples that a module reaches beyond its own. */
  readonly reach: number;
  /** Each symbol as it looks blurred, `reach` samples before it and after it included. */
  readonly of: readonly Float32Array[];
  /** What an unknown symbol looks like on average. */
  readonly mean: Float32Array;
}
const known = new Map<number, Shapes>();

function shapesOf(blur: number): Shapes {
  const found = known.get(blur);
  if (found !== undefined) return found;
  const sigma = blur * FINE;
  const reach = Math.ceil(3 * sigma);
  const kernel = Float32Array.from({ length: 2 * reach + 1 }, (_each, i) =>
    Math.exp(-((i - reach) ** 2) / (2 * sigma * sigma)),
  );
  const sum = kernel.reduce((all, each) => all + each, 0);
  const of = modules.map((bits) => {
    const shape = new Float32Array(bits.length * FINE + 2 * reach);
    bits.forEach((bit, module) => {
      if (bit === 0) return;
      for (let i = module * FINE; i < (module + 1) * FINE; i += 1)
        for (let k = 0; k < kernel.length; k += 1)
          shape[i + k] = (shape[i + k] ?? 0) + (kernel[k] ?? 0) / sum;
    });
    return shape;
  });
  const mean = new Float32Array(SYMBOL + 2 * reach);
  for (const shape of of.slice(0, 103))
    for (let i = 0; i < mean.length; i += 1) mean[i] = (mean[i] ?? 0) + (shape[i] ?? 0) / 103;
  const shapes = { reach, of, mean };
  known.set(blur, shapes);
  return shapes;
}

interface Frame {
  readonly left: number;
  readonly right: number;
}

/** Where bars may begin and end: the outermost falls into the dark after, and before, a margin of light. */
function framesOf(dark: Float32Array): Frame[] {
  const level = 0.3;
  const edge = (from: number, step: 1 | -1): number[] => {
    const found: number[] = [];
    let light = 0;
    for (let x = from; x >= 0 && x < dark.length && found.length < 2; x += step) {
      if ((dark[x] ?? 0) < level) light += 1;
      else {
        if (light >= 8) found.push(x);
        light = 0;
      }
    }
    return found;
  };
  const lefts = edge(0, 1);
  const rights = edge(dark.length - 1, -1);
  return lefts.flatMap((left) =>
    rights.filter((right) => right - left > 100).map((right) => ({ left, right })),
  );
}

/** The row between two places, as `count` samples. */
function sampled(dark: Float32Array, from: number, to: number, count: number): Float32Array {
  const out = new Float32Array(count);
  for (let i = 0; i < count; i += 1) {
    const x = from + ((i + 0.5) * (to - from)) / count - 0.5;
    const left = Math.min(dark.length - 2, Math.max(0, Math.floor(x)));
    const part = Math.min(1, Math.max(0, x - left));
    out[i] = (dark[left] ?? 0) * (1 - part) + (dark[left + 1] ?? 0) * part;
  }
  return out;
}

interface Fit {
  readonly values: number[];
  readonly residue: number;
  readonly lead: number;
}

function add(sum: Float32Array, shape: Float32Array, at: number, times: number): void {
  for (let i = 0; i < shape.length; i += 1) sum[at + i] = (sum[at + i] ?? 0) + times * (shape[i] ?? 0);
}

/** Brings the row to the model's own light and dark, by least squares. */
function fitted(row: Float32Array, model: Float32Array): Float32Array {
  let [sx, sy, sxx, sxy] = [0, 0, 0, 0];
  for (let i = 0; i < row.length; i += 1) {
    const [x, y] = [row[i] ?? 0, model[i] ?? 0];
    sx += x;
    sy += y;
    sxx += x * x;
    sxy += x * y;
  }
  const spread = row.length * sxx - sx * sx;
  const slope = spread > 0 ? (row.length * sxy - sx * sy) / spread : 1;
  const offset = (sy - slope * sx) / row.length;
  return row.map((value) => slope * value + offset);
}

/** The symbols that explain the row best, for one blur: each chosen again with its neighbours as they are. */
function explained(row: Float32Array, count: number, shapes: Shapes): Fit {
  const { of, mean, reach } = shapes;
  const values = new Array<number>(count).fill(-1);
  const model = new Float32Array(row.length);
  const shapeOf = (value: number): Float32Array => (value < 0 ? mean : (of[value] ?? mean));
  for (let i = 0; i < count; i += 1) add(model, mean, i * SYMBOL, 1);
  add(model, of[STOP] ?? mean, count * SYMBOL, 1);
  let seen = fitted(row, model);
  let lead = 0;
  for (let pass = 0; pass < PASSES; pass += 1) {
    lead = Number.POSITIVE_INFINITY;
    let hasChanged = false;
    for (let i = 0; i < count; i += 1) {
      const at = i * SYMBOL;
      add(model, shapeOf(values[i] ?? -1), at, -1);
      let [best, least, next] = [-1, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
      for (let value = i === 0 ? 103 : 0; value < (i === 0 ? 106 : 103); value += 1) {
        const shape = shapeOf(value);
        let off = 0;
        for (let k = 0; k < SYMBOL + 2 * reach && off < next; k += 1) {
          const gap = (seen[at + k] ?? 0) - (model[at + k] ?? 0) - (shape[k] ?? 0);
          off += gap * gap < FAULT ? gap * gap : FAULT;
        }
        if (off < least) [best, least, next] = [value, off, least];
        else if (off < next) next = off;
      }
      lead = Math.min(lead, next - least);
      hasChanged ||= best !== values[i];
      values[i] = best;
      add(model, shapeOf(best), at, 1);
    }
    seen = fitted(row, model);
    if (!hasChanged) break;
  }
  const residue = Math.sqrt(
    seen.reduce((sum, value, i) => sum + Math.min(FAULT, (value - (model[i] ?? 0)) ** 2), 0) / row.length,
  );
  return { values, residue, lead };
}

function isWhole(values: readonly number[]): boolean {
  const check = values.at(-1);
  const sum = values.slice(0, -1).reduce((all, value, i) => all + value * Math.max(1, i), 0);
  return STARTS.includes(values[0] ?? 0) && sum % 103 === check;
}

interface Trial {
  readonly dark: Float32Array;
  readonly count: number;
  readonly blur: number;
  /** Where the first bar begins and the last one ends. */
  readonly from: number;
  readonly to: number;
}

/** How badly the ends of the row look like a start and a stop, for so many symbols and such a blur. */
function endsOff({ dark, count, blur, from, to }: Trial): number {
  const { of, reach } = shapesOf(blur);
  const sample = (to - from) / ((11 * count + STOP_MODULES) * FINE);
  const begin = from - reach * sample;
  const row = sampled(dark, begin, begin + SYMBOL * sample, SYMBOL);
  const start = Math.min(...STARTS.map((value) => offBy(row, of[value] ?? row, 0)));
  if (start > ENDS_OFF_MAX) return start;
  const stop = of[STOP] ?? row;
  const long = stop.length - 2 * reach;
  const end = to + reach * sample;
  return start + offBy(sampled(dark, end - long * sample, end, long), stop, 2 * reach);
}

function offBy(row: Float32Array, shape: Float32Array, from: number): number {
  let sum = 0;
  for (let k = 0; k < row.length; k += 1) sum += ((row[k] ?? 0) - (shape[from + k] ?? 0)) ** 2;
  return sum / row.length;
}

/**
 * Bars drawn anew, dark and light per module with light around, as `dark` (0 light to 1 dark, both directions are tried) shows them;
 * undefined when no symbols explain it well and surely enough.
 */
export function readBlurred(dark: Float32Array): Uint8Array | undefined {
  const trials = [dark, dark.toReversed()].flatMap(trialsOf);
  const likely = trials
    .map((trial) => ({ trial, off: endsOff(trial) }))
    .filter(({ off }) => off <= ENDS_OFF_MAX)
    .sort((one, other) => one.off - other.off)
    .slice(0, FITS_MAX);
  let best: Fit | undefined;
  for (const { trial } of likely) {
    const { count, blur, from, to } = trial;
    const shapes = shapesOf(blur);
    const total = (11 * count + STOP_MODULES) * FINE;
    const room = (shapes.reach * (to - from)) / total;
    const row = sampled(trial.dark, from - room, to + room, total + 2 * shapes.reach);
    const found = explained(row, count, shapes);
    if (!isWhole(found.values) || found.lead < LEAD_LEAST) continue;
    if (found.residue < (best?.residue ?? RESIDUE_MAX)) best = found;
  }
  if (best === undefined) return undefined;
  const quiet = new Array<number>(12).fill(0);
  const bits = [...best.values, STOP].flatMap((value) => [...(modules[value] ?? [])]);
  return Uint8Array.from([...quiet, ...bits, ...quiet]);
}

function trialsOf(dark: Float32Array): Trial[] {
  return framesOf(dark).flatMap(({ left, right }) => {
    const trials: Trial[] = [];
    for (let count = SYMBOLS_LEAST; count <= SYMBOLS_MAX; count += 1) {
      for (const blur of BLURS) {
        // The darkness at which an end was taken for one lies outside of the bar by some of the blur.
        for (const push of [0, 0.35 * blur, 0.7 * blur]) {
          const module = (right - left + 1) / (11 * count + STOP_MODULES + 2 * push);
          if (module < 1.5 || module > 9) continue;
          trials.push({ dark, count, blur, from: left + push * module, to: right + 1 - push * module });
        }
      }
    }
    return trials;
  });
}
