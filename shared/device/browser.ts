/** The ports of a real page: clocks, chance, locks and notes of the browser. */

import type { Chance, Clock, Locks, Notes } from './ports.ts';

export const pageClock: Clock = {
  wallMs: () => Date.now(),
  monoMs: () => performance.now(),
  after: (ms, call) => {
    const timer = setTimeout(call, ms);
    return () => clearTimeout(timer);
  },
};

export const pageChance: Chance = {
  bytes: (n) => crypto.getRandomValues(new Uint8Array(n)),
  unit: () => (crypto.getRandomValues(new Uint32Array(1))[0] ?? 0) / 2 ** 32,
};

/** Web Locks: held for the life of the page, freed by the browser when the page dies in whatever way. */
export const pageLocks: Locks = {
  tryHold: (name) =>
    new Promise((resolve, reject) => {
      navigator.locks
        .request(name, { ifAvailable: true }, (lock) => {
          resolve(lock !== null);
          return lock === null ? undefined : new Promise<void>(() => {});
        })
        .catch(reject);
    }),
  whenFree: async (name) => {
    await navigator.locks.request(name, () => {});
  },
  isFree: async (name) => !((await navigator.locks.query()).held ?? []).some((lock) => lock.name === name),
};

export const pageNotes: Notes = {
  read: (name) => localStorage.getItem(`motcua.${name}`),
  write: (name, text) => {
    try {
      localStorage.setItem(`motcua.${name}`, text);
    } catch {
      // Only a note beside the database: what matters has been committed there.
    }
  },
};
