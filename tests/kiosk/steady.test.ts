import { describe, expect, test } from 'vitest';
import { type Belief, endSteady, freshSteady, type Sighting, takeLook } from '../../kiosk/steady.ts';
import { kioskLimits } from '../../shared/contract/kiosk-limits.ts';

const code = (key = 'A', isQr = false, hasSecret = false): Sighting => ({
  kind: 'code',
  key,
  isQr,
  hasSecret,
});
const foreign: Sighting = { kind: 'foreign' };

/** Walks through looks given as [ms, sighting]; says what was believed at each. */
function walk(looks: readonly (readonly [number, Sighting | undefined])[], from = freshSteady) {
  let steady = from;
  const beliefs: Belief[] = [];
  for (const [now, sighting] of looks) {
    const taken = takeLook(steady, sighting, now);
    steady = taken.steady;
    beliefs.push(taken.belief);
  }
  return { steady, beliefs };
}

describe('a steady look', () => {
  test('one look at a Code 128 is not believed, a second within the window is', () => {
    expect(
      walk([
        [0, code()],
        [100, code()],
      ]).beliefs,
    ).toEqual([undefined, 'code']);
  });

  test('two looks too far apart are two first looks', () => {
    const late = kioskLimits.sameCodeWithinMs + 1;
    expect(
      walk([
        [0, code()],
        [late, code()],
      ]).beliefs,
    ).toEqual([undefined, undefined]);
  });

  test('a misread between two good looks believes neither of the two texts', () => {
    expect(
      walk([
        [0, code('A')],
        [100, code('B')],
        [200, code('A')],
      ]).beliefs,
    ).toEqual([undefined, undefined, undefined]);
  });

  test('a QR is believed at once', () => {
    expect(walk([[0, code('A', true)]]).beliefs).toEqual(['code']);
  });

  test('a code held in view is said once, and again when it was taken away', () => {
    const held = walk([
      [0, code('A', true)],
      [100, code('A', true)],
      [200, undefined],
      [300, code('A', true)],
    ]);
    expect(held.beliefs).toEqual(['code', undefined, undefined, undefined]);
    expect(walk([[300 + kioskLimits.emptyViewMs, code('A', true)]], held.steady).beliefs).toEqual(['code']);
  });

  test('the same code with a secret is said again, once', () => {
    const seen = walk([
      [0, code('A', true)],
      [100, code('A', true, true)],
      [200, code('A', true)],
      [300, code('A', true, true)],
    ]);
    expect(seen.beliefs).toEqual(['code', 'code', undefined, undefined]);
  });

  test('the next receipt replaces the one before it', () => {
    expect(
      walk([
        [0, code('A', true)],
        [100, code('B', true)],
      ]).beliefs,
    ).toEqual(['code', 'code']);
  });

  test('a foreign symbol is said only when nothing else came for a while', () => {
    const { foreignSymbolMs } = kioskLimits;
    expect(
      walk([
        [0, foreign],
        [foreignSymbolMs - 100, foreign],
        [foreignSymbolMs, foreign],
      ]).beliefs,
    ).toEqual([undefined, undefined, 'foreign']);
  });

  test('a foreign symbol beside a code is never said', () => {
    const looks: [number, Sighting][] = [];
    for (let now = 0; now < 6_000; now += 200) looks.push([now, now % 1_000 === 0 ? code() : foreign]);
    expect(walk(looks).beliefs).not.toContain('foreign');
  });

  test('after a visit a paper left there starts no second one until the view was empty', () => {
    const left = endSteady(walk([[0, code('A', true)]]).steady, 100);
    const still = walk(
      [
        [200, code('A', true)],
        [1_200, code('A', true)],
        [2_200, undefined],
        [2_400, code('A', true)],
      ],
      left,
    );
    expect(still.beliefs).toEqual([undefined, undefined, undefined, undefined]);
    expect(walk([[2_400 + kioskLimits.emptyViewMs, code('A', true)]], still.steady).beliefs).toEqual([
      'code',
    ]);
  });

  test('after a visit whose paper was already away the next one is believed at once', () => {
    const ended = endSteady(walk([[0, code('A', true)]]).steady, kioskLimits.emptyViewMs);
    expect(walk([[kioskLimits.emptyViewMs + 50, code('B', true)]], ended).beliefs).toEqual(['code']);
  });

  test('nothing of a code is left after a visit', () => {
    const ended = endSteady(walk([[0, code('H56.14-261101-0001', true)]]).steady, 100);
    expect(JSON.stringify(ended)).not.toContain('H56');
  });
});
