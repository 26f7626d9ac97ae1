/** The rest screen: one sentence, one drawing, two buttons. It knows nobody. */
import cameraOff from 'lucide-static/icons/camera-off.svg?nodes';
import keyboard from 'lucide-static/icons/keyboard.svg?nodes';
import scanLine from 'lucide-static/icons/scan-line.svg?nodes';
import type { SiteConfig } from '../shared/contract/site-config.ts';
import { useFit } from '../shared/screen/fit.ts';
import { BigButton, Notice } from '../shared/screen/parts.tsx';
import './attract.css';
import type { CameraState } from './camera.ts';
import { sayGuide, sayScanPlace } from './place.ts';
import { SlipHeld } from './slip.tsx';
import { useKioskWords } from './words.ts';

interface AttractProps {
  readonly site: SiteConfig;
  readonly camera: CameraState;
  /** Corrected time, ms. */
  readonly now: number;
  readonly onLook: () => void;
  readonly onType: () => void;
}

// Against burn-in what is only looked at stands a little elsewhere every minute; what is pressed never moves.
const DRIFT_EVERY_MS = 60_000;
const driftPlaces = 4;

export function Attract({ site, camera, now, onLook, onType }: AttractProps) {
  const words = useKioskWords();
  const page = useFit<HTMLElement>();
  const hasCamera = site.kiosk.camera !== 'none';
  const isBlind = hasCamera && (camera === 'refused' || camera === 'missing' || camera === 'lost');
  const guide = sayGuide(words, site);
  return (
    <main class="attract" ref={page} data-drift={Math.floor(now / DRIFT_EVERY_MS) % driftPlaces}>
      <h1 class="attract-title" tabIndex={-1}>
        {words.say('attract.title', { place: sayScanPlace(words, site) })}
      </h1>
      <div class="attract-drawing">
        <SlipHeld reader={hasCamera ? 'camera' : 'scanner'} />
      </div>
      <div class="attract-acts">
        {isBlind && (
          <Notice tone="attention" icon={cameraOff}>
            <p>
              {words.say(camera === 'refused' ? 'attract.cameraRefused' : 'attract.cameraMissing', { guide })}
            </p>
          </Notice>
        )}
        <BigButton
          icon={keyboard}
          label={words.say('attract.type')}
          note={words.say('attract.typeNote')}
          onPress={onType}
        />
        {hasCamera && !isBlind && (
          <BigButton icon={scanLine} label={words.say('attract.look')} onPress={onLook} />
        )}
      </div>
    </main>
  );
}
