/** The copy of the dossiers, loaded behind the first paint when it is first asked; it keeps nothing itself. */
import type { Book, BookParts } from './book.ts';
import type { Answers } from './device.ts';

export interface LateBook extends Answers {
  load(): Promise<Book>;
}

/** Loaded when it is first asked: a tablet never asks. */
export function bookWhenAsked(parts: BookParts): LateBook {
  const load = async (): Promise<Book> => new (await import('./book.ts')).Book(parts);
  let book: Promise<Book> | undefined;
  const get = (): Promise<Book> => {
    book ??= load().catch((cause: unknown) => {
      book = undefined; // a part that could not be loaded is loaded when it is next asked for
      throw cause;
    });
    return book;
  };
  return {
    load: get,
    find: async (code) => (await get()).find(code),
    has: async (code) => (await get()).has(code),
    absence: async (code) => (await get()).absence(code),
    keep: async (code, answer) => (await get()).keep(code, answer),
  };
}
