/** The calm notice before a screen is cleared: one touch, anywhere, gives more time; numbers only at the very end. */
import hourglass from 'lucide-static/icons/hourglass.svg?nodes';
import { useEffect, useRef } from 'preact/hooks';
import { Icon } from '../shared/screen/icon.tsx';
import type { IdleView } from '../shared/screen/idle.ts';
import { useScreen } from '../shared/screen/screen.tsx';
import './still-there.css';

interface StillThereProps {
  readonly view: Extract<IdleView, { kind: 'notice' }>;
  readonly onMore: () => void;
}

export function StillThere({ view, onMore }: StillThereProps) {
  const { words } = useScreen();
  const more = useRef<HTMLButtonElement>(null);
  useEffect(() => more.current?.focus(), []);
  return (
    <div class="still-there" role="alertdialog" aria-modal="true" aria-labelledby="still-there-title">
      <div class="still-there-sheet">
        <Icon nodes={hourglass} class="still-there-icon" />
        <h2 id="still-there-title">{words.say('idle.title')}</h2>
        <p>{words.say(view.mayExtend ? 'idle.text' : 'idle.last')}</p>
        {view.mayExtend && (
          <button type="button" class="big-button big-button-primary" ref={more} onClick={onMore}>
            {words.say('idle.more')}
          </button>
        )}
        <p class="still-there-number">
          {view.seconds === null ? '' : words.say('idle.seconds', { n: view.seconds })}
        </p>
      </div>
    </div>
  );
}
