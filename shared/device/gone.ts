/** Places that this device can no longer fill: declared to the centre until its receipts show them settled; it decides no loss. */
import { type Gone, gone as goneSchema, type LaneReceipt } from '../contract/messages.ts';
import { readValue } from '../contract/reader.ts';
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
    this.#take((await readFact(this.#db, 'gone')) ?? []);
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

  /** Takes out what a receipt shows as settled; true when that was anything. */
  async settle(lane: LaneReceipt): Promise<boolean> {
    const isSettled = (one: Gone): boolean =>
      one.epoch === lane.epoch &&
      one.lane === lane.lane &&
      one.ranges.every(([from, to]) => to <= lane.hwm || lane.also.some(([a, b]) => a <= from && to <= b));
    if (!this.#gone.some(isSettled)) return false;
    await this.#change((gone) => gone.filter((one) => !isSettled(one)));
    return true;
  }

  async #change(change: (gone: readonly Gone[]) => readonly Gone[]): Promise<void> {
    const gone = await write(this.#db, ['facts'], async (tx, queue) => {
      // A fact is of the type of its name: it is only ever written under it.
      const next = change(((await tx.objectStore('facts').get('gone')) ?? []) as readonly Gone[]);
      queue(tx.objectStore('facts').put(next, 'gone'));
      return next;
    });
    this.#take(gone);
  }

  /** A place so damaged that no message can name it would make every batch unreadable. */
  #take(gone: readonly Gone[]): void {
    this.#gone = gone.filter((one) => readValue(goneSchema, one).ok);
    this.#isSent = false;
  }
}
