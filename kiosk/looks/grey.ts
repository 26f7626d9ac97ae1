/** A picture in grey as bytes, and the plain things done to one: cut, turned to its negative. It knows no code and no camera. */

export interface Grey {
  /** Row by row, `width` times `height` bytes; 0 is black. */
  readonly data: Uint8ClampedArray;
  readonly width: number;
  readonly height: number;
}

/** Grey from the red, green, blue and alpha bytes of a canvas. */
export function greyOf(pixels: Uint8ClampedArray, width: number, height: number): Grey {
  const data = new Uint8ClampedArray(width * height);
  for (let i = 0, at = 0; i < data.length; i += 1, at += 4) {
    data[i] = ((pixels[at] ?? 0) + 2 * (pixels[at + 1] ?? 0) + (pixels[at + 2] ?? 0)) >> 2;
  }
  return { data, width, height };
}

/** The middle of a picture: `share` of its width and of its height. */
export function centreOf({ data, width, height }: Grey, share: number): Grey {
  const [wide, high] = [Math.max(1, Math.round(width * share)), Math.max(1, Math.round(height * share))];
  const [left, top] = [(width - wide) >> 1, (height - high) >> 1];
  const cut = new Uint8ClampedArray(wide * high);
  for (let y = 0; y < high; y += 1) {
    const from = (top + y) * width + left;
    cut.set(data.subarray(from, from + wide), y * wide);
  }
  return { data: cut, width: wide, height: high };
}

/** White for black: a phone in its dark mode. */
export function negative({ data, width, height }: Grey): Grey {
  return { data: data.map((value) => 255 - value), width, height };
}
