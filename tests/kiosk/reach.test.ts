import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { reachOf } from '../../kiosk/reach.ts';

// 21.5 inches upright: 270 mm by 480 mm.
const upright = { widthPx: 1080, heightPx: 1920, pxPerMm: 4, isSeated: false };
const lying = { widthPx: 1920, heightPx: 1080, pxPerMm: 4, isSeated: false };
const tenInches = { widthPx: 1280, heightPx: 800, pxPerMm: 5.9, isSeated: false };

describe('controls of a kiosk', () => {
  test('use the whole panel where nobody measured how high it hangs', () => {
    expect(reachOf(upright)).toEqual({ topPx: 0, bottomPx: 0 });
  });

  test('stay below 1,220 mm of the floor when the panel reaches higher', () => {
    // From 900 mm to 1,380 mm: the upper 160 mm are out of reach.
    expect(reachOf({ ...upright, bottomMm: 900 }).topPx).toBe(160 * 4);
    expect(reachOf({ ...upright, bottomMm: 700 }).topPx).toBe(0);
  });

  test('stay above 380 mm of the floor when the panel begins lower', () => {
    expect(reachOf({ ...upright, bottomMm: 300 }).bottomPx).toBe(80 * 4);
    expect(reachOf({ ...upright, bottomMm: 380 }).bottomPx).toBe(0);
  });

  test('go down for someone who sits, on a panel that has room for it', () => {
    expect(reachOf({ ...upright, isSeated: true }).topPx).toBe(768);
    expect(reachOf({ ...lying, isSeated: true }).topPx).toBe(216);
    expect(reachOf({ ...tenInches, isSeated: true }).topPx).toBe(0);
  });

  test('are never lower for someone who stands than for someone who sits, and always leave a screen its room', () => {
    const panel = fc.record({
      widthPx: fc.integer({ min: 800, max: 2_160 }),
      heightPx: fc.integer({ min: 600, max: 3_840 }),
      pxPerMm: fc.double({ min: 1, max: 12, noNaN: true }),
      bottomMm: fc.option(fc.integer({ min: 0, max: 1_500 }), { nil: undefined }),
    });
    fc.assert(
      fc.property(panel, (each) => {
        const standing = reachOf({ ...each, isSeated: false });
        const sitting = reachOf({ ...each, isSeated: true });
        expect(sitting.topPx).toBeGreaterThanOrEqual(standing.topPx);
        for (const { topPx, bottomPx } of [standing, sitting]) {
          expect(Math.min(topPx, bottomPx)).toBeGreaterThanOrEqual(0);
          const needed = Math.min(each.heightPx, 200 * each.pxPerMm);
          expect(each.heightPx - topPx - bottomPx).toBeGreaterThanOrEqual(Math.floor(needed) - 2);
        }
      }),
    );
  });
});
