/** Hands a measurement its folders and processes, and clears all of it away afterwards; it does not know what is measured. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Bench, Started, StartWish } from './measurement.ts';

const root = path.resolve(import.meta.dirname, '../..');
/** On the checkout's own disk: a temporary folder may live in memory, where a sync costs nothing. */
const home = path.join(root, '.cache/bench');

const readyWaitMs = 60_000;
const stopWaitMs = 5_000;
const lastWordsMax = 20;

const running = new Set<ChildProcess>();
/** However this process ends, no child outlives it. */
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
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
      cleanUps.push(() => rmSync(folder, { recursive: true, force: true }));
      return folder;
    },
    start: async (wish) => {
      if (isCleared) throw new Error('this measurement is over');
      const child = launch(wish);
      const started = attend(child, wish);
      cleanUps.push(() => started.stop());
      const said = await withinWait(started.waitFor(wish.ready), wish);
      return { ...started, said };
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

function launch(wish: StartWish): ChildProcess {
  const child = spawn(process.execPath, [wish.file, ...(wish.args ?? [])], {
    cwd: root,
    env: { ...process.env, ...wish.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  child.once('exit', () => running.delete(child));
  return child;
}

interface Waiter {
  readonly word: string;
  readonly found: (rest: string) => void;
  readonly gone: (error: Error) => void;
}

function attend(child: ChildProcess, wish: StartWish): Omit<Started, 'said'> {
  const lines: string[] = [];
  const lastWords: string[] = [];
  const waiters = new Set<Waiter>();
  const hear = (line: string): void => {
    lines.push(line);
    for (const waiter of waiters) {
      if (!line.startsWith(waiter.word)) continue;
      waiters.delete(waiter);
      waiter.found(line.slice(waiter.word.length).trim());
    }
  };
  if (child.stdout !== null) createInterface(child.stdout).on('line', hear);
  if (child.stderr !== null) {
    createInterface(child.stderr).on('line', (line) => {
      lastWords.push(line);
      if (lastWords.length > lastWordsMax) lastWords.shift();
    });
  }
  const ended = new Promise<void>((resolve) => {
    child.once('close', () => resolve());
    child.once('error', () => resolve());
  });
  void ended.then(() => {
    const error = new Error(`${path.basename(wish.file)} ended: ${lastWords.join('\n') || 'without a word'}`);
    for (const waiter of waiters) waiter.gone(error);
    waiters.clear();
  });
  return {
    child,
    pid: child.pid ?? 0,
    lines,
    waitFor: (word) =>
      new Promise((found, gone) => {
        if (child.exitCode !== null || child.signalCode !== null) {
          gone(new Error(`${path.basename(wish.file)} has ended: ${lastWords.join('\n')}`));
        } else waiters.add({ word, found, gone });
      }),
    stop: () => stop(child, ended),
  };
}

async function stop(child: ChildProcess, ended: Promise<void>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), stopWaitMs);
  await ended;
  clearTimeout(timer);
}

async function withinWait(ready: Promise<string>, wish: StartWish): Promise<string> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`${wish.file} was not ready in time`)), readyWaitMs);
  });
  try {
    return await Promise.race([ready, late]);
  } finally {
    clearTimeout(timer);
  }
}
