/** Looks beside the page: takes frames, gives texts, and clears each picture before the next. The fast engine joins when it is there. */
import wasmUrl from 'zxing-wasm/reader/zxing_reader.wasm?url';
import { kioskLimits } from '../shared/contract/kiosk-limits.ts';
import type { LookReply, LookRequest } from './decoder.ts';
import type { Read } from './looks/engine.ts';
import { readSlowly } from './looks/fallback.ts';
import { type Grey, greyOf } from './looks/grey.ts';
import { makeRound } from './looks/round.ts';
import { openWasmEngine } from './looks/wasm-engine.ts';

declare const self: DedicatedWorkerGlobalScope;

const canvas = new OffscreenCanvas(1, 1);
const paper = canvas.getContext('2d', { willReadFrequently: true });
const round = makeRound();
// A second look by the same rung sees the picture moved by so many pixels.
const AGAIN_BY = { x: 7, y: 5 };
const NOT_MOVED = { x: 0, y: 0 };
let read: Read | undefined;
let trouble: string | undefined;
let turn = 0;

async function load(): Promise<void> {
  try {
    const response = await fetch(wasmUrl);
    if (!response.ok) throw new Error(`the reader is answered with ${response.status}`);
    read = await openWasmEngine(await response.arrayBuffer());
    trouble = undefined;
  } catch (error) {
    fail(error);
  }
}

function fail(error: unknown): void {
  read = undefined;
  trouble = error instanceof Error ? error.message : 'the reader failed';
  setTimeout(() => void load(), kioskLimits.fastReaderRetryMs);
}

/** The picture in grey, no larger than the looks can afford, without `by` pixels on the left and at the top; the frame is closed. */
function greyFrom(frame: ImageBitmap, by: { x: number; y: number }, pixelsMax: number): Grey {
  if (paper === null) throw new Error('this browser gives a worker no canvas');
  const scale = Math.min(1, Math.sqrt(pixelsMax / (frame.width * frame.height)));
  const width = Math.max(1, Math.round(frame.width * scale) - by.x);
  const height = Math.max(1, Math.round(frame.height * scale) - by.y);
  if (canvas.width !== width || canvas.height !== height) {
    canvas.width = width;
    canvas.height = height;
  }
  paper.imageSmoothingQuality = 'high';
  paper.drawImage(frame, -by.x, -by.y, width + by.x, height + by.y);
  frame.close();
  const { data } = paper.getImageData(0, 0, width, height);
  paper.clearRect(0, 0, width, height);
  return greyOf(data, width, height);
}

function lookFast(request: LookRequest, engine: Read): LookReply {
  const { rung, isAgain } = round.next();
  const pixelsMax = rung.isClose ? kioskLimits.closePixelsMax : kioskLimits.lookPixelsMax;
  const image = greyFrom(request.frame, isAgain ? AGAIN_BY : NOT_MOVED, pixelsMax);
  const symbols = rung.look(image, engine, request.symbols).slice(0, kioskLimits.symbolsPerLookMax);
  round.saw(symbols.length > 0);
  return { id: request.id, symbols, rung: rung.name, engine: 'wasm' };
}

function look(request: LookRequest): LookReply {
  const { id, frame, symbols: wanted } = request;
  if (read !== undefined) {
    try {
      return lookFast(request, read);
    } catch (error) {
      frame.close();
      fail(error);
      return { id, symbols: [], rung: 'none', engine: 'wasm', ...(trouble !== undefined && { trouble }) };
    }
  }
  turn += 1;
  const symbols = readSlowly(greyFrom(frame, NOT_MOVED, kioskLimits.lookPixelsMax), turn).filter(
    ({ format }) => wanted.includes(format),
  );
  return { id, symbols, rung: 'slow', engine: 'fallback', ...(trouble !== undefined && { trouble }) };
}

self.addEventListener('message', ({ data }: MessageEvent<LookRequest>) => self.postMessage(look(data)));
// Behind the first looks: the fallback reads meanwhile.
void load();
