/** The mirror as a page sees it: a worker with an append-only file in the origin's private file system. */
import { StorageFailed } from './disk.ts';
import type { Mirror } from './ports.ts';

type Op =
  | { op: 'open'; prefix: string }
  | { op: 'append'; lines: readonly string[] }
  | { op: 'rewrite'; lines: readonly string[] };
export type MirrorRequest = Op & { n: number };
export type MirrorResponse = { n: number; lines: string[] } | { n: number; failed: string };

/** A mirror named after the app. `makeWorker` starts the worker (its URL goes through a Trusted Types policy in main.tsx). */
export function createFileMirror(prefix: string, makeWorker: () => Worker): Mirror {
  const waiting = new Map<number, (response: MirrorResponse) => void>();
  let worker: Worker | undefined;
  let count = 0;

  const failAll = (why: string): void => {
    for (const [n, resolve] of waiting) resolve({ n, failed: why });
    waiting.clear();
  };
  const end = (why: string): void => {
    worker?.terminate();
    worker = undefined;
    failAll(why);
  };
  const start = (): Worker => {
    const made = makeWorker();
    made.addEventListener('message', (message: MessageEvent<MirrorResponse>) => {
      waiting.get(message.data.n)?.(message.data);
      waiting.delete(message.data.n);
    });
    // A worker that has failed answers nothing more: the next request starts another.
    for (const type of ['error', 'messageerror'])
      made.addEventListener(type, () => {
        if (worker === made) end('worker');
      });
    return made;
  };
  const ask = async (request: Op): Promise<string[]> => {
    worker ??= start();
    count += 1;
    const n = count;
    const response = await new Promise<MirrorResponse>((resolve) => {
      waiting.set(n, resolve);
      worker?.postMessage({ ...request, n });
    });
    if ('failed' in response) throw new StorageFailed(`mirror: ${response.failed}`);
    return response.lines;
  };

  return {
    open: () => ask({ op: 'open', prefix }),
    append: async (lines) => void (await ask({ op: 'append', lines })),
    rewrite: async (lines) => void (await ask({ op: 'rewrite', lines })),
    close: () => end('closed'),
  };
}
