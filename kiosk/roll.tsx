/** Content that may be longer than its place: a button, not a gesture, moves on. What can wait may stand below the fold. */
import arrowDown from 'lucide-static/icons/arrow-down.svg?nodes';
import arrowUp from 'lucide-static/icons/arrow-up.svg?nodes';
import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { useFit } from '../shared/screen/fit.ts';
import { Icon } from '../shared/screen/icon.tsx';
import './roll.css';
import { useKioskWords } from './words.ts';

interface RollProps {
  /** What must be seen at once: it is set tighter until it fits. */
  readonly children: ComponentChildren;
  /** What comes after it: nothing is set tighter for its sake. */
  readonly later?: ComponentChildren;
  /** What stays in reach below it. */
  readonly foot: ComponentChildren;
}

// Of a page's height, so that the last line read is still seen.
const STEP = 0.75;

export function Roll({ children, later, foot }: RollProps) {
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
  const down = (): void => {
    const box = place.current;
    box?.scrollBy({ top: box.clientHeight * STEP, behavior: 'instant' });
  };
  const up = (): void => place.current?.scrollTo({ top: 0, behavior: 'instant' });
  return (
    <div class="roll" ref={page} data-above={rest.above} data-below={rest.below}>
      <div class="roll-view" ref={place}>
        <div class="roll-content">
          {children}
          {later !== undefined && <div class="roll-later">{later}</div>}
        </div>
      </div>
      <div class="roll-foot">
        {(rest.above || rest.below) && (
          <button type="button" class="roll-key" onClick={rest.below ? down : up}>
            <Icon nodes={rest.below ? arrowDown : arrowUp} />
            <span>{words.say(rest.below ? 'roll.down' : 'roll.up')}</span>
          </button>
        )}
        {foot}
      </div>
    </div>
  );
}
