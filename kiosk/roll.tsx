/** Content that may be longer than its place: a button, not a gesture, moves on. */
import arrowDown from 'lucide-static/icons/arrow-down.svg?nodes';
import arrowUp from 'lucide-static/icons/arrow-up.svg?nodes';
import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { useFit } from '../shared/screen/fit.ts';
import { Icon } from '../shared/screen/icon.tsx';
import './roll.css';
import { useKioskWords } from './words.ts';

interface RollProps {
  readonly children: ComponentChildren;
  /** What stays in reach below (or beside) it. */
  readonly foot: ComponentChildren;
}

// Of a page's height, so that the last line read is still seen.
const STEP = 0.75;

export function Roll({ children, foot }: RollProps) {
  const words = useKioskWords();
  const page = useFit<HTMLDivElement>();
  const place = useRef<HTMLDivElement>(null);
  const [rest, setRest] = useState({ above: false, below: false });
  useEffect(() => {
    const box = place.current;
    if (box === null) return;
    const look = (): void => {
      const above = box.scrollTop > 2;
      const below = box.scrollTop + box.clientHeight < box.scrollHeight - 2;
      setRest((old) => (old.above === above && old.below === below ? old : { above, below }));
    };
    look();
    const watcher = new ResizeObserver(look);
    watcher.observe(box);
    if (box.firstElementChild !== null) watcher.observe(box.firstElementChild);
    box.addEventListener('scroll', look, { passive: true });
    return () => {
      watcher.disconnect();
      box.removeEventListener('scroll', look);
    };
  }, []);
  const move = (way: 1 | -1): void => {
    const box = place.current;
    box?.scrollBy({ top: way * box.clientHeight * STEP, behavior: 'instant' });
  };
  return (
    <div class="roll" ref={page} data-above={rest.above} data-below={rest.below}>
      <div class="roll-view" ref={place}>
        <div class="roll-content">{children}</div>
      </div>
      <div class="roll-foot">
        {(rest.above || rest.below) && (
          <div class="roll-keys">
            <button type="button" class="roll-key" disabled={!rest.above} onClick={() => move(-1)}>
              <Icon nodes={arrowUp} />
              <span>{words.say('roll.up')}</span>
            </button>
            <button type="button" class="roll-key" disabled={!rest.below} onClick={() => move(1)}>
              <Icon nodes={arrowDown} />
              <span>{words.say('roll.down')}</span>
            </button>
          </div>
        )}
        {foot}
      </div>
    </div>
  );
}
