/** What the outbox sends next and what a receipt clears: pure decisions over rows; it knows no disk and no wire. */
import type { EpochId, EventId } from '../contract/ids.ts';
import type { Lane } from '../contract/lanes.ts';
import { limits } from '../contract/limits.ts';
import type { LaneReceipt, WelcomeClaims } from '../contract/messages.ts';

/** held: may still be undone · settled and undone: to be sent, bytes frozen · receipted: the ledger has it. */
export type RowState = 'held' | 'settled' | 'undone' | 'receipted';

/** One event at its place. `head` is the event as JSON without its place, frozen when the row is settled. */
export interface Row {
  readonly epoch: EpochId;
  readonly lane: Lane;
  readonly seq: number;
  readonly id: EventId;
  readonly previd: EventId | null;
  readonly state: RowState;
  readonly head: string;
  /** Rises with every write of this store: the order of sending and of mirroring. */
  readonly ord: number;
  readonly instance: string;
  readonly bootid: string;
  readonly monoms: number;
  readonly wallms: number;
}

/** The event as it travels: its place before its frozen head. The same row gives the same bytes for ever. */
export function eventText(row: Row): string {
  const previd = row.previd === null ? '' : `"previd":"${row.previd}",`;
  return `{"epoch":"${row.epoch}","seq":${row.seq},${previd}${row.head.slice(1)}`;
}

export const isUnreceipted = (row: Row): boolean => row.state === 'settled' || row.state === 'undone';

/**
 * The next batch from the oldest sendable rows of each lane: lane 0 first, and of eight slots one is offered to the lanes behind
 * it, so that a long backlog of ratings never hides a fault. At most 32 events and 16 kB; one row always fits.
 */
export function pickBatch(waiting: readonly (readonly Row[])[]): Row[] {
  const at = waiting.map(() => 0);
  const take = (first: readonly number[]): Row | undefined => {
    for (const lane of first) {
      const row = waiting[lane]?.[at[lane] ?? 0];
      if (row !== undefined) {
        at[lane] = (at[lane] ?? 0) + 1;
        return row;
      }
    }
    return undefined;
  };
  const picked: Row[] = [];
  let bytes = 0;
  while (picked.length < limits.batchEventsMax) {
    const isOthersSlot = picked.length % limits.slotsPerOther === limits.slotsPerOther - 1;
    const row = take(isOthersSlot ? [1, 2, 3, 0] : [0, 1, 2, 3]);
    if (row === undefined) break;
    bytes += row.head.length + 160; // the place and the wrapper around it
    if (picked.length > 0 && bytes > limits.batchBytesMax) break;
    picked.push(row);
  }
  return picked;
}

/** What the device holds of one lane of one epoch. */
export interface HeldLane {
  readonly epoch: EpochId;
  readonly lane: Lane;
  /** Oldest and newest place that still has a row; max 0: none. */
  readonly min: number;
  readonly max: number;
  /** Highest place ever given out here. */
  readonly top: number;
  /** New rows go here, or un-receipted ones stand here: only then is there something to fork. */
  readonly isOpen: boolean;
  /** Id of the row at a place named by the centre; undefined where no row stands. */
  readonly idAt: (seq: number) => EventId | undefined;
}

export interface Judgement {
  /** Places [from, to] that the ledger is proved to hold. */
  readonly clear: readonly (readonly [number, number])[];
  /** The centre knows another line at these places: all un-receipted rows move to a new epoch with the same ids. */
  readonly fork: boolean;
  /**
   * The highest place whose id the centre names and where we hold no row (it was lost, or belongs to a twin); 0: none. Rows that wait
   * at or below it can never be proved here and would wait for ever: they must move too.
   */
  readonly unproved: number;
  /** Places refused for good. */
  readonly dead: readonly number[];
  /** Wait before the next batch, ms; 0: none asked for. */
  readonly waitMs: number;
}

/**
 * What a receipt proves. `hid` must be the id of our own row at `hwm`: the centre accepts a row only behind the row it names as
 * its predecessor, so equal ids at one place mean that the whole run below it is ours. A mismatch, or an hwm above anything we ever
 * placed, means that a twin or a later life of this store has spoken: fork.
 */
export function judgeReceipt(receipt: LaneReceipt, own: HeldLane): Judgement {
  const judged = compare(receipt, own);
  return { ...judged, fork: judged.fork && own.isOpen };
}

/** As judgeReceipt, but `fork` tells of any contradiction. */
function compare(receipt: LaneReceipt, own: HeldLane): Judgement {
  const clear: [number, number][] = [];
  const dead: number[] = [];
  let fork = receipt.hwm > own.top;
  let waitMs = 0;
  let unproved = 0;
  const judgeRun = (from: number, to: number, id: EventId | null | undefined): void => {
    const mine = own.idAt(to);
    if (id === null || id === undefined) return;
    if (mine === undefined) unproved = Math.max(unproved, to);
    else if (mine === id) clear.push([from, to]);
    else fork = true;
  };
  if (receipt.hwm > 0 && !fork) judgeRun(1, receipt.hwm, receipt.hid);
  for (const [from, to, id] of receipt.also) {
    // As with hwm: a run that ends above anything we hold here cannot be proved, and its rows would wait for ever.
    if (to > own.top && id !== null) fork = true;
    else judgeRun(from, to, id);
  }
  for (const rejected of receipt.rej) {
    // A late word about a row that has already moved on says nothing of the one that stands there now.
    const isOurs = rejected.id === undefined || own.idAt(rejected.seq) === rejected.id;
    if (rejected.code === 'E_CONFLICT') fork ||= isOurs;
    else if (rejected.code === 'E_SOURCE' || rejected.code === 'E_TOO_BIG') {
      if (isOurs) dead.push(rejected.seq);
    } else waitMs = Math.max(waitMs, rejected.retryAfterMs ?? limits.backoffStartMs);
  }
  return { clear, fork, unproved, dead, waitMs };
}

/** What a welcome says of one lane: as a receipt, and from which place on rows must be sent again (a centre restored from a backup). */
export interface WelcomeJudgement extends Judgement {
  /** Receipted rows above this place go back to the queue. */
  readonly resendAbove: number;
  /** Places that the centre misses and this device no longer has. */
  readonly missing: readonly [number, number] | null;
}

/**
 * Judges one held lane against a welcome; a lane that the centre does not name is unknown to it (hwm 0). A contradiction forks here
 * even a lane in which nothing waits: a restored centre that then heard a twin may have lost what it had receipted.
 */
export function judgeWelcome(lanes: WelcomeClaims['lanes'], own: HeldLane): WelcomeJudgement {
  const named = lanes.find((one) => one.epoch === own.epoch && one.lane === own.lane);
  const hwm = named?.hwm ?? 0;
  const judged = compare({ epoch: own.epoch, lane: own.lane, hwm, hid: named?.hid, also: [], rej: [] }, own);
  const missing = own.max > 0 && hwm + 1 < own.min ? ([hwm + 1, own.min - 1] as const) : null;
  return { ...judged, resendAbove: hwm, missing };
}
