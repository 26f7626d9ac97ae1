/** Places that this device can no longer fill: declared to the centre until its receipts show them settled; it decides no loss. */
import type { Gone, LaneReceipt } from '../contract/messages.ts';
import { type Database, readFact, write } from './disk.ts';

const declaredAtOnce = 8; // as the contract bounds it (messages.ts batch)

export class GoneList {
  readonly #db: Database;
  #gone: readonly Gone[] = [];
  #isSent = false;

  constructor(db: Database) {
    this.#db = db;
  }

  /** Reads what stands on the disk: at the start, and after rows were buried or dropped there. */
  async open(): Promise<void> {
    this.#gone = (await readFact(this.#db, 'gone')) ?? [];
    this.#isSent = false;
  }

  /** Something waits to be declared that no batch on its way says. */
  get isDue(): boolean {
    return this.#gone.length > 0 && !this.#isSent;
  }

  /** What a batch says of it. */
  get next(): readonly Gone[] {
    return this.#gone.slice(0, declaredAtOnce);
  }

  markSent(): void {
    this.#isSent = true;
  }

  /** What was sent may not have arrived: it is said again. */
  sayAgain(): void {
    this.#isSent = false;
  }

  async declare(more: readonly Gone[]): Promise<void> {
    await this.#change((gone) => {
      const known = new Set(gone.map((one) => JSON.stringify(one)));
      return [...gone, ...more.filter((one) => !known.has(JSON.stringify(one)))];
    });
  }

  /** Takes out what a receipt shows as settled. */
  async settle(lane: LaneReceipt): Promise<void> {
    const isSettled = (one: Gone): boolean =>
      one.epoch === lane.epoch &&
      one.lane === lane.lane &&
      one.ranges.every(([from, to]) => to <= lane.hwm || lane.also.some(([a, b]) => a <= from && to <= b));
    if (this.#gone.some(isSettled)) await this.#change((gone) => gone.filter((one) => !isSettled(one)));
  }

  async #change(change: (gone: readonly Gone[]) => readonly Gone[]): Promise<void> {
    this.#gone = await write(this.#db, ['facts'], async (tx, queue) => {
      // A fact is of the type of its name: it is only ever written under it.
      const gone = change(((await tx.objectStore('facts').get('gone')) ?? []) as readonly Gone[]);
      queue(tx.objectStore('facts').put(gone, 'gone'));
      return gone;
    });
    this.#isSent = false;
  }
}
