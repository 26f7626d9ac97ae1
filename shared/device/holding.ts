/** Held rows of this page: when each is settled, and what is done when the store will not; it knows no screen and no link. */
import type { EventId } from '../contract/ids.ts';
import { limits } from '../contract/limits.ts';
import type { Row } from '../rules/outbox.ts';
import type { Database } from './disk.ts';
import type { Boot, Clock, Locks } from './ports.ts';
import { heldRows, releaseRow } from './rows.ts';

export interface HoldingParts {
  readonly db: Database;
  readonly clock: Clock;
  readonly locks: Locks;
  readonly boot: Boot;
  readonly onSettled: (row: Row) => void;
  /** The store refuses; the row stays held and is tried again. */
  readonly onFailed: () => void;
}

interface Held {
  readonly since: number;
  readonly holdMs: number;
  cancel: () => void;
}

/** Flags are rule id and version; `unthanked`: the page died between the commit and the painted thanks. */
function withFlag(head: string, flag: string): string {
  // Our own row; only ratings carry flags.
  const event: { data: { flags?: string[] } } = JSON.parse(head);
  if (event.data.flags !== undefined) event.data.flags = [...event.data.flags, flag];
  return JSON.stringify(event);
}

export class Holding {
  readonly #parts: HoldingParts;
  readonly #held = new Map<EventId, Held>();
  #isStopped = false;

  constructor(parts: HoldingParts) {
    this.#parts = parts;
  }

  /** The row is settled when its thanks was painted and its window is over; without a word of thanks, after a grace, as unthanked. */
  add(id: EventId, holdMs: number): void {
    if (this.#isStopped) return;
    const held: Held = { since: this.#parts.clock.monoMs(), holdMs, cancel: () => {} };
    this.#held.set(id, held);
    this.#settleAfter(id, holdMs + limits.thanksGraceMs, true);
  }

  thanked(id: EventId): void {
    const held = this.#held.get(id);
    if (held === undefined) return;
    const left = held.holdMs - (this.#parts.clock.monoMs() - held.since);
    if (left > 0) this.#settleAfter(id, left, false);
    else void this.#settle(id, false);
  }

  /** The row is no longer held. */
  drop(id: EventId): void {
    this.#held.get(id)?.cancel();
    this.#held.delete(id);
  }

  stop(): void {
    this.#isStopped = true;
    for (const id of [...this.#held.keys()]) this.drop(id);
  }

  /** Rows left held by an earlier start whose page is gone: counted, and flagged because nobody knows whether thanks was seen. */
  async settleLeftovers(): Promise<void> {
    const { db, boot, locks, clock } = this.#parts;
    for (const row of await heldRows(db)) {
      if (row.instance === boot.instance || this.#held.has(row.id) || !(await locks.isFree(row.instance)))
        continue;
      this.#held.set(row.id, { since: clock.monoMs(), holdMs: 0, cancel: () => {} });
      await this.#settle(row.id, true);
    }
  }

  #settleAfter(id: EventId, ms: number, isUnthanked: boolean): void {
    const held = this.#held.get(id);
    if (held === undefined) return;
    held.cancel();
    held.cancel = this.#parts.clock.after(ms, () => void this.#settle(id, isUnthanked));
  }

  async #settle(id: EventId, isUnthanked: boolean): Promise<void> {
    this.#held.get(id)?.cancel();
    try {
      const row = await releaseRow(this.#parts.db, id, 'settled', ({ head }) =>
        isUnthanked ? withFlag(head, 'unthanked@1') : head,
      );
      this.drop(id);
      if (row !== undefined) this.#parts.onSettled(row);
    } catch {
      if (this.#isStopped) return; // the next start settles it
      this.#parts.onFailed();
      this.#settleAfter(id, limits.settleAgainMs, isUnthanked);
    }
  }
}
