/** Sends what the outbox holds and believes only receipts; what to send and what a receipt clears is decided in rules/outbox. */
import type { EpochId } from '../contract/ids.ts';
import { type Lane, lanes } from '../contract/lanes.ts';
import { limits } from '../contract/limits.ts';
import type { Gone, LaneReceipt, Receipt, WelcomeClaims } from '../contract/messages.ts';
import { backoffMs } from '../rules/backoff.ts';
import { judgeReceipt, judgeWelcome, pickBatch, type Row } from '../rules/outbox.ts';
import { batchBytes, faultOf } from './batch.ts';
import type { ClockBook } from './clock-book.ts';
import type { Database } from './disk.ts';
import { buryRow } from './dropped-rows.ts';
import { type Flight, Flights } from './flights.ts';
import { GoneList } from './gone.ts';
import { viewLane } from './lane-view.ts';
import type { MirrorKeeper } from './mirror.ts';
import { forkRows } from './moved-rows.ts';
import type { Chance, Clock } from './ports.ts';
import { clearRows, requeueRows, sweepRows } from './receipted-rows.ts';
import { makeRoom } from './room.ts';
import { dueRows, hasWaiting, heldRanges, laneMax } from './rows.ts';
import { Search } from './search.ts';

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
  /** Something that must not happen has happened (a store that refuses): the device decides. */
  readonly onFailed: (cause: unknown) => void;
}

type Range = readonly [number, number];
type LaneName = { readonly epoch: EpochId; readonly lane: Lane };
const backoff = { startMs: limits.backoffStartMs, maxMs: limits.backoffMaxMs };
const shapes = new Set(['E_SCHEMA', 'E_JSON', 'E_TOO_BIG']);

export class Outbox {
  readonly #parts: OutboxParts;
  readonly #flights: Flights;
  readonly #gone: GoneList;
  readonly #search = new Search();
  #isOpen = false;
  /** Counts the times the link came or went: a welcome that is still being judged must not open an outbox whose link has gone. */
  #links = 0;
  #attempt = 0;
  #pausedUntil = 0;
  #cancelPause: () => void = () => {};
  #turn: Promise<void> = Promise.resolve();
  #isPumpAsked = false;
  #receiptedSinceSweep = 0;
  /** When the oldest batch left that no receipt of any kind has followed. */
  #unansweredSince: number | null = null;

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
    this.#links += 1;
    this.#cancelPause();
    void this.#queue(async () => this.#flights.forget());
  }

  /** Settles what the welcome says of every line that the hello named (all when not told), then sends. */
  goOnline(claims: WelcomeClaims, named?: ReadonlySet<EpochId>): Promise<void> {
    this.#links += 1;
    const link = this.#links;
    return this.#queue(async () => {
      this.#flights.forget();
      // A store that refuses here must not keep back what can be sent: the next welcome is judged anew.
      await this.#takeWelcome(claims, named).catch((cause: unknown) => this.#parts.onFailed(cause));
      if (link !== this.#links) return;
      this.#attempt = 0;
      this.#unansweredSince = null;
      this.#pausedUntil = 0;
      this.#search.reset();
      this.#gone.sayAgain();
      this.#isOpen = true;
      if ((claims.retryAfterMs ?? 0) > 0) this.#pause(claims.retryAfterMs ?? 0);
      await this.#pump();
    });
  }

  onReceipt(receipt: Receipt): Promise<void> {
    return this.#queue(async () => {
      this.#unansweredSince = null;
      await this.#takeReceipt(receipt);
      await this.#pump();
    });
  }

  /** Batches have gone unanswered and no receipt has come for 30 s: the connection cannot be trusted. */
  get isStuck(): boolean {
    const since = this.#unansweredSince;
    return since !== null && this.#parts.clock.monoMs() - since > limits.receiptWatchdogMs;
  }

  /** Rows that are not sent because the centre could not read them. */
  get asideCount(): number {
    return this.#search.asideCount;
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
      this.#flights.count < this.#search.batchesMax &&
      this.#parts.clock.monoMs() >= this.#pausedUntil
    ) {
      const rows = await this.#pick();
      const damaged = rows.find((row) => faultOf(row) !== undefined);
      if (damaged !== undefined) await this.#bury(damaged, damaged.seq, faultOf(damaged) ?? 'E_JSON');
      else if (!this.#isOpen || (rows.length === 0 && !this.#gone.isDue) || !this.#sendBatch(rows)) return;
    }
  }

  async #pick(): Promise<Row[]> {
    const { db, mirror } = this.#parts;
    const count = this.#search.rowsMax + this.#search.asideCount;
    const waiting = await Promise.all(
      lanes.map(async (lane) => {
        const rows = await dueRows(db, lane, this.#flights.sentOrd(lane), count);
        const firstUnflushed = rows.findIndex((row) => !mirror.isFlushed(row.ord));
        const flushed = firstUnflushed < 0 ? rows : rows.slice(0, firstUnflushed);
        return flushed.filter((row) => !this.#search.isAside(row.id));
      }),
    );
    return pickBatch(waiting).slice(0, this.#search.rowsMax);
  }

  #sendBatch(rows: readonly Row[]): boolean {
    const { book, clock, send } = this.#parts;
    const bytes = batchBytes({
      rows,
      gone: this.#gone.next,
      attempt: this.#attempt,
      sentms: clock.wallMs(),
      correct: (row) => book.correct(row),
    });
    if (!send(bytes)) return false;
    this.#gone.markSent();
    this.#unansweredSince ??= clock.monoMs();
    this.#flights.add(rows, (flight) => this.#missReceipt(flight));
    return true;
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
    this.#cancelPause();
    if (!this.#isOpen) return;
    this.#pausedUntil = this.#parts.clock.monoMs() + ms;
    this.#cancelPause = this.#parts.clock.after(ms, () => this.wake());
  }

  // ---- receipts -----------------------------------------------------------------------------------------------------

  async #takeReceipt(receipt: Receipt): Promise<void> {
    const forked: LaneName[] = [];
    let waitMs = 0;
    for (const lane of receipt.lanes) {
      const judged = await this.#takeLane(lane);
      if (judged.fork) forked.push(lane);
      waitMs = Math.max(waitMs, judged.waitMs);
    }
    if (receipt.refused !== undefined) waitMs = Math.max(waitMs, this.#takeRefusal(receipt.refused));
    if (forked.length > 0) await this.#fork(forked, 'receipt');
    if (waitMs > 0) this.#pause(waitMs);
  }

  async #takeLane(lane: LaneReceipt): Promise<{ readonly fork: boolean; readonly waitMs: number }> {
    const { db } = this.#parts;
    const asked = [lane.hwm, ...lane.also.map(([, to]) => to), ...lane.rej.map((one) => one.seq)];
    const max = await laneMax(db, lane.epoch, lane.lane);
    const own = await viewLane(db, { epoch: lane.epoch, lane: lane.lane, min: 1, max }, asked);
    const judged = judgeReceipt(lane, own);
    await this.#clear(lane, judged.clear);
    for (const seq of judged.dead)
      await this.#bury(lane, seq, lane.rej.find((one) => one.seq === seq)?.code ?? 'E_SOURCE');
    if (await this.#gone.settle(lane)) this.#flights.landEmpty();
    // Whether anything waits in an old lane is looked up only when it matters: the queue may be long.
    const fork =
      (judged.fork && (own.isCurrent || (await hasWaiting(db, lane.epoch, lane.lane)))) ||
      (judged.unproved > 0 && (await hasWaiting(db, lane.epoch, lane.lane, judged.unproved)));
    return { fork, waitMs: judged.waitMs };
  }

  /** A whole batch was refused: by load, then wait; by its shape, then find the one row that is to blame. Gives the wait in ms. */
  #takeRefusal(refused: NonNullable<Receipt['refused']>): number {
    if (shapes.has(refused.code) && this.#search.refused(this.#flights.ids)) this.#parts.onDead();
    return refused.retryAfterMs ?? limits.backoffStartMs;
  }

  async #clear({ epoch, lane }: LaneName, ranges: readonly Range[]): Promise<void> {
    if (ranges.length === 0) return;
    const { ids } = await clearRows(this.#parts.db, epoch, lane, ranges);
    this.#flights.land(epoch, lane, (seq) => ranges.some(([from, to]) => seq >= from && seq <= to));
    if (ids.length === 0) return;
    this.#attempt = 0;
    this.#search.passed(ids.length);
    this.#parts.mirror.noteCleared(epoch, lane, ids);
    this.#receiptedSinceSweep += ids.length;
    if (this.#receiptedSinceSweep >= limits.sweepEveryRows) {
      this.#receiptedSinceSweep = 0;
      await sweepRows(this.#parts.db);
    }
  }

  async #bury({ epoch, lane }: LaneName, seq: number, code: string): Promise<void> {
    const row = await buryRow(this.#parts.db, [epoch, lane, seq], code, this.#parts.clock.wallMs());
    if (row === undefined) return;
    this.#flights.land(epoch, lane, (one) => one === seq);
    this.#parts.mirror.noteCleared(epoch, lane, [row.id]);
    await this.#gone.open();
    this.#parts.onDead();
  }

  async #fork(contradicted: readonly LaneName[], reason: string): Promise<void> {
    const rows = await forkRows(this.#parts.db, (n) => this.#parts.chance.bytes(n), contradicted);
    this.#flights.forget();
    this.#parts.mirror.noteRows(rows);
    this.#parts.onForked(reason);
  }

  // ---- welcome ------------------------------------------------------------------------------------------------------

  async #takeWelcome(claims: WelcomeClaims, named: ReadonlySet<EpochId> | undefined): Promise<void> {
    const forked: LaneName[] = [];
    const missing: Gone[] = [];
    for (const range of await heldRanges(this.#parts.db)) {
      const { epoch, lane } = range;
      if (named?.has(epoch) === false) continue;
      const known = claims.lanes.find((one) => one.epoch === epoch && one.lane === lane);
      const own = await viewLane(this.#parts.db, range, known === undefined ? [] : [known.hwm]);
      const judged = judgeWelcome(claims.lanes, own);
      await this.#clear(range, judged.clear);
      if (judged.fork) {
        forked.push(range);
        continue;
      }
      this.#parts.mirror.noteRows(await requeueRows(this.#parts.db, epoch, lane, judged.resendAbove));
      // A hole among ratings is written off by a named person at the centre, never by the device itself.
      if (judged.missing !== null && lane !== 0)
        missing.push({ epoch, lane, ranges: [[...judged.missing]], reason: 'lost' });
    }
    if (missing.length > 0) await this.#gone.declare(missing);
    if (forked.length > 0) await this.#fork(forked, 'welcome');
  }

  /** Makes room; see room.ts. */
  shed(): Promise<void> {
    const { db, mirror } = this.#parts;
    return this.#queue(() => makeRoom({ db, mirror, flights: this.#flights, gone: this.#gone }));
  }
}
