/** Lists of the catalogue by the page: as many lines as have room, and buttons to leaf. It searches nothing. */

import arrowLeft from 'lucide-static/icons/arrow-left.svg?nodes';
import type { ComponentChildren } from 'preact';
import { useCallback, useLayoutEffect, useState } from 'preact/hooks';
import type { SiteConfig } from '../shared/contract/site-config.ts';
import { BigButton } from '../shared/screen/parts.tsx';
import { usePress } from '../shared/screen/press.ts';
import { Pager } from './pad-key.tsx';
import type { Line } from './procedures-book.ts';
import { sayDesk, sayTerm, useProcedureWords } from './procedures-words.ts';
import { useKioskWords } from './words.ts';

// Where nothing can be measured.
const USUAL_COUNT = 4;

const px = (text: string): number => Number.parseFloat(text) || 0;

/** How many entries of one height have room in a grid, at least one. */
function countOf(box: HTMLElement): number {
  const { gridTemplateColumns, gridAutoRows, rowGap, paddingTop } = getComputedStyle(box);
  const row = px(gridAutoRows);
  if (row === 0 || box.clientHeight === 0) return USUAL_COUNT;
  const inside = box.clientHeight - 2 * px(paddingTop);
  const columns = gridTemplateColumns.split(' ').length;
  return Math.max(1, Math.floor((inside + px(rowGap)) / (row + px(rowGap)))) * columns;
}

/** The entries that fit into the place of the list, found anew whenever it changes its size. */
export function useRoom(): { ref: (box: HTMLElement | null) => void; count: number } {
  const [box, setBox] = useState<HTMLElement | null>(null);
  const [count, setCount] = useState(USUAL_COUNT);
  const ref = useCallback((found: HTMLElement | null) => setBox(found), []);
  useLayoutEffect(() => {
    if (box === null) return;
    const look = (): void => setCount(countOf(box));
    look();
    const watcher = new ResizeObserver(look);
    watcher.observe(box);
    return () => watcher.disconnect();
  }, [box]);
  return { ref, count };
}

interface ListProps {
  readonly room: ReturnType<typeof useRoom>;
  readonly kind: 'lines' | 'fields' | 'desks';
  readonly children: ComponentChildren;
}

export function List({ room, kind, children }: ListProps) {
  return (
    <div class="proc-list">
      <ul class={`proc-entries proc-${kind}`} ref={room.ref}>
        {children}
      </ul>
    </div>
  );
}

interface LeavesProps {
  readonly first: number;
  readonly total: number;
  readonly count: number;
  readonly onLeaf: (first: number) => void;
}

/** There only where there is more than one page. */
export function Leaves({ first, total, count, onLeaf }: LeavesProps) {
  const pages = Math.ceil(total / count);
  if (pages <= 1) return null;
  const page = Math.min(Math.floor(first / count), pages - 1);
  return <Pager page={page} pages={pages} onPage={(next) => onLeaf(next * count)} />;
}

interface FootProps {
  /** Absent on the first page: there is no way back but out. */
  readonly onBack?: (() => void) | undefined;
  readonly onDone: () => void;
  /** The way from page to page. */
  readonly children?: ComponentChildren;
  readonly isPrimary?: boolean;
}

/** What stays in reach below every page of the catalogue. */
export function Foot({ onBack, onDone, children, isPrimary = false }: FootProps) {
  const words = useKioskWords();
  return (
    <div class="proc-foot">
      {onBack !== undefined && <BigButton icon={arrowLeft} label={words.say('pad.back')} onPress={onBack} />}
      {children}
      <BigButton tone={isPrimary ? 'primary' : 'plain'} label={words.say('card.done')} onPress={onDone} />
    </div>
  );
}

interface EntryProps {
  readonly children: ComponentChildren;
  readonly onPress: () => void;
  readonly class: string;
}

export function Entry({ children, onPress, class: name }: EntryProps) {
  const press = usePress(onPress);
  return (
    <li>
      <button type="button" class={`proc-entry ${name}`} onClick={press}>
        {children}
      </button>
    </li>
  );
}

interface LineEntryProps {
  readonly line: Line;
  readonly site: Pick<SiteConfig, 'counters'>;
  readonly onOpen: (code: string) => void;
}

/** One procedure in a list: its name, then level, time and counter. */
export function LineEntry({ line, site, onOpen }: LineEntryProps) {
  const words = useProcedureWords();
  const { name, level, term, desks } = line;
  const notes = [
    words.pick(level),
    ...(term === null ? [] : [sayTerm(words, term)]),
    ...desks.map((desk) => sayDesk(words, desk, site, true)),
  ];
  return (
    <Entry class="proc-line" onPress={() => onOpen(line.code)}>
      <strong lang={name.en === undefined ? 'vi' : words.language}>{words.pick(name)}</strong>
      <span class="proc-entry-notes">{notes.join(' · ')}</span>
    </Entry>
  );
}
