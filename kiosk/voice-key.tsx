/** The buttons that read the screen aloud and stop it; there are none where this computer has no voice of its own for the language. */

import volume from 'lucide-static/icons/volume-1.svg?nodes';
import volumePlus from 'lucide-static/icons/volume-2.svg?nodes';
import volumeOff from 'lucide-static/icons/volume-off.svg?nodes';
import { useEffect, useRef, useState } from 'preact/hooks';
import { kioskLimits } from '../shared/contract/kiosk-limits.ts';
import type { SiteConfig } from '../shared/contract/site-config.ts';
import { useScreen } from '../shared/screen/screen.tsx';
import { BarButton } from './bar.tsx';
import { speakable } from './speakable.ts';
import type { Visit } from './visit.ts';
import { findVoice, loudnesses, type Mouth, readAloud } from './voice.ts';
import { useKioskWords } from './words.ts';

// To begin and to stop are one button: a trembling second press stops nothing.
const same = 'voice';

interface VoiceKeyProps {
  readonly mouth: Mouth;
  readonly visit: Visit;
  readonly site: SiteConfig;
  /** Corrected time, ms. */
  readonly now: number;
  readonly after: (ms: number, then: () => void) => () => void;
  /** A sign of life: who listens is still there. */
  readonly touch: () => void;
}

export function VoiceKey({ mouth, visit, site, now, after, touch }: VoiceKeyProps) {
  const { words: common, settings } = useScreen();
  const words = useKioskWords();
  const hasVoice = useVoices(mouth, settings.language) && site.kiosk.speech !== 'off';
  const [loudness, setLoudness] = useState<number>(loudnesses.usual);
  const { isReading, begin, stop } = useReading(mouth, { after, touch });
  // What is read ends with its screen and its language, and loudness with its visit.
  useEffect(() => stop, [visit, settings.language, stop]);
  useEffect(() => {
    if (visit.name === 'attract') setLoudness(loudnesses.usual);
  }, [visit.name]);
  if (!hasVoice) return null;
  const sentences = speakable(visit, { words, common, site, now });
  if (sentences.length === 0) return null;
  const read = (as: number): void => begin({ sentences, language: settings.language, loudness: as });
  const louder = (): void => {
    setLoudness(loudnesses.louder);
    read(loudnesses.louder);
  };
  return isReading ? (
    <>
      <BarButton key={same} nodes={volumeOff} label={words.say('speak.stop')} onPress={stop} />
      {loudness < loudnesses.louder && (
        <BarButton nodes={volumePlus} label={words.say('speak.louder')} onPress={louder} />
      )}
    </>
  ) : (
    <BarButton key={same} nodes={volume} label={words.say('speak.begin')} onPress={() => read(loudness)} />
  );
}

/** Whether there is a voice for a language; browsers learn of their voices late. */
function useVoices(mouth: Mouth, language: string): boolean {
  const [has, setHas] = useState(false);
  useEffect(() => {
    const look = (): void => setHas(findVoice(mouth, language) !== undefined);
    look();
    mouth.synthesis.addEventListener('voiceschanged', look);
    return () => mouth.synthesis.removeEventListener('voiceschanged', look);
  }, [mouth, language]);
  return has;
}

/** One reading at a time: any touch beside the buttons ends it, and while it lasts the screen counts as touched. */
function useReading(mouth: Mouth, { after, touch }: Pick<VoiceKeyProps, 'after' | 'touch'>) {
  const [isReading, setReading] = useState(false);
  const hush = useRef((): void => {});
  const latest = useRef({ after, touch });
  latest.current = { after, touch };
  const [hands] = useState(() => {
    const stop = (): void => hush.current();
    const begin = (reading: Parameters<typeof readAloud>[1]): void => {
      stop();
      const still = keepAwake(latest.current);
      const noLonger = latest.current.after(kioskLimits.speechMsMax, stop);
      const end = (): void => {
        still();
        noLonger();
        hush.current = () => {};
        setReading(false);
      };
      setReading(true);
      const silence = readAloud(mouth, reading, end);
      hush.current = () => {
        silence();
        end();
      };
    };
    return { begin, stop };
  });
  useEffect(() => {
    if (!isReading) return;
    const onTouch = ({ target }: PointerEvent): void => {
      if (!(target instanceof Element) || target.closest('.bar') === null) hands.stop();
    };
    window.addEventListener('pointerdown', onTouch, { capture: true });
    return () => window.removeEventListener('pointerdown', onTouch, { capture: true });
  }, [isReading, hands]);
  return { isReading, ...hands };
}

function keepAwake({ after, touch }: Pick<VoiceKeyProps, 'after' | 'touch'>): () => void {
  let cancel = (): void => {};
  const again = (): void => {
    touch();
    cancel = after(kioskLimits.speechTouchMs, again);
  };
  again();
  return () => cancel();
}
