/** The lines of lanes as the ledger holds them: kept in memory for those in use, read again from the tables for the rest. */
import { centreLimits } from '../shared/contract/centre-limits.ts';
import { LaneLine } from './lane-line.ts';
import type { Statements } from './statements.ts';

/** Lines kept in memory; the rest is read again from the tables. */
const linesMax = centreLimits.laneLinesKept;

export interface LaneKey {
  readonly device: string;
  readonly epoch: string;
  readonly lane: number;
}

export class LaneBook {
  readonly #lines = new Map<string, LaneLine>();
  readonly #statements: Statements;
  #last: (LaneKey & { readonly line: LaneLine }) | undefined;

  constructor(statements: Statements) {
    this.#statements = statements;
  }

  /** The same lane is asked for again and again: the last answer is kept beside the map. */
  lineOf(key: LaneKey): LaneLine {
    const last = this.#last;
    if (
      last !== undefined &&
      last.lane === key.lane &&
      last.epoch === key.epoch &&
      last.device === key.device
    ) {
      return last.line;
    }
    const line = this.#find(key);
    this.#last = { ...key, line };
    return line;
  }

  #find(key: LaneKey): LaneLine {
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
    this.#last = undefined;
    for (const key of keys) this.#lines.delete(nameOf(key));
  }

  #read(key: LaneKey): LaneLine {
    const { device, epoch, lane } = key;
    const { topOf, placesAbove, gapsAbove } = this.#statements;
    const top = topOf.get(device, epoch, lane);
    const hwm = Number(top?.hwm ?? 0);
    const hid = typeof top?.hid === 'string' ? top.hid : null;
    const line = new LaneLine(hwm > 0 ? [{ first: 1, last: hwm, id: hid }] : []);
    for (const gap of gapsAbove.iterate(device, epoch, lane, hwm)) {
      line.settle({ first: Number(gap.first), last: Number(gap.last), id: null });
    }
    for (const place of placesAbove.iterate(device, epoch, lane, hwm)) {
      line.settle({ first: Number(place.seq), last: Number(place.seq), id: String(place.id) });
    }
    return line;
  }
}

export const nameOf = (key: LaneKey): string => `${key.device}/${key.epoch}/${key.lane}`;
