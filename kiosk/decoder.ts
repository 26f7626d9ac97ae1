/** The border of the decode worker: what goes in, and what comes out of it; it holds no code and no picture. */

export type Symbology = 'code-128' | 'code-39' | 'itf' | 'qr';

export interface CodeSymbol {
  readonly format: Symbology;
  readonly text: string;
}

/** `wasm` reads fast; `fallback` reads while that one is not there. */
export type EngineName = 'wasm' | 'fallback';

/** A frame goes over to the worker, which alone ever holds it. */
export interface LookRequest {
  readonly id: number;
  readonly frame: ImageBitmap;
  readonly symbols: readonly Symbology[];
}

export interface LookReply {
  readonly id: number;
  readonly symbols: readonly CodeSymbol[];
  /** Which look of the ladder this was. */
  readonly rung: string;
  readonly engine: EngineName;
  /** Why the fast engine cannot be had; absent while it loads and when it reads. */
  readonly trouble?: string;
}
