/** What every step of the pad is made of: its title, one key, and the way from page to page. It knows no code. */
import chevronLeft from 'lucide-static/icons/chevron-left.svg?nodes';
import chevronRight from 'lucide-static/icons/chevron-right.svg?nodes';
import type { ComponentChildren } from 'preact';
import type { Day } from '../shared/contract/day.ts';
import type { SiteConfig } from '../shared/contract/site-config.ts';
import { Icon, type IconNodes } from '../shared/screen/icon.tsx';
import { usePress } from '../shared/screen/press.ts';
import type { Change, Draft } from './pad-draft.ts';
import { useKioskWords } from './words.ts';

/** How much the panel carries: all keys at once, fewer at a time, or one group of keys. */
export type Room = 'roomy' | 'low' | 'short';

export interface StepProps {
  readonly draft: Draft;
  readonly change: (how: Change) => void;
  readonly today: Day;
  readonly units: SiteConfig['units'];
  readonly room: Room;
}

interface TitleProps {
  readonly title: string;
  readonly text?: string;
}

export function Title({ title, text }: TitleProps) {
  return (
    <div class="pad-head">
      <h1 class="pad-title" tabIndex={-1}>
        {title}
      </h1>
      {text !== undefined && <p class="pad-text">{text}</p>}
    </div>
  );
}

interface KeyProps {
  readonly onPress: () => void;
  readonly children: ComponentChildren;
  readonly label?: string;
  readonly isChosen?: boolean;
  readonly class?: string;
}

/** One key; a second identical press within half a second is a trembling finger. */
export function Key({ onPress, children, label, isChosen, class: name }: KeyProps) {
  const press = usePress(onPress);
  return (
    <button
      type="button"
      class={name === undefined ? 'pad-key' : `pad-key ${name}`}
      onClick={press}
      {...(label === undefined ? {} : { 'aria-label': label })}
      {...(isChosen === undefined ? {} : { 'aria-pressed': isChosen })}
    >
      {children}
    </button>
  );
}

interface PagerProps {
  readonly page: number;
  readonly pages: number;
  readonly onPage: (page: number) => void;
}

export function Pager({ page, pages, onPage }: PagerProps) {
  const words = useKioskWords();
  return (
    <div class="pad-pager">
      <PageKey
        nodes={chevronLeft}
        label={words.say('pad.previous')}
        isOff={page === 0}
        onPress={() => onPage(page - 1)}
      />
      <p role="status">{words.say('pad.page', { n: page + 1, of: pages })}</p>
      <PageKey
        nodes={chevronRight}
        label={words.say('pad.next')}
        isOff={page === pages - 1}
        onPress={() => onPage(page + 1)}
      />
    </div>
  );
}

interface PageKeyProps {
  readonly nodes: IconNodes;
  readonly label: string;
  readonly isOff: boolean;
  readonly onPress: () => void;
}

function PageKey({ nodes, label, isOff, onPress }: PageKeyProps) {
  return (
    <button type="button" class="pad-key pad-page" aria-label={label} disabled={isOff} onClick={onPress}>
      <Icon nodes={nodes} />
    </button>
  );
}
