/** Why a centre does not start: one sentence in Vietnamese and English; it decides nothing and touches no file. */
import { en } from './text/en.ts';
import { vi } from './text/vi.ts';

type Reasons = typeof en.refused;
export type StartReason = keyof Reasons;
type Details<R extends StartReason> = Reasons[R] extends (...args: infer A) => string ? A : [];

/** Thrown before anything was overwritten; `main` prints its message and ends with exit code 1. */
export class StartRefusal extends Error {
  readonly reason: StartReason;

  constructor(reason: StartReason, message: string) {
    super(message);
    this.name = 'StartRefusal';
    this.reason = reason;
  }
}

/** Makes the refusal of a named reason with both sentences. */
export function startRefusal<R extends StartReason>(reason: R, ...details: Details<R>): StartRefusal {
  const say = (words: unknown): string =>
    // Details<R> are the arguments of this very entry, in both tables.
    typeof words === 'function' ? (words as (...args: unknown[]) => string)(...details) : String(words);
  return new StartRefusal(reason, `${say(vi.refused[reason])} | ${say(en.refused[reason])}`);
}
