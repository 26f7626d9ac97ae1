/** What is settled of one lane of one epoch, as runs of places; pure arithmetic that reads no table. */

/** Settled places first..last without a hole; `id` is the event at `last`, null where a gap stands there. */
export interface Run {
  readonly first: number;
  readonly last: number;
  readonly id: string | null;
}

export type Spot = 'settled' | 'next' | 'loose';

/** One lane's line: `runs` are apart from each other, in order; the first one starts at 1 or there is no hwm. */
export class LaneLine {
  #runs: Run[];

  constructor(runs: readonly Run[] = []) {
    this.#runs = [];
    for (const run of runs) this.settle(run);
  }

  /** Highest contiguous settled place; 0 for none. */
  get hwm(): number {
    return this.#head()?.last ?? 0;
  }

  /** Id of the event at hwm; null at 0 and where a gap stands. */
  get hid(): string | null {
    return this.#head()?.id ?? null;
  }

  /** Settled runs beyond hwm. */
  get beyond(): readonly Run[] {
    return this.#head() === undefined ? this.#runs : this.#runs.slice(1);
  }

  #head(): Run | undefined {
    const [head] = this.#runs;
    return head?.first === 1 ? head : undefined;
  }

  /** `settled`: known; `next`: right behind hwm with nothing behind it, the usual case; `loose`: anything else. */
  spotOf(seq: number): Spot {
    const head = this.#head();
    if (this.#runs.length <= 1 && (head !== undefined || this.#runs.length === 0)) {
      const hwm = head?.last ?? 0;
      if (seq === hwm + 1) return 'next';
      return seq <= hwm ? 'settled' : 'loose';
    }
    return this.#runs.some((run) => run.first <= seq && seq <= run.last) ? 'settled' : 'loose';
  }

  /** Whether settling first..last would leave one run more than now. */
  opensRun(first: number, last: number): boolean {
    return this.#runs.every((run) => run.last < first - 1 || run.first > last + 1);
  }

  get runsCount(): number {
    return this.#runs.length;
  }

  /** Adds a run; where runs meet they become one, and the id at the end is that of the farthest (a known id beats none). */
  settle(run: Run): void {
    const last = this.#runs.at(-1);
    if (last !== undefined && run.first === last.last + 1) {
      this.#runs[this.#runs.length - 1] = { first: last.first, last: run.last, id: run.id };
      return;
    }
    const apart = this.#runs.filter((known) => known.last < run.first - 1 || known.first > run.last + 1);
    const met = this.#runs.filter((known) => !(known.last < run.first - 1 || known.first > run.last + 1));
    let merged = run;
    for (const known of met) {
      merged = {
        first: Math.min(merged.first, known.first),
        last: Math.max(merged.last, known.last),
        id: farthest(merged, known),
      };
    }
    this.#runs = [...apart, merged].sort((a, b) => a.first - b.first);
  }
}

function farthest(a: Run, b: Run): string | null {
  if (a.last === b.last) return a.id ?? b.id;
  return a.last > b.last ? a.id : b.id;
}
