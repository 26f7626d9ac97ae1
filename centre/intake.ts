/**
 * From a device's bytes to a receipt: reads, gathers, commits, answers; it knows no socket and no table.
 *
 * Adaptive batch: when idle, what has come in this turn is committed at once; while a commit runs the rest gathers. No timer is
 * involved, so no tail can be forgotten. A receipt leaves only after the commit has been synced.
 */

import { centreLimits } from '../shared/contract/centre-limits.ts';
import type { DeviceId } from '../shared/contract/ids.ts';
import type { Receipt } from '../shared/contract/messages.ts';
import { readBatch } from './batch-reader.ts';
import type { Committed, Delivery, LedgerStore, Settled } from './ledger-store.ts';

/** What intake must know of a device. */
export interface IntakeRegister {
  isRevoked(device: string): boolean;
  isSimulated(device: string): boolean;
}

export interface IntakeParts {
  readonly ledger: LedgerStore;
  readonly register: IntakeRegister;
  /** Wall time, ms. */
  readonly now: () => number;
  /** Hands a receipt to the wire; it may be lost. */
  readonly send: (device: DeviceId, receipt: Receipt) => void;
  readonly log: (notice: IntakeNotice) => void;
  /** Runs `work` after what has already arrived was read; `setImmediate` unless a simulation says otherwise. */
  readonly defer?: (work: () => void) => void;
  readonly queueEventsMax?: number;
  readonly commitEventsMax?: number;
}

export type IntakeNotice =
  | { readonly kind: 'committed'; readonly committed: Committed }
  | { readonly kind: 'refused'; readonly device: string; readonly code: string; readonly path: string }
  | { readonly kind: 'failed'; readonly error: unknown; readonly deliveries: number };

/** What a commit is waiting for. */
interface Waiting {
  readonly delivery: Delivery;
  readonly done: () => void;
}

export class Intake {
  readonly #parts: IntakeParts;
  readonly #defer: (work: () => void) => void;
  readonly #queueEventsMax: number;
  readonly #commitEventsMax: number;
  #queue: Waiting[] = [];
  #queuedEvents = 0;
  #isRunning = false;
  #idle: (() => void)[] = [];

  constructor(parts: IntakeParts) {
    this.#parts = parts;
    this.#defer = parts.defer ?? ((work) => void setImmediate(work));
    this.#queueEventsMax = parts.queueEventsMax ?? centreLimits.intakeQueueEventsMax;
    this.#commitEventsMax = parts.commitEventsMax ?? centreLimits.intakeCommitEventsMax;
  }

  /** Takes one batch from an authenticated device. Resolves when its receipt, or its refusal, has been handed to `send`. */
  receive(device: DeviceId, bytes: Uint8Array): Promise<void> {
    const { register, now } = this.#parts;
    const read = readBatch(device, bytes, register.isRevoked(device));
    if (!read.ok) return this.#refuse(device, read.refusal.code, read.refusal.path);
    const { items, gone } = read.value;
    if (this.#queuedEvents + items.length > this.#queueEventsMax) {
      return this.#refuse(device, 'E_BUSY', '', centreLimits.busyRetryMs);
    }
    const delivery: Delivery = {
      device,
      simulated: register.isSimulated(device),
      receivedAt: now(),
      items,
      gone,
    };
    return new Promise((done) => {
      this.#queue.push({ delivery, done });
      this.#queuedEvents += items.length;
      this.#start();
    });
  }

  /** Resolves when nothing waits and nothing runs: what was received before has been committed or refused. */
  whenIdle(): Promise<void> {
    if (!this.#isRunning) return Promise.resolve();
    return new Promise((resolve) => this.#idle.push(resolve));
  }

  #start(): void {
    if (this.#isRunning) return;
    this.#isRunning = true;
    this.#defer(() => void this.#run());
  }

  async #run(): Promise<void> {
    const taken = this.#takeFromQueue();
    await this.#commit(taken);
    for (const { done } of taken) done();
    if (this.#queue.length > 0) {
      this.#defer(() => void this.#run());
      return;
    }
    this.#isRunning = false;
    const idle = this.#idle;
    this.#idle = [];
    for (const resolve of idle) resolve();
  }

  #takeFromQueue(): Waiting[] {
    let events = 0;
    let count = 0;
    for (const { delivery } of this.#queue) {
      if (count > 0 && events + delivery.items.length > this.#commitEventsMax) break;
      events += delivery.items.length;
      count += 1;
    }
    this.#queuedEvents -= events;
    return this.#queue.splice(0, count);
  }

  async #commit(taken: readonly Waiting[]): Promise<void> {
    const { ledger, log } = this.#parts;
    try {
      const committed = await ledger.commit(taken.map(({ delivery }) => delivery));
      log({ kind: 'committed', committed });
      for (const settled of committed.settled) this.#receipt(settled);
    } catch (error) {
      log({ kind: 'failed', error, deliveries: taken.length });
      for (const device of new Set(taken.map(({ delivery }) => delivery.device))) {
        await this.#refuse(device as DeviceId, 'E_DB', '', centreLimits.busyRetryMs); // came in as a DeviceId
      }
    }
  }

  /** One receipt per device and commit; more than 64 lanes, which no honest device has, take several. */
  #receipt(settled: Settled): void {
    const { device, lanes, refused } = settled;
    for (let at = 0; at === 0 || at < lanes.length; at += centreLimits.receiptLanesMax) {
      this.#parts.send(device as DeviceId, {
        v: 1,
        lanes: lanes.slice(at, at + centreLimits.receiptLanesMax),
        ...(refused === null ? {} : { refused }),
      }); // `device` came in as a DeviceId
    }
  }

  #refuse(device: DeviceId, code: string, path: string, retryAfterMs?: number): Promise<void> {
    this.#parts.log({ kind: 'refused', device, code, path });
    const wait = retryAfterMs === undefined ? {} : { retryAfterMs };
    this.#parts.send(device, { v: 1, lanes: [], refused: { code, path, ...wait } });
    return Promise.resolve();
  }
}
