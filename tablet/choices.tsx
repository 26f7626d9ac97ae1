/** Language and larger text: all that may be touched beside the faces. */
import aArrowUp from 'lucide-static/icons/a-arrow-up.svg?nodes';
import globe from 'lucide-static/icons/globe.svg?nodes';
import { Icon } from '../shared/screen/icon.tsx';
import { usePress } from '../shared/screen/press.ts';
import { useScreen } from '../shared/screen/screen.tsx';
import './choices.css';
import type { TabletWords } from './words.ts';

export function Choices({ words }: { readonly words: TabletWords }) {
  const { words: common, settings, change } = useScreen();
  const isLarge = settings.size === 'large';
  const language = usePress(() =>
    change({ ...settings, language: settings.language === 'vi' ? 'en' : 'vi' }),
  );
  const size = usePress(() => change({ ...settings, size: isLarge ? 'normal' : 'large' }));
  return (
    <nav class="choices" aria-label={common.say('bar.label')}>
      <button
        type="button"
        class="bar-button"
        lang={settings.language === 'vi' ? 'en' : 'vi'}
        title={common.say('bar.languageHint')}
        onClick={language}
      >
        <Icon nodes={globe} />
        <span>{common.say('bar.language')}</span>
      </button>
      <button
        type="button"
        class="bar-button"
        aria-label={words.say('ask.larger')}
        aria-pressed={isLarge}
        onClick={size}
      >
        <Icon nodes={aArrowUp} />
      </button>
    </nav>
  );
}
