// Makes the film that plays as the kiosk's camera: an empty lobby, then receipts that slide in and are held; plain Y4M, no other tool.
import { closeSync, openSync, writeSync } from 'node:fs';
import bwip from 'bwip-js/node';

const WIDTH = 1280;
const HEIGHT = 720;
const PAPER = { width: 1000, height: 440 };
const INK = 30;
const WHITE = 232;

export interface Showing {
  readonly symbol: 'code128' | 'qr';
  readonly text: string;
  /** Pixels per narrow bar or square; 2 and 6 when absent. */
  readonly px?: number;
  /** Degrees by which the receipt is turned. */
  readonly turn?: number;
  /** Dark strips on the left of the code: a sleeve, a folder, the edge of a table. */
  readonly strips?: number;
  /** Another QR on the same paper, to the right of the first. */
  readonly beside?: string;
  /** White on black, as a telephone shows it at night. */
  readonly isDark?: boolean;
  /** Seconds for which it is held; 2 when absent. */
  readonly heldSeconds?: number;
}

export interface Film {
  readonly showings: readonly Showing[];
  /** Seconds of empty lobby before each receipt, and at the end; the film then begins again. 1 when absent. */
  readonly emptySeconds?: number;
  readonly endSeconds?: number;
  readonly framesPerSecond?: number;
}

/** Grey values of one picture. */
class Sheet {
  readonly grey: Uint8Array;
  readonly width: number;
  readonly height: number;

  constructor(width: number, height: number, value: number) {
    this.width = width;
    this.height = height;
    this.grey = new Uint8Array(width * height).fill(value);
  }

  fill(x: number, y: number, width: number, height: number, value: number): void {
    for (let row = Math.max(0, y); row < Math.min(this.height, y + height); row += 1)
      this.grey.fill(
        value,
        row * this.width + Math.max(0, x),
        row * this.width + Math.min(this.width, x + width),
      );
  }

  invert(): void {
    this.grey.forEach((value, at) => {
      this.grey[at] = 255 - value;
    });
  }

  at(x: number, y: number): number | undefined {
    if (x < 0 || y < 0 || x >= this.width || y >= this.height) return undefined;
    return this.grey[y * this.width + x];
  }
}

// What bwip-js hands back for bars and for squares; its own types say only "any".
interface Bars {
  readonly sbs: readonly number[];
}
interface Squares {
  readonly pixs: readonly number[];
  readonly pixx: number;
}
const raw = (bcid: string, text: string, options: object): unknown => bwip.raw(bcid, text, options)[0];

function drawBars(paper: Sheet, text: string, px: number): void {
  const { sbs } = raw('code128', text, {}) as Bars;
  let x = Math.round((paper.width - px * sbs.reduce((sum, width) => sum + width, 0)) / 2);
  sbs.forEach((width, i) => {
    if (i % 2 === 0) paper.fill(x, 150, width * px, 150, INK);
    x += width * px;
  });
}

function drawSquares(paper: Sheet, text: string, px: number, middle = paper.width / 2): void {
  const { pixs, pixx } = raw('qrcode', text, { eclevel: 'M' }) as Squares;
  const left = Math.round(middle - (pixx * px) / 2);
  const top = Math.round((paper.height - pixx * px) / 2);
  pixs.forEach((pix, i) => {
    if (pix !== 0) paper.fill(left + (i % pixx) * px, top + Math.floor(i / pixx) * px, px, px, INK);
  });
}

/** A receipt as the camera sees it: lines of print above and below, the symbol in the middle. */
function receiptOf({ symbol, text, px, strips = 0, beside, isDark }: Showing): Sheet {
  const paper = new Sheet(PAPER.width, PAPER.height, WHITE);
  for (const y of [28, 52, 76, 380, 404])
    for (let x = 120; x < 860; x += 14 + ((x * y) % 23)) paper.fill(x, y, 9, 10, 90);
  if (symbol === 'code128') drawBars(paper, text, px ?? 2);
  else drawSquares(paper, text, px ?? 6, beside === undefined ? undefined : paper.width / 4);
  if (beside !== undefined) drawSquares(paper, beside, px ?? 6, (paper.width * 3) / 4);
  for (let i = 0; i < strips; i += 1) paper.fill(14 + i * 22, 0, 11, PAPER.height, INK + i * 8);
  if (isDark === true) paper.invert();
  return paper;
}

/** Grey walls, a counter, people far away; the same for every film. */
function lobby(): Sheet {
  const sheet = new Sheet(WIDTH, HEIGHT, 120);
  for (let y = 0; y < HEIGHT; y += 1) sheet.fill(0, y, WIDTH, 1, 95 + Math.floor((y / HEIGHT) * 60));
  sheet.fill(0, 560, WIDTH, 160, 70);
  for (const [x, shade] of [
    [90, 60],
    [330, 82],
    [1010, 55],
  ] as const) {
    sheet.fill(x, 260, 110, 320, shade);
    sheet.fill(x + 25, 180, 60, 80, shade + 50);
  }
  return sheet;
}

function lay(paper: Sheet, on: Sheet, shift: { x: number; y: number }, turn: number): Sheet {
  const frame = new Sheet(WIDTH, HEIGHT, 0);
  frame.grey.set(on.grey);
  const angle = (-turn * Math.PI) / 180;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  for (let y = 0; y < HEIGHT; y += 1) {
    for (let x = 0; x < WIDTH; x += 1) {
      const dx = x - WIDTH / 2 - shift.x;
      const dy = y - HEIGHT / 2 - shift.y;
      const value = paper.at(
        Math.round(dx * cos - dy * sin + paper.width / 2),
        Math.round(dx * sin + dy * cos + paper.height / 2),
      );
      if (value !== undefined) frame.grey[y * WIDTH + x] = value;
    }
  }
  return frame;
}

/** Writes the film to `file`; the browser plays it for ever. */
export function makeFilm(file: string, film: Film): void {
  const { showings, emptySeconds = 1, endSeconds = emptySeconds, framesPerSecond = 10 } = film;
  const output = openSync(file, 'w');
  const noColour = new Uint8Array((WIDTH * HEIGHT) / 2).fill(128);
  const write = (frame: Sheet, times = 1): void => {
    for (let i = 0; i < times; i += 1) {
      writeSync(output, 'FRAME\n');
      writeSync(output, frame.grey);
      writeSync(output, noColour);
    }
  };
  try {
    writeSync(output, `YUV4MPEG2 W${WIDTH} H${HEIGHT} F${framesPerSecond}:1 Ip A1:1 C420jpeg\n`);
    const empty = lobby();
    for (const showing of showings) {
      const paper = receiptOf(showing);
      const put = (x: number, y: number) => lay(paper, empty, { x, y }, showing.turn ?? 0);
      write(empty, Math.round(emptySeconds * framesPerSecond));
      for (const x of [-900, -450, -120]) write(put(x, 40));
      const shaking = [put(0, 0), put(1, 1)];
      const held = Math.round((showing.heldSeconds ?? 2) * framesPerSecond);
      for (let i = 0; i < held; i += 1) write(shaking[i % 2] ?? empty);
    }
    write(empty, Math.round(endSeconds * framesPerSecond));
  } finally {
    closeSync(output);
  }
}
