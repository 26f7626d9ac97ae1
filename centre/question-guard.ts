/** Keeps one device from reading off a day's dossiers: distinct codes, misses, numbers in a row; codes stay in memory only. */

import { centreLimits } from '../shared/contract/centre-limits.ts';
import { dayOf } from '../shared/contract/day.ts';
import { limits } from '../shared/contract/limits.ts';

interface Asked {
  readonly at: number;
  readonly stem: string; // the code without its number
  readonly number: number;
  readonly isMiss: boolean;
}

/** One device's questions of the last minutes and its codes of the day. */
export class QuestionGuard {
  #day = '';
  #codes = new Set<string>();
  #recent: Asked[] = [];
  #pausedUntil = 0;

  /** 0 when the question may be answered, else ms to wait. */
  wait(code: string, now: number): number {
    this.#turnDay(now);
    if (now < this.#pausedUntil) return this.#pausedUntil - now;
    if (this.#codes.size >= centreLimits.codesPerDay && !this.#codes.has(code)) return limits.missPauseMs;
    return 0;
  }

  /** Notes an answered question; too many misses or numbers in a row pause the device. */
  note(code: string, isMiss: boolean, now: number): void {
    this.#turnDay(now);
    this.#codes.add(code);
    const split = /^(.*?)(\d+)$/.exec(code);
    const asked = { at: now, stem: split?.[1] ?? code, number: Number(split?.[2] ?? -1), isMiss };
    // The asker repeats a lost question: the same code again is not another miss.
    this.#recent = this.#recent.filter(
      (old) =>
        now - old.at < limits.missWindowMs && !(old.stem === asked.stem && old.number === asked.number),
    );
    this.#recent.push(asked);
    const misses = this.#recent.filter((asked) => asked.isMiss).length;
    if (misses < limits.missesMax && this.#longestRow() < limits.consecutiveMax) return;
    this.#pausedUntil = now + limits.missPauseMs;
    this.#recent = [];
  }

  #turnDay(now: number): void {
    const day = dayOf(now);
    if (day === this.#day) return;
    this.#day = day;
    this.#codes = new Set();
  }

  #longestRow(): number {
    const known = new Set(this.#recent.map(({ stem, number }) => `${stem}${number}`));
    let longest = 0;
    for (const { stem, number } of this.#recent) {
      if (known.has(`${stem}${number - 1}`)) continue;
      let length = 1;
      while (known.has(`${stem}${number + length}`)) length += 1;
      longest = Math.max(longest, length);
    }
    return longest;
  }
}
