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

/** First line `generation N`, then the lines; a rewrite counts only once its last line `complete` has been flushed behind its first lines. */
function readLines(file: FileSystemSyncAccessHandle): { generation: number; lines: string[] } {
  const bytes = new Uint8Array(file.getSize());
  file.read(bytes, { at: 0 });
  const text = decoder.decode(bytes);
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  const [first = '', ...lines] = whole.split('\n');
  lines.pop();
  const generation = Number(/^generation (\d+)$/.exec(first)?.[1] ?? 0);
  const isComplete = lines.includes('complete');
  return generation > 0 && isComplete
    ? { generation, lines: lines.filter((line) => line !== 'complete') }
    : { generation: 0, lines: [] };
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

function start(file: FileSystemSyncAccessHandle, generation: number, lines: readonly string[]): void {
  file.truncate(0);
  const body = lines.map((line) => `${line}\n`).join('');
  write(file, `generation ${generation}\n${body}complete\n`, 0);
  file.flush();
}

async function open(): Promise<string[]> {
  if (current !== undefined) return readLines(current.file).lines;
  const files = { a: await openFile('a'), b: await openFile('b') };
  const read = { a: readLines(files.a), b: readLines(files.b) };
  const name: Name = read.b.generation > read.a.generation ? 'b' : 'a';
  files[name === 'a' ? 'b' : 'a'].close();
  current = { name, generation: read[name].generation, file: files[name] };
  if (current.generation === 0) {
    current.generation = 1;
    start(current.file, 1, []);
  } else {
    // A torn last line is cut off, so that the next one begins on a line of its own.
    const bytes = new Uint8Array(current.file.getSize());
    current.file.read(bytes, { at: 0 });
    current.file.truncate(bytes.lastIndexOf(10) + 1);
  }
  return read[name].lines;
}

function append(lines: readonly string[]): void {
  if (current === undefined) throw new Error('the mirror is not open');
  write(current.file, lines.map((line) => `${line}\n`).join(''), current.file.getSize());
  current.file.flush();
}

async function rewrite(lines: readonly string[]): Promise<void> {
  if (current === undefined) throw new Error('the mirror is not open');
  const name: Name = current.name === 'a' ? 'b' : 'a';
  const file = await openFile(name);
  start(file, current.generation + 1, lines);
  current.file.truncate(0);
  current.file.close();
  current = { name, generation: current.generation + 1, file };
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
