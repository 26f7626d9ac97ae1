/** Places that this device can no longer fill: declared to the centre until its receipts show them settled; it decides no loss. */
import type { Gone, LaneReceipt } from '../contract/messages.ts';
import type { Row } from '../rules/outbox.ts';
import { type Database, readFact, writeFact } from './disk.ts';

const declaredAtOnce = 8; // as the contract bounds it (messages.ts batch)

export class GoneList {
  readonly #db: Database;
  #gone: readonly Gone[] = [];
  #isSent = false;

  constructor(db: Database) {
    this.#db = db;
  }

  async open(): Promise<void> {
    this.#gone = (await readFact(this.#db, 'gone')) ?? [];
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
    const known = new Set(this.#gone.map((one) => JSON.stringify(one)));
    await this.#keep([...this.#gone, ...more.filter((one) => !known.has(JSON.stringify(one)))]);
  }

  /** Declares dropped rows; neighbours become one range. */
  async declareDropped(rows: readonly Row[]): Promise<void> {
    if (rows.length > 0) await this.#keep(rows.reduce(withDropped, this.#gone));
  }

  /** Takes out what a receipt shows as settled. */
  async settle(lane: LaneReceipt): Promise<void> {
    const isSettled = (one: Gone): boolean =>
      one.epoch === lane.epoch &&
      one.lane === lane.lane &&
      one.ranges.every(([from, to]) => to <= lane.hwm || lane.also.some(([a, b]) => a <= from && to <= b));
    const left = this.#gone.filter((one) => !isSettled(one));
    if (left.length < this.#gone.length) await this.#keep(left);
  }

  async #keep(gone: readonly Gone[]): Promise<void> {
    this.#gone = gone;
    this.#isSent = false;
    await writeFact(this.#db, 'gone', gone);
  }
}

function withDropped(gone: readonly Gone[], { epoch, lane, seq }: Row): readonly Gone[] {
  const last = gone.at(-1);
  const range = last?.ranges.at(-1);
  const isNext = last?.epoch === epoch && last.lane === lane && range?.[1] === seq - 1;
  if (last === undefined || range === undefined || !isNext)
    return [...gone, { epoch, lane, ranges: [[seq, seq]], reason: 'dropped' }];
  return [...gone.slice(0, -1), { ...last, ranges: [...last.ranges.slice(0, -1), [range[0], seq]] }];
}
