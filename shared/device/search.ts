/** The search for the one row because of which a whole batch cannot be read: rows go alone until it is found; it reads no row. */
import type { EventId } from '../contract/ids.ts';
import { limits } from '../contract/limits.ts';

const strikesMax = 2; // a refusal carries no name: one that came late must not be held against the row that is on its way by then

export class Search {
  /** Rows still to go alone; 0: no search. */
  #left = 0;
  #suspect: EventId | undefined;
  #strikes = 0;
  readonly #aside = new Set<EventId>();

  get isOn(): boolean {
    return this.#left > 0;
  }
  get rowsMax(): number {
    return this.isOn ? 1 : limits.batchEventsMax;
  }
  get batchesMax(): number {
    return this.isOn ? 1 : limits.batchesInFlightMax;
  }
  /** Rows that are not sent over this link any more; they stay where they are and are tried again over the next. */
  get asideCount(): number {
    return this.#aside.size;
  }
  isAside(id: EventId): boolean {
    return this.#aside.has(id);
  }

  /** A batch was refused by its shape, one of `rowsUnderWay`. True when a row has now been found and set aside. */
  refused(rowsUnderWay: readonly EventId[]): boolean {
    const [alone] = rowsUnderWay;
    if (!this.isOn || rowsUnderWay.length !== 1 || alone === undefined) {
      this.#left = Math.max(this.#left, rowsUnderWay.length);
      return false;
    }
    this.#strikes = this.#suspect === alone ? this.#strikes + 1 : 1;
    this.#suspect = alone;
    if (this.#strikes < strikesMax) return false;
    this.#aside.add(alone);
    this.#left = 0;
    return true;
  }

  /** Rows were receipted: they are not to blame. */
  passed(count: number): void {
    this.#left = Math.max(0, this.#left - count);
  }

  /** A new link: nobody is suspected any more. */
  reset(): void {
    this.#left = 0;
    this.#suspect = undefined;
    this.#strikes = 0;
    this.#aside.clear();
  }
}
