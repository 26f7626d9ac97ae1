/** The ladder of looks: ways to look at one picture, each good where the others fail; the order in which frames meet them. */
import { kioskLimits } from '../../shared/contract/kiosk-limits.ts';
import type { CodeSymbol, Symbology } from '../decoder.ts';
import { type Aim, aim } from './aim.ts';
import { readBlurred } from './blurred-128.ts';
import type { Read, Reading } from './engine.ts';
import { centreOf, type Grey, negative } from './grey.ts';
import { finer, healed, restored, type Spread, stretched } from './row.ts';
import { averaged, cutStrip, leanOf, type Strip, straighten } from './strip.ts';
import { levelled, sharpened, smoothed } from './surface.ts';

export interface Rung {
  readonly name: string;
  /** Wants a picture that is larger than a camera's at its own size; the others are shown it made smaller. */
  readonly isClose?: true;
  /** Looks at one picture, by the engine and for the symbols it is handed; of the others it says nothing. */
  look(image: Grey, read: Read, symbols: readonly Symbology[]): readonly CodeSymbol[];
}

// Long codes are some 1,400 pixels wide at most; more pixels of a strip bring nothing but time.
const STRIP_WIDTH_MAX = 2_200;
const STRIP_HEIGHT_MAX = 200;
const MARGIN = 30;
const MARGIN_SHARE = 0.08;
const LEAN_MAX = 0.05;
// Samples per pixel of a row, and how far around its light is judged: more than one character of a code.
const FINER = 3;
const REACH = 60;

const isLinear = (symbology: Symbology): boolean => symbology !== 'qr';

function stripsOf(image: Grey, most: number): Strip[] {
  const cut = { scale: 1, widthMax: STRIP_WIDTH_MAX, heightMax: STRIP_HEIGHT_MAX };
  return aim(image, most).map((each: Aim) => {
    const strip = cutStrip(image, each, { ...cut, margin: MARGIN + each.halfLength * MARGIN_SHARE });
    const lean = leanOf(strip, LEAN_MAX);
    return lean === 0 ? strip : straighten(strip, lean);
  });
}

/** Rows of a strip, averaged over `share` of its height or `rows`, each cleared; as a picture for the engine. */
interface Bands {
  readonly rows: (height: number) => number;
  readonly clear: (row: Float32Array) => Float32Array;
  readonly isNegative?: boolean;
  readonly strips?: number;
}

function bandsOf(strip: Strip, { rows, clear }: Bands): Grey {
  const size = Math.max(1, Math.round(rows(strip.height)));
  const bands = averaged(strip, size, Math.max(1, size >> 1));
  // The engine believes a row that another row confirms; here each row is the mean of many.
  const times = 2;
  const width = bands.width * FINER;
  const data = new Uint8ClampedArray(width * bands.height * times);
  for (let band = 0; band < bands.height; band += 1) {
    const row = bands.data.subarray(band * bands.width, (band + 1) * bands.width);
    const shown = stretched(clear(row), REACH);
    for (let i = 0; i < times; i += 1) data.set(shown, (band * times + i) * width);
  }
  return { data, width, height: bands.height * times };
}

const alongBars = (name: string, bands: Bands): Rung => ({
  name,
  look(image, read, symbols) {
    const formats = symbols.filter(isLinear);
    if (formats.length === 0) return [];
    const how: Reading = { formats, isWhole: false, isSplit: true };
    const seen = bands.isNegative === true ? negative(image) : image;
    return stripsOf(seen, bands.strips ?? 2).flatMap((strip) => read(bandsOf(strip, bands), how));
  },
});

/** Bands over which a blurred strip is averaged; two of them must tell the same. */
const BLURRED_BANDS = 3;
const REDRAWN = { px: 3, rows: 6 };

/** Bars too blurred to be counted are guessed as a whole, drawn anew, and read by the engine like any others. */
const blurred: Rung = {
  name: 'blurred',
  look(image, read, symbols) {
    const [strip] = symbols.includes('code-128') ? stripsOf(image, 1) : [];
    if (strip === undefined) return [];
    const rows = Math.max(1, Math.floor(strip.height / BLURRED_BANDS));
    const bands = averaged(strip, rows, rows);
    const told = new Set<string>();
    for (let band = 0; band < bands.height; band += 1) {
      const bars = readBlurred(darkness(bands.data.subarray(band * bands.width, (band + 1) * bands.width)));
      if (bars === undefined) continue;
      if (told.has(bars.join('')))
        return read(redrawn(bars), { formats: ['code-128'], isWhole: false, isSplit: true });
      told.add(bars.join(''));
    }
    return [];
  },
};

/** 0 where a row is as light as its paper, 1 where it is darkest. */
function darkness(row: Float32Array): Float32Array {
  const sorted = row.toSorted();
  const [light, dark] = [
    sorted[Math.floor(row.length * 0.95)] ?? 0,
    sorted[Math.floor(row.length * 0.02)] ?? 0,
  ];
  return row.map((value) => (light - value) / Math.max(1, light - dark));
}

function redrawn(bars: Uint8Array): Grey {
  const width = bars.length * REDRAWN.px;
  const data = new Uint8ClampedArray(width * REDRAWN.rows);
  for (let i = 0; i < data.length; i += 1)
    data[i] = bars[Math.floor((i % width) / REDRAWN.px)] === 1 ? 0 : 255;
  return { data, width, height: REDRAWN.rows };
}

const whole = (name: string, prepare: (image: Grey) => Grey): Rung => ({
  name,
  look: (image, read, formats) => read(prepare(image), { formats, isWhole: true }),
});

const squares = (name: string, prepare: (image: Grey) => Grey, how: Partial<Reading>): Rung => ({
  name,
  look: (image, read, symbols) =>
    symbols.includes('qr') ? read(prepare(image), { formats: ['qr'], isWhole: true, ...how }) : [],
});

const clearer = (row: Float32Array): Float32Array => finer(row, FINER);
const without = (spread: Spread, rounds: number) => (row: Float32Array) =>
  finer(restored(row, spread, rounds), FINER);

export const plain = whole('plain', (image) => image);

/** The middle of a picture; of one too large for the other looks all of it, because there they lose what is small. */
function closer(image: Grey): Grey {
  return image.width * image.height > kioskLimits.lookPixelsMax ? image : centreOf(image, 0.6);
}

export const rungs = {
  plain,
  close: { ...whole('close', closer), isClose: true },
  negative: whole('negative', negative),
  fine: alongBars('fine', { rows: () => 9, clear: clearer }),
  broad: alongBars('broad', { rows: (height) => Math.max(21, height / 3), clear: clearer, strips: 1 }),
  healed: alongBars('healed', { rows: () => 9, clear: (row) => healed(clearer(row), 3) }),
  negativeBars: alongBars('negative bars', { rows: () => 9, clear: clearer, isNegative: true }),
  soft: alongBars('soft', { rows: () => 21, clear: without({ kind: 'round', sigma: 1 }, 20) }),
  blurred,
  denoised: squares('denoised', (image) => image, { denoise: true }),
  smooth: squares('smooth', (image) => smoothed(image, 2), {}),
  even: squares('even', (image) => levelled(smoothed(image, 2), 24, 6), { isSplit: true }),
  sharp: squares('sharp', (image) => levelled(sharpened(image, 4, 4), 24, 8), { isSplit: true }),
  edged: squares('edged', (image) => sharpened(image, 2, 2), {}),
} as const satisfies Record<string, Rung>;
