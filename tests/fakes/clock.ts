// A clock that a test moves by hand: monotonic and wall time apart, timers in order, none of them real.
import type { Clock } from '../../shared/device/ports.ts';
import { rest } from './rest.ts';

interface Timer {
  readonly at: number;
  readonly ms: number;
  readonly call: () => void;
}

export class FakeClock implements Clock {
  mono = 1_000;
  wall = Date.UTC(2026, 10, 20, 1, 0, 0);
  readonly #timers = new Set<Timer>();

  wallMs(): number {
    return this.wall;
  }

  monoMs(): number {
    return this.mono;
  }

  after(ms: number, call: () => void): () => void {
    const timer = { at: this.mono + Math.max(0, ms), ms, call };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  /** Waits asked for and not over, in ms as they were asked for, shortest first. */
  get waits(): number[] {
    return [...this.#timers].map((timer) => timer.ms).sort((a, b) => a - b);
  }

  /** The wall clock is set anew; the monotonic one does not notice. */
  setWall(ms: number): void {
    this.wall = ms;
  }

  /** Lets time pass; what a timer starts comes to rest before the next one. */
  async advance(ms: number): Promise<void> {
    const until = this.mono + ms;
    await rest();
    for (;;) {
      const [next] = [...this.#timers].sort((a, b) => a.at - b.at);
      if (next === undefined || next.at > until) break;
      this.#timers.delete(next);
      this.#move(next.at);
      next.call();
      await rest();
    }
    this.#move(until);
  }

  #move(mono: number): void {
    this.wall += Math.max(0, mono - this.mono);
    this.mono = Math.max(this.mono, mono);
  }
}
