/** The front of the catalogue: search by name, or the shelves by field or by counter. It opens nothing itself. */
import chevronRight from 'lucide-static/icons/chevron-right.svg?nodes';
import searchIcon from 'lucide-static/icons/search.svg?nodes';
import type { SiteConfig } from '../shared/contract/site-config.ts';
import { useFit } from '../shared/screen/fit.ts';
import { Icon } from '../shared/screen/icon.tsx';
import { BigButton } from '../shared/screen/parts.tsx';
import { Key, Title } from './pad-key.tsx';
import type { Cover, Shelf } from './procedures-book.ts';
import { chooseBy, leafTo, openSearch, openShelf, type ProcedureChange } from './procedures-draft.ts';
import { Entry, Foot, Leaves, List, useRoom } from './procedures-list.tsx';
import { type ProcedureWords, sayDesk, sayNumber, useProcedureWords } from './procedures-words.ts';

interface StartProps {
  readonly cover: Cover;
  readonly site: Pick<SiteConfig, 'counters'>;
  readonly by: 'field' | 'desk';
  readonly first: number;
  readonly change: (how: ProcedureChange) => void;
  readonly onDone: () => void;
}

export function Start({ cover, site, by, first, change, onDone }: StartProps) {
  const words = useProcedureWords();
  const fit = useFit<HTMLElement>();
  const room = useRoom();
  const shelves = by === 'field' ? cover.fields : cover.desks;
  const page = Math.floor(first / room.count) * room.count;
  return (
    <main class="proc" ref={fit} data-page="start">
      <div class="proc-top">
        <Title
          title={words.say('proc.title')}
          text={words.say('proc.text', { n: sayNumber(words, cover.count) })}
        />
        <BigButton
          tone="primary"
          icon={searchIcon}
          label={words.say('proc.search')}
          note={words.say('proc.searchNote')}
          onPress={() => change(openSearch)}
        />
        <div class="proc-tabs">
          {(['field', 'desk'] as const).map((one) => (
            <Key key={one} isChosen={by === one} onPress={() => change((old) => chooseBy(old, one))}>
              {words.say(one === 'field' ? 'proc.byField' : 'proc.byDesk')}
            </Key>
          ))}
        </div>
      </div>
      <List key={by} room={room} kind={by === 'field' ? 'fields' : 'desks'}>
        {shelves.slice(page, page + room.count).map((shelf) => (
          <Entry key={shelf.id} class="proc-shelf" onPress={() => change((old) => openShelf(old, shelf.id))}>
            <strong>{sayShelf(words, shelf, by, site)}</strong>
            <span class="only-heard">{words.say('proc.count', { n: sayNumber(words, shelf.count) })}</span>
            <span class="proc-shelf-count" aria-hidden="true">
              {sayNumber(words, shelf.count)}
            </span>
            <Icon nodes={chevronRight} />
          </Entry>
        ))}
      </List>
      <Foot onDone={onDone}>
        <Leaves
          first={page}
          total={shelves.length}
          count={room.count}
          onLeaf={(next) => change((old) => leafTo(old, next))}
        />
      </Foot>
    </main>
  );
}

/** A field by its name, a desk by its number here. */
export function sayShelf(
  words: ProcedureWords,
  shelf: Shelf,
  by: 'field' | 'desk',
  site: Pick<SiteConfig, 'counters'>,
): string {
  return by === 'field' ? words.pick(shelf.name) : sayDesk(words, shelf, site);
}
