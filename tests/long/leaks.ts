/** Counts what a page may leave behind beside its heap: listeners, nodes, workers, open databases, waiting timers; it judges nothing. */
import type { Page } from 'playwright-core';
import { openHeapScale } from '../bench/heap-scale.ts';

export interface Left {
  /** Bytes alive after a collection of garbage, compiled code aside. */
  readonly heap: number;
  readonly code: number;
  /** Nodes outside every document that something still holds. */
  readonly detached: number;
  readonly nodes: number;
  readonly listeners: number;
  readonly workers: number;
  /** Open connections to IndexedDB. */
  readonly databases: number;
  /** Timers that wait in the page's driven clock. */
  readonly timers: number;
}

/** What may come late and once, such as a part that is loaded then. */
const slack = 2;

/** True when the lowest of the last third of the counts is above the lowest of the first: what waits for a collection comes and goes, a leak stays. */
export function hasGrown(counts: readonly number[]): boolean {
  const third = Math.floor(counts.length / 3);
  if (third < 3) throw new Error('too few counts to judge by');
  return Math.min(...counts.slice(-third)) > Math.min(...counts.slice(0, third)) + slack;
}

/** Runs in the page before the app: counts IndexedDB connections that are open. */
export function countDatabases(): void {
  const open = new Set<IDBDatabase>();
  const { open: openOf } = IDBFactory.prototype;
  const { close: closeOf } = IDBDatabase.prototype;
  IDBFactory.prototype.open = function (...args) {
    const asked = openOf.apply(this, args);
    asked.addEventListener('success', () => {
      const { result } = asked;
      open.add(result);
      result.addEventListener('close', () => open.delete(result));
    });
    return asked;
  };
  IDBDatabase.prototype.close = function () {
    open.delete(this);
    closeOf.call(this);
  };
  Object.assign(globalThis, { openDatabases: () => open.size });
}

/** Each call collects garbage and counts. The page must have been opened with `countDatabases` and a driven clock. */
export async function openCounter(page: Page): Promise<() => Promise<Left>> {
  const weigh = await openHeapScale(page);
  const session = await page.context().newCDPSession(page);
  const numberOf = async (expression: string): Promise<number> => {
    const { result } = await session.send('Runtime.evaluate', { expression });
    if (typeof result.value !== 'number') throw new Error(`${expression} is no number in this page`);
    return result.value;
  };
  return async () => {
    const { bytes, codeBytes, detached } = await weigh();
    const { nodes, jsEventListeners } = await session.send('Memory.getDOMCounters');
    return {
      heap: bytes,
      code: codeBytes,
      detached,
      nodes,
      listeners: jsEventListeners,
      workers: page.workers().length,
      databases: await numberOf('openDatabases()'),
      timers: await numberOf('__pwClock.controller._timers.size'),
    };
  };
}
