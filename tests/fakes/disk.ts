// A database of its own for each test, and a disk that can be full, fail, or lose power in the middle of a write.
import './rest.ts';
import { type Disk, openDisk } from '../../shared/device/disk.ts';
import { fakeChance } from './chance.ts';

let count = 0;
export function freshName(): string {
  count += 1;
  return `store-${count}`;
}

export function openFresh(name = freshName(), seed = count): Promise<Disk> {
  return openDisk(name, fakeChance(seed).bytes);
}

/** How a write fails. `request`: at the row; `commit`: after every row was taken; `unknown`: not for want of room. */
export type Failure = 'request' | 'commit' | 'unknown';

const original = { add: IDBObjectStore.prototype.add, put: IDBObjectStore.prototype.put };
let plan: { failure: Failure; left: number; skip: number } | undefined;

// The library's own transactions can be ended with an error by name; its types do not say so.
type Inside = IDBTransaction & {
  _abort(name: string): void;
  _execRequestAsync(asked: { operation: () => never; source: unknown }): IDBRequest<IDBValidKey>;
};

for (const name of ['add', 'put'] as const) {
  IDBObjectStore.prototype[name] = function (this: IDBObjectStore, ...args: [unknown, IDBValidKey?]) {
    const current = plan;
    if (current === undefined || current.left === 0) return original[name].apply(this, args);
    if (current.skip > 0) {
      current.skip -= 1;
      return original[name].apply(this, args);
    }
    current.left -= 1;
    const tx = this.transaction as Inside; // as above
    const error = current.failure === 'unknown' ? 'UnknownError' : 'QuotaExceededError';
    if (current.failure === 'commit') {
      const request = original[name].apply(this, args);
      request.addEventListener('success', () => queueMicrotask(() => tx._abort(error)));
      return request;
    }
    return tx._execRequestAsync({
      operation: () => {
        throw new DOMException('', error);
      },
      source: this,
    });
  };
}

/** The next `times` rows written fail, after `skip` that do not. */
export function failWrites(failure: Failure, times = 1, skip = 0): void {
  plan = { failure, left: times, skip };
}

/** Writes succeed again. */
export function mendDisk(): void {
  plan = undefined;
}

export interface Began {
  readonly stores: readonly string[];
  readonly mode: string;
  readonly durability: string;
}

/** Every transaction that `work` begins. */
export async function transactionsOf(work: () => Promise<unknown>): Promise<Began[]> {
  const began: Began[] = [];
  const transaction = IDBDatabase.prototype.transaction;
  IDBDatabase.prototype.transaction = function (this: IDBDatabase, ...args: Parameters<typeof transaction>) {
    const [stores, mode = 'readonly', options] = args;
    began.push({
      stores: typeof stores === 'string' ? [stores] : [...stores],
      mode,
      durability: options?.durability ?? 'default',
    });
    return transaction.apply(this, args);
  };
  try {
    await work();
  } finally {
    IDBDatabase.prototype.transaction = transaction;
  }
  return began;
}
