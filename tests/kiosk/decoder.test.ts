import { BinaryBitmap, Code128Reader, HybridBinarizer } from '@zxing/library';
import { afterAll, describe, expect, test } from 'vitest';
import type { GreySource } from '../../kiosk/grey-source.ts';
import { Picture } from './made-frame.ts';

const code = '000.00.17.H53-200313-0001';
const digits = '20261121000142'; // start set C

// Taken before anything of the kiosk is loaded: the library as it comes.
const unmended = Reflect.get(Code128Reader, 'findStartPattern');
const { readSlowly } = await import('../../kiosk/looks/fallback.ts');
const decode = (source: GreySource, turn: number) =>
  readSlowly({ data: source.getMatrix(), width: source.getWidth(), height: source.getHeight() }, turn);
const mended = Reflect.get(Code128Reader, 'findStartPattern');

afterAll(() => install(mended));

function install(search: unknown): void {
  Object.defineProperty(Code128Reader, 'findStartPattern', { value: search, configurable: true });
}

function readWith(search: unknown, source: GreySource): string | undefined {
  install(search);
  try {
    return new Code128Reader().decode(new BinaryBitmap(new HybridBinarizer(source))).getText();
  } catch {
    return undefined;
  } finally {
    install(mended);
  }
}

function cluttered(text: string, strips: number): GreySource {
  const picture = new Picture(1280, 720);
  for (let i = 0; i < strips; i += 1) picture.fill(40 + i * 55, 0, 18 + 7 * i, 720);
  return picture.code128(text, { x: 400, y: 250, px: 2, height: 200 }).source();
}

describe('Code 128 with dark strips left of it', () => {
  test.each([2, 3, 5])('%i strips blind the unmended library and not the mended one', (strips) => {
    expect(readWith(unmended, cluttered(code, strips))).toBeUndefined();
    expect(readWith(mended, cluttered(code, strips))).toBe(code);
  });

  test('one strip is enough to hide an all-digit code from the unmended library', () => {
    expect(readWith(unmended, cluttered(digits, 1))).toBeUndefined();
    expect(readWith(mended, cluttered(digits, 1))).toBe(digits);
  });

  test('a clean picture is read by both', () => {
    expect(readWith(unmended, cluttered(code, 0))).toBe(code);
    expect(readWith(mended, cluttered(code, 0))).toBe(code);
  });
});

describe('a look', () => {
  test('a level code is read on a level look', () => {
    expect(decode(cluttered(code, 3), 0)).toEqual([{ format: 'code-128', text: code }]);
  });

  test('an upright code in a wide frame is read on the turned look, standing either way', () => {
    const standing = new Picture(720, 1280)
      .code128(code, { x: 60, y: 600, px: 2, height: 160 })
      .source()
      .rotateCounterClockwise();
    expect([standing.getWidth(), standing.getHeight()]).toEqual([1280, 720]);
    const fallen = standing.rotateCounterClockwise().rotateCounterClockwise();
    expect(decode(standing, 0)).toEqual([]);
    expect(decode(standing, 1)).toEqual([{ format: 'code-128', text: code }]);
    expect(decode(fallen, 1)).toEqual([{ format: 'code-128', text: code }]);
  });

  test('an upside-down code is read', () => {
    const down = cluttered(code, 0).rotateCounterClockwise().rotateCounterClockwise();
    expect(decode(down, 0)).toEqual([{ format: 'code-128', text: code }]);
  });

  test('a QR and a Code 128 in one picture are both said', () => {
    const both = new Picture(1280, 720)
      .qr('https://example.invalid/tra-cuu?MHS=H56.14-240823-0001', { x: 60, y: 80, px: 6 })
      .code128(code, { x: 480, y: 420, px: 2, height: 160 });
    expect(decode(both.source(), 0)).toEqual([
      { format: 'code-128', text: code },
      { format: 'qr', text: 'https://example.invalid/tra-cuu?MHS=H56.14-240823-0001' },
    ]);
  });

  test('of two QRs side by side each is found when its half is looked at', () => {
    const two = new Picture(1280, 720)
      .qr('first', { x: 150, y: 200, px: 9 })
      .qr('second', { x: 850, y: 200, px: 9 })
      .source();
    expect(decode(two, 1)).toEqual([{ format: 'qr', text: 'first' }]);
    expect(decode(two, 3)).toEqual([{ format: 'qr', text: 'second' }]);
  });

  test('an empty picture says nothing and writes nothing to the console', () => {
    const said: unknown[] = [];
    const { warn, error } = console;
    console.warn = (...words) => said.push(words);
    console.error = (...words) => said.push(words);
    try {
      for (let turn = 0; turn < 4; turn += 1)
        expect(decode(new Picture(640, 360).source(), turn)).toEqual([]);
    } finally {
      Object.assign(console, { warn, error });
    }
    expect(said).toEqual([]);
  });
});

describe('a picture in grey', () => {
  const corner = new Picture(40, 20).fill(0, 0, 3, 2).source();

  test('a quarter turn changes width and height and moves the top left corner to the bottom left', () => {
    const turned = corner.rotateCounterClockwise();
    expect([turned.getWidth(), turned.getHeight()]).toEqual([20, 40]);
    expect([...turned.getRow(39).slice(0, 3)]).toEqual([25, 25, 235]);
    expect([...turned.getRow(0).slice(0, 3)]).toEqual([235, 235, 235]);
  });

  test('four quarter turns give the same picture', () => {
    let turned = corner;
    for (let i = 0; i < 4; i += 1) turned = turned.rotateCounterClockwise();
    expect(turned.getMatrix()).toEqual(corner.getMatrix());
  });

  test('turning leaves the source as it was', () => {
    const before = corner.getMatrix().slice();
    corner.rotateCounterClockwise();
    expect(corner.getMatrix()).toEqual(before);
  });
});
