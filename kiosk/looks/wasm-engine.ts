/** The fast engine: ZXing's C++ readers as WebAssembly, from bytes it is handed; it fetches nothing and keeps no picture. */
import {
  prepareZXingModule,
  type ReadableBarcodeFormat,
  ZXING_WASM_SHA256,
  type ZXingReaderModule,
  type ZXingReaderOptions,
} from 'zxing-wasm/reader';
import { kioskLimits } from '../../shared/contract/kiosk-limits.ts';
import type { CodeSymbol, Symbology } from '../decoder.ts';
import type { Read, Reading } from './engine.ts';

const names: Readonly<Record<Symbology, ReadableBarcodeFormat>> = {
  'code-128': 'Code128',
  'code-39': 'Code39',
  itf: 'ITF',
  qr: 'QRCode',
};
const symbologyOf = new Map<string, Symbology>(
  // Object.entries of a record with these very keys.
  Object.entries(names).map(([symbology, name]) => [name, symbology as Symbology]),
);

// Places in the library's lists of binarizers and text modes; the lists themselves would triple what is loaded.
const LOCAL_AVERAGE = 0;
const FIXED_THRESHOLD = 2;
const PLAIN_TEXT = 0;

/** The reader's memory, which its own types leave to a package of declarations that we do not have. */
interface Memory {
  readonly HEAPU8: Uint8Array;
  _malloc(bytes: number): number;
  _free(place: number): void;
}
type Reader = ZXingReaderModule & Memory;

/** Throws when the bytes are not the reader that this build was made with, or do not compile. */
export async function openWasmEngine(bytes: ArrayBuffer): Promise<Read> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  if (hex(digest) !== ZXING_WASM_SHA256) throw new Error('the reader is not the one of this build');
  // What is prepared is an Emscripten module, so that the memory is there.
  const module = (await prepareZXingModule({
    overrides: { wasmBinary: bytes },
    fireImmediately: true,
  })) as Reader;
  return (image, how) => readWith(module, image, how);
}

const hex = (bytes: Uint8Array): string =>
  [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');

function optionsOf({ formats, isWhole, denoise = false, isSplit = false }: Reading): ZXingReaderOptions {
  return {
    formats: formats.map((each) => names[each]).join(','),
    tryHarder: true,
    tryRotate: isWhole,
    tryInvert: false,
    tryDownscale: isWhole,
    tryDenoise: denoise,
    binarizer: isSplit ? FIXED_THRESHOLD : LOCAL_AVERAGE,
    isPure: false,
    downscaleFactor: 3,
    downscaleThreshold: 500,
    minLineCount: 2,
    maxNumberOfSymbols: kioskLimits.symbolsPerLookMax,
    validateOptionalChecksum: false,
    returnErrors: false,
    eanAddOnSymbol: 0,
    textMode: PLAIN_TEXT,
    characterSet: 0,
    tryCode39ExtendedMode: false,
  };
}

function readWith(module: Reader, { data, width, height }: Parameters<Read>[0], how: Reading): CodeSymbol[] {
  const place = module._malloc(data.length);
  if (place === 0) throw new Error('the reader has no room for the picture');
  try {
    module.HEAPU8.set(data, place);
    const found = module.readBarcodesFromPixmap(place, width, height, optionsOf(how));
    const symbols: CodeSymbol[] = [];
    for (let i = 0; i < found.size(); i += 1) {
      const { format, text } = found.get(i) ?? {};
      const symbology = symbologyOf.get(format ?? '');
      if (symbology !== undefined && text) symbols.push({ format: symbology, text });
    }
    // A handle into the reader's memory, which its types do not name.
    (found as { delete?: () => void }).delete?.();
    return symbols;
  } finally {
    module.HEAPU8.fill(0, place, place + data.length);
    module._free(place);
  }
}
