/** The kiosk's sight as its visit knows it: opened, lit, told to forget, closed; what it takes to see is loaded later. */
import type { Device } from '../shared/device/device.ts';
import type { CameraState, Torch } from './camera.ts';
import type { Wanted } from './lens.ts';
import type { VisitEvent } from './visit.ts';

export interface SightWatch {
  readonly onState: (state: CameraState) => void;
  readonly onTorch: (torch: Torch) => void;
  /** A symbol is in view: 1 seen, 2 believed. */
  readonly onGlimpse: (progress: 1 | 2) => void;
}

interface SightActs {
  light(isOn: boolean): void;
  /** The visit is over. */
  forget(): void;
  /** None of the codes in view was the right one: one of them alone, or another, is news again. */
  lookAgain(): void;
}

export interface OpenSight extends SightActs {
  close(): void;
}

export interface Sight extends SightActs {
  /** Opens the camera; the answer closes it again for good. */
  open(wanted: Wanted, watch: SightWatch): () => void;
}

export interface SightParts {
  readonly device: Device;
  readonly send: (event: VisitEvent) => void;
}

export interface SightWish extends SightParts {
  readonly wanted: Wanted;
  readonly watch: SightWatch;
}

export function makeSight(parts: SightParts, openSight: (wish: SightWish) => Promise<OpenSight>): Sight {
  let current: OpenSight | undefined;
  return {
    open(wanted, watch) {
      let isClosed = false;
      let mine: OpenSight | undefined;
      openSight({ ...parts, wanted, watch }).then(
        (opened) => {
          mine = opened;
          if (isClosed) mine.close();
          else current = mine;
        },
        () => {
          parts.device.raise('camera-failed', 'the scanner did not load');
          watch.onState('lost');
        },
      );
      return () => {
        isClosed = true;
        mine?.close();
      };
    },
    light: (isOn) => current?.light(isOn),
    forget: () => current?.forget(),
    lookAgain: () => current?.lookAgain(),
  };
}
