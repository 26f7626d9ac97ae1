/** How often a device may do what: token buckets in plain numbers; it reads no clock and knows no device. */
import { centreLimits } from '../shared/contract/centre-limits.ts';
import { limits } from '../shared/contract/limits.ts';

/** `everyMs` per token, at most `burst` saved up. */
export interface Rate {
  readonly everyMs: number;
  readonly burst: number;
}

export const rates = {
  publish: { everyMs: 1_000 / centreLimits.publishesPerSecond, burst: centreLimits.publishesBurst },
  hello: { everyMs: limits.helloEveryMs, burst: centreLimits.helloBurst },
  question: { everyMs: 60_000 / limits.questionsPerMinute, burst: limits.questionsPerMinute },
  call: { everyMs: 60_000 / centreLimits.callsPerMinute, burst: centreLimits.callsPerMinute },
  sync: { everyMs: 60_000 / centreLimits.syncPagesPerMinute, burst: centreLimits.syncPagesPerMinute },
  allSyncs: { everyMs: 1_000 / centreLimits.syncPagesPerSecond, burst: centreLimits.syncPagesPerSecond },
  connect: { everyMs: 60_000 / centreLimits.connectsPerMinute, burst: centreLimits.connectsPerMinute },
  push: { everyMs: 60_000 / centreLimits.pushesPerMinute, burst: centreLimits.pushesPerMinute },
  token: {
    everyMs: 60_000 / centreLimits.tokenFailuresPerMinute,
    burst: centreLimits.tokenFailuresPerMinute,
  },
} as const satisfies Record<string, Rate>;
export type RateName = keyof typeof rates;

export class Bucket {
  readonly #rate: Rate;
  #tokens: number;
  #at: number;

  constructor(rate: Rate, now: number) {
    this.#rate = rate;
    this.#tokens = rate.burst;
    this.#at = now;
  }

  /** 0 when a token was taken, else ms until there will be one. */
  take(now: number): number {
    const grown = this.#tokens + Math.max(0, now - this.#at) / this.#rate.everyMs;
    this.#tokens = Math.min(this.#rate.burst, grown);
    this.#at = now;
    if (this.#tokens < 1) return Math.ceil((1 - this.#tokens) * this.#rate.everyMs);
    this.#tokens -= 1;
    return 0;
  }
}

/** The buckets of all devices; those not used for long are forgotten full. */
export class Buckets {
  readonly #buckets = new Map<string, Bucket>();
  readonly #max: number;

  constructor(max: number) {
    this.#max = max;
  }

  /** 0 when allowed, else ms to wait. */
  take(name: RateName, device: string, now: number): number {
    const key = `${name}/${device}`;
    const bucket = this.#buckets.get(key) ?? new Bucket(rates[name], now);
    this.#buckets.delete(key);
    this.#buckets.set(key, bucket);
    const oldest = this.#buckets.keys().next();
    if (this.#buckets.size > this.#max && oldest.done !== true) this.#buckets.delete(oldest.value);
    return bucket.take(now);
  }
}
