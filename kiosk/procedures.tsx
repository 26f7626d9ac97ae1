/** The procedure catalogue on the screen: front, lists, search and one procedure, in the order of the draft's trail. */
import bookOpen from 'lucide-static/icons/book-open-text.svg?nodes';
import { useEffect, useMemo, useReducer, useState } from 'preact/hooks';
import type { SiteConfig } from '../shared/contract/site-config.ts';
import { MessagePage } from '../shared/screen/message-page.tsx';
import { BigButton } from '../shared/screen/parts.tsx';
import { useScreen } from '../shared/screen/screen.tsx';
import type { Library } from './library.ts';
import './pad.css';
import { sayGuide } from './place.ts';
import type { Opened, ProcedureBook } from './procedures-book.ts';
import './procedures.css';
import {
  eraseSearch,
  firstProcedures,
  leaf,
  type ProcedureChange,
  type ProcedureDraft,
  typeSearch,
} from './procedures-draft.ts';
import { Foot } from './procedures-list.tsx';
import { One } from './procedures-one.tsx';
import { SearchPage, ShelfPage } from './procedures-search.tsx';
import { Start, sayShelf } from './procedures-start.tsx';
import {
  makeProcedureWords,
  type ProcedureWords,
  ProcedureWordsContext,
  useProcedureWords,
} from './procedures-words.ts';
import { useKioskWords } from './words.ts';

interface ProceduresProps {
  readonly library: Pick<Library, 'book'> | undefined;
  readonly site: SiteConfig;
  /** What a person types on a keyboard. */
  readonly onTyped: (listener: (text: string) => void) => () => void;
  readonly onDone: () => void;
}

export function Procedures(props: ProceduresProps) {
  const { wording } = props.site;
  const { language } = useScreen().settings;
  const words = useMemo(() => makeProcedureWords(wording, language), [wording, language]);
  return (
    <ProcedureWordsContext.Provider value={words}>
      <Inside {...props} />
    </ProcedureWordsContext.Provider>
  );
}

function Inside({ library, site, onTyped, onDone }: ProceduresProps) {
  const words = useProcedureWords();
  const own = useKioskWords();
  const [book, setBook] = useState<ProcedureBook | 'none'>();
  useEffect(() => {
    let isWanted = true;
    void library?.book().then((found) => isWanted && setBook(found ?? 'none'));
    return () => {
      isWanted = false;
    };
  }, [library]);
  if (book === undefined) {
    return (
      <MessagePage icon={bookOpen} title={words.say('proc.opening')} text={words.say('proc.openingText')} />
    );
  }
  if (book === 'none') {
    const guide = sayGuide(own, site);
    return (
      <MessagePage
        icon={bookOpen}
        title={words.say('proc.missing')}
        text={words.say('proc.missingText', { guide })}
      >
        <BigButton tone="primary" label={own.say('card.done')} onPress={onDone} />
      </MessagePage>
    );
  }
  return <Open book={book} site={site} onTyped={onTyped} onDone={onDone} />;
}

interface OpenProps extends Omit<ProceduresProps, 'library'> {
  readonly book: ProcedureBook;
}

function Open({ book, site, onTyped, onDone }: OpenProps) {
  const words = useProcedureWords();
  const [draft, change] = useReducer(
    (old: ProcedureDraft, how: ProcedureChange) => how(old),
    firstProcedures,
  );
  useTyping(onTyped, change);
  const { page } = draft;
  const opened = useOpened(book, page.name === 'one' ? page.code : undefined);
  const ways = { onBack: () => change((old) => leaf(old) ?? old), onDone } as const;
  const shown = { book, site, change, ...ways } as const;
  switch (page.name) {
    case 'start':
      return (
        <Start
          cover={book.cover}
          site={site}
          by={page.by}
          first={page.first}
          change={change}
          onDone={onDone}
        />
      );
    case 'shelf':
      return <ShelfPage {...shown} page={page} title={titleOf(words, book, page, site)} />;
    case 'search':
      return <SearchPage {...shown} page={page} />;
    case 'one':
      return (
        <main class="proc" data-page="one">
          {opened !== undefined && (
            <One opened={opened} cover={book.cover} site={site} foot={<Foot {...ways} isPrimary />} />
          )}
        </main>
      );
  }
}

function titleOf(
  words: ProcedureWords,
  { cover }: ProcedureBook,
  { by, id }: { readonly by: 'field' | 'desk'; readonly id: string },
  site: SiteConfig,
): string {
  const shelf = (by === 'field' ? cover.fields : cover.desks).find((one) => one.id === id);
  return shelf === undefined ? '' : sayShelf(words, shelf, by, site);
}

/** The procedure of this code, as soon as the book has told it. */
function useOpened(book: ProcedureBook, code: string | undefined): Opened | undefined {
  const [opened, setOpened] = useState<Opened>();
  useEffect(() => {
    let isWanted = true;
    setOpened(undefined);
    if (code !== undefined) void book.one(code).then((found) => isWanted && setOpened(found));
    return () => {
      isWanted = false;
    };
  }, [book, code]);
  return opened;
}

/** A real keyboard types into the search from any list, as the keys of the screen do. */
function useTyping(onTyped: ProceduresProps['onTyped'], change: (how: ProcedureChange) => void): void {
  useEffect(() => onTyped((text) => change((old) => typeSearch(old, text))), [onTyped, change]);
  useEffect(() => {
    const acts: Readonly<Record<string, ProcedureChange>> = {
      Backspace: (old) => eraseSearch(old),
      ' ': (old) => typeSearch(old, ' '),
    };
    const listen = (event: KeyboardEvent): void => {
      const act = acts[event.key];
      const isOnButton = event.target instanceof HTMLElement && event.target.matches('button:focus-visible');
      if (act === undefined || (isOnButton && event.key === ' ')) return;
      event.preventDefault();
      change(act);
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, [change]);
}
