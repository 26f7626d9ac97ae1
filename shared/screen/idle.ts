/** How long a screen may stand untouched: quiet, then a notice that one touch extends, then over. Pure, besides the small runner at the end. */
import { limits } from '../contract/limits.ts';

export interface IdleState {
  /** Quiet time before the notice, ms. */
  readonly waitMs: number;
  /** Monotonic ms of the last sign of life. */
  readonly touchedAt: number;
  readonly extended: number;
}

/** `nextMs`: when to look again. `seconds` stands only in the last ten. */
export type IdleView =
  | { readonly kind: 'quiet'; readonly nextMs: number }
  | {
      readonly kind: 'notice';
      readonly mayExtend: boolean;
      readonly seconds: number | null;
      readonly nextMs: number;
    }
  | { readonly kind: 'over' };

const NUMBERS_BELOW_MS = 10_000;

export function startIdle(waitMs: number, now: number): IdleState {
  return { waitMs, touchedAt: now, extended: 0 };
}

export function lookIdle(state: IdleState, now: number): IdleView {
  const passed = Math.max(0, now - state.touchedAt);
  if (passed < state.waitMs) return { kind: 'quiet', nextMs: state.waitMs - passed };
  const left = state.waitMs + limits.idleExtendMs - passed;
  if (left <= 0) return { kind: 'over' };
  return {
    kind: 'notice',
    mayExtend: state.extended < limits.idleExtendTimes,
    seconds: left <= NUMBERS_BELOW_MS ? Math.ceil(left / 1_000) : null,
    nextMs: left <= NUMBERS_BELOW_MS ? left % 1_000 || 1_000 : left - NUMBERS_BELOW_MS,
  };
}

/** A sign of life. While the notice stands it is an extension, counted, and refused beyond the tenth. */
export function touchIdle(state: IdleState, now: number): IdleState {
  const view = lookIdle(state, now);
  if (view.kind === 'quiet') return { ...state, touchedAt: now };
  if (view.kind === 'notice' && view.mayExtend) {
    return { ...state, touchedAt: now, extended: state.extended + 1 };
  }
  return state;
}

export interface IdleParts {
  /** Monotonic ms. */
  readonly now: () => number;
  /** Calls back once after so many ms; the answer stops it. */
  readonly after: (ms: number, then: () => void) => () => void;
  readonly show: (view: IdleView) => void;
}

export interface Idle {
  /** Begins anew, for a screen that may stand quiet for `waitMs`. */
  start(waitMs: number): void;
  touch(): void;
  stop(): void;
}

/** Walks an idle state through real time; `show` hears every change, `over` once, after which it rests. */
export function makeIdle({ now, after, show }: IdleParts): Idle {
  let state: IdleState | undefined;
  let cancel = (): void => {};
  function look(): void {
    cancel();
    if (state === undefined) return;
    const view = lookIdle(state, now());
    if (view.kind === 'over') state = undefined;
    else cancel = after(view.nextMs, look);
    show(view);
  }
  return {
    start(waitMs) {
      state = startIdle(waitMs, now());
      look();
    },
    touch() {
      if (state === undefined) return;
      state = touchIdle(state, now());
      look();
    },
    stop() {
      cancel();
      state = undefined;
    },
  };
}
