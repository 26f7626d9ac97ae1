import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  againSteady,
  type CodeSeen,
  confirmCode,
  endSteady,
  freshSteady,
  type Look,
  progressOf,
  takeLook,
} from '../../kiosk/steady.ts';
import { kioskLimits } from '../../shared/contract/kiosk-limits.ts';

const { besideMs, emptyViewMs, foreignSymbolMs, sameCodeWithinMs } = kioskLimits;

const code = (key = 'A', isSure = false, hasSecret = false): CodeSeen => ({ key, isSure, hasSecret });
const sees = (...codes: CodeSeen[]): Look => ({ codes, hasForeign: false });
const nothing = sees();
const foreign: Look = { codes: [], hasForeign: true };
const a = sees(code('A', true));
const b = sees(code('B', true));
const ab = sees(code('A', true), code('B', true));

/** Walks through looks given as [ms, look]; says what was believed at each. */
function walk(looks: readonly (readonly [number, Look])[], from = freshSteady) {
  let steady = from;
  const beliefs: (string | undefined)[] = [];
  for (const [now, look] of looks) {
    const { steady: next, belief } = takeLook(steady, look, now);
    steady = next;
    beliefs.push(
      belief?.kind === 'choice' ? belief.keys.join('|') : belief?.kind === 'code' ? belief.key : belief?.kind,
    );
  }
  return { steady, beliefs };
}
/** The same look every 100 ms. */
const held = (look: Look, from: number, to: number): [number, Look][] =>
  Array.from({ length: Math.floor((to - from) / 100) + 1 }, (_, n) => [from + n * 100, look]);
const news = ({ beliefs }: ReturnType<typeof walk>) => beliefs.filter((belief) => belief !== undefined);

describe('a steady look', () => {
  test('one look at a Code 128 is not believed, a second within the window is', () => {
    expect(walk(held(sees(code()), 0, 100)).beliefs).toEqual([undefined, 'A']);
  });

  test('two looks too far apart are two first looks', () => {
    const far: [number, Look][] = [
      [0, sees(code())],
      [sameCodeWithinMs + 1, sees(code())],
    ];
    expect(news(walk(far))).toEqual([]);
  });

  test('a stray misreading beside a code is never believed, and hardly delays it', () => {
    const looks = held(sees(code('A')), 0, 900).map(([at, look], n): [number, Look] =>
      n % 3 === 1 ? [at, sees(code(`X${n}`))] : [at, look],
    );
    const { beliefs } = walk(looks);
    expect(news({ beliefs, steady: freshSteady })).toEqual(['A']);
    expect(beliefs.indexOf('A')).toBeLessThanOrEqual(5);
  });

  test('a QR is believed at once, and a code that the device knows as soon as it says so', () => {
    expect(walk([[0, a]]).beliefs).toEqual(['A']);
    const once = walk([[0, sees(code('A'))]]);
    expect(once.beliefs).toEqual([undefined]);
    expect(confirmCode(once.steady, 'A', 20).belief).toEqual({ kind: 'code', key: 'A' });
    expect(confirmCode(once.steady, 'B', 20).belief).toBeUndefined();
    expect(confirmCode(once.steady, 'A', besideMs + 1).belief).toBeUndefined();
  });

  test('a code held in view is said once, and again when it was taken away', () => {
    const first = walk([...held(a, 0, 100), [200, nothing], [300, a]]);
    expect(news(first)).toEqual(['A']);
    expect(walk([[300 + emptyViewMs, a]], first.steady).beliefs).toEqual(['A']);
  });

  test('the same code with a secret is said again, once', () => {
    const secret = sees(code('A', true, true));
    const seen = walk([
      [0, a],
      [100, secret],
      [200, a],
      [300, secret],
    ]);
    expect(seen.beliefs).toEqual(['A', 'A', undefined, undefined]);
  });

  test('says how far it is: nothing, seen, believed', () => {
    const once = walk([[0, sees(code())]]).steady;
    expect(progressOf(freshSteady, 0)).toBe(0);
    expect(progressOf(once, 0)).toBe(1);
    expect(progressOf(walk([[100, sees(code())]], once).steady, 100)).toBe(2);
    expect(progressOf(once, besideMs + 1)).toBe(0);
  });
});

describe('the next receipt', () => {
  test('replaces the one before it as soon as that one is out of view', () => {
    const { beliefs } = walk([...held(a, 0, 1_000), ...held(b, 1_100, 2_000)]);
    expect(news({ beliefs, steady: freshSteady })).toEqual(['A', 'B']);
    expect(beliefs.indexOf('B')).toBeLessThanOrEqual(11 + besideMs / 100);
  });

  test('may pass the one before it for a moment without a question', () => {
    expect(news(walk([...held(a, 0, 1_000), ...held(ab, 1_100, 1_300), ...held(b, 1_400, 2_000)]))).toEqual([
      'A',
      'B',
    ]);
  });

  test('and then the first one again are three', () => {
    expect(news(walk([...held(a, 0, 500), ...held(b, 600, 1_200), ...held(a, 1_300, 2_000)]))).toEqual([
      'A',
      'B',
      'A',
    ]);
  });
});

describe('two codes side by side', () => {
  test('in one look are a choice at once, and said once', () => {
    const { beliefs } = walk(held(ab, 0, 5_000));
    expect(beliefs[0]).toBe('A|B');
    expect(news({ beliefs, steady: freshSteady })).toEqual(['A|B']);
  });

  test('that need two looks each are a choice at the second', () => {
    expect(news(walk(held(sees(code('A'), code('B')), 0, 1_000)))).toEqual(['A|B']);
  });

  test('of which each look shows only one are a choice soon', () => {
    const turns = held(a, 0, 2_000).map(([at, look], n): [number, Look] => [at, n % 2 === 0 ? look : b]);
    const { beliefs } = walk(turns);
    expect(news({ beliefs, steady: freshSteady })).toEqual(['A', 'A|B']);
    expect(beliefs.indexOf('A|B')).toBeLessThanOrEqual(2 + (2 * besideMs) / 100);
  });

  test('of which the second is only seen now and then are a choice too', () => {
    const looks = held(a, 0, 3_000).map(([at, look], n): [number, Look] => [at, n % 5 === 2 ? ab : look]);
    expect(news(walk(looks))).toEqual(['A', 'A|B']);
  });

  test('are said again when a secret or a third code comes, at most four', () => {
    const secret = sees(code('A', true), code('B', true, true));
    const more = sees(...'ABCDEF'.split('').map((key) => code(key, true)));
    const said = news(walk([...held(ab, 0, 500), ...held(secret, 600, 1_000), ...held(more, 1_100, 3_000)]));
    expect(said.slice(0, 2)).toEqual(['A|B', 'A|B']);
    expect(said.at(-1)).toBe('A|B|C|D');
  });

  test('once one was chosen, the other one staying alone is no news', () => {
    expect(news(walk([...held(ab, 0, 500), ...held(a, 600, 5_000)]))).toEqual(['A|B']);
  });

  test('none of which was right: one of them alone is news again, both are not', () => {
    const { steady } = walk(held(ab, 0, 500));
    expect(news(walk(held(ab, 600, 3_000), againSteady(steady)))).toEqual([]);
    expect(news(walk(held(a, 600, 600 + 2 * sameCodeWithinMs), againSteady(steady)))).toEqual(['A']);
  });
});

describe('a foreign symbol', () => {
  test('is said only when nothing else came for a while, and once while it is there', () => {
    const { beliefs } = walk(held(foreign, 0, 20_000));
    expect(beliefs.indexOf('foreign')).toBe(foreignSymbolMs / 100);
    expect(news({ beliefs, steady: freshSteady })).toEqual(['foreign']);
  });

  test('beside a code is never said', () => {
    const looks = held(foreign, 0, 8_000).map(([at, look], n): [number, Look] => [
      at,
      n % 10 === 0 ? sees(code()) : look,
    ]);
    expect(news(walk(looks))).not.toContain('foreign');
  });

  test('is said again when it was taken away and comes back', () => {
    const looks = [...held(foreign, 0, 3_000), ...held(foreign, 3_000 + emptyViewMs + 100, 7_000)];
    expect(news(walk(looks))).toEqual(['foreign', 'foreign']);
  });

  test('on the wall behind the citizens, as a poster, is not said at every visit and hides no receipt', () => {
    const poster = sees(code('A', true));
    const withPoster = { ...poster, hasForeign: true };
    let steady = walk(held(foreign, 0, 3_000)).steady;
    const said: (string | undefined)[] = [];
    for (let visit = 0; visit < 3; visit += 1) {
      const from = 4_000 + visit * 20_000;
      const walked = walk(
        [...held(withPoster, from, from + 2_000), ...held(foreign, from + 2_100, from + 9_000)],
        steady,
      );
      said.push(...news(walked));
      steady = endSteady(walked.steady, from + 9_000);
      const rest = walk(held(foreign, from + 9_100, from + 19_000), steady);
      said.push(...news(rest));
      steady = rest.steady;
    }
    expect(said).toEqual(['A', 'A', 'A']);
  });
});

describe('after a visit', () => {
  const left = endSteady(walk(held(a, 0, 1_000)).steady, 1_100);

  test('a paper left there starts no second one until it was out of view', () => {
    const still = walk([...held(a, 1_200, 9_000), [9_100, nothing], [9_200, a]], left);
    expect(news(still)).toEqual([]);
    expect(walk([[9_200 + emptyViewMs, a]], still.steady).beliefs).toEqual(['A']);
  });

  test('a forgotten paper keeps nobody else from being read', () => {
    expect(news(walk([...held(a, 1_200, 5_000), ...held(ab, 5_100, 9_000)], left))).toEqual(['B']);
  });

  test('whose paper was already away the same one is believed at once', () => {
    const ended = endSteady(walk([[0, a]]).steady, emptyViewMs);
    expect(walk([[emptyViewMs + 50, a]], ended).beliefs).toEqual(['A']);
  });

  test('other symbols of a paper left there are not said to be none of ours', () => {
    expect(news(walk([...held(a, 1_200, 2_000), ...held(foreign, 2_100, 9_000)], left))).toEqual([]);
  });

  test('nothing of a code is left', () => {
    const ended = endSteady(walk([[0, sees(code('H56.14-261101-0001', true))]]).steady, 100);
    expect(JSON.stringify(ended)).not.toContain('H56');
    expect(JSON.stringify(ended)).not.toContain('0001');
  });
});

describe('any looks', () => {
  const anyLook = fc.record({
    codes: fc.uniqueArray(
      fc.record({
        key: fc.constantFrom('A', 'B', 'C', 'D', 'E', 'F'),
        isSure: fc.boolean(),
        hasSecret: fc.boolean(),
      }),
      { maxLength: 4, selector: ({ key }) => key },
    ),
    hasForeign: fc.boolean(),
  });
  const anyLooks = fc.array(fc.tuple(fc.integer({ min: 1, max: 900 }), anyLook), { maxLength: 80 });

  test('never say the same thing twice in a row, and remember a bounded number of codes', () => {
    fc.assert(
      fc.property(anyLooks, (looks) => {
        let steady = freshSteady;
        let now = 0;
        for (const [gap, look] of looks) {
          now += gap;
          const before = steady;
          const taken = takeLook(steady, look, now);
          steady = taken.steady;
          expect(steady.seen.length).toBeLessThanOrEqual(kioskLimits.codesSeenMax);
          const { belief } = taken;
          if (belief !== undefined) expect(takeLook(steady, look, now).belief).not.toEqual(belief);
          if (belief?.kind === 'choice') {
            expect(new Set(belief.keys).size).toBe(belief.keys.length);
            expect(belief.keys.length).toBeGreaterThan(1);
            expect(belief.keys.length).toBeLessThanOrEqual(kioskLimits.choicesMax);
          }
          if (belief?.kind === 'code') {
            const times = before.seen.find(({ key }) => key === belief.key)?.looks ?? 0;
            const isSure = steady.seen.find(({ key }) => key === belief.key)?.isSure === true;
            expect(isSure || times >= 1).toBe(true);
          }
        }
      }),
    );
  });
});
