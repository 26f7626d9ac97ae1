/**
 * The ledger: counts each event id once, for ever, and remembers every place at which a device has named it. It knows no socket.
 *
 * The musts of a commit, in this order:
 * 1. everything of one call in one transaction, synced when it returns;
 * 2. a place is taken only when it fits its known neighbours, so that any contiguous run is one lineage and `hid` proves all of it;
 * 3. an event is counted by its id alone; its place is recorded even when the id was known, so that lines move on;
 * 4. what cannot be counted is kept as raw bytes and settles its place all the same.
 */
import { createHash } from 'node:crypto';
import { centreLimits } from '../shared/contract/centre-limits.ts';
import { dayOf } from '../shared/contract/day.ts';
import type { ReadItem } from './batch-reader.ts';
import { countedTime } from './counted-time.ts';
import type { LaneKey } from './lane-book.ts';
import type { LaneLine } from './lane-line.ts';
import { LaneNotes } from './lane-notes.ts';
import type { LedgerFile } from './ledger-file.ts';
import type { Committed, Delivery, LedgerStore, Settled } from './ledger-store.ts';
import { type Fit, Places } from './places.ts';
import { prepareStatements, type Statements } from './statements.ts';

type EventItem = Extract<ReadItem, { kind: 'event' }>;
type Rejected = Extract<Fit, { kind: 'conflict' | 'scattered' }>;
type KeptItem = Extract<ReadItem, { kind: 'kept' }>;
/** An event that had been kept in quarantine. */
export interface KeptEvent {
  readonly device: string;
  readonly simulated: boolean;
  readonly receivedAt: number;
  readonly id: string;
  readonly epoch: string;
  readonly event: EventItem['event'];
  readonly stated: EventItem['stated'];
}

interface Tally {
  counted: number;
  duplicates: number;
  kept: number;
  conflicts: number;
}

export class Ledger implements LedgerStore {
  readonly #file: LedgerFile;
  readonly #do: Statements;
  readonly #places: Places;

  constructor(file: LedgerFile) {
    this.#file = file;
    this.#do = prepareStatements(file);
    this.#places = new Places(this.#do);
  }

  commit(deliveries: readonly Delivery[]): Promise<Committed> {
    // node:sqlite is synchronous: what it throws must reach the caller as a rejection.
    return new Promise((resolve) => resolve(this.commitNow(deliveries)));
  }

  /** As `commit`, but done when it returns; throws when the database cannot, and then nothing was written. */
  commitNow(deliveries: readonly Delivery[]): Committed {
    const tally: Tally = { counted: 0, duplicates: 0, kept: 0, conflicts: 0 };
    const notes = new Map<string, LaneNotes>();
    try {
      this.#file.transaction(() => {
        for (const delivery of deliveries) this.#take(delivery, notesOf(notes, delivery.device), tally);
        const at = deliveries[0]?.receivedAt ?? 0;
        for (const [device, note] of notes)
          for (const key of note.keys(device)) this.#places.saveTop(key, at);
      });
    } catch (error) {
      for (const [device, note] of notes) this.#places.forget(note.keys(device));
      throw error;
    }
    const settled = [...notes].map(
      ([device, note]): Settled => ({
        device,
        lanes: note.receipts((key) => this.lineOf({ device, ...key })),
        refused: note.refused,
      }),
    );
    return { settled, ...tally };
  }

  /** What is settled of one lane. */
  lineOf(key: LaneKey): LaneLine {
    return this.#places.lineOf(key);
  }

  #take(delivery: Delivery, notes: LaneNotes, tally: Tally): void {
    for (const item of delivery.items) {
      if (item.kind === 'event') this.#takeEvent(delivery, item, notes, tally);
      else if (item.kind === 'kept') this.#takeKept(delivery, item, notes, tally);
      else notes.reject(item.place, item.code);
    }
    for (const gone of delivery.gone) {
      const key = { device: delivery.device, epoch: gone.epoch, lane: gone.lane };
      notes.touch(key.epoch, key.lane);
      const why = { reason: gone.reason, by: null, at: delivery.receivedAt };
      for (const [first, last] of gone.ranges) {
        if (last >= first) this.#places.declareGap(key, { first, last, ...why });
      }
    }
  }

  /**
   * Counts an event out of quarantine, in its own transaction. False when its id is counted with other content or for another
   * device; true also when it is counted already.
   */
  countKept(kept: KeptEvent): boolean {
    const { device, simulated, receivedAt, id, epoch, event, stated } = kept;
    const place = { id, epoch, lane: 0, seq: 0, previd: null };
    const item: EventItem = { kind: 'event', place, event, stated, raw: null };
    return this.#file.transaction(
      () =>
        this.#count({ device, simulated, receivedAt, items: [], gone: [] }, item) ||
        this.#isCounted(device, id, item),
    );
  }

  /** Settles places that an admin has written off, synced. */
  writeOff(key: LaneKey, gap: { first: number; last: number; by: string; at: number }): void {
    try {
      this.#file.transaction(() => {
        this.#places.declareGap(key, { ...gap, reason: 'written-off' });
        this.#places.saveTop(key, gap.at);
      });
    } catch (error) {
      this.#places.forget([key]);
      throw error;
    }
  }

  #takeEvent(delivery: Delivery, item: EventItem, notes: LaneNotes, tally: Tally): void {
    const { place } = item;
    const { device } = delivery;
    const fit = this.#places.fit(device, place);
    if (this.#isRejected(fit, place, notes, tally)) return;
    notes.touch(place.epoch, place.lane, place.seq);
    if (fit.kind === 'same') {
      if (fit.found.kind === 'event' && !this.#isCounted(device, place.id, item))
        this.#keepOther(delivery, item, tally);
      else tally.duplicates += 1;
      return;
    }
    if (this.#count(delivery, item)) {
      tally.counted += 1;
      this.#places.settle(device, place, 'event', fit.previd);
    } else if (this.#isCounted(device, place.id, item)) {
      tally.duplicates += 1;
      this.#places.settle(device, place, 'event', fit.previd);
    } else {
      this.#keepOther(delivery, item, tally);
      this.#places.settle(device, place, 'kept', fit.previd);
    }
  }

  #isRejected(fit: Fit, place: EventItem['place'], notes: LaneNotes, tally: Tally): fit is Rejected {
    if (fit.kind === 'scattered') notes.reject(place, 'E_BUSY', centreLimits.busyRetryMs);
    if (fit.kind === 'conflict') {
      tally.conflicts += 1;
      notes.reject(place, 'E_CONFLICT');
    }
    return fit.kind === 'scattered' || fit.kind === 'conflict';
  }

  /** Writes event and rating; false when the id is known. */
  #count(delivery: Delivery, item: EventItem): boolean {
    const { event, place, stated } = item;
    const { receivedAt, simulated, device } = delivery;
    const time = countedTime({ stated, wallms: event.wallms, receivedAt, simulated });
    const flags = [...(event.rating?.flags ?? []), ...(time.flag === null ? [] : [time.flag])];
    const added = this.#do.addEvent.run(
      place.id,
      device,
      event.type,
      event.body,
      stated.at,
      stated.clock,
      stated.attempt,
      receivedAt,
      time.countedAt,
      flags.length === 0 ? '[]' : JSON.stringify(flags),
    );
    if (Number(added.changes) === 0) return false;
    const { rating } = event;
    if (rating !== null) {
      this.#do.addRating.run(
        place.id,
        device,
        place.epoch,
        rating.site,
        rating.counter,
        rating.scale.id,
        rating.scale.version,
        rating.scale.size,
        rating.index,
        rating.outcome,
        dayOf(time.countedAt),
        time.countedAt,
        receivedAt,
        flags.length === 0 ? 0 : 1,
      );
    }
    return true;
  }

  #isCounted(device: string, id: string, item: EventItem): boolean {
    const known = this.#do.eventById.get(id);
    return known?.device === device && known.body === item.event.body;
  }

  /** The same id with other content or from another device: nobody can say which is true, so both are kept. */
  #keepOther(delivery: Delivery, item: EventItem, tally: Tally): void {
    this.#quarantine(delivery, { ...item, kind: 'kept', refusal: { code: 'E_CONFLICT', path: 'id' } });
    tally.kept += 1;
  }

  #takeKept(delivery: Delivery, item: KeptItem, notes: LaneNotes, tally: Tally): void {
    const { place } = item;
    if (place === null) {
      this.#quarantine(delivery, item);
      tally.kept += 1;
      notes.refuse(item.refusal);
      return;
    }
    const fit = this.#places.fit(delivery.device, place);
    if (this.#isRejected(fit, place, notes, tally)) return;
    notes.touch(place.epoch, place.lane, place.seq);
    if (fit.kind === 'same') {
      tally.duplicates += 1;
      return;
    }
    this.#quarantine(delivery, item);
    tally.kept += 1;
    this.#places.settle(delivery.device, place, 'kept', fit.previd);
  }

  #quarantine(delivery: Delivery, item: KeptItem): void {
    const bytes = Buffer.from(JSON.stringify(item.raw) ?? 'null');
    const id = createHash('sha256').update(`${delivery.device}\0`).update(bytes).digest('hex').slice(0, 32);
    const { place, refusal, stated } = item;
    this.#do.addQuarantine.run(
      id,
      delivery.device,
      refusal.code,
      refusal.path,
      bytes,
      place?.epoch ?? null,
      place?.lane ?? null,
      place?.seq ?? null,
      stated.at,
      stated.clock,
      delivery.receivedAt,
      'waiting',
    );
  }
}

function notesOf(all: Map<string, LaneNotes>, device: string): LaneNotes {
  const known = all.get(device) ?? new LaneNotes();
  all.set(device, known);
  return known;
}
