/** One frame in grey for @zxing/library, with a quarter turn that keeps the picture whole when it is not square. */
import { LuminanceSource } from '@zxing/library';

export class GreySource extends LuminanceSource {
  readonly #grey: Uint8ClampedArray;

  /** `grey`: row by row, `width` times `height` bytes. */
  constructor(grey: Uint8ClampedArray, width: number, height: number) {
    super(width, height);
    this.#grey = grey;
  }

  override getRow(y: number, row?: Uint8ClampedArray): Uint8ClampedArray {
    const width = this.getWidth();
    const line = this.#grey.subarray(y * width, (y + 1) * width);
    if (row === undefined || row === null || row.length < width) return line.slice();
    row.set(line);
    return row;
  }

  override getMatrix(): Uint8ClampedArray {
    return this.#grey;
  }

  override isCropSupported(): boolean {
    return true;
  }

  override crop(left: number, top: number, width: number, height: number): GreySource {
    const part = new Uint8ClampedArray(width * height);
    for (let y = 0; y < height; y += 1) {
      const from = (top + y) * this.getWidth() + left;
      part.set(this.#grey.subarray(from, from + width), y * width);
    }
    return new GreySource(part, width, height);
  }

  override isRotateSupported(): boolean {
    return true;
  }

  /** A quarter turn against the clock: width and height change places. */
  override rotateCounterClockwise(): GreySource {
    const width = this.getWidth();
    const height = this.getHeight();
    const turned = new Uint8ClampedArray(width * height);
    for (let y = 0; y < height; y += 1) {
      for (let x = 0; x < width; x += 1) {
        turned[(width - 1 - x) * height + y] = this.#grey[y * width + x] ?? 0;
      }
    }
    return new GreySource(turned, height, width);
  }

  override invert(): GreySource {
    return new GreySource(
      this.#grey.map((value) => 255 - value),
      this.getWidth(),
      this.getHeight(),
    );
  }
}
