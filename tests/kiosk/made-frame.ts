/** Frames made for tests: bars and squares drawn into grey, with dark strips beside them, level or turned. */
import bwip from 'bwip-js/generic';
import { GreySource } from '../../kiosk/grey-source.ts';

const WHITE = 235;
const BLACK = 25;

interface Bars {
  readonly sbs: readonly number[];
}
interface Squares {
  readonly pixs: readonly number[];
  readonly pixx: number;
}

// The default export's raw() draws nothing and answers bar widths or squares.
const raw = (bcid: string, text: string, options: object = {}): unknown => bwip.raw(bcid, text, options)[0];

export class Picture {
  readonly grey: Uint8ClampedArray;
  readonly width: number;
  readonly height: number;

  constructor(width: number, height: number) {
    this.width = width;
    this.height = height;
    this.grey = new Uint8ClampedArray(width * height).fill(WHITE);
  }

  fill(x: number, y: number, width: number, height: number, value = BLACK): this {
    for (let row = y; row < y + height; row += 1) {
      this.grey.fill(value, row * this.width + x, row * this.width + x + width);
    }
    return this;
  }

  /** A Code 128, `px` pixels per narrow bar; answers where it ends. */
  code128(text: string, at: { x: number; y: number; px: number; height: number }): this {
    const bars = raw('code128', text) as Bars;
    let { x } = at;
    bars.sbs.forEach((width, i) => {
      if (i % 2 === 0) this.fill(x, at.y, width * at.px, at.height);
      x += width * at.px;
    });
    return this;
  }

  qr(text: string, at: { x: number; y: number; px: number }): this {
    const { pixs, pixx } = raw('qrcode', text, { eclevel: 'M' }) as Squares;
    pixs.forEach((pix, i) => {
      if (pix !== 0) this.fill(at.x + (i % pixx) * at.px, at.y + Math.floor(i / pixx) * at.px, at.px, at.px);
    });
    return this;
  }

  source(): GreySource {
    return new GreySource(this.grey.slice(), this.width, this.height);
  }
}
