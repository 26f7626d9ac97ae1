/** Code 128 and QR of a text as modules and as inline SVG; it knows no dossier and no page. */
import bwip from 'bwip-js';

/** Widths in modules, bar and space in turn, beginning and ending with a bar; quiet zones are not included. */
export function code128Widths(text: string): readonly number[] {
  const [symbol] = bwip.raw('code128', text, '');
  if (symbol === undefined || !('sbs' in symbol)) throw new Error('Code 128 gave no bars');
  return symbol.sbs;
}

export interface Matrix {
  /** Modules per side, without the quiet zone. */
  readonly size: number;
  isDark(x: number, y: number): boolean;
}

/** A QR code, level M. */
export function qrMatrix(text: string): Matrix {
  const [symbol] = bwip.raw('qrcode', text, 'eclevel=M');
  if (symbol === undefined || !('pixs' in symbol)) throw new Error('QR gave no modules');
  const { pixs, pixx: size } = symbol;
  return { size, isDark: (x, y) => pixs[y * size + x] === 1 };
}

const barQuiet = 10; // modules, as the standard asks
const qrQuiet = 4;
/** Narrow bar of the printed Code 128, mm: 25 characters then take 77 mm with their quiet zones. */
export const moduleMm = 0.25;

/** `label` is what a screen reader says. The height is stretched by CSS or the height given here (mm). */
export function code128Svg(text: string, label: string, heightMm = 14): string {
  const widths = code128Widths(text);
  let x = barQuiet;
  let path = '';
  widths.forEach((width, i) => {
    if (i % 2 === 0) path += `M${x} 0h${width}v1h-${width}z`;
    x += width;
  });
  const total = x + barQuiet;
  const size = `width="${total * moduleMm}mm" height="${heightMm}mm" viewBox="0 0 ${total} 1"`;
  return svg(`class="bars" ${size} preserveAspectRatio="none"`, path, label);
}

export function qrSvg(text: string, label: string, sideMm = 34): string {
  const { size, isDark } = qrMatrix(text);
  const total = size + 2 * qrQuiet;
  let path = '';
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      let run = 0;
      while (x + run < size && isDark(x + run, y)) run += 1;
      if (run > 0) path += `M${x + qrQuiet} ${y + qrQuiet}h${run}v1h-${run}z`;
      x += run;
    }
  }
  const box = `width="${sideMm}mm" height="${sideMm}mm" viewBox="0 0 ${total} ${total}"`;
  return svg(`class="qr" ${box} shape-rendering="crispEdges"`, path, label);
}

function svg(attributes: string, path: string, label: string): string {
  const name = label.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
  const ground = '<rect width="100%" height="100%" fill="#fff"/>';
  return `<svg xmlns="http://www.w3.org/2000/svg" ${attributes} role="img" aria-label="${name}">${ground}<path d="${path}"/></svg>`;
}
