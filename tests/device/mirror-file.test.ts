// The page's side of the mirror: a worker that answers, dies, or cannot be started.
import { expect, test } from 'vitest';
import {
  createFileMirror,
  type MirrorRequest,
  type MirrorResponse,
} from '../../shared/device/mirror-file.ts';

/** Workers as a page sees them; a test answers for them. */
class FakeWorker extends EventTarget {
  readonly asked: MirrorRequest[] = [];
  isTerminated = false;
  postMessage(request: MirrorRequest): void {
    this.asked.push(request);
  }
  terminate(): void {
    this.isTerminated = true;
  }
  answer(response: MirrorResponse): void {
    this.dispatchEvent(new MessageEvent('message', { data: response }));
  }
}
function mirror() {
  const workers: FakeWorker[] = [];
  const file = createFileMirror('test', () => {
    const worker = new FakeWorker();
    workers.push(worker);
    return worker as unknown as Worker; // all of a worker that the mirror uses
  });
  return { file, workers };
}
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('each request resolves with the answer to it, in whatever order they come', async () => {
  const { file, workers } = mirror();
  const opened = file.open();
  const appended = file.append(['one']);
  await turn();
  const [worker] = workers;
  expect(worker?.asked.map((one) => one.op)).toEqual(['open', 'append']);
  worker?.answer({ n: 2, lines: [] });
  worker?.answer({ n: 1, lines: ['old'] });
  expect(await opened).toEqual(['old']);
  await appended;
});

test('a failure in the worker is a failure of that request alone', async () => {
  const { file, workers } = mirror();
  const appended = file.append(['one']);
  const rewritten = file.rewrite(['two']);
  await turn();
  workers[0]?.answer({ n: 1, failed: 'QuotaExceededError' });
  workers[0]?.answer({ n: 2, lines: [] });
  await expect(appended).rejects.toThrow('QuotaExceededError');
  await rewritten;
});

test.each(['error', 'messageerror'])(
  'a worker that ends in an %s fails what it was asked, and the next request starts another',
  async (event) => {
    const { file, workers } = mirror();
    const opened = file.open();
    await turn();
    workers[0]?.dispatchEvent(new Event(event));
    await expect(opened).rejects.toThrow('worker');
    expect(workers[0]?.isTerminated).toBe(true);
    const again = file.open();
    await turn();
    expect(workers).toHaveLength(2);
    workers[1]?.answer({ n: 2, lines: ['still there'] });
    expect(await again).toEqual(['still there']);
  },
);

test('a worker that cannot be started is a failure, not a throw', async () => {
  const file = createFileMirror('test', () => {
    throw new TypeError('a script from elsewhere');
  });
  await expect(file.open()).rejects.toThrow();
});

test('a closed mirror fails what was under way', async () => {
  const { file, workers } = mirror();
  const appended = file.append(['one']);
  await turn();
  file.close();
  await expect(appended).rejects.toThrow('closed');
  expect(workers[0]?.isTerminated).toBe(true);
});
