/** Who stands at which place of which lane: what fits, what is taken, what will never come; it counts no event. */
import { centreLimits } from '../shared/contract/centre-limits.ts';
import type { PlaceClaim } from './event-reader.ts';
import { LaneBook, type LaneKey } from './lane-book.ts';
import type { LaneLine } from './lane-line.ts';
import type { PlaceFound, Statements } from './statements.ts';

/** `fits`: free and in line with its neighbours, `previd` is what must still be proved by the row before. */
export type Fit =
  | { readonly kind: 'fits'; readonly previd: string | null }
  | { readonly kind: 'same'; readonly found: PlaceFound }
  | { readonly kind: 'conflict' }
  /** The lane has too many holes already: not now. */
  | { readonly kind: 'scattered' };

/** Places first..last that nobody will fill. `by`: the admin who wrote them off. `at`: ms. */
export interface Gap {
  readonly first: number;
  readonly last: number;
  readonly reason: string;
  readonly by: string | null;
  readonly at: number;
}

/** All of it within a transaction of the caller's; after one that failed, `forget` its lanes. */
export class Places {
  readonly #do: Statements;
  readonly #book: LaneBook;

  constructor(statements: Statements) {
    this.#do = statements;
    this.#book = new LaneBook(statements);
  }

  /** What is settled of one lane. */
  lineOf(key: LaneKey): LaneLine {
    return this.#book.lineOf(key);
  }

  forget(keys: Iterable<LaneKey>): void {
    this.#book.forget(keys);
  }

  /**
   * Whether an event may stand where it says. It must name the row before it and be named by the row after it, where the ledger
   * knows them: so two clones of one profile can never both be part of one run.
   */
  fit(device: string, place: PlaceClaim): Fit {
    const key = { device, epoch: place.epoch, lane: place.lane };
    const line = this.lineOf(key);
    const spot = line.spotOf(place.seq);
    if (spot === 'next') {
      if (line.hid === null) return { kind: 'fits', previd: place.previd };
      return line.hid === place.previd ? { kind: 'fits', previd: null } : { kind: 'conflict' };
    }
    const found = spot === 'settled' ? this.#placeAt(key, place.seq) : undefined;
    if (found !== undefined) return found.id === place.id ? { kind: 'same', found } : { kind: 'conflict' };
    const before = place.seq > 1 ? this.#placeAt(key, place.seq - 1) : undefined;
    if (before !== undefined && before.id !== place.previd) return { kind: 'conflict' };
    const after = this.#placeAt(key, place.seq + 1);
    const isDenied = after !== undefined && after.previd !== null && after.previd !== place.id;
    if (isDenied) return { kind: 'conflict' };
    if (isScattered(line, place.seq, place.seq)) return { kind: 'scattered' };
    return { kind: 'fits', previd: before === undefined ? place.previd : null };
  }

  settle(device: string, place: PlaceClaim, kind: 'event' | 'kept', previd: string | null): void {
    const { epoch, lane, seq, id } = place;
    this.#do.addPlace.run(device, epoch, lane, seq, kind, id, previd);
    this.lineOf({ device, epoch, lane }).settle({ first: seq, last: seq, id });
  }

  /** One row however long the gap is; an event that comes all the same may still take its place. */
  declareGap(key: LaneKey, gap: Gap): void {
    if (isScattered(this.lineOf(key), gap.first, gap.last)) return; // it will be declared again
    this.#do.addGap.run(key.device, key.epoch, key.lane, gap.first, gap.last, gap.reason, gap.by, gap.at);
    const id = this.#placeAt(key, gap.last)?.id ?? null;
    this.lineOf(key).settle({ first: gap.first, last: gap.last, id });
  }

  /** Writes down how far a lane has come, so that a restart need not read all its places. */
  saveTop(key: LaneKey, at: number): void {
    const { hwm, hid } = this.lineOf(key);
    if (hwm > 0) this.#do.setTop.run(key.device, key.epoch, key.lane, hwm, hid, at);
  }

  #placeAt(key: LaneKey, seq: number): PlaceFound | undefined {
    // The columns are those that the statement names.
    return this.#do.placeAt.get(key.device, key.epoch, key.lane, seq) as PlaceFound | undefined;
  }
}

function isScattered(line: LaneLine, first: number, last: number): boolean {
  return line.runsCount >= centreLimits.laneRunsMax && line.opensRun(first, last);
}
