/** The camera's own picture in a frame the shape of the code, with help in words when nothing is read. It keeps no picture. */
import arrowLeft from 'lucide-static/icons/arrow-left.svg?nodes';
import keyboard from 'lucide-static/icons/keyboard.svg?nodes';
import { useEffect, useRef, useState } from 'preact/hooks';
import { useFit } from '../shared/screen/fit.ts';
import { BigButton } from '../shared/screen/parts.tsx';
import type { CameraState } from './camera.ts';
import './looking.css';
import { useKioskWords } from './words.ts';

interface LookingProps {
  readonly video: HTMLVideoElement;
  readonly camera: CameraState;
  /** A front camera is shown like a mirror. */
  readonly isMirrored: boolean;
  /** A symbol is in view just now. */
  readonly isSeen: boolean;
  readonly after: (ms: number, then: () => void) => () => void;
  readonly onType: () => void;
  readonly onBack: () => void;
}

const HINT_MS = 3_000;

export function Looking({ video, camera, isMirrored, isSeen, after, onType, onBack }: LookingProps) {
  const words = useKioskWords();
  const page = useFit<HTMLElement>();
  const place = useRef<HTMLDivElement>(null);
  const [hint, setHint] = useState(0);
  useEffect(() => {
    place.current?.prepend(video);
    return () => video.remove();
  }, [video]);
  useEffect(() => {
    if (camera !== 'on' || hint === 2) return;
    return after(HINT_MS, () => setHint(hint + 1));
  }, [camera, hint, after]);
  const hints = ['looking.start', 'looking.closer', 'looking.light'] as const;
  const said = camera === 'on' ? (isSeen ? 'looking.seen' : (hints[hint] ?? hints[2])) : 'looking.waiting';
  return (
    <main class="looking" ref={page}>
      <h1 class="looking-title" tabIndex={-1}>
        {words.say('looking.title')}
      </h1>
      <div
        class="looking-frame"
        ref={place}
        role="img"
        aria-label={words.say('looking.preview')}
        data-mirrored={isMirrored}
      >
        <div class="looking-window" data-seen={isSeen}>
          <span class="looking-bar" />
        </div>
      </div>
      <p class="looking-said" role="status">
        {words.say(said)}
      </p>
      <div class="looking-acts">
        <BigButton icon={keyboard} label={words.say('attract.type')} onPress={onType} />
        <BigButton icon={arrowLeft} label={words.say('help.back')} onPress={onBack} />
      </div>
    </main>
  );
}
