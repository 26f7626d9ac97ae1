/** Two boots that use one identity in turn: noticed from their hellos; the later one is refused for a while. */
import { centreLimits } from '../shared/contract/centre-limits.ts';

interface Boots {
  readonly first: string;
  readonly firstAt: number;
  /** Boots seen after it, with the time of their last hello. */
  readonly second: string | null;
  readonly secondAt: number;
  readonly refused: string | null;
  readonly refusedUntil: number;
}

export type TwinJudgement =
  | { readonly kind: 'alone' }
  | {
      readonly kind: 'twin';
      readonly boots: readonly [string, string];
      readonly retryAfterMs: number;
      readonly isRefused: boolean;
    };

export class Twins {
  readonly #boots = new Map<string, Boots>();

  /** Judges a hello. A restart brings a new boot once; a twin brings an old one back within a minute. */
  judge(device: string, boot: string, now: number): TwinJudgement {
    const known = this.#boots.get(device);
    if (known === undefined) return this.#alone(device, { first: boot, firstAt: now });
    if (known.refused === boot && now < known.refusedUntil) {
      const boots = [known.first, boot] as const;
      return { kind: 'twin', boots, retryAfterMs: known.refusedUntil - now, isRefused: true };
    }
    if (boot === known.first) {
      const isBack = known.second !== null && now - known.secondAt < centreLimits.twinWindowMs;
      if (!isBack || known.second === null) return this.#alone(device, { first: boot, firstAt: now });
      const boots = [boot, known.second] as const;
      const refusedUntil = now + centreLimits.twinPauseMs;
      this.#boots.set(device, { ...known, firstAt: now, second: null, refused: known.second, refusedUntil });
      return { kind: 'twin', boots, retryAfterMs: centreLimits.twinPauseMs, isRefused: false };
    }
    if (now - known.firstAt < centreLimits.twinWindowMs) {
      this.#boots.set(device, { ...known, second: boot, secondAt: now });
      return { kind: 'alone' };
    }
    return this.#alone(device, { first: boot, firstAt: now });
  }

  #alone(device: string, boot: { first: string; firstAt: number }): TwinJudgement {
    this.#boots.set(device, { ...boot, second: null, secondAt: 0, refused: null, refusedUntil: 0 });
    return { kind: 'alone' };
  }
}
