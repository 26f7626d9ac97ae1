/** The page's side of the catalogue's worker: gives it the file, asks it, and gives it up when it is silent. */
import { kioskLimits } from '../shared/contract/kiosk-limits.ts';
import { trustedScript } from '../shared/device/trusted.ts';
import type { BookAnswered, BookAsked, Cover, Finds, Opened, ProcedureBook } from './procedures-book.ts';
import workerUrl from './procedures-worker.ts?worker&url';

type Asked = BookAsked extends infer One ? (One extends BookAsked ? Omit<One, 'n'> : never) : never;

export interface ReaderParts {
  readonly open: () => Pick<Worker, 'postMessage' | 'terminate' | 'addEventListener'>;
  readonly after: (ms: number, then: () => void) => () => void;
}

export function openProceduresWorker(): Worker {
  return new Worker(trustedScript('worker', workerUrl), { type: 'module' });
}

/** Opens a catalogue file, which is given away; undefined when it cannot be read. Rejects when the worker does not work. */
export async function readBook(
  bytes: ArrayBuffer,
  { open, after }: ReaderParts,
): Promise<ProcedureBook | undefined> {
  const worker = open();
  // undefined: the worker has gone.
  const waiting = new Map<number, (answer: BookAnswered['answer'] | undefined) => void>();
  let count = 0;
  const close = (): void => {
    worker.terminate();
    for (const settle of waiting.values()) settle(undefined);
    waiting.clear();
  };
  worker.addEventListener('message', ({ data }: MessageEvent<BookAnswered>) => {
    waiting.get(data.n)?.(data.answer);
    waiting.delete(data.n);
  });
  worker.addEventListener('error', close);
  const ask = (asked: Asked, given: Transferable[] = []): Promise<BookAnswered['answer'] | undefined> =>
    new Promise((resolve) => {
      count += 1;
      waiting.set(count, resolve);
      worker.postMessage({ ...asked, n: count }, given);
    });
  const cancel = after(kioskLimits.catalogueOpenMs, close);
  // Each kind of question has its own kind of answer: the worker is built with this page.
  const cover = (await ask({ kind: 'open', bytes }, [bytes])) as Cover | null | undefined;
  cancel();
  if (cover === undefined) throw new Error('the catalogue worker does not work');
  if (cover === null) {
    close();
    return undefined;
  }
  return {
    cover,
    find: async (wish) =>
      ((await ask({ kind: 'find', wish })) as Finds | null | undefined) ?? { total: 0, lines: [] },
    one: async (code) => ((await ask({ kind: 'one', code })) as Opened | null | undefined) ?? undefined,
    close,
  };
}
