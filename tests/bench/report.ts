/** Judges measured values against their rows and writes them as a table; it measures nothing. */
import { type Bound, type MeasurementName, type RowName, type Rule, rowNames, rows } from './limits.ts';
import type { Values } from './measurement.ts';

/** `kept`, `broken`: a limit. `met`, `distant`: a goal. `fact`: neither. `missing`: not measured, with a reason. */
export type Verdict = 'kept' | 'broken' | 'met' | 'distant' | 'fact' | 'missing';

export interface Line {
  readonly row: RowName;
  readonly value: number | null;
  readonly unit: Rule['unit'];
  readonly kind: Rule['kind'];
  readonly bound: Bound | null;
  readonly verdict: Verdict;
  /** For a limit or goal: how many times the bound the value is (most) or the bound is the value (least); at most 1 is good. */
  readonly share: number | null;
  readonly reason: string | null;
}

/** Rows of one measurement, in order; a row without a value and without a reason is an error of the measurement. */
export function judge(of: MeasurementName, values: Values): Line[] {
  const own = rowNames.filter((row) => rows[row].of === of);
  const foreign = Object.keys(values).filter((name) => !own.some((row) => row === name));
  if (foreign.length > 0) throw new Error(`${of} measured rows that are not its own: ${foreign.join(', ')}`);
  return own.map((row) => lineOf(row, rows[row], values[row]));
}

function lineOf(row: RowName, rule: Rule, value: Values[RowName]): Line {
  const bound = rule.kind === 'fact' ? null : rule.bound;
  const base = { row, unit: rule.unit, kind: rule.kind, bound };
  if (value === undefined) throw new Error(`${rule.of} did not measure ${row}`);
  if (typeof value !== 'number') {
    return { ...base, value: null, verdict: 'missing', share: null, reason: value.missing };
  }
  if (!Number.isFinite(value)) throw new Error(`${row} is ${value}`);
  if (bound === null) return { ...base, value, verdict: 'fact', share: null, reason: null };
  const share = 'most' in bound ? value / bound.most : bound.least / value;
  const isGood = 'most' in bound ? value <= bound.most : value >= bound.least;
  return { ...base, value, verdict: verdictOf(rule.kind, isGood), share, reason: null };
}

function verdictOf(kind: Rule['kind'], isGood: boolean): Verdict {
  if (kind === 'limit') return isGood ? 'kept' : 'broken';
  return isGood ? 'met' : 'distant';
}

const spoken: Record<Verdict, string> = {
  kept: 'kept',
  broken: 'BROKEN',
  met: 'goal met',
  distant: 'goal',
  fact: '',
  missing: 'NOT MEASURED',
};

function textOf(line: Line): readonly [string, string, string, string] {
  const { bound, share, verdict } = line;
  const value = line.value === null ? '-' : `${shown(line.value)} ${line.unit}`;
  const bounds =
    bound === null ? '' : 'most' in bound ? `<= ${shown(bound.most)}` : `>= ${shown(bound.least)}`;
  const far = verdict === 'distant' && share !== null ? `, ${shown(share)} times away` : '';
  return [
    line.row,
    value,
    bounds,
    `${spoken[verdict]}${far}${line.reason === null ? '' : `: ${line.reason}`}`,
  ];
}

/** Three figures that count, and thousands apart. */
export function shown(value: number): string {
  const digits = value === 0 ? 0 : Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))));
  return value.toLocaleString('en-US', { maximumFractionDigits: Math.min(digits, 4) });
}

/** A rule in words, as docs/bench.md must say it. */
export function ruleText(rule: Rule): string {
  if (rule.kind === 'fact') return `fact, ${rule.unit}`;
  const { bound } = rule;
  const sign = 'most' in bound ? `<= ${shown(bound.most)}` : `>= ${shown(bound.least)}`;
  return `${rule.kind} ${sign} ${rule.unit}`;
}

export function tableOf(lines: readonly Line[]): string {
  const cells = [['row', 'value', 'bound', 'verdict'] as const, ...lines.map(textOf)];
  const widths = [0, 1, 2].map((column) => Math.max(...cells.map((each) => each[column]?.length ?? 0)));
  return cells
    .map(([row, value, bound, verdict]) =>
      [
        row.padEnd(widths[0] ?? 0),
        value.padStart(widths[1] ?? 0),
        bound.padStart(widths[2] ?? 0),
        verdict,
      ].join('  '),
    )
    .map((line) => line.trimEnd())
    .join('\n');
}
