/** Hands a measurement its folders and processes, and clears all of it away afterwards; it does not know what is measured. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Bench, Started, StartWish } from './measurement.ts';

const root = path.resolve(import.meta.dirname, '../..');
/** On the checkout's own disk: a temporary folder may live in memory, where a sync costs nothing. */
const home = path.join(root, '.cache/bench');

const takeWaitMs = 60_000;
const stopWaitMs = 5_000;
const lastWordsMax = 20;

const running = new Set<ChildProcess>();
const folders = new Set<string>();
/** However this process ends, no child and no folder outlives it. */
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
  for (const folder of folders) remove(folder);
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => process.exit(130));
}

export interface Workshop extends Bench {
  /** Runs every clean-up, stops every process, removes every folder; a second call does nothing. */
  clear(): Promise<void>;
}

export function openWorkshop(say: (text: string) => void): Workshop {
  const cleanUps: (() => Promise<void> | void)[] = [];
  let isCleared = false;
  return {
    say,
    after: (cleanUp) => void cleanUps.push(cleanUp),
    folder: (name) => {
      mkdirSync(home, { recursive: true });
      const folder = mkdtempSync(path.join(home, `${name}-`));
      folders.add(folder);
      cleanUps.push(() => remove(folder));
      return folder;
    },
    start: async (wish) => {
      if (isCleared) throw new Error('this measurement is over');
      const started = attend(launch(wish), path.basename(wish.file));
      cleanUps.push(() => started.stop());
      return Object.assign(started, { said: await started.take(wish.ready) });
    },
    clear: async () => {
      isCleared = true;
      for (let next = cleanUps.pop(); next !== undefined; next = cleanUps.pop()) {
        try {
          await next();
        } catch (error) {
          say(`while clearing up: ${String(error)}`);
        }
      }
    },
  };
}

/** A process that was killed a moment ago may still write: tried again for a while. */
function remove(folder: string): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
  folders.delete(folder);
}

function launch(wish: StartWish): ChildProcess {
  const child = spawn(process.execPath, [...(wish.nodeArgs ?? []), wish.file, ...(wish.args ?? [])], {
    cwd: root,
    env: { ...process.env, ...wish.env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  running.add(child);
  child.once('exit', () => running.delete(child));
  // A process that has gone cannot be told anything any more.
  child.stdin.on('error', () => {});
  return child;
}

interface Waiter {
  readonly pattern: RegExp;
  readonly found: (match: RegExpExecArray) => void;
  readonly gone: (error: Error) => void;
}

function attend(child: ChildProcess, name: string): Omit<Started, 'said'> {
  const lines: string[] = [];
  const lastWords: string[] = [];
  const waiters = new Set<Waiter>();
  const hear = (line: string): void => {
    for (const waiter of waiters) {
      const match = waiter.pattern.exec(line);
      if (match === null) continue;
      waiters.delete(waiter);
      waiter.found(match);
      return;
    }
    lines.push(line);
  };
  const remember = (line: string): void => {
    lastWords.push(line);
    if (lastWords.length > lastWordsMax) lastWords.shift();
  };
  if (child.stdout !== null) createInterface(child.stdout).on('line', hear);
  if (child.stderr !== null) createInterface(child.stderr).on('line', remember);
  let isEnded = false;
  const ended = new Promise<void>((resolve) => {
    child.once('close', () => resolve());
    child.once('error', () => resolve());
  });
  const goneError = (): Error => new Error(`${name} has ended: ${lastWords.join('\n') || 'without a word'}`);
  void ended.then(() => {
    isEnded = true;
    for (const waiter of waiters) waiter.gone(goneError());
    waiters.clear();
  });
  return {
    child,
    lines,
    take: (pattern) => {
      const at = lines.findIndex((line) => pattern.test(line));
      const match = at < 0 ? null : pattern.exec(lines.splice(at, 1)[0] ?? '');
      if (match !== null) return Promise.resolve(match);
      if (isEnded) return Promise.reject(goneError());
      return inTime(
        `${name}: ${pattern.source}`,
        new Promise((found, gone) => waiters.add({ pattern, found, gone })),
      );
    },
    tell: (line) => void child.stdin?.write(`${line}\n`),
    stop: () => stop(child, ended),
  };
}

async function stop(child: ChildProcess, ended: Promise<void>): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), stopWaitMs);
  await ended;
  clearTimeout(timer);
}

async function inTime<T>(what: string, wanted: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} did not come in time`)), takeWaitMs);
  });
  try {
    return await Promise.race([wanted, late]);
  } finally {
    clearTimeout(timer);
  }
}
