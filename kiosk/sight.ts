/** The kiosk's sight joined to its visit: opens the scanner, stops it while the page is hidden, says alarms; it sees no picture. */
import type { Device } from '../shared/device/device.ts';
import { isBlind } from './blind.ts';
import type { CameraState, Torch } from './camera.ts';
import type { Wanted } from './lens.ts';
import type { Scanner } from './scanner.ts';
import type { Host } from './stand.ts';
import type { VisitEvent } from './visit.ts';

export interface SightWatch {
  readonly onState: (state: CameraState) => void;
  readonly onTorch: (torch: Torch) => void;
  /** A symbol is in view: 1 seen, 2 believed. */
  readonly onGlimpse: (progress: 1 | 2) => void;
}

export interface Sight {
  /** Opens the camera; the answer closes it again for good. */
  open(wanted: Wanted, watch: SightWatch): () => void;
  light(isOn: boolean): void;
  /** The visit is over. */
  forget(): void;
  /** None of the codes in view was the right one: one of them alone, or another, is news again. */
  lookAgain(): void;
}

interface SightParts {
  readonly device: Device;
  readonly host: Host;
  readonly send: (event: VisitEvent) => void;
}

export function makeSight({ device, host, send }: SightParts): Sight {
  let scanner: Scanner | undefined;

  function open(wanted: Wanted, watch: SightWatch): () => void {
    let isClosed = false;
    let mine: Scanner | undefined;
    const visible = (): void => (document.hidden ? mine?.stop() : mine?.start());
    const begin = async (): Promise<void> => {
      const { readCode } = await host.loadReading();
      mine = await host.openScanner({
        wanted,
        onState: (state) => {
          if (state === 'on') device.clear('camera-failed');
          else if (isBlind(state)) device.raise('camera-failed', state);
          watch.onState(state);
        },
        onTorch: watch.onTorch,
        symbols: device.config().site.kiosk.symbols,
        onEngine: (engine, trouble) => {
          if (trouble !== undefined) device.raise('reader-slow', trouble);
          else if (engine === 'wasm') device.clear('reader-slow');
        },
        onStall: (isStalled) =>
          isStalled ? device.raise('camera-failed', 'looks stopped') : device.clear('camera-failed'),
        read: (text) => readCode(text, device),
        isKnown: (key) => device.answers.has(key),
        onCode: (found) => send({ kind: 'code', via: 'camera', ...found }),
        onChoice: (options) => send({ kind: 'choice', options }),
        onForeign: () => send({ kind: 'foreign', via: 'camera' }),
        onGlimpse: watch.onGlimpse,
      });
      if (isClosed) return;
      scanner = mine;
      visible();
    };
    document.addEventListener('visibilitychange', visible);
    begin().catch(() => {
      device.raise('camera-failed', 'the scanner did not load');
      watch.onState('lost');
    });
    return () => {
      isClosed = true;
      document.removeEventListener('visibilitychange', visible);
      mine?.stop();
    };
  }

  return {
    open,
    light: (isOn) => scanner?.light(isOn),
    forget: () => scanner?.forget(),
    lookAgain: () => scanner?.lookAgain(),
  };
}
