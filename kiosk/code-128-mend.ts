/** Mends the Code 128 start search of @zxing/library 0.23: there, the window of six bars shrinks with each dark thing left of the code. */
import { type BitArray, Code128Reader, NotFoundException } from '@zxing/library';

const BARS = 6;
// Widths in modules of the three start patterns, by symbol value (ISO/IEC 15417).
const starts = [
  { value: 103, widths: [2, 1, 1, 4, 1, 2] },
  { value: 104, widths: [2, 1, 1, 2, 1, 4] },
  { value: 105, widths: [2, 1, 1, 2, 3, 2] },
] as const;
const MODULES = 11;
// The library's own tolerances, in shares of a module: for all bars together, and for any one of them.
const ALL_BARS_OFF_MAX = 0.25;
const ONE_BAR_OFF_MAX = 0.7;

/** How far six measured widths are from a pattern, as a share of their total; infinite when one bar is too far off. */
function distance(edges: readonly number[], from: number, widths: readonly number[]): number {
  const total = (edges[from + BARS] ?? 0) - (edges[from] ?? 0);
  if (total < MODULES) return Number.POSITIVE_INFINITY;
  const module = total / MODULES;
  let off = 0;
  for (let bar = 0; bar < BARS; bar += 1) {
    const width = (edges[from + bar + 1] ?? 0) - (edges[from + bar] ?? 0);
    const barOff = Math.abs(width - (widths[bar] ?? 0) * module);
    if (barOff > ONE_BAR_OFF_MAX * module) return Number.POSITIVE_INFINITY;
    off += barOff;
  }
  return off / total;
}

/** Where each run of equal pixels begins, from the first dark one on; the last entry ends the last finished run. */
function edgesOf(row: BitArray): number[] {
  const edges: number[] = [];
  const width = row.getSize();
  let isDark = false;
  for (let x = 0; x < width; x += 1) {
    if (row.get(x) === isDark) continue;
    isDark = !isDark;
    edges.push(x);
  }
  return edges;
}

/** First start pattern of a row, with half its width of white before it: [from, to, symbol value]. Throws NotFoundException. */
export function findStart(row: BitArray): Int32Array {
  const edges = edgesOf(row);
  for (let i = 0; i + BARS < edges.length; i += 2) {
    const from = edges[i] ?? 0;
    const to = edges[i + BARS] ?? 0;
    let best: number | undefined;
    let least = ALL_BARS_OFF_MAX;
    for (const { value, widths } of starts) {
      const off = distance(edges, i, widths);
      if (off >= least) continue;
      least = off;
      best = value;
    }
    const quiet = Math.max(0, Math.trunc(from - (to - from) / 2));
    if (best !== undefined && row.isRange(quiet, from, false)) return Int32Array.of(from, to, best);
  }
  throw new NotFoundException();
}

/** Puts the mended search into the library's reader. */
export function mendCode128(): void {
  Object.defineProperty(Code128Reader, 'findStartPattern', { value: findStart, configurable: true });
}
