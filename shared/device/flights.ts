/** Batches on their way: which rows they hold, up to where each lane has been sent, and how long a receipt may take. */
import type { EpochId, EventId } from '../contract/ids.ts';
import type { Lane } from '../contract/lanes.ts';
import { limits } from '../contract/limits.ts';
import type { Row } from '../rules/outbox.ts';
import type { Clock } from './ports.ts';

export interface Flight {
  readonly rows: readonly Row[];
}
type Flying = { rows: readonly Row[]; cancel: () => void };

export class Flights {
  readonly #clock: Clock;
  readonly #flying = new Set<Flying>();
  #sentOrd: [number, number, number, number] = [0, 0, 0, 0];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get count(): number {
    return this.#flying.size;
  }

  /** Ids of all rows under way. */
  get ids(): readonly EventId[] {
    return [...this.#flying].flatMap((flight) => flight.rows.map((row) => row.id));
  }

  /** Order of the last row of a lane that is on its way. */
  sentOrd(lane: Lane): number {
    return this.#sentOrd[lane];
  }

  has(flight: Flight): boolean {
    return [...this.#flying].some((one) => one === flight);
  }

  /** Takes up a batch that has just been sent; `onMissed` is called once when no receipt has come in time. */
  add(rows: readonly Row[], onMissed: (flight: Flight) => void): void {
    for (const row of rows) this.#sentOrd[row.lane] = Math.max(this.#sentOrd[row.lane], row.ord);
    const flight: Flying = { rows, cancel: () => {} };
    flight.cancel = this.#clock.after(limits.receiptWaitMs, () => {
      if (this.#flying.has(flight)) onMissed(flight);
    });
    this.#flying.add(flight);
  }

  /** Rows whose fate is known; a flight with none left has landed. */
  land(epoch: EpochId, lane: Lane, isKnown: (seq: number) => boolean): void {
    for (const flight of this.#flying) {
      flight.rows = flight.rows.filter(
        (row) => row.epoch !== epoch || row.lane !== lane || !isKnown(row.seq),
      );
    }
    this.landEmpty();
  }

  /** Flights that carry no row any more, or never did, wait for nothing. */
  landEmpty(): void {
    for (const flight of this.#flying) {
      if (flight.rows.length > 0) continue;
      flight.cancel();
      this.#flying.delete(flight);
    }
  }

  /** Everything un-receipted is sent again from the front. */
  forget(): void {
    for (const flight of this.#flying) flight.cancel();
    this.#flying.clear();
    this.#sentOrd = [0, 0, 0, 0];
  }
}
