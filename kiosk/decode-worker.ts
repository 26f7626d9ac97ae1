/** Runs the decoder beside the page: takes frames, gives texts, and clears each picture before the next. */
import { decode, type LookReply, type LookRequest } from './decoder.ts';
import { greyOf } from './grey-source.ts';

declare const self: DedicatedWorkerGlobalScope;

const canvas = new OffscreenCanvas(1, 1);
const paper = canvas.getContext('2d', { willReadFrequently: true });

function look({ frame, turn }: LookRequest): LookReply['symbols'] {
  if (paper === null) throw new Error('this browser gives a worker no canvas');
  const { width, height } = frame;
  if (canvas.width !== width || canvas.height !== height) {
    canvas.width = width;
    canvas.height = height;
  }
  paper.drawImage(frame, 0, 0);
  frame.close();
  const { data } = paper.getImageData(0, 0, width, height);
  paper.clearRect(0, 0, width, height);
  return decode(greyOf(data, width, height), turn);
}

self.addEventListener('message', ({ data }: MessageEvent<LookRequest>) => {
  const reply: LookReply = { id: data.id, symbols: look(data) };
  self.postMessage(reply);
});
