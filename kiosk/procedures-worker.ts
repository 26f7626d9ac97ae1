/** Reads and searches the catalogue beside the page, so that no key waits for it. */
import { readCatalogue } from '../shared/contract/procedure.ts';
import { type Book, type BookAnswered, type BookAsked, makeBook } from './procedures-book.ts';

declare const self: DedicatedWorkerGlobalScope;

let book: Book | undefined;

function answer(asked: BookAsked): BookAnswered['answer'] {
  switch (asked.kind) {
    case 'open': {
      const read = readCatalogue(new Uint8Array(asked.bytes));
      book = read.ok ? makeBook(read.value, new Intl.Collator('vi')) : undefined;
      return book?.cover ?? null;
    }
    case 'find':
      return book?.find(asked.wish) ?? null;
    case 'one':
      return book?.one(asked.code) ?? null;
  }
}

self.addEventListener('message', ({ data }: MessageEvent<BookAsked>) => {
  const reply: BookAnswered = { n: data.n, answer: answer(data) };
  self.postMessage(reply);
});
