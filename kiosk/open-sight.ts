/** Camera, eye and scanner put together for one visit after another; tells the visit what is read and the centre what is wrong. */
import { isBlind } from './blind.ts';
import { makeCamera } from './camera.ts';
import { makeEye, openDecodeWorker } from './eye.ts';
import type { Media } from './lens.ts';
import { readCode } from './reading.ts';
import { makeScanner } from './scanner.ts';
import type { OpenSight, SightWish } from './sight.ts';

interface RealParts {
  /** Absent outside a secure context: then there is no camera, and the screen says so. */
  readonly media: Media | undefined;
  readonly video: HTMLVideoElement;
  /** Monotonic ms. */
  readonly now: () => number;
  readonly after: (ms: number, then: () => void) => () => void;
}

/** Sees while the page is shown, until it is closed. */
export function openSight({ device, send, wanted, watch }: SightWish, real: RealParts): OpenSight {
  const { media, video, now, after } = real;
  const { symbols } = device.config().site.kiosk;
  const camera = makeCamera({
    ...{ media, video, wanted, after },
    onTorch: watch.onTorch,
    onState: (state) => {
      if (state === 'on') device.clear('camera-failed');
      else if (isBlind(state)) device.raise('camera-failed', state);
      watch.onState(state);
    },
  });
  const eye = makeEye({
    open: openDecodeWorker,
    after,
    ...(symbols && { symbols }),
    onEngine: (engine, trouble) => {
      if (trouble !== undefined) device.raise('reader-slow', trouble);
      else if (engine === 'wasm') device.clear('reader-slow');
    },
  });
  const scanner = makeScanner({
    ...{ camera, eye, now, after },
    read: (text) => readCode(text, device),
    isKnown: (key) => device.answers.has(key),
    onCode: (found) => send({ kind: 'code', via: 'camera', ...found }),
    onChoice: (options) => send({ kind: 'choice', options }),
    onForeign: () => send({ kind: 'foreign', via: 'camera' }),
    onGlimpse: watch.onGlimpse,
    onStall: (isStalled) =>
      isStalled ? device.raise('camera-failed', 'looks stopped') : device.clear('camera-failed'),
  });
  const look = (): void => (document.hidden ? scanner.stop() : scanner.start());
  document.addEventListener('visibilitychange', look);
  look();
  return {
    light: scanner.light,
    forget: scanner.forget,
    lookAgain: scanner.lookAgain,
    close() {
      document.removeEventListener('visibilitychange', look);
      scanner.stop();
    },
  };
}
