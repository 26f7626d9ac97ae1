/** The finds of a search, and large keys to type it with; a shelf's procedures in the same lines. It ranks nothing. */
import deleteIcon from 'lucide-static/icons/delete.svg?nodes';
import keyboard from 'lucide-static/icons/keyboard.svg?nodes';
import list from 'lucide-static/icons/list.svg?nodes';
import searchIcon from 'lucide-static/icons/search.svg?nodes';
import searchX from 'lucide-static/icons/search-x.svg?nodes';
import { useEffect, useState } from 'preact/hooks';
import type { SiteConfig } from '../shared/contract/site-config.ts';
import { useFit } from '../shared/screen/fit.ts';
import { Icon } from '../shared/screen/icon.tsx';
import { Notice } from '../shared/screen/parts.tsx';
import { Key, Title } from './pad-key.tsx';
import { sayGuide } from './place.ts';
import type { Finds, FindWish, ProcedureBook } from './procedures-book.ts';
import {
  eraseSearch,
  leafTo,
  openOne,
  type ProcedureChange,
  type ProcedurePage,
  setTyping,
  typeSearch,
} from './procedures-draft.ts';
import { Foot, Leaves, LineEntry, List, useRoom } from './procedures-list.tsx';
import { type ProcedureWords, sayNumber, useProcedureWords } from './procedures-words.ts';
import { useKioskWords } from './words.ts';

const nothing: Finds = { total: 0, lines: [] };

/** What the book answers to this wish; what it said before stands until it has. */
function useFinds(book: ProcedureBook, { text, field, desk, from, count }: FindWish): Finds | undefined {
  const [finds, setFinds] = useState<Finds>();
  useEffect(() => {
    let isWanted = true;
    void book.find({ text, field, desk, from, count }).then((found) => isWanted && setFinds(found));
    return () => {
      isWanted = false;
    };
  }, [book, text, field, desk, from, count]);
  return finds;
}

interface PageProps<Name extends ProcedurePage['name']> {
  readonly book: ProcedureBook;
  readonly site: SiteConfig;
  readonly page: Extract<ProcedurePage, { name: Name }>;
  readonly change: (how: ProcedureChange) => void;
  readonly onBack: () => void;
  readonly onDone: () => void;
}

interface LinesProps {
  readonly room: ReturnType<typeof useRoom>;
  readonly finds: Finds;
  readonly site: SiteConfig;
  readonly change: (how: ProcedureChange) => void;
}

function Lines({ room, finds, site, change }: LinesProps) {
  return (
    <List room={room} kind="lines">
      {finds.lines.map((line) => (
        <LineEntry
          key={line.code}
          line={line}
          site={site}
          onOpen={(code) => change((old) => openOne(old, code))}
        />
      ))}
    </List>
  );
}

/** All procedures of one field or counter. */
export function ShelfPage({
  book,
  site,
  page,
  change,
  title,
  ...ways
}: PageProps<'shelf'> & { title: string }) {
  const words = useProcedureWords();
  const fit = useFit<HTMLElement>();
  const room = useRoom();
  const from = Math.floor(page.first / room.count) * room.count;
  const finds = useFinds(book, {
    field: page.by === 'field' ? page.id : undefined,
    desk: page.by === 'desk' ? page.id : undefined,
    from,
    count: room.count,
  });
  const { total } = finds ?? nothing;
  return (
    <main class="proc" ref={fit} data-page="shelf">
      <Title title={title} text={words.say('proc.count', { n: sayNumber(words, total) })} />
      <Lines room={room} finds={finds ?? nothing} site={site} change={change} />
      <Foot {...ways}>
        <Leaves
          first={from}
          total={total}
          count={room.count}
          onLeaf={(next) => change((old) => leafTo(old, next))}
        />
      </Foot>
    </main>
  );
}

export function SearchPage({ book, site, page, change, ...ways }: PageProps<'search'>) {
  const words = useProcedureWords();
  const fit = useFit<HTMLElement>();
  const room = useRoom();
  const isAsked = page.text.trim() !== '';
  const from = Math.floor(page.first / room.count) * room.count;
  const found = useFinds(book, { text: page.text, from, count: isAsked ? room.count : 0 });
  const finds = isAsked ? found : nothing;
  const total = finds?.total ?? 0;
  const isNone = isAsked && finds?.total === 0;
  return (
    <main class="proc proc-search" ref={fit} data-page="search" data-typing={page.isTyping}>
      <Typed text={page.text} />
      <p class="proc-total" role="status">
        {sayTotal(words, page.text, isAsked ? finds?.total : undefined)}
      </p>
      {isNone ? (
        <None site={site} />
      ) : (
        <Lines room={room} finds={finds ?? nothing} site={site} change={change} />
      )}
      {page.isTyping && total > 0 && (
        <Key class="proc-wide" onPress={() => change((old) => setTyping(old, false))}>
          <Icon nodes={list} />
          <span>{words.say('proc.showAll', { n: sayNumber(words, total) })}</span>
        </Key>
      )}
      {!page.isTyping && (
        <Key class="proc-wide" onPress={() => change((old) => setTyping(old, true))}>
          <Icon nodes={keyboard} />
          <span>{words.say('proc.typeAgain')}</span>
        </Key>
      )}
      {page.isTyping && <Letters change={change} />}
      <Foot {...ways}>
        {!page.isTyping && (
          <Leaves
            first={from}
            total={total}
            count={room.count}
            onLeaf={(next) => change((old) => leafTo(old, next))}
          />
        )}
      </Foot>
    </main>
  );
}

/** `total`: undefined while it is not known. */
function sayTotal(words: ProcedureWords, text: string, total: number | undefined): string {
  if (text.trim() === '') return words.say('proc.typeText');
  if (total === undefined) return '';
  return total === 0
    ? words.say('proc.none', { text: text.trim() })
    : words.say('proc.found', { n: sayNumber(words, total) });
}

function Typed({ text }: { text: string }) {
  const words = useProcedureWords();
  return (
    <div class="proc-typed">
      <h1 class="only-heard" tabIndex={-1}>
        {words.say('proc.search')}
      </h1>
      <Icon nodes={searchIcon} />
      {text === '' ? <span class="pad-empty">{words.say('proc.typed')}</span> : <b>{text}</b>}
    </div>
  );
}

function None({ site }: { site: SiteConfig }) {
  const words = useProcedureWords();
  const guide = sayGuide(useKioskWords(), site);
  return (
    <div class="proc-list proc-none">
      <Notice tone="calm" icon={searchX}>
        <p>{words.say('proc.noneText', { guide })}</p>
      </Notice>
    </div>
  );
}

const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];

function Letters({ change }: { change: (how: ProcedureChange) => void }) {
  const words = useKioskWords();
  return (
    <div class="proc-keys">
      {letters.map((char) => (
        <Key key={char} onPress={() => change((old) => typeSearch(old, char))}>
          {char}
        </Key>
      ))}
      <Key class="pad-word" onPress={() => change((old) => typeSearch(old, ' '))}>
        {words.say('pad.space')}
      </Key>
      <Key class="pad-word" label={words.say('pad.erase')} onPress={() => change((old) => eraseSearch(old))}>
        <Icon nodes={deleteIcon} />
      </Key>
    </div>
  );
}
