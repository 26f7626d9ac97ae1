/** The bar below every screen: language, size, contrast, a lower layout, a voice and the ways to a person; what is chosen lasts for one visit. */
import aArrowDown from 'lucide-static/icons/a-arrow-down.svg?nodes';
import aArrowUp from 'lucide-static/icons/a-arrow-up.svg?nodes';
import accessibility from 'lucide-static/icons/accessibility.svg?nodes';
import circleHelp from 'lucide-static/icons/circle-question-mark.svg?nodes';
import contrast from 'lucide-static/icons/contrast.svg?nodes';
import globe from 'lucide-static/icons/globe.svg?nodes';
import type { ComponentChildren } from 'preact';
import { Icon, type IconNodes } from '../shared/screen/icon.tsx';
import { usePress } from '../shared/screen/press.ts';
import { useScreen } from '../shared/screen/screen.tsx';
import type { TextSize } from '../shared/screen/settings.ts';
import { type Language, languages } from '../shared/screen/text.ts';
import './bar.css';
import { useRestWords } from './words.ts';

interface BarButtonProps {
  readonly nodes: IconNodes;
  readonly label: string;
  readonly onPress: () => void;
  readonly isChosen?: boolean;
  /** A language's own name is read in that language. */
  readonly lang?: Language;
}

/** One control of the bar: a sign and a word or two. */
export function BarButton({ nodes, label, onPress, isChosen, lang }: BarButtonProps) {
  const press = usePress(onPress);
  return (
    <button
      type="button"
      class="bar-button"
      onClick={press}
      {...(lang === undefined ? {} : { lang })}
      {...(isChosen === undefined ? {} : { 'aria-pressed': isChosen })}
    >
      <Icon nodes={nodes} />
      <span>{label}</span>
    </button>
  );
}

const sizes: readonly TextSize[] = ['small', 'normal', 'large'];
const sizeNames = { small: 'bar.smaller', normal: 'bar.normal', large: 'bar.larger' } as const;

function Sizes() {
  const { words, settings, change } = useScreen();
  return (
    <div class="bar-sizes">
      {sizes.map((size) => (
        <button
          key={size}
          type="button"
          class={`bar-button bar-size bar-size-${size}`}
          aria-label={words.say(sizeNames[size])}
          aria-pressed={settings.size === size}
          onClick={() => change({ ...settings, size })}
        >
          {size === 'normal' ? <span>A</span> : <Icon nodes={size === 'small' ? aArrowDown : aArrowUp} />}
        </button>
      ))}
    </div>
  );
}

interface BarProps {
  /** False where the panel has no lower place to go to. */
  readonly maySit: boolean;
  readonly onHelp: () => void;
  /** The voice's button, where there is a voice. */
  readonly voice?: ComponentChildren;
  /** Further ways to a person. */
  readonly children?: ComponentChildren;
}

// The keys of a closed list; Object.keys forgets that.
const allLanguages = Object.keys(languages) as Language[];

export function Bar({ maySit, onHelp, voice, children }: BarProps) {
  const { words: common, settings, change } = useScreen();
  const words = useRestWords();
  return (
    <nav class="bar" aria-label={common.say('bar.label')}>
      <div class="bar-group">
        {allLanguages
          .filter((language) => language !== settings.language)
          .map((language) => (
            <BarButton
              key={language}
              nodes={globe}
              label={languages[language]}
              lang={language}
              onPress={() => change({ ...settings, language })}
            />
          ))}
        <Sizes />
        <BarButton
          nodes={contrast}
          label={words.say('bar.contrast')}
          isChosen={settings.highContrast}
          onPress={() => change({ ...settings, highContrast: !settings.highContrast })}
        />
        {maySit && (
          <BarButton
            nodes={accessibility}
            label={words.say('bar.seated')}
            isChosen={settings.isSeated === true}
            onPress={() => change({ ...settings, isSeated: settings.isSeated !== true })}
          />
        )}
      </div>
      <div class="bar-group">
        {voice}
        <BarButton nodes={circleHelp} label={words.say('bar.help')} onPress={onHelp} />
        {children}
      </div>
    </nav>
  );
}
