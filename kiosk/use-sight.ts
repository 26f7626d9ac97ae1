/** What the camera is doing, for the screens: its state, whether a code is in view, its light. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { SiteConfig } from '../shared/contract/site-config.ts';
import type { CameraState, Torch } from './camera.ts';
import type { Sight } from './sight.ts';

const GLIMPSE_MS = 400;

export interface SightView {
  readonly state: CameraState;
  /** 0 nothing in view, 1 a symbol seen, 2 a code believed. */
  readonly seen: 0 | 1 | 2;
  readonly torch: Torch;
  readonly light: (isOn: boolean) => void;
}

export function useSight(
  sight: Sight,
  after: (ms: number, then: () => void) => () => void,
  { camera, cameraLabel }: SiteConfig['kiosk'],
): SightView {
  const [state, setState] = useState<CameraState>('off');
  const [torch, setTorch] = useState<Torch>('none');
  const [seen, setSeen] = useState<0 | 1 | 2>(0);
  const cancel = useRef((): void => {});
  useEffect(() => {
    if (camera === 'none') return;
    return sight.open(
      { facing: camera, label: cameraLabel },
      {
        onState: setState,
        onTorch: setTorch,
        onGlimpse(progress) {
          cancel.current();
          setSeen(progress);
          cancel.current = after(GLIMPSE_MS, () => setSeen(0));
        },
      },
    );
  }, [sight, after, camera, cameraLabel]);
  return { state, seen, torch, light: sight.light };
}
