/** What one commit did to one device's lanes, and the receipt that says so; it reads no table. */
import type { LaneReceipt } from '../shared/contract/messages.ts';
import type { Refusal } from '../shared/contract/refusal.ts';
import type { LaneKey } from './lane-book.ts';
import type { LaneLine, Run } from './lane-line.ts';

/** As the contract bounds them (messages.ts laneReceipt). */
const runsMax = 64;
const rejectionsMax = 64;

type Rejection = LaneReceipt['rej'][number];

interface Note {
  readonly epoch: string;
  readonly lane: number;
  readonly touched: number[];
  readonly rej: Rejection[];
}

export class LaneNotes {
  readonly #notes = new Map<string, Note>();
  refused: { readonly code: string; readonly path: string } | null = null;

  /** This lane belongs into the receipt; `seq` where a place was named. */
  touch(epoch: string, lane: number, seq?: number): void {
    const note = this.#noteOf(epoch, lane);
    if (seq !== undefined) note.touched.push(seq);
  }

  reject(
    place: { readonly epoch: string; readonly lane: number; readonly seq: number; readonly id: string },
    code: Rejection['code'],
    retryAfterMs?: number,
  ): void {
    const { rej } = this.#noteOf(place.epoch, place.lane);
    // The id was read by its schema when the place was.
    const id = place.id as Rejection['id'] & string;
    const wait = retryAfterMs === undefined ? {} : { retryAfterMs };
    if (rej.length < rejectionsMax) rej.push({ seq: place.seq, id, code, ...wait });
  }

  /** An event so broken that no place can be named. */
  refuse(refusal: Refusal): void {
    this.refused = { code: refusal.code, path: refusal.path };
  }

  keys(device: string): LaneKey[] {
    return [...this.#notes.values()].map(({ epoch, lane }) => ({ device, epoch, lane }));
  }

  /** The lanes of the receipt, as they stand after the commit. */
  receipts(lineOf: (key: { readonly epoch: string; readonly lane: number }) => LaneLine): LaneReceipt[] {
    return [...this.#notes.values()].map((note) => laneReceiptOf(note, lineOf(note), note.touched, note.rej));
  }

  #noteOf(epoch: string, lane: number): Note {
    const key = `${epoch}/${lane}`;
    const known = this.#notes.get(key) ?? { epoch, lane, touched: [], rej: [] };
    this.#notes.set(key, known);
    return known;
  }
}

/** One lane's receipt. Of more runs than fit those that hold the `touched` places go first. */
export function laneReceiptOf(
  key: { readonly epoch: string; readonly lane: number },
  line: LaneLine,
  touched: readonly number[] = [],
  rej: readonly Rejection[] = [],
): LaneReceipt {
  const beyond = line.beyond.length <= runsMax ? line.beyond : chosen(line.beyond, touched);
  // Epoch, lane and ids were read by their schemas before they came into the ledger.
  return {
    epoch: key.epoch,
    lane: key.lane,
    hwm: line.hwm,
    ...(line.hid === null ? {} : { hid: line.hid }),
    also: beyond.map((run) => [run.first, run.last, run.id]),
    rej,
  } as LaneReceipt;
}

function chosen(runs: readonly Run[], touched: readonly number[]): readonly Run[] {
  const holds = (run: Run): boolean => touched.some((seq) => run.first <= seq && seq <= run.last);
  return [...runs.filter(holds), ...runs.filter((run) => !holds(run))].slice(0, runsMax);
}
