// The arithmetic behind the board: sums keep their denominators, nothing small is shared out, and unknown stands last.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type DeviceColumn,
  deviceColumns,
  levelsOf,
  participationOf,
  shareOf,
  sortDevices,
  totalsOf,
} from '../../centre/board/figures.ts';
import { makeBoardWords } from '../../centre/board/words.ts';
import { archive2019, sampleDevice, sampleFleet, smallFleet, summary2019 } from './sample-figures.ts';

test('totals count what is in use and leave simulated and revoked devices out', () => {
  expect(totalsOf(smallFleet)).toMatchObject({
    devices: 5,
    online: 3,
    simulated: 1,
    waiting: 18,
    told: 4,
    unmirrored: 1,
    oldestMs: 2_500_000,
    alarms: 2,
    alarmed: 1,
  });
  const revoked = sampleFleet([sampleDevice({ revoked: true, alarms: [{ name: 'silent', since: 1 }] })]);
  expect(totalsOf(revoked)).toMatchObject({ devices: 0, online: 0, alarms: 0 });
});

test('levels stand best first, whatever order they came in', () => {
  expect(levelsOf({ neutral: 1, 'very-satisfied': 2, khac: 3, satisfied: 4 })).toEqual([
    'very-satisfied',
    'satisfied',
    'neutral',
    'khac',
  ]);
});

test('fewer than thirty ratings have no percentages, and nothing is a part of zero', () => {
  expect(shareOf(3, 29)).toBeUndefined();
  expect(shareOf(3, 30)).toBe(0.1);
  expect(shareOf(0, 0, 0)).toBeUndefined();
});

test('participation of 2019 is 13.45 % with 108,236 dossiers unrated', () => {
  const part = participationOf(summary2019, archive2019);
  expect(part?.unrated).toBe(108_236);
  expect(makeBoardWords('en').percent(part?.share ?? 0, 2)).toBe('13.45 %');
  expect(makeBoardWords('vi').percent(1 - (part?.share ?? 0), 2)).toBe('86,55 %');
});

test('participation is not given for a part of a year, nor without an archive', () => {
  expect(participationOf({ ...summary2019, from: summary2019.to }, archive2019)).toBeUndefined();
  expect(participationOf(summary2019, undefined)).toBeUndefined();
});

describe('the table of devices', () => {
  const columns = fc.constantFrom<DeviceColumn>(...deviceColumns);

  test('loses and doubles no device, by whatever column it is sorted', () => {
    fc.assert(
      fc.property(
        columns,
        fc.boolean(),
        fc.shuffledSubarray([...smallFleet.devices]),
        (column, down, some) => {
          const sorted = sortDevices(some, { column, isDescending: down });
          expect(new Set(sorted)).toEqual(new Set(some));
          expect(sorted).toHaveLength(some.length);
        },
      ),
    );
  });

  test('puts what is unknown last in either direction', () => {
    for (const isDescending of [false, true]) {
      expect(sortDevices(smallFleet.devices, { column: 'lastSeen', isDescending }).at(-1)?.id).toBe(
        'kiosk-mau-2',
      );
    }
  });

  test('shows those that wait longest first when sorted downwards by what waits', () => {
    const [first] = sortDevices(smallFleet.devices, { column: 'depth', isDescending: true });
    expect(first?.id).toBe('tablet-mau-5');
  });
});
