/** When the next page of dossiers is asked for, as a pure table; it holds no page and no cursor. */
import { kioskLimits } from '../contract/kiosk-limits.ts';
import { limits } from '../contract/limits.ts';
import { backoffMs, spreadMs } from './backoff.ts';

export type SyncPhase =
  | { readonly kind: 'off' }
  | { readonly kind: 'waiting'; readonly failures: number }
  | { readonly kind: 'asking'; readonly failures: number };

export type SyncEvent =
  | { readonly kind: 'online' }
  | { readonly kind: 'offline' }
  | { readonly kind: 'waited' }
  /** A page was taken into the store; `more`: others are ready. */
  | { readonly kind: 'taken'; readonly more: boolean }
  /** Refused (with the centre's wait), not answered, or not readable. */
  | { readonly kind: 'failed'; readonly retryAfterMs: number }
  /** The disk has no room for it. */
  | { readonly kind: 'full' };

/** A wait ends the one before it. */
export type SyncCommand =
  | { readonly kind: 'ask' }
  | { readonly kind: 'rest' }
  | { readonly kind: 'wait'; readonly ms: number };

export interface SyncStep {
  readonly phase: SyncPhase;
  readonly command: SyncCommand | null;
}

const backoff = { startMs: kioskLimits.syncBackoffStartMs, maxMs: kioskLimits.syncBackoffMaxMs };

const waitFor = (ms: number, failures = 0): SyncStep => ({
  phase: { kind: 'waiting', failures },
  command: { kind: 'wait', ms },
});

/** The centre's own wait is kept to; a second failure in a row waits longer by itself. */
function afterFailure(failures: number, retryAfterMs: number, unit: number): SyncStep {
  const own = backoffMs(failures, backoff, unit);
  const named = Math.round(retryAfterMs * (1 + unit / 4));
  return waitFor(retryAfterMs > 0 && failures === 0 ? named : Math.max(own, named), failures + 1);
}

/** One step. `unit` in [0, 1) is the chance of this step. Events that do not fit the phase change nothing. */
export function stepSync(phase: SyncPhase, event: SyncEvent, unit: number): SyncStep {
  const stay: SyncStep = { phase, command: null };
  if (event.kind === 'offline') return { phase: { kind: 'off' }, command: { kind: 'rest' } };
  if (event.kind === 'online')
    return phase.kind === 'off' ? waitFor(spreadMs(0, limits.startSpreadMs, unit)) : stay;
  if (event.kind === 'waited')
    return phase.kind === 'waiting'
      ? { phase: { kind: 'asking', failures: phase.failures }, command: { kind: 'ask' } }
      : stay;
  if (event.kind === 'full') return phase.kind === 'off' ? stay : waitFor(kioskLimits.bookAgainMs);
  if (phase.kind !== 'asking') return stay;
  if (event.kind === 'failed') return afterFailure(phase.failures, event.retryAfterMs, unit);
  if (event.more) return { phase: { kind: 'asking', failures: 0 }, command: { kind: 'ask' } };
  const { syncEveryMs } = kioskLimits;
  return waitFor(spreadMs(syncEveryMs * 0.75, syncEveryMs * 1.25, unit));
}
