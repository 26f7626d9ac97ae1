/** A clock that moves only when told, with timers; for tests. */
export class HandClock {
  ms = 0;
  #timers = new Set<{ at: number; then: () => void }>();

  now = (): number => this.ms;

  after = (ms: number, then: () => void): (() => void) => {
    const timer = { at: this.ms + ms, then };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  };

  /** Moves on, firing what falls due in order. */
  move(ms: number): void {
    const end = this.ms + ms;
    for (;;) {
      const next = [...this.#timers].filter((timer) => timer.at <= end).sort((a, b) => a.at - b.at)[0];
      if (next === undefined) break;
      this.#timers.delete(next);
      this.ms = Math.max(this.ms, next.at);
      next.then();
    }
    this.ms = end;
  }

  /** Time passes while the page is held up: nothing fires until the next move. */
  block(ms: number): void {
    this.ms += ms;
  }

  get waiting(): number {
    return this.#timers.size;
  }
}
