/** The camera's own picture in a frame the shape of the code, with help in words when nothing is read. It keeps no picture. */
import arrowLeft from 'lucide-static/icons/arrow-left.svg?nodes';
import cameraOff from 'lucide-static/icons/camera-off.svg?nodes';
import flashlight from 'lucide-static/icons/flashlight.svg?nodes';
import flashlightOff from 'lucide-static/icons/flashlight-off.svg?nodes';
import keyboard from 'lucide-static/icons/keyboard.svg?nodes';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { SiteConfig } from '../shared/contract/site-config.ts';
import { useFit } from '../shared/screen/fit.ts';
import { Icon } from '../shared/screen/icon.tsx';
import { BigButton } from '../shared/screen/parts.tsx';
import { isBlind, sentenceOf } from './blind.ts';
import './looking.css';
import { sayGuide } from './place.ts';
import type { SightView } from './use-sight.ts';
import { useKioskWords } from './words.ts';

interface LookingProps {
  readonly video: HTMLVideoElement;
  readonly sight: SightView;
  readonly site: SiteConfig;
  readonly after: (ms: number, then: () => void) => () => void;
  readonly onType: () => void;
  readonly onBack: () => void;
}

const HINT_MS = 3_000;
const hints = ['looking.start', 'looking.closer', 'looking.light'] as const;
const lastHint = hints.length - 1;

export function Looking({ video, sight, site, after, onType, onBack }: LookingProps) {
  const words = useKioskWords();
  const page = useFit<HTMLElement>();
  const hint = useHint(sight, after);
  const { state, seen, torch } = sight;
  const isLit = torch === 'on';
  return (
    <main class="looking" ref={page} data-blind={isBlind(state)}>
      <h1 class="looking-title" tabIndex={-1}>
        {words.say(isBlind(state) ? 'looking.blind' : 'looking.title')}
      </h1>
      {isBlind(state) ? (
        <div class="looking-frame looking-blind">
          <Icon nodes={cameraOff} />
        </div>
      ) : (
        // A front camera is shown like a mirror.
        <Picture video={video} isMirrored={site.kiosk.camera === 'user'} seen={seen} />
      )}
      {torch !== 'none' && (
        <div class="looking-light">
          <BigButton
            icon={isLit ? flashlightOff : flashlight}
            label={words.say(isLit ? 'looking.lightOff' : 'looking.lightOn')}
            onPress={() => sight.light(!isLit)}
          />
        </div>
      )}
      <p class="looking-said" role="status">
        {isBlind(state)
          ? words.say(sentenceOf(state), { guide: sayGuide(words, site) })
          : words.say(
              state !== 'on' ? 'looking.waiting' : seen > 0 ? 'looking.seen' : (hints[hint] ?? hints[0]),
            )}
      </p>
      <div class="looking-acts">
        <BigButton
          icon={keyboard}
          // Offered in earnest when reading does not come about.
          tone={hint === lastHint || isBlind(state) ? 'primary' : 'plain'}
          label={words.say('attract.type')}
          onPress={onType}
        />
        <BigButton icon={arrowLeft} label={words.say('help.back')} onPress={onBack} />
      </div>
    </main>
  );
}

/** Which help in words: the next one each time nothing was read for a while. */
function useHint({ state, seen }: SightView, after: LookingProps['after']): number {
  const [hint, setHint] = useState(0);
  const isWaiting = state === 'on' && seen === 0 && hint < lastHint;
  useEffect(
    () => (isWaiting ? after(HINT_MS, () => setHint(hint + 1)) : undefined),
    [isWaiting, hint, after],
  );
  return hint;
}

interface PictureProps {
  readonly video: HTMLVideoElement;
  readonly isMirrored: boolean;
  readonly seen: SightView['seen'];
}

function Picture({ video, isMirrored, seen }: PictureProps) {
  const words = useKioskWords();
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    place.current?.prepend(video);
    return () => video.remove();
  }, [video]);
  return (
    <div
      class="looking-frame"
      ref={place}
      role="img"
      aria-label={words.say('looking.preview')}
      data-mirrored={isMirrored}
    >
      <div class="looking-window" data-seen={seen}>
        <span class="looking-bar" />
      </div>
    </div>
  );
}
