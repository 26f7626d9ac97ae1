/** A strip of bars laid level: turned out of the picture, its rows averaged along the bars. It reads no code. */
import type { Aim } from './aim.ts';
import type { Grey } from './grey.ts';

/** Rows of brightness, 0 to 255, finer than bytes. */
export interface Strip {
  readonly data: Float32Array;
  readonly width: number;
  readonly height: number;
}

export interface Cut {
  /** Samples per pixel of the picture, across the bars. */
  readonly scale: number;
  /** Pixels added on each side across the bars: the quiet zone, and what the aim missed. */
  readonly margin: number;
  readonly widthMax: number;
  readonly heightMax: number;
}

/** Turns the strip out of the picture; what lies outside of it repeats the nearest edge. */
export function cutStrip({ data, width, height }: Grey, at: Aim, cut: Cut): Strip {
  const [cos, sin] = [Math.cos(at.angle), Math.sin(at.angle)];
  const wide = Math.min(cut.widthMax, Math.ceil(2 * (at.halfLength + cut.margin) * cut.scale));
  const high = Math.max(1, Math.min(cut.heightMax, Math.ceil(2 * at.halfHeight)));
  const out = new Float32Array(wide * high);
  const [stepX, stepY] = [cos / cut.scale, sin / cut.scale];
  for (let row = 0; row < high; row += 1) {
    const v = row - (high - 1) / 2;
    let x = at.x - v * sin - ((wide - 1) / 2) * stepX;
    let y = at.y + v * cos - ((wide - 1) / 2) * stepY;
    for (let i = row * wide; i < (row + 1) * wide; i += 1, x += stepX, y += stepY) {
      const [cx, cy] = [
        x < 0 ? 0 : x > width - 1 ? width - 1 : x,
        y < 0 ? 0 : y > height - 1 ? height - 1 : y,
      ];
      const [left, top] = [cx | 0, cy | 0];
      const from = top * width + left;
      const right = left + 1 < width ? 1 : 0;
      const below = top + 1 < height ? width : 0;
      const [fx, fy] = [cx - left, cy - top];
      const upper = (data[from] ?? 0) * (1 - fx) + (data[from + right] ?? 0) * fx;
      const lower = (data[from + below] ?? 0) * (1 - fx) + (data[from + below + right] ?? 0) * fx;
      out[i] = upper * (1 - fy) + lower * fy;
    }
  }
  return { data: out, width: wide, height: high };
}

/** Means of `rows` rows each, one beginning every `step` rows. */
export function averaged({ data, width, height }: Strip, rows: number, step: number): Strip {
  const size = Math.min(rows, height);
  const high = Math.floor((height - size) / step) + 1;
  const out = new Float32Array(width * high);
  for (let band = 0; band < high; band += 1) {
    const to = out.subarray(band * width, (band + 1) * width);
    for (let row = band * step; row < band * step + size; row += 1) {
      for (let x = 0, at = row * width; x < width; x += 1, at += 1) to[x] = (to[x] ?? 0) + (data[at] ?? 0);
    }
    for (let x = 0; x < width; x += 1) to[x] = (to[x] ?? 0) / size;
  }
  return { data: out, width, height: high };
}

/** The lean, in samples per row, that is left in the strip: at the right one the columns differ most. Looks within `most`. */
export function leanOf({ data, width, height }: Strip, most: number): number {
  let best = 0;
  let sharpest = -1;
  for (let i = -6; i <= 6; i += 1) {
    const lean = (i / 6) * most;
    const sums = new Float32Array(width);
    for (let row = 0; row < height; row += 1) {
      const shift = Math.round(lean * (row - (height - 1) / 2));
      const [from, to] = [Math.max(0, -shift), Math.min(width, width - shift)];
      for (let x = from; x < to; x += 1) sums[x] = (sums[x] ?? 0) + (data[row * width + x + shift] ?? 0);
    }
    let sharpness = 0;
    const edge = Math.ceil((most * height) / 2) + 1;
    for (let x = edge; x < width - edge; x += 1) sharpness += ((sums[x] ?? 0) - (sums[x - 1] ?? 0)) ** 2;
    if (sharpness <= sharpest) continue;
    sharpest = sharpness;
    best = lean;
  }
  return best;
}

/** The strip with each row moved so that bars with this lean stand upright. */
export function straighten({ data, width, height }: Strip, lean: number): Strip {
  const out = new Float32Array(width * height);
  for (let row = 0; row < height; row += 1) {
    const shift = lean * (row - (height - 1) / 2);
    const whole = Math.floor(shift);
    const part = shift - whole;
    for (let x = 0; x < width; x += 1) {
      const left = Math.min(width - 1, Math.max(0, x + whole));
      const right = Math.min(width - 1, left + 1);
      const [l, r] = [data[row * width + left] ?? 0, data[row * width + right] ?? 0];
      out[row * width + x] = l * (1 - part) + r * part;
    }
  }
  return { data: out, width, height };
}
