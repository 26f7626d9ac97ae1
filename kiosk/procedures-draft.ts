/** Where somebody is in the catalogue: a trail of pages, the last one seen; pure, and it knows no procedure. */
import { kioskLimits } from '../shared/contract/kiosk-limits.ts';

export type ProcedurePage =
  /** Fields or desks; `first` is the first one shown, in each of the lists below too. */
  | { readonly name: 'start'; readonly by: 'field' | 'desk'; readonly first: number }
  | { readonly name: 'shelf'; readonly by: 'field' | 'desk'; readonly id: string; readonly first: number }
  /** `isTyping`: the keys stand there; else the finds have all the room. */
  | { readonly name: 'search'; readonly text: string; readonly isTyping: boolean; readonly first: number }
  | { readonly name: 'one'; readonly code: string };

export interface ProcedureDraft {
  readonly page: ProcedurePage;
  /** The pages before it, oldest first. */
  readonly before: readonly ProcedurePage[];
}

export type ProcedureChange = (draft: ProcedureDraft) => ProcedureDraft;

export const firstProcedures: ProcedureDraft = {
  page: { name: 'start', by: 'field', first: 0 },
  before: [],
};

const turn = ({ page, before }: ProcedureDraft, next: ProcedurePage): ProcedureDraft => ({
  page: next,
  before: [...before, page],
});

export function chooseBy(draft: ProcedureDraft, by: 'field' | 'desk'): ProcedureDraft {
  return draft.page.name === 'start' ? { ...draft, page: { name: 'start', by, first: 0 } } : draft;
}

export function openShelf(draft: ProcedureDraft, id: string): ProcedureDraft {
  return draft.page.name === 'start'
    ? turn(draft, { name: 'shelf', by: draft.page.by, id, first: 0 })
    : draft;
}

export function openOne(draft: ProcedureDraft, code: string): ProcedureDraft {
  return turn(draft, { name: 'one', code });
}

export function openSearch(draft: ProcedureDraft): ProcedureDraft {
  return turn(draft, { name: 'search', text: '', isTyping: true, first: 0 });
}

/** Shows the finds alone, or the keys again. */
export function setTyping(draft: ProcedureDraft, isTyping: boolean): ProcedureDraft {
  const { page } = draft;
  return page.name === 'search' ? { ...draft, page: { ...page, isTyping, first: 0 } } : draft;
}

/** Letters, digits and single spaces between them; typed on any list they begin a search. */
export function typeSearch(draft: ProcedureDraft, text: string): ProcedureDraft {
  const { page } = draft;
  if (page.name === 'start' || page.name === 'shelf') {
    return text.trim() === '' ? draft : typeSearch(openSearch(draft), text);
  }
  if (page.name !== 'search') return draft;
  const plain = text.toUpperCase().replace(/[^A-Z0-9]+/g, ' ');
  const whole = `${page.text}${plain}`.replace(/ +/g, ' ').trimStart();
  return {
    ...draft,
    page: { ...page, text: whole.slice(0, kioskLimits.searchCharsMax), isTyping: true, first: 0 },
  };
}

export function eraseSearch(draft: ProcedureDraft, all = false): ProcedureDraft {
  const { page } = draft;
  if (page.name !== 'search') return draft;
  return {
    ...draft,
    page: { ...page, text: all ? '' : page.text.slice(0, -1), isTyping: true, first: 0 },
  };
}

/** The list from another of its entries on. */
export function leafTo(draft: ProcedureDraft, first: number): ProcedureDraft {
  return draft.page.name === 'one' ? draft : { ...draft, page: { ...draft.page, first: Math.max(0, first) } };
}

/** The page before; undefined at the beginning. From the finds alone the keys come back first. */
export function leaf(draft: ProcedureDraft): ProcedureDraft | undefined {
  const { page, before } = draft;
  if (page.name === 'search' && !page.isTyping) return setTyping(draft, true);
  const last = before.at(-1);
  return last === undefined ? undefined : { page: last, before: before.slice(0, -1) };
}
