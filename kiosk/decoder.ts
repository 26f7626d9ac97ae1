/** From one frame to the texts of the symbols in it, by ZXing's readers for Code 128 and QR; it knows no dossier code and keeps no picture. */
import { BinaryBitmap, Code128Reader, HybridBinarizer, QRCodeReader } from '@zxing/library';
import { mendCode128 } from './code-128-mend.ts';
import type { GreySource } from './grey-source.ts';

export interface CodeSymbol {
  readonly format: 'code-128' | 'qr';
  readonly text: string;
}

/** A frame goes over to the worker, which alone ever holds it; `turn` counts looks. */
export interface LookRequest {
  readonly id: number;
  readonly turn: number;
  readonly frame: ImageBitmap;
}
export interface LookReply {
  readonly id: number;
  readonly symbols: readonly CodeSymbol[];
}

mendCode128();
const linear = new Code128Reader();
const square = new QRCodeReader();

/**
 * Looks once. Every other look is turned by a quarter, for a code that stands upright; QR needs no turning, but of two side by
 * side each is found only when half of the picture is looked at alone.
 */
export function decode(source: GreySource, turn: number): readonly CodeSymbol[] {
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
