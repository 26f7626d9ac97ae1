/** The hand that writes the mirror file: appends and flushes in the origin's private file system; it reads no line's meaning. */
import type { MirrorRequest, MirrorResponse } from './mirror-file.ts';

const encoder = new TextEncoder();
const decoder = new TextDecoder();
const names = ['a', 'b'] as const;
type Name = (typeof names)[number];

let folder: FileSystemDirectoryHandle | undefined;
let prefix = '';
let current: { name: Name; generation: number; file: FileSystemSyncAccessHandle } | undefined;

async function openFile(name: Name): Promise<FileSystemSyncAccessHandle> {
  folder ??= await navigator.storage.getDirectory();
  const handle = await folder.getFileHandle(`${prefix}-mirror-${name}`, { create: true });
  return handle.createSyncAccessHandle();
}

interface Content {
  /** 0: none that can be read. */
  readonly generation: number;
  /** The rewrite that began this file came to its end. */
  readonly isComplete: boolean;
  readonly lines: string[];
  /** Bytes up to the end of the last whole line. */
  readonly size: number;
}

/** First line `generation N`, then the lines, and `complete` behind those with which the file began. */
function read(file: FileSystemSyncAccessHandle): Content {
  const bytes = new Uint8Array(file.getSize());
  file.read(bytes, { at: 0 });
  const size = bytes.lastIndexOf(10) + 1;
  const all = size === 0 ? [] : decoder.decode(bytes.subarray(0, size - 1)).split('\n');
  const generation = Number(/^generation (\d+)$/.exec(all[0] ?? '')?.[1] ?? 0);
  const isComplete = generation > 0 && all.includes('complete');
  return {
    generation,
    isComplete,
    size,
    lines: all.slice(generation > 0 ? 1 : 0).filter((line) => line !== 'complete'),
  };
}

function write(file: FileSystemSyncAccessHandle, text: string, at: number): void {
  const bytes = encoder.encode(text);
  let done = 0;
  while (done < bytes.byteLength) {
    const n = file.write(bytes.subarray(done), { at: at + done });
    if (n <= 0) throw new Error('the mirror file takes no more bytes');
    done += n;
  }
}

/** The last word must be flushed behind all others: after a power cut it must not stand over a body that is not there. */
function start(file: FileSystemSyncAccessHandle, generation: number, lines: readonly string[]): void {
  file.truncate(0);
  write(file, `generation ${generation}\n${lines.map((line) => `${line}\n`).join('')}`, 0);
  file.flush();
  write(file, 'complete\n', file.getSize());
  file.flush();
}

/**
 * The complete file of the higher generation. Where damage has left none, all that can still be read of both, oldest first: the reader
 * passes over lines that are torn, and the next rewrite makes a whole file of it.
 */
async function open(): Promise<string[]> {
  if (current !== undefined) return read(current.file).lines;
  const a = await openFile('a');
  let b: FileSystemSyncAccessHandle | undefined;
  try {
    b = await openFile('b');
    const found = { a: read(a), b: read(b) };
    const files = { a, b };
    const isWhole = found.a.isComplete || found.b.isComplete;
    const rank = (name: Name): number =>
      isWhole ? Number(found[name].isComplete) * found[name].generation : found[name].size;
    const name: Name = rank('b') > rank('a') ? 'b' : 'a';
    if (found.a.size + found.b.size === 0) start(files[name], 1, []);
    else files[name].truncate(found[name].size); // a torn last line, so that the next one stands alone
    files[name === 'a' ? 'b' : 'a'].close();
    current = { name, generation: Math.max(1, found.a.generation, found.b.generation), file: files[name] };
    return isWhole ? found[name].lines : [...found.a.lines, ...found.b.lines];
  } catch (cause) {
    // Held by ourselves they could never be opened again.
    a.close();
    b?.close();
    throw cause;
  }
}

function append(lines: readonly string[]): void {
  if (current === undefined) throw new Error('the mirror is not open');
  write(current.file, lines.map((line) => `${line}\n`).join(''), current.file.getSize());
  current.file.flush();
}

async function rewrite(lines: readonly string[]): Promise<void> {
  if (current === undefined) throw new Error('the mirror is not open');
  const name: Name = current.name === 'a' ? 'b' : 'a';
  const generation = current.generation + 1;
  const file = await openFile(name);
  try {
    start(file, generation, lines);
  } catch (cause) {
    file.close();
    throw cause;
  }
  current.file.truncate(0);
  current.file.close();
  current = { name, generation, file };
}

async function answer(request: MirrorRequest): Promise<MirrorResponse> {
  try {
    if (request.op === 'open') {
      prefix = request.prefix;
      return { n: request.n, lines: await open() };
    }
    if (request.op === 'append') append(request.lines);
    else await rewrite(request.lines);
    return { n: request.n, lines: [] };
  } catch (cause) {
    return { n: request.n, failed: cause instanceof Error ? cause.name : 'unknown' };
  }
}

// One request after the other: a rewrite must not meet an append.
let tail: Promise<void> = Promise.resolve();
addEventListener('message', (message: MessageEvent<MirrorRequest>) => {
  tail = tail.then(async () => postMessage(await answer(message.data)));
});
