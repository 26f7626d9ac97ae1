/** What this device knows about time: samples of this start, and the offsets of earlier starts for rows that still wait. */
import { limits } from '../contract/limits.ts';
import type { ClockQuality } from '../contract/messages.ts';
import {
  type BootClock,
  bestSample,
  correctedTime,
  type Exchange,
  hasJumped,
  keepSamples,
  type Sample,
  sampleOf,
} from '../rules/clock.ts';
import { type Database, readFact, write } from './disk.ts';
import type { Boot, Clock } from './ports.ts';

const bootsMax = 2_000; // starts remembered: years of them; older rows fall back to the held offset

const newsMs = 50;
const isNews = (known: number | null | undefined, now: number): boolean =>
  known === undefined || known === null || Math.abs(known - now) > newsMs;

export class ClockBook {
  readonly #db: Database;
  readonly #clock: Clock;
  readonly #boot: Boot;
  readonly #boots = new Map<string, BootClock>();
  #samples: readonly Sample[] = [];
  #learnt: { readonly wallMs: number; readonly monoMs: number } | undefined;
  #heldWallOffset: number | null = null;
  #written: BootClock | undefined;

  constructor(db: Database, clock: Clock, boot: Boot) {
    this.#db = db;
    this.#clock = clock;
    this.#boot = boot;
  }

  async open(): Promise<void> {
    const all = await this.#db.getAll('boots');
    all.sort((a, b) => a.at - b.at);
    for (const old of all.slice(0, Math.max(0, all.length - bootsMax)))
      await this.#db.delete('boots', old.bootid);
    for (const boot of all.slice(-bootsMax)) this.#boots.set(boot.bootid, boot);
    this.#heldWallOffset = (await readFact(this.#db, 'heldWallOffset')) ?? null;
  }

  /** Takes one exchange with the centre; written down when it changes what is known by more than 50 ms. */
  async learn(exchange: Exchange): Promise<void> {
    const now = { wallMs: this.#clock.wallMs(), monoMs: this.#clock.monoMs() };
    // One of the clocks was set, or stood still while the device slept: what was measured before may be wrong by as much.
    if (this.#learnt !== undefined && hasJumped(this.#learnt, now)) this.#samples = [];
    this.#learnt = now;
    this.#samples = keepSamples(this.#samples, sampleOf(exchange));
    const best = bestSample(this.#samples);
    if (best === undefined) return;
    const wallOffset = Math.round(best.offset + now.monoMs - now.wallMs);
    const boot: BootClock = { bootid: this.#boot.id, offset: best.offset, wallOffset };
    this.#boots.set(this.#boot.id, boot);
    this.#heldWallOffset = wallOffset;
    const { offset, wallOffset: wall } = this.#written ?? {};
    if (!isNews(offset, best.offset) && !isNews(wall, wallOffset)) return;
    await write(this.#db, ['boots', 'facts'], async (tx, queue) => {
      queue(tx.objectStore('boots').put({ ...boot, at: now.wallMs }));
      queue(tx.objectStore('facts').put(wallOffset, 'heldWallOffset'));
    });
    this.#written = boot;
  }

  correct(stamp: { bootid: string; monoms: number; wallms: number }): {
    at: number | null;
    clock: ClockQuality;
  } {
    return correctedTime(stamp, this.#boots, this.#heldWallOffset);
  }

  /** Corrected now; the device's own wall clock, marked `none`, while nothing is known. */
  now(): { ms: number; quality: ClockQuality } {
    const stamp = { bootid: this.#boot.id, monoms: this.#clock.monoMs(), wallms: this.#clock.wallMs() };
    const { at, clock } = this.correct(stamp);
    return { ms: at ?? stamp.wallms, quality: clock };
  }

  /** Centre wall minus device wall, ms; null while unknown. */
  get wallOffset(): number | null {
    return this.#boots.get(this.#boot.id)?.wallOffset ?? null;
  }

  get isWrong(): boolean {
    return Math.abs(this.wallOffset ?? 0) > limits.clockWrongMs;
  }
}
