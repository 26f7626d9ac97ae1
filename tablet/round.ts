/** The table of one rating round, undo included: (round, event, now) -> (round, commands); it knows no store, no page and no clock. */
import { limits } from '../shared/contract/limits.ts';
import type { Place } from '../shared/device/device.ts';

export type Round =
  /** Faces are shown. Before `openAt` a touch is the echo of the last one and is ignored. */
  | { readonly at: 'asking'; readonly openAt: number; readonly isTouched: boolean }
  /** The strict transaction of one tap is under way; nothing else is taken. */
  | { readonly at: 'writing'; readonly index: number; readonly since: number; readonly isSlow: boolean }
  /** The row is on disk. Until `undoUntil` it may still be *held*; `isSent`: an undo came too late. */
  | {
      readonly at: 'thanks';
      readonly place: Place;
      readonly until: number;
      readonly undoUntil: number;
      readonly isSent: boolean;
    }
  | { readonly at: 'undoing'; readonly place: Place; readonly since: number }
  /** Nothing can be written, so nobody is asked. `isWriting`: a write that took too long is still open. */
  | {
      readonly at: 'paused';
      readonly tries: number;
      readonly retryAt: number | null;
      readonly isWriting: boolean;
    };

export type RoundEvent =
  | { readonly kind: 'touched' }
  | { readonly kind: 'lifted' }
  | { readonly kind: 'tapped'; readonly index: number }
  | { readonly kind: 'written'; readonly place: Place; readonly holdMs: number }
  | { readonly kind: 'refused' }
  | { readonly kind: 'choose-again' }
  | { readonly kind: 'undone'; readonly isUndone: boolean }
  | { readonly kind: 'probed'; readonly isWell: boolean }
  | { readonly kind: 'due' };

export type Command =
  /** Write one rating; answer with `written` or `refused`. */
  | { readonly kind: 'write'; readonly index: number }
  /** Once the thanks is painted, tell the device so. */
  | { readonly kind: 'thanked'; readonly place: Place }
  | { readonly kind: 'undo'; readonly place: Place }
  /** Find out whether the store writes again; answer with `probed`. */
  | { readonly kind: 'probe' };

export interface Step {
  readonly round: Round;
  readonly commands: readonly Command[];
}

/** A tablet that has just started asks at once. */
export const firstRound = (now: number): Round => ({ at: 'asking', openAt: now, isTouched: false });

/** What follows from an event; an event that the state does not know changes nothing. */
export function step(round: Round, event: RoundEvent, now: number): Step {
  switch (round.at) {
    case 'asking':
      return asking(round, event, now);
    case 'writing':
      return writing(round, event, now);
    case 'thanks':
      return thanks(round, event, now);
    case 'undoing':
      return undoing(round, event, now);
    case 'paused':
      return paused(round, event, now);
  }
}

/** When `due` must be said (ms of the same clock), null when nothing is waited for. */
export function wakeAt(round: Round): number | null {
  switch (round.at) {
    case 'asking':
      return null;
    case 'writing':
      return round.since + (round.isSlow ? limits.writeWaitMs : limits.writeSlowMs);
    case 'thanks':
      return round.until;
    case 'undoing':
      return round.since + limits.writeWaitMs;
    case 'paused':
      return round.retryAt;
  }
}

/** Nobody is in the middle of anything: the page may be replaced now. */
export function isAtRest(round: Round): boolean {
  return (round.at === 'asking' && !round.isTouched) || (round.at === 'paused' && !round.isWriting);
}

/** Whether the row just written may still be taken back. */
export function isUndoOpen(round: Round, now: number): boolean {
  return round.at === 'thanks' && !round.isSent && now < round.undoUntil;
}

type In<At extends Round['at']> = Extract<Round, { at: At }>;

const stay = (round: Round, ...commands: Command[]): Step => ({ round, commands });
const ask = (now: number): Step => stay({ at: 'asking', openAt: now + limits.pressLockMs, isTouched: false });

function thank(place: Place, holdMs: number, now: number): Step {
  const until = now + Math.max(limits.thanksMs, holdMs);
  return stay(
    { at: 'thanks', place, until, undoUntil: now + holdMs, isSent: false },
    { kind: 'thanked', place },
  );
}

function asking(round: In<'asking'>, event: RoundEvent, now: number): Step {
  switch (event.kind) {
    case 'touched':
      return stay({ ...round, isTouched: true });
    case 'lifted':
      return stay({ ...round, isTouched: false });
    case 'tapped':
      if (now < round.openAt) return stay(round);
      return stay(
        { at: 'writing', index: event.index, since: now, isSlow: false },
        { kind: 'write', index: event.index },
      );
    default:
      return stay(round);
  }
}

function writing(round: In<'writing'>, event: RoundEvent, now: number): Step {
  switch (event.kind) {
    case 'written':
      return thank(event.place, event.holdMs, now);
    case 'refused':
      return stay({ at: 'paused', tries: 0, retryAt: retryAt(0, now), isWriting: false });
    case 'due':
      if (now < (wakeAt(round) ?? now)) return stay(round);
      if (!round.isSlow) return stay({ ...round, isSlow: true });
      return stay({ at: 'paused', tries: 0, retryAt: null, isWriting: true });
    default:
      return stay(round);
  }
}

function thanks(round: In<'thanks'>, event: RoundEvent, now: number): Step {
  switch (event.kind) {
    case 'choose-again':
      if (!isUndoOpen(round, now)) return stay(round);
      return stay({ at: 'undoing', place: round.place, since: now }, { kind: 'undo', place: round.place });
    case 'due':
      return now < round.until ? stay(round) : ask(now);
    default:
      return stay(round);
  }
}

function undoing(round: In<'undoing'>, event: RoundEvent, now: number): Step {
  switch (event.kind) {
    case 'undone': {
      if (event.isUndone) return ask(now);
      const { place } = round;
      return stay({ at: 'thanks', place, until: now + limits.thanksMs, undoUntil: now, isSent: true });
    }
    case 'due':
      return now < (wakeAt(round) ?? now) ? stay(round) : ask(now);
    default:
      return stay(round);
  }
}

function paused(round: In<'paused'>, event: RoundEvent, now: number): Step {
  switch (event.kind) {
    // The slow write of the tap before came through after all: that answer is kept, so it is thanked.
    case 'written':
      return round.isWriting ? thank(event.place, event.holdMs, now) : stay(round);
    case 'refused':
      return round.isWriting
        ? stay({ ...round, isWriting: false, retryAt: retryAt(round.tries, now) })
        : stay(round);
    case 'due':
      if (round.retryAt === null || now < round.retryAt) return stay(round);
      return stay({ ...round, tries: round.tries + 1, retryAt: null }, { kind: 'probe' });
    case 'probed':
      if (round.isWriting || round.retryAt !== null) return stay(round);
      return event.isWell ? ask(now) : stay({ ...round, retryAt: retryAt(round.tries, now) });
    default:
      return stay(round);
  }
}

function retryAt(tries: number, now: number): number {
  return now + Math.min(limits.pausedRetryMaxMs, limits.pausedRetryStartMs * 2 ** Math.min(tries, 10));
}
