/** The lines of lanes as the ledger holds them: kept in memory for those in use, read again from the tables for the rest. */
import { limits } from '../shared/contract/limits.ts';
import { LaneLine } from './lane-line.ts';
import type { Statements } from './statements.ts';

/** Lines kept in memory; the rest is read again from the tables. */
const linesMax = limits.laneLinesKept;

export interface LaneKey {
  readonly device: string;
  readonly epoch: string;
  readonly lane: number;
}

export class LaneBook {
  readonly #lines = new Map<string, LaneLine>();
  readonly #statements: Statements;

  constructor(statements: Statements) {
    this.#statements = statements;
  }

  lineOf(key: LaneKey): LaneLine {
    const name = nameOf(key);
    const known = this.#lines.get(name);
    if (known !== undefined) return known;
    const line = this.#read(key);
    this.#lines.set(name, line);
    const oldest = this.#lines.keys().next();
    if (this.#lines.size > linesMax && oldest.done !== true) this.#lines.delete(oldest.value);
    return line;
  }

  /** After a transaction that came to nothing what memory says may be wrong. */
  forget(keys: Iterable<LaneKey>): void {
    for (const key of keys) this.#lines.delete(nameOf(key));
  }

  #read(key: LaneKey): LaneLine {
    const { device, epoch, lane } = key;
    const { topOf, placesAbove, gapsAbove } = this.#statements;
    const top = topOf.get(device, epoch, lane);
    const hwm = Number(top?.hwm ?? 0);
    const hid = typeof top?.hid === 'string' ? top.hid : null;
    const line = new LaneLine(hwm > 0 ? [{ first: 1, last: hwm, id: hid }] : []);
    for (const gap of gapsAbove.each(device, epoch, lane, hwm)) {
      line.settle({ first: Number(gap.first), last: Number(gap.last), id: null });
    }
    for (const place of placesAbove.each(device, epoch, lane, hwm)) {
      line.settle({ first: Number(place.seq), last: Number(place.seq), id: String(place.id) });
    }
    return line;
  }
}

export const nameOf = (key: LaneKey): string => `${key.device}/${key.epoch}/${key.lane}`;
