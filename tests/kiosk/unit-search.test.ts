import { describe, expect, test } from 'vitest';
import { searchUnits } from '../../kiosk/unit-search.ts';
import { sampleConfig } from './sample-site.ts';

const { units } = sampleConfig.site;
const found = (query: string): string[] => searchUnits(units, query).map(({ prefix }) => prefix);

describe('a unit', () => {
  test.each([
    ['dong hung', ['H56.14']],
    ['DONG', ['H56.14']],
    ['nong nghiep', ['H56.18.02']],
    ['tai nguyen', ['000.00.17.H53']],
    ['ng', ['H56.18.02', '000.00.17.H53']],
    ['h56 14', ['H56.14']],
    ['phuoc chi', ['H56.20']],
    ['chi phuoc', ['H56.20']],
  ])('is found by "%s", without its marks and in any order', (query, prefixes) => {
    expect(found(query)).toEqual(prefixes);
  });

  test('is not found by the middle of a word, nor by nothing', () => {
    expect(found('ong')).toEqual([]);
    expect(found('')).toEqual([]);
    expect(found('  ')).toEqual([]);
  });

  test('keeps the order of the configuration, this site first', () => {
    expect(found('mau')).toEqual(units.map(({ prefix }) => prefix));
  });
});
