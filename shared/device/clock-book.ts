/** What this device knows about time: samples of this start, and the offsets of earlier starts for rows that still wait. */
import { limits } from '../contract/limits.ts';
import type { ClockQuality } from '../contract/messages.ts';
import {
  type BootClock,
  bestSample,
  correctedTime,
  type Exchange,
  keepSamples,
  type Sample,
  sampleOf,
} from '../rules/clock.ts';
import { type Database, readFact, writeFact } from './disk.ts';
import type { Boot, Clock } from './ports.ts';

const bootsMax = 2_000; // starts remembered: years of them; older rows fall back to the held offset

export class ClockBook {
  readonly #db: Database;
  readonly #clock: Clock;
  readonly #boot: Boot;
  readonly #boots = new Map<string, BootClock>();
  #samples: readonly Sample[] = [];
  #heldWallOffset: number | null = null;

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
    this.#samples = keepSamples(this.#samples, sampleOf(exchange));
    const best = bestSample(this.#samples);
    if (best === undefined) return;
    const wallOffset = Math.round(best.offset + this.#clock.monoMs() - this.#clock.wallMs());
    const known = this.#boots.get(this.#boot.id);
    const boot: BootClock = { bootid: this.#boot.id, offset: best.offset, wallOffset };
    this.#boots.set(this.#boot.id, boot);
    this.#heldWallOffset = wallOffset;
    const isNews =
      known?.offset === undefined || known.offset === null || Math.abs(known.offset - best.offset) > 50;
    if (!isNews) return;
    await this.#db.put('boots', { ...boot, at: this.#clock.wallMs() });
    await writeFact(this.#db, 'heldWallOffset', wallOffset);
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
