/** The screen that asks: one question and the faces; also while a tap is being written. It judges nothing. */
import type { DeviceConfig } from '../shared/contract/site-config.ts';
import { useScreen } from '../shared/screen/screen.tsx';
import './ask.css';
import { Faces } from './faces.tsx';
import type { TabletWords } from './words.ts';

interface AskProps {
  readonly words: TabletWords;
  readonly config: DeviceConfig;
  readonly pressed: number | null;
  /** The tap before takes unusually long to be written. */
  readonly isSlow: boolean;
  readonly onPress: (index: number) => void;
}

export function Ask({ words, config, pressed, isSlow, onPress }: AskProps) {
  const { words: common } = useScreen();
  return (
    <main class="ask">
      <h1>{questionOf(words, config)}</h1>
      <p class="ask-how" role="status">
        {words.say(isSlow ? 'ask.slow' : 'ask.how')}
      </p>
      <Faces
        scale={config.site.scale}
        label={words.say('ask.faces')}
        pick={common.pick}
        pressed={pressed}
        onPress={onPress}
      />
    </main>
  );
}

/** The counter where the tablet stands at one; else the site, for a tablet shared by several. */
function questionOf(words: TabletWords, config: DeviceConfig): string {
  const counter = config.site.counters.find((each) => each.id === config.counter);
  return counter === undefined
    ? words.say('ask.site', { site: words.pick(config.site.site.name) })
    : words.say('ask.counter', { number: counter.number });
}
