// The benchmark's own arithmetic is right, its limits bind, and its page says the same as its code.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type MeasurementName, measurementNames, type RowName, rowNames, rows } from '../bench/limits.ts';
import type { Values } from '../bench/measurement.ts';
import { judge, ruleText, shown, tableOf } from '../bench/report.ts';
import { median, percentile, ratio, slope } from '../bench/statistics.ts';

describe('the arithmetic', () => {
  test('a percentile is a measured value that so large a share does not exceed, and no smaller one is', () => {
    const values = fc.array(fc.integer({ min: 0, max: 1_000 }), { minLength: 1, maxLength: 80 });
    fc.assert(
      fc.property(values, fc.integer({ min: 1, max: 100 }), (all, percent) => {
        const found = percentile(all, percent / 100);
        const upTo = (limit: number) => all.filter((each) => each <= limit).length;
        expect(all).toContain(found);
        expect(upTo(found) * 100).toBeGreaterThanOrEqual(all.length * percent);
        expect(upTo(found - 1) * 100).toBeLessThan(all.length * percent);
      }),
    );
  });

  test('p50 and p99 of one to a hundred are fifty and ninety-nine, in any order', () => {
    const hundred = Array.from({ length: 100 }, (_each, n) => 100 - n);
    expect([median(hundred), percentile(hundred, 0.99), percentile(hundred, 1)]).toEqual([50, 99, 100]);
  });

  test('nothing measured is an error, not a good value', () => {
    expect(() => percentile([], 0.5)).toThrow();
    expect(() => slope([1])).toThrow();
  });

  test.each([
    [1, 0],
    [1, Number.NaN],
    [Number.NaN, 1],
    [Number.POSITIVE_INFINITY, 1],
    [1, -1],
  ])('there is no ratio of %s to %s', (value, base) => {
    expect(() => ratio(value, base)).toThrow();
  });

  test('the slope of a straight line is its rise per step, whatever its height', () => {
    expect(slope([7, 9, 11, 13])).toBeCloseTo(2);
    expect(slope([5, 5, 5])).toBe(0);
    expect(slope([3, 1])).toBeCloseTo(-2);
  });

  test.each([
    [0, '0'],
    [0.2834, '0.283'],
    [1.5, '1.5'],
    [29.77, '29.8'],
    [80_000, '80,000'],
    [0.05, '0.05'],
  ])('%s is shown as %s', (value, text) => {
    expect(shown(value)).toBe(text);
  });
});

/** Every row of a measurement at this share of its bound; facts are 1. */
function valuesAt(of: MeasurementName, share: number): Values {
  const own = rowNames.filter((row) => rows[row].of === of);
  return Object.fromEntries(
    own.map((row) => {
      const rule = rows[row];
      if (rule.kind === 'fact') return [row, 1];
      return [row, 'most' in rule.bound ? rule.bound.most * share : rule.bound.least / share];
    }),
  );
}

describe.each(measurementNames)('the measurement %s', (of) => {
  const kinds = (values: Values) => new Map(judge(of, values).map(({ row, verdict }) => [row, verdict]));
  const bounded = rowNames.filter((row) => rows[row].of === of && rows[row].kind !== 'fact');

  test('has a limit or names a goal', () => {
    expect(bounded).not.toEqual([]);
  });

  test('keeps its limits at the bound and breaks each of them beyond it', () => {
    const good = kinds(valuesAt(of, 1));
    const bad = kinds(valuesAt(of, 1.01));
    for (const row of bounded) {
      const isLimit = rows[row].kind === 'limit';
      expect([row, good.get(row)]).toEqual([row, isLimit ? 'kept' : 'met']);
      expect([row, bad.get(row)]).toEqual([row, isLimit ? 'broken' : 'distant']);
    }
  });

  test('may not leave out a row', () => {
    const [first = '', ...rest] = Object.keys(valuesAt(of, 1));
    const values = valuesAt(of, 1);
    expect(() => judge(of, Object.fromEntries(rest.map((row) => [row, values[row as RowName]])))).toThrow(
      first,
    );
  });
});

test('a row that this machine cannot measure says why, and is not taken for kept', () => {
  const reason = 'no cc on this machine';
  const lines = judge('ledger', {
    ...valuesAt('ledger', 1),
    'ledger.slow-rate-over-one-row': { missing: reason },
  });
  const line = lines.find(({ row }) => row === 'ledger.slow-rate-over-one-row');
  expect(line).toMatchObject({ verdict: 'missing', reason, value: null });
  expect(tableOf(lines)).toContain(`NOT MEASURED: ${reason}`);
});

test('a measurement may not speak of rows that are not its own', () => {
  expect(() => judge('sizes', { ...valuesAt('sizes', 1), 'ledger.sync': 1 })).toThrow('ledger.sync');
});

test('the page of the benchmark names every row with its bound, and no other', () => {
  const page = readFileSync(path.resolve(import.meta.dirname, '../../docs/bench.md'), 'utf8');
  const told = [...page.matchAll(/^\| `([a-z0-9.-]+)` \| ([^|]+) \| ([^|]+) \|$/gm)];
  expect(told.map(([, row, bound]) => `${row}: ${bound}`)).toEqual(
    rowNames.map((row) => `${row}: ${ruleText(rows[row])}`),
  );
  expect(told.filter(([, , , meaning]) => (meaning ?? '').trim().length < 10)).toEqual([]);
});
