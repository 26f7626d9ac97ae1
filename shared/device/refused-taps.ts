/** Counts touches that could not be thanked because nothing could be written; keeps the count until the store takes it. */
import { type Database, readFact, write } from './disk.ts';

export class RefusedTaps {
  readonly #db: Database;
  /** Not yet written down. */
  #unwritten = 0;
  #writing: Promise<void> = Promise.resolve();

  constructor(db: Database) {
    this.#db = db;
  }

  add(): void {
    this.#unwritten += 1;
    this.keep();
  }

  /** The store may take the count now. */
  keep(): void {
    if (this.#unwritten === 0) return;
    this.#writing = this.#writing.then(async () => {
      const more = this.#unwritten;
      if (more === 0) return;
      try {
        await write(this.#db, ['facts'], async (tx, queue) => {
          // A fact is of the type of its name: it is only ever written under it.
          const known = ((await tx.objectStore('facts').get('refusedTaps')) ?? 0) as number;
          queue(tx.objectStore('facts').put(known + more, 'refusedTaps'));
        });
        this.#unwritten -= more;
      } catch {
        // It is tried again with the next write that succeeds, and stands in the heartbeat meanwhile.
      }
    });
  }

  async count(): Promise<number> {
    await this.#writing;
    return ((await readFact(this.#db, 'refusedTaps')) ?? 0) + this.#unwritten;
  }
}
