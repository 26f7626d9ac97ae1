/** What any engine answers for a picture: the symbols it finds in it, read in one of few ways. It knows no ladder. */
import type { CodeSymbol, Symbology } from '../decoder.ts';
import type { Grey } from './grey.ts';

export interface Reading {
  readonly formats: readonly Symbology[];
  /** Also upright and upside down, and in smaller copies of the picture. Rows of a strip need neither. */
  readonly isWhole: boolean;
  /** Against white specks within dark squares. */
  readonly denoise?: boolean;
  /** Black and white were already told apart at the middle of the scale. */
  readonly isSplit?: boolean;
}

export type Read = (image: Grey, how: Reading) => readonly CodeSymbol[];
