/** A whole picture made clearer for square symbols: smoothed, sharpened, its light evened out. It reads no code. */
import type { Grey } from './grey.ts';

/** Every pixel the mean of the square that reaches `reach` pixels to each side. */
export function smoothed({ data, width, height }: Grey, reach: number): Grey {
  const rows = new Uint8ClampedArray(data.length);
  for (let y = 0; y < height; y += 1)
    slideMean(data, rows, { from: y * width, step: 1, count: width, reach });
  const out = new Uint8ClampedArray(data.length);
  for (let x = 0; x < width; x += 1) slideMean(rows, out, { from: x, step: width, count: height, reach });
  return { data: out, width, height };
}

interface Line {
  readonly from: number;
  readonly step: number;
  readonly count: number;
  readonly reach: number;
}

/** Means along one line of pixels; beyond its ends the outermost pixel goes on. */
function slideMean(
  data: Uint8ClampedArray,
  out: Uint8ClampedArray,
  { from, step, count, reach }: Line,
): void {
  const last = from + (count - 1) * step;
  const share = 1 / (2 * reach + 1);
  let sum = (data[from] ?? 0) * reach;
  for (let i = 0; i <= reach; i += 1) sum += data[Math.min(last, from + i * step)] ?? 0;
  let [ahead, behind] = [from + (reach + 1) * step, from - reach * step];
  for (let at = from; at <= last; at += step, ahead += step, behind += step) {
    out[at] = sum * share;
    sum += (data[ahead > last ? last : ahead] ?? 0) - (data[behind < from ? from : behind] ?? 0);
  }
}

/** Against blur: the difference to a soft copy, `force` times, on top. */
export function sharpened(image: Grey, reach: number, force: number): Grey {
  const soft = smoothed(smoothed(image, reach), reach).data;
  const data = image.data.map((value, i) => value + force * (value - (soft[i] ?? 0)));
  return { ...image, data };
}

/** Darkest and lightest per block, each with its neighbours. */
function extremes(
  { data, width, height }: Grey,
  size: number,
): { low: Float32Array; high: Float32Array; across: number; down: number } {
  const [across, down] = [Math.ceil(width / size), Math.ceil(height / size)];
  const low = new Float32Array(across * down).fill(255);
  const high = new Float32Array(across * down);
  for (let y = 0, at = 0; y < height; y += 1) {
    const row = Math.floor(y / size) * across;
    for (let x = 0; x < width; x += 1, at += 1) {
      const block = row + ((x / size) | 0);
      const value = data[at] ?? 0;
      if (value < (low[block] ?? 0)) low[block] = value;
      if (value > (high[block] ?? 0)) high[block] = value;
    }
  }
  const wide = (of: Float32Array, best: (a: number, b: number) => number): Float32Array =>
    of.map((value, block) => {
      const [x, y] = [block % across, Math.floor(block / across)];
      let found = value;
      for (let dy = -1; dy <= 1; dy += 1) {
        for (let dx = -1; dx <= 1; dx += 1) {
          const [bx, by] = [x + dx, y + dy];
          if (bx >= 0 && by >= 0 && bx < across && by < down) found = best(found, of[by * across + bx] ?? 0);
        }
      }
      return found;
    });
  return { low: wide(low, Math.min), high: wide(high, Math.max), across, down };
}

/** Dark to 0 and light to 255, judged within the neighbourhood of blocks of `size` pixels; differences below `floor` stay light. */
export function levelled(image: Grey, size: number, floor: number): Grey {
  const { data, width, height } = image;
  const { low, high, across, down } = extremes(image, size);
  const out = new Uint8ClampedArray(data.length);
  for (let y = 0, at = 0; y < height; y += 1) {
    const fy = Math.min(down - 1, Math.max(0, y / size - 0.5));
    const top = fy | 0;
    const below = Math.min(down - 1, top + 1);
    const py = fy - top;
    for (let x = 0; x < width; x += 1, at += 1) {
      const fx = Math.min(across - 1, Math.max(0, x / size - 0.5));
      const left = fx | 0;
      const px = fx - left;
      const right = left + 1 < across ? left + 1 : left;
      const [nw, ne, sw, se] = [
        top * across + left,
        top * across + right,
        below * across + left,
        below * across + right,
      ];
      const [wNw, wNe, wSw, wSe] = [(1 - px) * (1 - py), px * (1 - py), (1 - px) * py, px * py];
      const light =
        (high[nw] ?? 0) * wNw + (high[ne] ?? 0) * wNe + (high[sw] ?? 0) * wSw + (high[se] ?? 0) * wSe;
      const dark = (low[nw] ?? 0) * wNw + (low[ne] ?? 0) * wNe + (low[sw] ?? 0) * wSw + (low[se] ?? 0) * wSe;
      const range = light - dark > floor ? light - dark : floor;
      out[at] = 255 * (1 - (light - (data[at] ?? 0)) / range);
    }
  }
  return { data: out, width, height };
}
