// The hand that writes the mirror file: what stands in it after cuts, full disks and damage.
import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { MirrorRequest, MirrorResponse } from '../../shared/device/mirror-file.ts';
import { PrivateFiles } from '../fakes/private-files.ts';

const a = 'test-mirror-a';
const b = 'test-mirror-b';
let files: PrivateFiles;

type Op = 'open' | { append: string[] } | { rewrite: string[] };
interface WorkerPage {
  readonly ask: (op: Op) => Promise<MirrorResponse>;
  readonly lines: () => Promise<string[]>;
}

/** A worker of a fresh page over the same files. */
async function page(): Promise<WorkerPage> {
  files.release();
  vi.resetModules();
  const waiting = new Map<number, (response: MirrorResponse) => void>();
  let listener: (message: { data: MirrorRequest }) => void = () => {};
  vi.stubGlobal('navigator', { storage: { getDirectory: async () => files } });
  vi.stubGlobal('addEventListener', (_type: string, call: typeof listener) => {
    listener = call;
  });
  vi.stubGlobal('postMessage', (response: MirrorResponse) => waiting.get(response.n)?.(response));
  await import('../../shared/device/mirror-worker.ts');
  let count = 0;
  const ask = (op: Op): Promise<MirrorResponse> => {
    count += 1;
    const n = count;
    const answer = new Promise<MirrorResponse>((resolve) => waiting.set(n, resolve));
    if (op === 'open') listener({ data: { op: 'open', prefix: 'test', n } });
    else if ('append' in op) listener({ data: { op: 'append', lines: op.append, n } });
    else listener({ data: { op: 'rewrite', lines: op.rewrite, n } });
    return answer;
  };
  const lines = async (): Promise<string[]> => {
    const response = await ask('open');
    if ('failed' in response) throw new Error(response.failed);
    return response.lines;
  };
  return { ask, lines };
}

beforeEach(() => {
  files = new PrivateFiles();
  return () => vi.unstubAllGlobals();
});

describe('a mirror file', () => {
  test('is empty at first, and holds what was appended after a restart', async () => {
    const first = await page();
    expect(await first.lines()).toEqual([]);
    expect(await first.ask({ append: ['one', 'hai ắ'] })).toEqual({ n: 2, lines: [] });
    expect(await (await page()).lines()).toEqual(['one', 'hai ắ']);
  });
  test('holds every appended line after a power cut', async () => {
    const first = await page();
    await first.lines();
    await first.ask({ append: ['one'] });
    await first.ask({ append: ['two'] });
    files.cut();
    expect(await (await page()).lines()).toEqual(['one', 'two']);
  });
  test('is cut back to its last whole line, so that the next one stands alone', async () => {
    const first = await page();
    await first.lines();
    await first.ask({ append: ['one'] });
    files.room = 3;
    expect(await first.ask({ append: ['two-that-is-torn'] })).toMatchObject({ failed: 'Error' });
    files.room = Number.POSITIVE_INFINITY;
    const again = await page();
    expect(await again.lines()).toEqual(['one']);
    await again.ask({ append: ['three'] });
    expect(await (await page()).lines()).toEqual(['one', 'three']);
  });
  test('refuses an append before it is open', async () => {
    expect(await (await page()).ask({ append: ['one'] })).toMatchObject({ failed: 'Error' });
  });
});

describe('a rewrite', () => {
  test('replaces everything, again and again, and appends go on behind it', async () => {
    const first = await page();
    await first.lines();
    await first.ask({ append: ['old'] });
    for (const generation of ['x', 'y', 'z']) await first.ask({ rewrite: [generation] });
    await first.ask({ append: ['new'] });
    expect(await first.lines()).toEqual(['z', 'new']);
    expect(await (await page()).lines()).toEqual(['z', 'new']);
  });
  test('that meets a full disk leaves the old file as it was, and can be tried again', async () => {
    const first = await page();
    await first.lines();
    await first.ask({ append: ['old'] });
    files.room = 20;
    expect(await first.ask({ rewrite: ['a line that is longer than that'] })).toMatchObject({
      failed: 'Error',
    });
    expect(await first.lines()).toEqual(['old']);
    files.room = Number.POSITIVE_INFINITY;
    expect(await first.ask({ rewrite: ['new'] })).toEqual({ n: 5, lines: [] });
    expect(await (await page()).lines()).toEqual(['new']);
  });
  test('that a power cut ends in the middle leaves the old file in use', async () => {
    const first = await page();
    await first.lines();
    await first.ask({ append: ['old'] });
    files.room = 30;
    await first.ask({ rewrite: ['a line that is longer than that'] });
    files.room = Number.POSITIVE_INFINITY;
    const half = files.files.get(b);
    if (half !== undefined) half.flushed = half.bytes;
    files.cut();
    expect(await (await page()).lines()).toEqual(['old']);
  });
  test('counts only once its body is flushed: its last word is written after that', async () => {
    const first = await page();
    await first.lines();
    await first.ask({ append: ['old'] });
    const flushed: string[] = [];
    const handle = files.getFileHandle.bind(files);
    files.getFileHandle = async (name) => {
      const { createSyncAccessHandle } = await handle(name);
      return {
        createSyncAccessHandle: async () => {
          const access = await createSyncAccessHandle();
          return {
            ...access,
            flush: () => {
              access.flush();
              if (name === b) flushed.push(files.text(b));
            },
          };
        },
      };
    };
    await first.ask({ rewrite: ['body'] });
    expect(flushed).toEqual(['generation 2\nbody\n', 'generation 2\nbody\ncomplete\n']);
  });
});

describe('damage', () => {
  test('to the first page of the file costs that page, not the whole mirror', async () => {
    const first = await page();
    await first.lines();
    await first.ask({ append: Array.from({ length: 300 }, (_, i) => `line ${i}`) });
    files.damage(a, 0, 40);
    const lines = await (await page()).lines();
    expect(lines).toContain('line 299');
    expect(lines.length).toBeGreaterThan(290);
  });
  test('that was survived is survived also by the next start', async () => {
    const first = await page();
    await first.lines();
    await first.ask({ append: ['one', 'two', 'three'] });
    files.damage(a, 0, 12);
    const again = await page();
    await again.lines();
    await again.ask({ append: ['four'] });
    expect(await (await page()).lines()).toEqual(expect.arrayContaining(['one', 'two', 'three', 'four']));
  });
});

describe('a file that another page still holds', () => {
  test.each([a, b])('(%s) is refused, and opened when that page has gone', async (name) => {
    const first = await page();
    files.refused.add(name);
    expect(await first.ask('open')).toMatchObject({ failed: 'NoModificationAllowedError' });
    files.refused.clear();
    expect(await first.lines()).toEqual([]);
  });
});

test('requests are done one after the other, in the order in which they came', async () => {
  const first = await page();
  const all = await Promise.all([
    first.ask('open'),
    first.ask({ append: ['one'] }),
    first.ask({ rewrite: ['two'] }),
    first.ask({ append: ['three'] }),
  ]);
  expect(all.every((response) => !('failed' in response))).toBe(true);
  expect(await first.lines()).toEqual(['two', 'three']);
});
