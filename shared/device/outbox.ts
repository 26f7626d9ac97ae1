/** Sends what the outbox holds and believes only receipts; what to send and what a receipt clears is decided in rules/outbox. */
import type { EpochId, EventId } from '../contract/ids.ts';
import { type Lane, lanes } from '../contract/lanes.ts';
import { limits } from '../contract/limits.ts';
import type { Gone, Receipt, WelcomeClaims } from '../contract/messages.ts';
import { backoffMs } from '../rules/backoff.ts';
import {
  eventText,
  type HeldLane,
  judgeReceipt,
  judgeWelcome,
  pickBatch,
  type Row,
} from '../rules/outbox.ts';
import type { ClockBook } from './clock-book.ts';
import { type Database, readFact } from './disk.ts';
import { buryRow, dropOldest } from './dropped-rows.ts';
import { type Flight, Flights } from './flights.ts';
import { GoneList } from './gone.ts';
import type { MirrorKeeper } from './mirror.ts';
import { forkRows } from './moved-rows.ts';
import type { Chance, Clock } from './ports.ts';
import { clearRows, requeueRows, sweepRows } from './receipted-rows.ts';
import { dueRows, type HeldRange, heldRanges, laneMax, rowIdAt } from './rows.ts';

export interface OutboxParts {
  readonly db: Database;
  readonly clock: Clock;
  readonly chance: Chance;
  readonly book: ClockBook;
  readonly mirror: MirrorKeeper;
  /** Sends one batch; false when there is no link. */
  readonly send: (bytes: Uint8Array) => boolean;
  readonly onForked: (reason: string) => void;
  readonly onDead: () => void;
  readonly onChange: () => void;
  /** Something that must not happen has happened (a store that refuses): the device decides. */
  readonly onFailed: (cause: unknown) => void;
}

type Range = readonly [number, number];
const backoff = { startMs: limits.backoffStartMs, maxMs: limits.backoffMaxMs };
const isCovered = (seq: number, ranges: readonly Range[]): boolean =>
  ranges.some(([from, to]) => seq >= from && seq <= to);

export class Outbox {
  readonly #parts: OutboxParts;
  readonly #flights: Flights;
  readonly #gone: GoneList;
  #isOpen = false;
  #attempt = 0;
  #pausedUntil = 0;
  #cancelPause: () => void = () => {};
  #batchRowsMax: number = limits.batchEventsMax;
  #turn: Promise<void> = Promise.resolve();
  #isPumpAsked = false;
  #receiptedSinceSweep = 0;
  #lastReceiptAt = 0;

  constructor(parts: OutboxParts) {
    this.#parts = parts;
    this.#flights = new Flights(parts.clock);
    this.#gone = new GoneList(parts.db);
  }

  async open(): Promise<void> {
    await this.#gone.open();
    await sweepRows(this.#parts.db);
  }

  /** Something new may be sendable. */
  wake(): void {
    if (!this.#isOpen || this.#isPumpAsked) return;
    this.#isPumpAsked = true;
    void this.#queue(async () => {
      this.#isPumpAsked = false;
      await this.#pump();
    });
  }

  goOffline(): void {
    this.#isOpen = false;
    void this.#queue(async () => this.#flights.forget());
  }

  /** Settles what the welcome says of every line held here, then sends. */
  goOnline(claims: WelcomeClaims): Promise<void> {
    return this.#queue(async () => {
      this.#flights.forget();
      await this.#takeWelcome(claims);
      this.#attempt = 0;
      this.#gone.sayAgain();
      this.#lastReceiptAt = this.#parts.clock.monoMs();
      this.#pausedUntil = 0;
      this.#isOpen = true;
      if ((claims.retryAfterMs ?? 0) > 0) this.#pause(claims.retryAfterMs ?? 0);
      await this.#pump();
    });
  }

  onReceipt(receipt: Receipt): Promise<void> {
    return this.#queue(async () => {
      this.#lastReceiptAt = this.#parts.clock.monoMs();
      await this.#takeReceipt(receipt);
      await this.#pump();
    });
  }

  /** Batches have gone unanswered and no receipt has come for 30 s: the connection cannot be trusted. */
  get isStuck(): boolean {
    return (
      this.#flights.count > 0 && this.#parts.clock.monoMs() - this.#lastReceiptAt > limits.receiptWatchdogMs
    );
  }

  /** Resolves when everything asked for so far is done. */
  idle(): Promise<void> {
    return this.#turn;
  }

  #queue(work: () => Promise<void>): Promise<void> {
    this.#turn = this.#turn.then(work).catch((cause: unknown) => this.#parts.onFailed(cause));
    return this.#turn;
  }

  // ---- sending ------------------------------------------------------------------------------------------------------

  async #pump(): Promise<void> {
    while (
      this.#isOpen &&
      this.#flights.count < limits.batchesInFlightMax &&
      this.#parts.clock.monoMs() >= this.#pausedUntil
    ) {
      const waiting = await Promise.all(
        lanes.map(async (lane) => {
          const rows = await dueRows(this.#parts.db, lane, this.#flights.sentOrd(lane), this.#batchRowsMax);
          const firstUnflushed = rows.findIndex((row) => !this.#parts.mirror.isFlushed(row.ord));
          return firstUnflushed < 0 ? rows : rows.slice(0, firstUnflushed);
        }),
      );
      const rows = pickBatch(waiting).slice(0, this.#batchRowsMax);
      if (!this.#isOpen || (rows.length === 0 && !this.#gone.isDue)) return;
      if (!this.#parts.send(this.#compose(rows))) return;
      this.#gone.markSent();
      this.#flights.add(rows, (flight) => this.#missReceipt(flight));
    }
  }

  #compose(rows: readonly Row[]): Uint8Array {
    const events = rows.map((row) => {
      const { at, clock } = this.#parts.book.correct(row);
      return `{"at":${at},"clock":"${clock}","event":${eventText(row)}}`;
    });
    const { next } = this.#gone;
    const gone = next.length > 0 ? `,"gone":${JSON.stringify(next)}` : '';
    const sentms = this.#parts.clock.wallMs();
    return new TextEncoder().encode(
      `{"v":1,"attempt":${this.#attempt},"sentms":${Math.round(sentms)},"events":[${events.join(',')}]${gone}}`,
    );
  }

  #missReceipt(flight: Flight): void {
    void this.#queue(async () => {
      if (!this.#flights.has(flight)) return;
      this.#attempt += 1;
      this.#pause(backoffMs(this.#attempt, backoff, this.#parts.chance.unit()));
    });
  }

  /** Nothing is sent for a while, and then everything un-receipted from the front. */
  #pause(ms: number): void {
    this.#flights.forget();
    this.#gone.sayAgain();
    this.#pausedUntil = this.#parts.clock.monoMs() + ms;
    this.#cancelPause();
    this.#cancelPause = this.#parts.clock.after(ms, () => this.wake());
  }

  // ---- receipts -----------------------------------------------------------------------------------------------------

  async #ownLane(range: HeldRange, asked: readonly number[]): Promise<HeldLane> {
    const line = await readFact(this.#parts.db, 'line');
    const isCurrent = line?.epoch === range.epoch;
    const ids = new Map<number, EventId | undefined>();
    for (const seq of asked) ids.set(seq, await rowIdAt(this.#parts.db, range.epoch, range.lane, seq));
    const top = isCurrent ? (line.tops[range.lane].seq ?? 0) : range.max;
    const isOpen = isCurrent || (await this.#hasWaiting(range.epoch, range.lane));
    return { ...range, top, isOpen, idAt: (seq) => ids.get(seq) };
  }

  async #hasWaiting(epoch: EpochId, lane: Lane): Promise<boolean> {
    const [first] = await dueRows(this.#parts.db, lane, 0, 1);
    if (first === undefined) return false;
    if (first.epoch === epoch) return true;
    return (await dueRows(this.#parts.db, lane, 0, limits.outboxRestRowsMax)).some(
      (row) => row.epoch === epoch,
    );
  }

  async #takeReceipt(receipt: Receipt): Promise<void> {
    const forked: { epoch: EpochId; lane: Lane }[] = [];
    let waitMs = 0;
    for (const lane of receipt.lanes) {
      const asked = [lane.hwm, ...lane.also.map(([, to]) => to), ...lane.rej.map((one) => one.seq)];
      const max = await laneMax(this.#parts.db, lane.epoch, lane.lane);
      const own = await this.#ownLane({ epoch: lane.epoch, lane: lane.lane, min: 1, max }, asked);
      const judged = judgeReceipt(lane, own);
      await this.#clear(lane.epoch, lane.lane, judged.clear);
      for (const seq of judged.dead) {
        const code = lane.rej.find((one) => one.seq === seq)?.code ?? 'E_SOURCE';
        await this.#bury(lane.epoch, lane.lane, seq, code);
      }
      await this.#gone.settle(lane);
      if (judged.fork) forked.push(lane);
      waitMs = Math.max(waitMs, judged.waitMs);
    }
    if (receipt.refused !== undefined) waitMs = Math.max(waitMs, await this.#takeRefusal(receipt.refused));
    else if (receipt.lanes.length > 0) this.#batchRowsMax = limits.batchEventsMax;
    if (forked.length > 0) await this.#fork(forked, 'receipt');
    if (waitMs > 0) this.#pause(waitMs);
  }

  /** A whole batch was refused: by load, then wait; by its shape, then find the one row that is to blame. */
  async #takeRefusal(refused: NonNullable<Receipt['refused']>): Promise<number> {
    const isShape = refused.code === 'E_SCHEMA' || refused.code === 'E_JSON' || refused.code === 'E_TOO_BIG';
    if (!isShape) return refused.retryAfterMs ?? limits.backoffStartMs;
    const row = this.#flights.first?.rows[0];
    if (this.#batchRowsMax > 1) this.#batchRowsMax = 1;
    else if (row !== undefined) await this.#bury(row.epoch, row.lane, row.seq, refused.code);
    return limits.backoffStartMs;
  }

  async #clear(epoch: EpochId, lane: Lane, ranges: readonly Range[]): Promise<void> {
    if (ranges.length === 0) return;
    const { ids } = await clearRows(this.#parts.db, epoch, lane, ranges);
    this.#flights.land(epoch, lane, (seq) => isCovered(seq, ranges));
    if (ids.length === 0) return;
    this.#attempt = 0;
    this.#parts.mirror.noteCleared(epoch, lane, ids);
    this.#receiptedSinceSweep += ids.length;
    if (this.#receiptedSinceSweep >= limits.deadLettersMax) {
      this.#receiptedSinceSweep = 0;
      await sweepRows(this.#parts.db);
    }
    this.#parts.onChange();
  }

  async #bury(epoch: EpochId, lane: Lane, seq: number, code: string): Promise<void> {
    const row = await buryRow(this.#parts.db, [epoch, lane, seq], code, this.#parts.clock.wallMs());
    if (row === undefined) return;
    this.#flights.land(epoch, lane, (one) => one === seq);
    this.#parts.mirror.noteCleared(epoch, lane, [row.id]);
    await this.#gone.open();
    this.#parts.onDead();
  }

  async #fork(contradicted: readonly { epoch: EpochId; lane: Lane }[], reason: string): Promise<void> {
    const rows = await forkRows(this.#parts.db, (n) => this.#parts.chance.bytes(n), contradicted);
    this.#flights.forget();
    this.#parts.mirror.noteRows(rows);
    this.#parts.onForked(reason);
  }

  // ---- welcome ------------------------------------------------------------------------------------------------------

  async #takeWelcome(claims: WelcomeClaims): Promise<void> {
    const forked: { epoch: EpochId; lane: Lane }[] = [];
    const missing: Gone[] = [];
    for (const range of await heldRanges(this.#parts.db)) {
      const named = claims.lanes.find((one) => one.epoch === range.epoch && one.lane === range.lane);
      const own = await this.#ownLane(range, named === undefined ? [] : [named.hwm]);
      const judged = judgeWelcome(claims.lanes, own);
      await this.#clear(range.epoch, range.lane, judged.clear);
      if (judged.fork) forked.push(range);
      else await requeueRows(this.#parts.db, range.epoch, range.lane, judged.resendAbove);
      // A hole among ratings is written off by a named person at the centre, never by the device itself.
      if (judged.missing !== null && range.lane !== 0 && !judged.fork) {
        missing.push({
          epoch: range.epoch,
          lane: range.lane,
          ranges: [[judged.missing[0], judged.missing[1]]],
          reason: 'lost',
        });
      }
    }
    if (missing.length > 0) await this.#gone.declare(missing);
    if (forked.length > 0) await this.#fork(forked, 'welcome');
  }

  /** Makes room: the oldest rows of the lanes behind faults are dropped and declared; ratings and faults never. */
  shed(): Promise<void> {
    return this.#queue(async () => {
      for (const lane of [3, 2] as const) {
        const dropped = await dropOldest(this.#parts.db, lane, limits.outboxRestRowsMax / 2);
        for (const epoch of new Set(dropped.map((row) => row.epoch))) {
          const own = dropped.filter((row) => row.epoch === epoch);
          const seqs = new Set(own.map((row) => row.seq));
          this.#flights.land(epoch, lane, (seq) => seqs.has(seq));
          this.#parts.mirror.noteCleared(
            epoch,
            lane,
            own.map((row) => row.id),
          );
        }
        if (dropped.length > 0) await this.#gone.open();
      }
    });
  }
}
