/** The rest screen: one sentence, one drawing, two buttons. It knows nobody. */
import cameraOff from 'lucide-static/icons/camera-off.svg?nodes';
import type { SiteConfig } from '../shared/contract/site-config.ts';
import { useFit } from '../shared/screen/fit.ts';
import { Notice } from '../shared/screen/parts.tsx';
import './attract.css';
import { isBlind, sentenceOf } from './blind.ts';
import type { CameraState } from './camera.ts';
import { FaultId } from './fault.tsx';
import { sayGuide, sayScanPlace } from './place.ts';
import { SlipHeld } from './slip.tsx';
import { Ways, type WaysProps } from './ways.tsx';
import { useRestWords } from './words.ts';

interface AttractProps extends Omit<WaysProps, 'onLook'> {
  readonly site: SiteConfig;
  readonly camera: CameraState;
  readonly onLook: () => void;
}

export function Attract({ site, camera, onLook, ...ways }: AttractProps) {
  const words = useRestWords();
  const page = useFit<HTMLElement>();
  const hasCamera = site.kiosk.camera !== 'none';
  const blind = hasCamera && isBlind(camera) ? camera : undefined;
  const guide = sayGuide(words, site);
  const reader = site.kiosk.drawing ?? (hasCamera ? 'camera-above' : 'scanner-below');
  return (
    <main class="attract" ref={page}>
      <h1 class="attract-title" tabIndex={-1}>
        {words.say('attract.title', { place: sayScanPlace(words, site) })}
      </h1>
      <div class="attract-drawing">
        {blind === undefined ? (
          <SlipHeld reader={reader} />
        ) : (
          <Notice tone="attention" icon={cameraOff}>
            <p>{words.say(sentenceOf(blind), { guide })}</p>
            <FaultId fault={`camera-${blind}`} />
          </Notice>
        )}
      </div>
      <div class="attract-acts">
        <Ways {...ways} onLook={hasCamera && blind === undefined ? onLook : undefined} />
      </div>
    </main>
  );
}
