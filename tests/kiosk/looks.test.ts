// The ladder of looks on pictures drawn here: what each rung is for, and that together they read nothing where nothing is.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { beforeAll, describe, expect, test } from 'vitest';
import { binarizers, textModes } from 'zxing-wasm/reader';
import type { CodeSymbol, Symbology } from '../../kiosk/decoder.ts';
import { aim } from '../../kiosk/looks/aim.ts';
import type { Read } from '../../kiosk/looks/engine.ts';
import { centreOf, type Grey, negative } from '../../kiosk/looks/grey.ts';
import { type Rung, rungs } from '../../kiosk/looks/ladder.ts';
import { makeRound, order } from '../../kiosk/looks/round.ts';
import { smoothed } from '../../kiosk/looks/surface.ts';
import { openWasmEngine } from '../../kiosk/looks/wasm-engine.ts';
import { Picture } from './made-frame.ts';

const code = '000.00.17.H53-200313-0001';
const usual: readonly Symbology[] = ['code-128', 'qr'];
const bytes = readFileSync(createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm'));
const copy = (): ArrayBuffer => Uint8Array.from(bytes).buffer;
let read: Read;

beforeAll(async () => {
  read = await openWasmEngine(copy());
});

const textsOf = (symbols: readonly CodeSymbol[]): string[] => [...new Set(symbols.map(({ text }) => text))];
const see = (rung: Rung, image: Grey): string[] => textsOf(rung.look(image, read, usual));
const seeAll = (image: Grey): string[] => [...new Set(order.flatMap((rung) => see(rung, image)))];

const receipt = (): Picture => new Picture(1280, 720).code128(code, { x: 300, y: 300, px: 2, height: 120 });

/** Turned about its middle by so many degrees, on grey ground. */
function turned({ grey, width, height }: Picture, degrees: number): Grey {
  const [cos, sin] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
  const data = new Uint8ClampedArray(width * height).fill(235);
  const at = (x: number, y: number): number =>
    x < 0 || y < 0 || x >= width || y >= height ? 235 : (grey[y * width + x] ?? 235);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const [dx, dy] = [x - width / 2, y - height / 2];
      const [u, v] = [dx * cos + dy * sin + width / 2, dy * cos - dx * sin + height / 2];
      const [left, top] = [Math.floor(u), Math.floor(v)];
      const [fx, fy] = [u - left, v - top];
      data[y * width + x] =
        (at(left, top) * (1 - fx) + at(left + 1, top) * fx) * (1 - fy) +
        (at(left, top + 1) * (1 - fx) + at(left + 1, top + 1) * fx) * fy;
    }
  }
  return { data, width, height };
}

const greyOf = ({ grey, width, height }: Picture): Grey => ({ data: grey, width, height });

/** As a camera sees it with hardly any light: dark, flat and noisy; the same noise each time. */
function dimmed({ data, width, height }: Grey, gain: number, noise: number): Grey {
  let state = 12_345;
  const chance = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 4_294_967_296;
  };
  const dark = data.map((value) => 8 + value * gain + (chance() + chance() + chance() - 1.5) * 2 * noise);
  return { data: dark, width, height };
}

describe('bars', () => {
  test.each([12, 37, 60, 118, 163])(
    'held at %i degrees are read by aiming, and not by a plain look',
    (degrees) => {
      const image = turned(receipt(), degrees);
      expect(see(rungs.plain, image)).toEqual([]);
      expect(see(rungs.fine, image)).toEqual([code]);
    },
  );

  test('are found where they are, with the direction across them', () => {
    const [found] = aim(turned(receipt(), 30), 1);
    expect(((found?.angle ?? 0) * 180) / Math.PI).toBeCloseTo(30, 0);
    expect(Math.abs((found?.x ?? 0) - 600)).toBeLessThan(60);
  });

  test('standing upright are read by the plain look', () => {
    expect(
      see(
        rungs.plain,
        turned(new Picture(1280, 720).code128(code, { x: 380, y: 340, px: 2, height: 100 }), 90),
      ),
    ).toEqual([code]);
  });

  test('white on black are read from the negative, level and askew', () => {
    expect(see(rungs.plain, negative(greyOf(receipt())))).toEqual([]);
    expect(see(rungs.negative, negative(greyOf(receipt())))).toEqual([code]);
    expect(see(rungs.negativeBars, negative(turned(receipt(), 25)))).toEqual([code]);
  });

  test('in the dark are read once their rows are averaged', () => {
    const image = dimmed(greyOf(receipt()), 0.08, 7);
    expect(see(rungs.plain, image)).toEqual([]);
    expect(see(rungs.broad, image)).toEqual([code]);
  });

  test('with white lines of dead print dots through them are read once those are closed', () => {
    const picture = new Picture(1280, 720).code128(code, { x: 120, y: 300, px: 3, height: 120 });
    for (const x of [173, 290, 415, 520, 610, 702, 861]) picture.fill(x, 300, 1, 120, 225);
    expect(see(rungs.healed, greyOf(picture))).toEqual([code]);
  });

  test('too blurred for counting are read as a whole, and a plain look reads nothing', () => {
    const picture = new Picture(1280, 720).code128(code, { x: 200, y: 300, px: 3, height: 150 });
    const soft = smoothed(smoothed(smoothed(greyOf(picture), 2), 2), 2);
    expect(see(rungs.plain, soft)).toEqual([]);
    expect(see(rungs.blurred, soft)).toEqual([code]);
  });

  test.each([0, 1, 3, 5])('beside %i dark strips are read', (strips) => {
    const picture = receipt();
    for (let i = 0; i < strips; i += 1) picture.fill(20 + i * 45, 0, 14 + 5 * i, 720);
    expect(see(rungs.plain, greyOf(picture))).toEqual([code]);
  });

  test('of a kind that the site did not name are not read', () => {
    expect(rungs.plain.look(greyOf(receipt()), read, ['qr'])).toEqual([]);
    expect(rungs.fine.look(greyOf(receipt()), read, ['qr'])).toEqual([]);
  });
});

describe('squares', () => {
  const qr = (): Picture => new Picture(1280, 720).qr(code, { x: 560, y: 260, px: 5 });

  test('in the dark are read once light is evened out', () => {
    const image = dimmed(greyOf(qr()), 0.06, 6);
    expect(see(rungs.even, image)).toEqual([code]);
  });

  test('blurred are read once sharpened', () => {
    const soft = smoothed(smoothed(greyOf(qr()), 3), 3);
    expect(see(rungs.plain, soft)).toEqual([]);
    expect(see(rungs.sharp, soft)).toEqual([code]);
  });
});

test('several symbols in one picture are all said by one plain look, four at most', () => {
  const picture = new Picture(1280, 720)
    .code128('H56.14-261101-0001', { x: 60, y: 60, px: 2, height: 120 })
    .code128('H56.14-261101-0002', { x: 60, y: 480, px: 2, height: 120 })
    .qr('https://example.invalid/tra-cuu', { x: 900, y: 80, px: 6 })
    .qr('https://example.invalid/khac', { x: 900, y: 420, px: 6 });
  expect(see(rungs.plain, greyOf(picture)).sort()).toEqual([
    'H56.14-261101-0001',
    'H56.14-261101-0002',
    'https://example.invalid/khac',
    'https://example.invalid/tra-cuu',
  ]);
});

describe('a picture without a code', () => {
  test('of bars that are none is read as nothing by every rung', () => {
    const blind = new Picture(640, 360);
    for (let x = 40, i = 0; x < 600; i += 1) {
      const width = 2 + ((i * 7) % 5);
      if (i % 2 === 0) blind.fill(x, 60, width, 240);
      x += width;
    }
    expect(seeAll(greyOf(blind))).toEqual([]);
  });

  test.each([
    [1, 1],
    [3, 200],
    [16, 16],
    [640, 2],
  ])('of %i by %i pixels is read as nothing and breaks no rung', (width, height) => {
    expect(seeAll(greyOf(new Picture(width, height)))).toEqual([]);
  });
});

describe('a round', () => {
  test('meets every rung, and the plain look at every other frame', () => {
    const round = makeRound();
    const names = order.map(() => {
      const { rung } = round.next();
      round.saw(false);
      return rung.name;
    });
    expect(new Set(names).size).toBeGreaterThan(10);
    expect(names.filter((_name, i) => i % 2 === 0).every((name) => name === 'plain')).toBe(true);
  });

  test('lets a rung that found something look once more, at the picture moved a little, and then goes on', () => {
    const round = makeRound();
    const seen = [true, true, false].map((hasFound) => {
      const { rung, isAgain } = round.next();
      round.saw(hasFound);
      return `${rung.name} ${isAgain}`;
    });
    expect(seen).toEqual(['plain false', 'plain true', 'fine false']);
  });
});

test('the middle of a picture is cut out whole', () => {
  const middle = centreOf(greyOf(new Picture(10, 10).fill(4, 4, 2, 2)), 0.2);
  expect([middle.width, middle.height, [...middle.data]]).toEqual([2, 2, [25, 25, 25, 25]]);
});

test('a reader that is not the one of this build is refused', async () => {
  const other = new Uint8Array(copy());
  other[1_000] = (other[1_000] ?? 0) ^ 1;
  await expect(openWasmEngine(other.buffer)).rejects.toThrow('not the one of this build');
});

test('the library numbers its binarizers and text modes as the reader counts on', () => {
  expect([binarizers[0], binarizers[2], textModes[0]]).toEqual(['LocalAverage', 'FixedThreshold', 'Plain']);
});
