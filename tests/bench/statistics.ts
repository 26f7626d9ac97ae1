/** Order statistics and slopes of measured numbers; it knows nothing of what was measured. */

/** Nearest rank: the smallest value that at least `share` (0 to 1) of all values do not exceed. Throws when there are none. */
export function percentile(values: readonly number[], share: number): number {
  if (values.length === 0) throw new Error('no value was measured');
  const sorted = [...values].sort((a, b) => a - b);
  const rank = Math.max(1, Math.ceil(share * sorted.length));
  return sorted[Math.min(rank, sorted.length) - 1] ?? Number.NaN;
}

export const median = (values: readonly number[]): number => percentile(values, 0.5);

/** How many times `base` goes into `value`. Throws when the base is not a positive number: such a ratio would pass any limit. */
export function ratio(value: number, base: number): number {
  if (!(base > 0) || !Number.isFinite(value)) throw new Error(`no ratio of ${value} to ${base}`);
  return value / base;
}

/** Least-squares rise per step of values taken at equal steps. Throws below two values. */
export function slope(values: readonly number[]): number {
  if (values.length < 2) throw new Error('a slope needs two values');
  const middle = (values.length - 1) / 2;
  const mean = values.reduce((sum, each) => sum + each, 0) / values.length;
  let rise = 0;
  let run = 0;
  for (const [step, each] of values.entries()) {
    rise += (step - middle) * (each - mean);
    run += (step - middle) ** 2;
  }
  return rise / run;
}
