/** Takes a page of the feed into the copy: judged, hashed and written a few rows at a time, with the cursor in the same transaction. */
import { renameRow, type SyncPage, syncRow } from '../contract/dossier-sync.ts';
import { kioskLimits } from '../contract/kiosk-limits.ts';
import { readValue } from '../contract/reader.ts';
import type { Book } from './book.ts';
import type { BookRow, BookState, Moment, TextRef } from './book-row.ts';
import { type Queue, type WriteTx, writeLoosely } from './disk.ts';

/** `stale`: the copy was wiped or has moved on since the page was asked for. `unread`: rows that could not be read are not in it. */
export interface Taken {
  readonly kind: 'taken' | 'stale';
  readonly unread: number;
}

type Keyed = readonly [ArrayBuffer, BookRow];

/** `asked`: the cursor with which the page was asked for. Rejects when the store refuses; then nothing of the page is there. */
export function takePage(book: Book, page: SyncPage, asked: string): Promise<Taken> {
  return book.write(async () => {
    const before = await book.state();
    if ((before?.cursor ?? '') !== asked || (before === undefined && !page.fresh))
      return { kind: 'stale', unread: 0 };
    await book.texts.open();
    const refs = page.texts.map((text) => book.texts.refOf(text));
    const { ageMs } = await book.age();
    const state = stateAfter(book.site, before, page, { age: ageMs, at: page.at });
    const { rows, unread } = await readRows(book, page, refs, state.generation);
    const gone = await hashAll(book, page.gone);
    const clock = await book.refindAge();
    const isTaken = await writeLoosely(book.db, ['book', 'texts', 'facts'], async (tx, queue) => {
      const facts = tx.objectStore('facts');
      const now = (await facts.get('book')) as BookState | undefined; // only written under this name
      if ((now?.site === book.site ? now.cursor : '') !== asked) return false;
      book.texts.write(tx, queue);
      await putRows(tx, queue, rows);
      for (const key of gone) queue(tx.objectStore('book').delete(key));
      queue(facts.put(state, 'book'));
      queue(facts.put(clock, 'ageClock'));
      return true;
    });
    if (!isTaken) book.texts.forget();
    return { kind: isTaken ? 'taken' : 'stale', unread };
  });
}

/** What the copy is once a page stands in it. */
function stateAfter(site: string, before: BookState | undefined, page: SyncPage, now: Moment): BookState {
  const base: BookState =
    before !== undefined && !page.fresh
      ? { ...before, cursor: page.cursor }
      : {
          site,
          cursor: page.cursor,
          generation: (before?.generation ?? 0) + 1,
          whole: before?.whole ?? 0,
          begun: now,
          synced: before?.synced ?? null,
          sources: before?.sources ?? [],
          covers: before?.covers ?? null,
          coming: page.covers ?? null,
          isSwept: false,
        };
  if (page.more) return base;
  return { ...base, whole: base.generation, synced: now, sources: page.sources, covers: base.coming };
}

const chunksOf = <T>(all: readonly T[]): T[][] =>
  Array.from({ length: Math.ceil(all.length / kioskLimits.bookChunkRows) }, (_, i) =>
    all.slice(i * kioskLimits.bookChunkRows, (i + 1) * kioskLimits.bookChunkRows),
  );

/** Hashing ends in another turn of the event loop, so that each chunk is a short task. */
async function hashAll(book: Book, codes: readonly string[]): Promise<ArrayBuffer[]> {
  const keys: ArrayBuffer[] = [];
  for (const chunk of chunksOf(codes))
    keys.push(...(await Promise.all(chunk.map((code) => book.hash(code)))));
  return keys;
}

async function readRows(
  book: Book,
  page: SyncPage,
  refs: readonly TextRef[],
  g: number,
): Promise<{ rows: Keyed[]; unread: number }> {
  const rows: Keyed[] = [];
  const nowhere: TextRef = 0; // no text has this number: an answer without its unit is none
  for (const chunk of chunksOf(page.rows)) {
    const read = chunk.flatMap((value) => {
      const row = readValue(syncRow, value);
      if (!row.ok) return [];
      return [
        renameRow(
          row.value,
          (place) => refs[place] ?? nowhere,
          (place) => page.sources[place]?.[0] ?? null,
        ),
      ];
    });
    const keys = await Promise.all(read.map(({ code }) => book.hash(code)));
    read.forEach(({ packed }, i) => {
      const key = keys[i];
      if (key !== undefined) rows.push([key, { g, a: packed }]);
    });
  }
  return { rows, unread: page.rows.length - rows.length };
}

/** Waits for the last of each chunk, which keeps the transaction open and each task short. */
async function putRows(
  tx: Pick<WriteTx<['book', 'texts', 'facts']>, 'objectStore'>,
  queue: Queue,
  rows: readonly Keyed[],
): Promise<void> {
  const book = tx.objectStore('book');
  for (const chunk of chunksOf(rows)) {
    const puts = chunk.map(([key, row]) => book.put(row, key));
    puts.forEach(queue);
    await puts.at(-1);
  }
}
