// Watches the film through the camera in the browser: when each receipt lay still, when it was read, and what that cost the page.
import { BrowserMultiFormatReader } from '@zxing/browser';
import { readBarcodes } from 'zxing-wasm/reader';
import { makeEye, openDecodeWorker } from '../../kiosk/eye.ts';

/** `nothing` plays the film alone: what the browser itself takes. */
export type Reader = 'ours' | 'browser' | 'wasm' | 'nothing';

export interface FilmFacts {
  /** Per showing: ms from the first frame that lay still to the accepted text; null when it was never read. */
  readonly delays: readonly { readonly text: string; readonly ms: number | null }[];
  /** Texts that were accepted and are in no showing. */
  readonly wrong: readonly string[];
  readonly looks: number;
  readonly seconds: number;
  /** Main thread per look, ms, our engine alone: grab and hand-over. */
  readonly pageMs: readonly number[];
  readonly longTasksMs: readonly number[];
}

interface Sight {
  readonly at: number;
  readonly marks: Uint8ClampedArray;
}
const MARKS = { width: 64, height: 36 };

/** Small copies of the frames as they are shown; two alike in a row with paper in the middle are a receipt that lies still. */
function watchSights(video: HTMLVideoElement): Sight[] {
  const sights: Sight[] = [];
  const canvas = new OffscreenCanvas(MARKS.width, MARKS.height);
  const paper = canvas.getContext('2d', { willReadFrequently: true });
  const next = (at: number): void => {
    paper?.drawImage(video, 0, 0, MARKS.width, MARKS.height);
    const { data } = paper?.getImageData(0, 0, MARKS.width, MARKS.height) ?? new ImageData(1, 1);
    sights.push({ at, marks: data.filter((_value, i) => i % 4 === 0) });
    video.requestVideoFrameCallback(next);
  };
  video.requestVideoFrameCallback(next);
  return sights;
}

const distance = (a: Sight, b: Sight): number =>
  a.marks.reduce((sum, value, i) => sum + Math.abs(value - (b.marks[i] ?? 0)), 0) / a.marks.length;

/** When something new lay still in view. */
function arrivals(sights: readonly Sight[]): number[] {
  const empty = sights[0];
  if (empty === undefined) return [];
  const found: number[] = [];
  let isLying = true; // what lies there at the beginning came before we looked
  for (const [i, sight] of sights.entries()) {
    const following = sights.slice(i + 1).find((each) => each.at > sight.at + 60);
    if (following === undefined) break;
    if (distance(sight, empty) < 4) isLying = false;
    else if (!isLying && distance(sight, following) < 4) {
      found.push(sight.at);
      isLying = true;
    }
  }
  return found;
}

/** Calls `take` with each accepted text; stops when told. */
type Start = (
  video: HTMLVideoElement,
  take: (text: string) => void,
  costs: number[],
) => { stop: () => void; looks: () => number };

const startOurs: Start = (video, take, costs) => {
  const eye = makeEye({
    open: openDecodeWorker,
    after: (ms, then) => {
      const timer = setTimeout(then, ms);
      return () => clearTimeout(timer);
    },
  });
  let isOn = true;
  let looks = 0;
  let before: readonly string[] = [];
  const look = async (): Promise<void> => {
    const frame = await createImageBitmap(video);
    const began = performance.now();
    const looking = eye.look(frame);
    costs.push(performance.now() - began);
    const symbols = (await looking) ?? [];
    looks += 1;
    for (const { format, text } of symbols) if (format === 'qr' || before.includes(text)) take(text);
    if (symbols.length > 0) before = symbols.map(({ text }) => text);
  };
  const next = (): void => {
    video.requestVideoFrameCallback(() => void look().finally(() => isOn && next()));
  };
  next();
  return {
    looks: () => looks,
    stop: () => {
      isOn = false;
      eye.close();
    },
  };
};

const startBrowser: Start = (video, take) => {
  const reader = new BrowserMultiFormatReader();
  let looks = 0;
  const controls = reader.scan(video, (result) => {
    looks += 1;
    if (result) take(result.getText());
  });
  return { looks: () => looks, stop: () => controls.stop() };
};

const startWasm: Start = (video, take) => {
  const canvas = new OffscreenCanvas(video.videoWidth, video.videoHeight);
  const paper = canvas.getContext('2d', { willReadFrequently: true });
  let isOn = true;
  let looks = 0;
  const look = async (): Promise<void> => {
    paper?.drawImage(video, 0, 0);
    const image = paper?.getImageData(0, 0, canvas.width, canvas.height);
    for (const { text } of image === undefined ? [] : await readBarcodes(image)) take(text);
    looks += 1;
    if (isOn) video.requestVideoFrameCallback(() => void look());
  };
  video.requestVideoFrameCallback(() => void look());
  return {
    looks: () => looks,
    stop: () => {
      isOn = false;
    },
  };
};

const starts: Record<Reader, Start> = {
  ours: startOurs,
  browser: startBrowser,
  wasm: startWasm,
  nothing: () => ({ looks: () => 0, stop: () => {} }),
};

/** Watches for so many seconds; `texts` are those that the film shows. */
export async function watchFilm(name: Reader, seconds: number, texts: readonly string[]): Promise<FilmFacts> {
  const video = document.createElement('video');
  video.muted = true;
  const stream = await navigator.mediaDevices.getUserMedia({ video: { width: 1280, height: 720 } });
  video.srcObject = stream;
  await video.play();
  const reads: { text: string; at: number }[] = [];
  const costs: number[] = [];
  const sights = watchSights(video);
  const long: { at: number; ms: number }[] = [];
  const observer = new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) long.push({ at: startTime, ms: duration });
  });
  const reader = starts[name](video, (text) => reads.push({ text, at: performance.now() }), costs);
  const began = performance.now();
  // Opening camera, worker and reader is not scanning.
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  observer.observe({ entryTypes: ['longtask'] });
  await new Promise((resolve) => setTimeout(resolve, seconds * 1_000));
  reader.stop();
  observer.disconnect();
  for (const track of stream.getTracks()) track.stop();
  const elapsed = (performance.now() - began) / 1_000;
  const came = arrivals(sights);
  const delays = came.map((at, i) => {
    const until = came[i + 1] ?? Number.POSITIVE_INFINITY;
    // A receipt may be read while it still slides in.
    const read = reads.find(
      (each) => each.at > at - 700 && each.at < until - 700 && texts.includes(each.text),
    );
    return { text: read?.text ?? '', ms: read === undefined ? null : read.at - at };
  });
  return {
    delays,
    wrong: reads.map(({ text }) => text).filter((text) => !texts.includes(text)),
    looks: reader.looks(),
    seconds: elapsed,
    pageMs: costs,
    longTasksMs: long.map(({ ms }) => ms),
  };
}
