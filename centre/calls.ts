/** Calls for help that stand: at most one of each device, ended by a hand at the board or by time, gone with the process; no person is named. */
import { randomBytes } from 'node:crypto';
import type { HelpCall } from '../shared/contract/board-api.ts';
import { centreLimits } from '../shared/contract/centre-limits.ts';
import { accept, type Result, refuse } from '../shared/contract/refusal.ts';

export interface CallsParts {
  readonly now: () => number;
  /** What a board shows has changed. */
  readonly changed: () => void;
}

export class Calls {
  readonly #parts: CallsParts;
  readonly #standing = new Map<string, HelpCall>();

  constructor(parts: CallsParts) {
    this.#parts = parts;
  }

  /** Raises a call, or finds the one that stands. */
  raise(device: string, site: string): HelpCall {
    const standing = this.find(device);
    if (standing !== undefined) return standing;
    const call: HelpCall = { id: randomBytes(5).toString('hex'), device, site, since: this.#parts.now() };
    this.#standing.set(device, call);
    this.#parts.changed();
    return call;
  }

  find(device: string): HelpCall | undefined {
    const call = this.#standing.get(device);
    if (call === undefined || this.#parts.now() - call.since < centreLimits.helpCallMs) return call;
    this.#standing.delete(device);
    return undefined;
  }

  /** The longest waiting first. */
  list(): HelpCall[] {
    return [...this.#standing.keys()]
      .flatMap((device) => this.find(device) ?? [])
      .sort((a, b) => a.since - b.since);
  }

  /** Somebody has come. Refuses E_NOT_FOUND when the call is over. */
  close(id: string): Result<HelpCall> {
    const call = this.list().find((standing) => standing.id === id);
    if (call === undefined) return refuse('E_NOT_FOUND', { path: 'id' });
    this.#standing.delete(call.device);
    this.#parts.changed();
    return accept(call);
  }
}
