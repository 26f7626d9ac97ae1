import { expect, it } from 'vitest';
import { nearestName } from '../../device-config/nearest-name.ts';

const known = ['counters', 'hotline', 'secretParameter', 'kiosk', 'tablet', 'vi', 'en'];

it.each([
  ['counter', 'counters'],
  ['countres', 'counters'],
  ['hot-line', 'hotline'],
  ['secret_parameter', 'secretParameter'],
  ['Kiosks', 'kiosk'],
])('«%s» probably means «%s»', (written, meant) => {
  expect(nearestName(written, known)).toBe(meant);
});

it.each(['colour', 'x', 'wording', ''])('«%s» means none of them', (written) => {
  expect(nearestName(written, ['counters', 'hotline'])).toBeUndefined();
});
