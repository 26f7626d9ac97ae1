/** A simulated world from a seed: virtual time in which everything happens in one repeatable order, and chance; it knows no device. */

/** Uniform numbers in [0, 1) from a 32-bit seed (mulberry32, public domain algorithm by Tommy Ettinger). */
export function seededUnit(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Random bytes from a unit source. */
export function seededBytes(unit: () => number): (n: number) => Uint8Array {
  return (n) => Uint8Array.from({ length: n }, () => Math.floor(unit() * 256));
}

interface Timer {
  readonly at: number;
  readonly order: number;
  readonly call: () => void;
}

export class World {
  readonly unit: () => number;
  readonly bytes: (n: number) => Uint8Array;
  /** True time, ms since 1970. */
  now = Date.UTC(2026, 10, 20, 1, 0, 0);
  #order = 0;
  #timers: Timer[] = [];

  constructor(seed: number) {
    this.unit = seededUnit(seed);
    this.bytes = seededBytes(this.unit);
  }

  /** A whole number in [from, to]. */
  between(from: number, to: number): number {
    return from + Math.floor(this.unit() * (to - from + 1));
  }

  chance(share: number): boolean {
    return this.unit() < share;
  }

  after(ms: number, call: () => void): () => void {
    const timer: Timer = { at: this.now + Math.max(0, ms), order: this.#order, call };
    this.#order += 1;
    let low = 0;
    let high = this.#timers.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const other = this.#timers[middle];
      if (
        other !== undefined &&
        (other.at < timer.at || (other.at === timer.at && other.order < timer.order))
      )
        low = middle + 1;
      else high = middle;
    }
    this.#timers.splice(low, 0, timer);
    return () => {
      const index = this.#timers.indexOf(timer);
      if (index >= 0) this.#timers.splice(index, 1);
    };
  }

  sleep(ms: number): Promise<void> {
    return new Promise((resolve) => {
      this.after(ms, resolve);
    });
  }

  /** Lets virtual time pass; between two timers all real work that they started comes to rest. */
  async run(ms: number, isDone: () => boolean = () => false): Promise<void> {
    const until = this.now + ms;
    await quiet();
    for (;;) {
      const [next] = this.#timers;
      if (next === undefined || next.at > until || isDone()) break;
      this.#timers.shift();
      this.now = Math.max(this.now, next.at);
      next.call();
      await quiet();
    }
    if (!isDone()) this.now = Math.max(this.now, until);
  }
}

let openTransactions = 0;

/** Counts open IndexedDB transactions, so that `quiet` knows when the disk is at rest. Call once, after fake-indexeddb is in place. */
export function watchTransactions(): void {
  const original = IDBDatabase.prototype.transaction;
  IDBDatabase.prototype.transaction = function (this: IDBDatabase, ...args: Parameters<typeof original>) {
    const tx = original.apply(this, args);
    openTransactions += 1;
    const end = (): void => {
      openTransactions -= 1;
    };
    tx.addEventListener('complete', end, { once: true });
    tx.addEventListener('abort', end, { once: true });
    return tx;
  };
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const restTurns = 6; // hops of promises and of the fake disk between two transactions

/** Resolves when no disk transaction is open and nothing new has begun for some turns of the event loop. */
export async function quiet(): Promise<void> {
  for (let rest = 0, turns = 0; rest < restTurns; turns += 1) {
    await turn();
    rest = openTransactions === 0 ? rest + 1 : 0;
    if (turns > 100_000) throw new Error('the simulated disk never comes to rest');
  }
}
