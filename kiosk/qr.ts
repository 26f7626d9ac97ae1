/** A link drawn as a QR symbol: one path for an SVG, its quiet zone included; it paints nothing. */
import { correction, generate } from 'lean-qr';

/** Modules of white around the symbol, as the standard asks. */
const quiet = 4;

export interface DrawnQr {
  /** Modules of one side, quiet zone included. */
  readonly size: number;
  /** The dark modules, one run of a row after another. */
  readonly path: string;
}

/** Throws where the link is too long for a symbol; the site's schema holds links to some 200 characters. */
export function drawQr(link: string): DrawnQr {
  const symbol = generate(link, { minCorrectionLevel: correction.M });
  let path = '';
  for (let y = 0; y < symbol.size; y += 1) {
    for (let x = 0; x < symbol.size; x += 1) {
      if (!symbol.get(x, y)) continue;
      const from = x;
      while (symbol.get(x + 1, y)) x += 1;
      path += `M${from + quiet} ${y + quiet}h${x + 1 - from}v1h${from - x - 1}z`;
    }
  }
  return { size: symbol.size + 2 * quiet, path };
}
