/** How long to wait before the next try: full jitter, so that a whole province never comes back in one second. */

export interface Backoff {
  readonly startMs: number;
  readonly maxMs: number;
}

/** A wait in ms for try number `attempt` (0 = first): uniform between half of startMs and min(maxMs, startMs * 2^attempt). `unit` is in [0, 1). */
export function backoffMs(attempt: number, { startMs, maxMs }: Backoff, unit: number): number {
  const ceiling = Math.min(maxMs, startMs * 2 ** Math.min(attempt, 20));
  const floor = startMs / 2;
  return Math.round(floor + unit * (ceiling - floor));
}

/** A wait in ms spread evenly between two bounds. */
export function spreadMs(minMs: number, maxMs: number, unit: number): number {
  return Math.round(minMs + unit * (maxMs - minMs));
}
