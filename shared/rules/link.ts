/** The link to the centre as a pure table: offline, dialling, greeting, online, refused; waits are commands, time is an event. */
import { limits } from '../contract/limits.ts';
import { backoffMs, spreadMs } from './backoff.ts';

export type LinkPhase =
  | { readonly kind: 'stopped' }
  | { readonly kind: 'offline'; readonly attempt: number }
  | { readonly kind: 'dialling'; readonly attempt: number }
  | { readonly kind: 'greeting'; readonly attempt: number; readonly hellos: number }
  | { readonly kind: 'online' }
  | { readonly kind: 'refused'; readonly attempt: number };

export type LinkEvent =
  | { readonly kind: 'start' }
  | { readonly kind: 'stop' }
  | { readonly kind: 'waited' }
  | { readonly kind: 'dialled' }
  | { readonly kind: 'dial-failed'; readonly isRefusal: boolean }
  | { readonly kind: 'closed' }
  | { readonly kind: 'welcomed' }
  | { readonly kind: 'hello-unanswered' }
  | { readonly kind: 'hello-refused'; readonly retryAfterMs: number }
  /** Nothing heard for 45 s, no receipt for 30 s with rows waiting, a jump of the wall clock, or the network came back. */
  | { readonly kind: 'distrusted' };

export type LinkCommand =
  | { readonly kind: 'dial' }
  | { readonly kind: 'hang-up' }
  | { readonly kind: 'say-hello' }
  | { readonly kind: 'wait'; readonly ms: number };

export interface LinkStep {
  readonly phase: LinkPhase;
  readonly commands: readonly LinkCommand[];
}

const dialBackoff = { startMs: limits.dialWaitStartMs, maxMs: limits.dialWaitMaxMs };
const helloBackoff = { startMs: limits.helloEveryMs, maxMs: limits.backoffMaxMs };

function lose(attempt: number, unit: number): LinkStep {
  return {
    phase: { kind: 'offline', attempt: attempt + 1 },
    commands: [{ kind: 'wait', ms: backoffMs(attempt, dialBackoff, unit) }],
  };
}

const refusedWaitMs = (unit: number): number =>
  spreadMs(limits.refusedWaitMinMs, limits.refusedWaitMaxMs, unit);

function refuseFor(attempt: number, ms: number, before: readonly LinkCommand[] = []): LinkStep {
  return { phase: { kind: 'refused', attempt: attempt + 1 }, commands: [...before, { kind: 'wait', ms }] };
}

const stopped: LinkStep = { phase: { kind: 'stopped' }, commands: [{ kind: 'hang-up' }] };

const attemptOf = (phase: LinkPhase): number => ('attempt' in phase ? phase.attempt : 0);

/** One step. `unit` in [0, 1) is the chance of this step. Events that do not fit the phase change nothing. */
export function stepLink(phase: LinkPhase, event: LinkEvent, unit: number): LinkStep {
  const stay: LinkStep = { phase, commands: [] };
  if (phase.kind === 'stopped') {
    if (event.kind === 'stop') return stay;
    return event.kind === 'start'
      ? { phase: { kind: 'dialling', attempt: 0 }, commands: [{ kind: 'dial' }] }
      : stay;
  }
  const attempt = attemptOf(phase);
  switch (event.kind) {
    case 'start':
      return stay;
    case 'stop':
      return stopped;
    case 'waited':
      if (phase.kind === 'greeting') return { phase, commands: [{ kind: 'say-hello' }] };
      if (phase.kind !== 'offline' && phase.kind !== 'refused') return stay;
      return { phase: { kind: 'dialling', attempt }, commands: [{ kind: 'dial' }] };
    case 'dialled':
      if (phase.kind !== 'dialling') return stay;
      return { phase: { kind: 'greeting', attempt, hellos: 0 }, commands: [{ kind: 'say-hello' }] };
    case 'dial-failed':
      if (phase.kind !== 'dialling') return stay;
      return event.isRefusal ? refuseFor(attempt, refusedWaitMs(unit)) : lose(attempt, unit);
    case 'closed':
      return phase.kind === 'dialling' || phase.kind === 'greeting' || phase.kind === 'online'
        ? lose(attempt, unit)
        : stay;
    case 'welcomed':
      return phase.kind === 'greeting' ? { phase: { kind: 'online' }, commands: [] } : stay;
    case 'hello-unanswered':
      if (phase.kind !== 'greeting') return stay;
      return {
        phase: { ...phase, hellos: phase.hellos + 1 },
        commands: [{ kind: 'wait', ms: backoffMs(phase.hellos, helloBackoff, unit) }],
      };
    case 'hello-refused':
      if (phase.kind !== 'greeting') return stay;
      return refuseFor(attempt, Math.max(event.retryAfterMs, refusedWaitMs(unit)), [{ kind: 'hang-up' }]);
    case 'distrusted':
      // A refusal is the centre's word, not the network's: its wait stands.
      if (phase.kind === 'dialling' || phase.kind === 'refused') return stay;
      return { phase: { kind: 'dialling', attempt }, commands: [{ kind: 'hang-up' }, { kind: 'dial' }] };
  }
}
