/** The fallback engine: @zxing/library's readers for Code 128 and QR, mended; it needs nothing to be loaded and keeps no picture. */
import { BinaryBitmap, Code128Reader, HybridBinarizer, QRCodeReader } from '@zxing/library';
import { mendCode128 } from '../code-128-mend.ts';
import type { CodeSymbol } from '../decoder.ts';
import { GreySource } from '../grey-source.ts';
import type { Grey } from './grey.ts';

mendCode128();
const linear = new Code128Reader();
const square = new QRCodeReader();

/**
 * Looks once. Every other look is turned by a quarter, for a code that stands upright; QR needs no turning, but of two side by
 * side each is found only when half of the picture is looked at alone. `turn` counts looks.
 */
export function readSlowly({ data, width, height }: Grey, turn: number): readonly CodeSymbol[] {
  const source = new GreySource(data, width, height);
  const level = bitmapOf(source);
  const upright = turn % 2 === 1;
  const code128 = read(linear, upright ? bitmapOf(source.rotateCounterClockwise()) : level);
  const qr = read(square, upright ? bitmapOf(halfOf(source, turn % 4 === 1)) : level);
  const symbols: CodeSymbol[] = [];
  if (code128 !== undefined) symbols.push({ format: 'code-128', text: code128 });
  if (qr !== undefined) symbols.push({ format: 'qr', text: qr });
  return symbols;
}

const bitmapOf = (source: GreySource): BinaryBitmap => new BinaryBitmap(new HybridBinarizer(source));

function halfOf(source: GreySource, isLeft: boolean): GreySource {
  const half = Math.floor(source.getWidth() / 2);
  return source.crop(isLeft ? 0 : source.getWidth() - half, 0, half, source.getHeight());
}

function read(reader: Code128Reader | QRCodeReader, bitmap: BinaryBitmap): string | undefined {
  try {
    return reader.decode(bitmap).getText();
  } catch {
    return undefined; // nothing found: the ordinary case, ten times a second
  }
}
