/** One citizen's visit as a pure table: (state, event) -> (state, commands). It asks nobody, and its last state remembers nothing. */
import type { DossierAnswer } from '../shared/contract/dossier.ts';
import type { DossierAsked } from '../shared/contract/event.ts';

export type Via = DossierAsked['via'];

/** A code as the visit needs it. `shown` is null where the code must not stand on a screen (another vendor's). */
export interface VisitCode {
  readonly key: string;
  readonly shown: string | null;
  readonly hasSecret: boolean;
}

/** What came of a question. `isAmber`: older than half an hour. */
export type Outcome =
  | {
      readonly kind: 'answer';
      readonly from: 'centre' | 'cache';
      readonly isAmber: boolean;
      readonly answer: DossierAnswer;
    }
  | { readonly kind: 'not-found' }
  | { readonly kind: 'offline' }
  | { readonly kind: 'busy' };

interface Turn {
  /** Counts questions, so that a late answer to an older one is not believed. */
  readonly ticket: number;
}
interface WithCode extends Turn {
  readonly code: VisitCode;
  readonly via: Via;
}

type Attract = Turn & { readonly name: 'attract' };
type Looking = Turn & { readonly name: 'looking' };
type Pad = Turn & { readonly name: 'pad' };
type Asking = WithCode & { readonly name: 'asking' };
type Showing = WithCode & {
  readonly name: 'showing';
  readonly found: Extract<Outcome, { kind: 'answer' }>;
};
type NotFound = WithCode & { readonly name: 'not-found' };
type Offline = WithCode & { readonly name: 'offline' };
type NotACode = Turn & { readonly name: 'not-a-code' };
type Busy = Turn & { readonly name: 'busy' };
type Ended = Turn & { readonly name: 'ended' };
type Help = Turn & { readonly name: 'help'; readonly back: Exclude<Visit, Help | Ended> };

export type Visit =
  | Attract
  | Looking
  | Pad
  | Asking
  | Showing
  | NotFound
  | Offline
  | NotACode
  | Busy
  | Help
  | Ended;

export type VisitEvent =
  /** A hand on the screen: see the camera's picture, type, get help, go back, ask again, be done. */
  | { readonly kind: 'look' | 'type' | 'help' | 'back' | 'again' | 'done' }
  /** A believed dossier code from camera, wedge or fingers. */
  | { readonly kind: 'code'; readonly code: VisitCode; readonly secret?: string; readonly via: Via }
  /** A symbol that is no dossier code; what it held is already forgotten. */
  | { readonly kind: 'foreign'; readonly via: Via }
  | { readonly kind: 'answered'; readonly ticket: number; readonly outcome: Outcome }
  /** Nobody has touched anything for the whole time (screen/idle), or the page goes away. */
  | { readonly kind: 'over' }
  /** The farewell has stood long enough. */
  | { readonly kind: 'rested' };

export type VisitCommand =
  | {
      readonly kind: 'ask';
      readonly ticket: number;
      readonly key: string;
      readonly secret?: string;
      readonly via: Via;
    }
  | {
      readonly kind: 'record';
      readonly via: Via;
      readonly from: DossierAsked['from'];
      readonly outcome: string;
    }
  | { readonly kind: 'chime' }
  /** Drop everything outside this table too: settings, drafts, focus, scroll, the scanner's last look. */
  | { readonly kind: 'forget' };

export interface Step {
  readonly state: Visit;
  readonly commands: readonly VisitCommand[];
}

export const firstVisit: Visit = { name: 'attract', ticket: 0 };

const go = (state: Visit, ...commands: VisitCommand[]): Step => ({ state, commands });

/** The whole table; an event that means nothing in a state leaves it as it is. */
export function step(state: Visit, event: VisitEvent): Step {
  const { ticket } = state;
  switch (event.kind) {
    case 'code':
      return onCode(state, event);
    case 'foreign':
      return onForeign(state, event.via);
    case 'answered':
      return onAnswered(state, event.ticket, event.outcome);
    case 'look':
      return state.name === 'ended' ? go(state) : go({ name: 'looking', ticket });
    case 'type':
      return state.name === 'ended' ? go(state) : go({ name: 'pad', ticket });
    case 'help':
      return state.name === 'help' || state.name === 'ended'
        ? go(state)
        : go({ name: 'help', ticket, back: state });
    case 'back':
      return state.name === 'help' ? go(state.back) : go(state);
    case 'again':
      return state.name === 'offline' ? ask(state, { code: state.code, via: state.via }) : go(state);
    case 'done':
    case 'over':
      return state.name === 'attract' || state.name === 'ended' ? go(state) : end(ticket);
    case 'rested':
      return state.name === 'ended' ? go({ name: 'attract', ticket }) : go(state);
  }
}

function end(ticket: number): Step {
  return go({ name: 'ended', ticket: ticket + 1 }, { kind: 'forget' });
}

interface Question {
  readonly code: VisitCode;
  readonly secret?: string | undefined;
  readonly via: Via;
}

function ask(state: Visit, { code, secret, via }: Question): Step {
  const ticket = state.ticket + 1;
  return go(
    { name: 'asking', ticket, code, via },
    {
      kind: 'ask',
      ticket,
      key: code.key,
      via,
      ...(secret === undefined ? {} : { secret }),
    },
  );
}

/** The next receipt replaces the card at once, in any state; the same one, still held there, changes nothing. */
function onCode(state: Visit, event: Extract<VisitEvent, { kind: 'code' }>): Step {
  const isKnown =
    (state.name === 'asking' || state.name === 'showing') &&
    state.code.key === event.code.key &&
    (state.code.hasSecret || !event.code.hasSecret);
  if (isKnown) return go(state);
  const next = ask(state, event);
  return { ...next, commands: [...next.commands, { kind: 'chime' }] };
}

/** A receipt carries other symbols beside its code: the camera's view of them never disturbs what stands there. */
function onForeign(state: Visit, via: Via): Step {
  const disturbs = via !== 'camera' || state.name === 'attract' || state.name === 'looking';
  if (!disturbs || state.name === 'not-a-code') return go(state);
  const record: VisitCommand = { kind: 'record', via, from: 'none', outcome: 'not-a-code' };
  return go({ name: 'not-a-code', ticket: state.ticket + 1 }, record);
}

function onAnswered(state: Visit, ticket: number, outcome: Outcome): Step {
  const asking = state.name === 'help' ? state.back : state;
  if (asking.name !== 'asking' || asking.ticket !== ticket) return go(state);
  const { code, via } = asking;
  const record = (from: DossierAsked['from'], name: string): VisitCommand => ({
    kind: 'record',
    via,
    from,
    outcome: name,
  });
  switch (outcome.kind) {
    case 'answer':
      return go(
        { name: 'showing', ticket, code, via, found: outcome },
        record(outcome.from, outcome.answer.status),
      );
    case 'not-found':
      return go({ name: 'not-found', ticket, code, via }, record('centre', 'not-found'));
    case 'offline':
      return go({ name: 'offline', ticket, code, via }, record('none', 'offline'));
    case 'busy':
      return go({ name: 'busy', ticket }, record('none', 'busy'));
  }
}
