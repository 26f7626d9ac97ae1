// When the fake disk has come to rest, and waiting for a condition; no test sleeps.
import 'fake-indexeddb/auto';

let open = 0;
const original = IDBDatabase.prototype.transaction;
IDBDatabase.prototype.transaction = function (this: IDBDatabase, ...args: Parameters<typeof original>) {
  const tx = original.apply(this, args);
  open += 1;
  const end = (): void => {
    open -= 1;
  };
  tx.addEventListener('complete', end, { once: true });
  tx.addEventListener('abort', end, { once: true });
  return tx;
};

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const restTurns = 6; // hops of promises and of the fake disk between two transactions
const turnsMax = 200_000;

/** Resolves when no transaction is open and none has begun for some turns of the event loop. */
export async function rest(): Promise<void> {
  for (let calm = 0, turns = 0; calm < restTurns; turns += 1) {
    await turn();
    calm = open === 0 ? calm + 1 : 0;
    if (turns > turnsMax) throw new Error('the fake disk never comes to rest');
  }
}

/** Resolves when a condition holds; for what no transaction tells of, such as a signature being checked. */
export async function until(holds: () => boolean): Promise<void> {
  for (let turns = 0; !holds(); turns += 1) {
    await turn();
    if (turns > turnsMax) throw new Error('the condition never came true');
  }
}
