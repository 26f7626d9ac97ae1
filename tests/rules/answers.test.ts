// How long a status may be shown, and when it must be gone.
import { expect, test } from 'vitest';
import { ageOf } from '../../shared/rules/answers.ts';

const minute = 60_000;
const hour = 60 * minute;
const asOf = 1_700_000_000_000;

test.each([
  [0, 'fresh'],
  [30 * minute - 1, 'fresh'],
  [30 * minute, 'amber'],
  [72 * hour - 1, 'amber'],
  [72 * hour, 'hidden'],
  [168 * hour - 1, 'hidden'],
  [168 * hour, 'wiped'],
  [10 * 365 * 24 * hour, 'wiped'],
] as const)('knowledge of %d ms is as old as the table says', (age, expected) => {
  expect(ageOf(asOf, asOf + age)).toBe(expected);
});

test('knowledge from the future is fresh: the clock is wrong, not the centre', () => {
  expect(ageOf(asOf, asOf - 5 * hour)).toBe('fresh');
});
