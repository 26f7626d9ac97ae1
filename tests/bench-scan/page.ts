// The bench's page, in a real browser: shows one picture to each engine as its user would, and times the answer; it judges none.
import { BrowserMultiFormatReader } from '@zxing/browser';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import wasmUrl from 'zxing-wasm/reader/zxing_reader.wasm?url';
import type { EngineName, Symbology } from '../../kiosk/decoder.ts';
import { makeEye, openDecodeWorker } from '../../kiosk/eye.ts';
import { order } from '../../kiosk/looks/round.ts';
import { drawEmptyScene } from './empty-scene.ts';
import { watchFilm } from './film-watch.ts';

export interface Answer {
  readonly texts: readonly string[];
  readonly ms: number;
}
export interface Answers {
  readonly ours: Answer & { readonly looks: number; readonly rung: string };
  readonly browser: Answer;
  readonly wasm: Answer;
}
export interface Page {
  /** Waits until the fast engine reads; says which one does. */
  ready(symbols: readonly Symbology[]): Promise<EngineName>;
  look(url: string): Promise<Answers>;
  /** Looks once at each of so many scenes without a code; what was read all the same. */
  empty(
    from: number,
    count: number,
  ): Promise<{ readonly read: readonly string[]; readonly agreed: readonly string[] }>;
  film: typeof watchFilm;
}

const after = (ms: number, then: () => void): (() => void) => {
  const timer = setTimeout(then, ms);
  return () => clearTimeout(timer);
};
let engine: EngineName | undefined;
let rung = '';
let eye = newEye(['code-128', 'qr']);

function newEye(symbols: readonly Symbology[]) {
  return makeEye({
    after,
    symbols,
    open: () => {
      const worker = openDecodeWorker();
      worker.addEventListener('message', ({ data }) => {
        rung = data.rung;
      });
      return worker;
    },
    onEngine: (name) => {
      engine = name;
    },
  });
}

/** One round of the ladder at most; bars are believed when two looks agree, as the scanner does. */
async function lookOurs(picture: ImageBitmap): Promise<Answers['ours']> {
  const began = performance.now();
  const seen = new Map<string, number>();
  let last = '';
  let rounds = 0;
  for (let looks = 1; ; looks += 1) {
    const symbols = await eye.look(await createImageBitmap(picture));
    for (const { format, text } of symbols ?? []) {
      seen.set(text, (seen.get(text) ?? 0) + (format === 'qr' ? 2 : 1));
    }
    const texts = [...seen].filter(([, times]) => times > 1).map(([text]) => text);
    // A rung that found something looks again, which is no step of the round.
    if (rung !== last) rounds += 1;
    last = rung;
    if (texts.length > 0 || rounds > order.length)
      return { texts, ms: performance.now() - began, looks, rung };
  }
}

async function lookBrowser(url: string): Promise<Answer> {
  const image = new Image();
  image.src = url;
  await image.decode();
  const reader = new BrowserMultiFormatReader();
  const began = performance.now();
  const texts = await reader.decodeFromImageElement(image).then(
    (result) => [result.getText()],
    () => [],
  );
  return { texts, ms: performance.now() - began };
}

async function lookWasm(picture: ImageBitmap): Promise<Answer> {
  const began = performance.now();
  const canvas = new OffscreenCanvas(picture.width, picture.height);
  const paper = canvas.getContext('2d');
  if (paper === null) throw new Error('no canvas');
  paper.drawImage(picture, 0, 0);
  const found = await readBarcodes(paper.getImageData(0, 0, picture.width, picture.height));
  return { texts: found.map(({ text }) => text), ms: performance.now() - began };
}

async function pictureAt(url: string): Promise<ImageBitmap> {
  return createImageBitmap(await (await fetch(url)).blob());
}

const page: Page = {
  async ready(symbols) {
    prepareZXingModule({ overrides: { locateFile: () => wasmUrl } });
    eye.close();
    eye = newEye(symbols);
    const deadline = performance.now() + 20_000;
    while (engine !== 'wasm' && performance.now() < deadline) {
      await eye.look(await createImageBitmap(new ImageData(64, 64)));
    }
    return engine ?? 'fallback';
  },
  async look(url) {
    const picture = await pictureAt(url);
    const ours = await lookOurs(picture);
    const wasm = await lookWasm(picture);
    picture.close();
    return { ours, wasm, browser: await lookBrowser(url) };
  },
  async empty(from, count) {
    const read: string[] = [];
    const agreed: string[] = [];
    const canvas = new OffscreenCanvas(1280, 720);
    for (let i = from; i < from + count; i += 1) {
      drawEmptyScene(canvas, i);
      const texts: string[] = [];
      // A second look where the first read something, as the worker's next turn is.
      do {
        const symbols = await eye.look(await createImageBitmap(canvas));
        const next = (symbols ?? []).map(({ text }) => text);
        agreed.push(...next.filter((text) => texts.includes(text)));
        texts.push(...next);
        if (next.length === 0 || texts.length > next.length) break;
      } while (texts.length > 0);
      read.push(...texts);
    }
    return { read, agreed };
  },
  film: watchFilm,
};
Object.assign(window, { bench: page });
