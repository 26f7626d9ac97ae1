/** What one citizen's visit can be in, what can happen to it and what it can command; which follows from which is in visit-table.ts. */
import type { DossierAnswer } from '../shared/contract/dossier.ts';
import type { DossierAsked } from '../shared/contract/event.ts';
import type { Text } from '../shared/contract/scale.ts';
import type { CallOutcome } from './caller.ts';
import type { Option, VisitCode } from './choice.ts';

export type Via = DossierAsked['via'];

/** What came of a question. `isAmber`: older than half an hour. */
export type Outcome =
  | {
      readonly kind: 'answer';
      readonly from: 'centre' | 'cache';
      readonly isAmber: boolean;
      readonly answer: DossierAnswer;
    }
  /** `asOf`: by the kiosk's own copy of that time (ms), without the centre. */
  | { readonly kind: 'not-found'; readonly asOf?: number }
  /** Without the centre, and of a unit whose dossiers this kiosk does not hold. */
  | { readonly kind: 'elsewhere' }
  | { readonly kind: 'offline' }
  | { readonly kind: 'busy' };

/** The answer about the letter of apology on its way: sent, the unit told, counted as received, or not heard. */
export type Letter =
  | { readonly kind: 'waiting' | 'received' | 'unheard' }
  | { readonly kind: 'told'; readonly unit: Text };

interface Turn {
  /** Counts questions, so that a late answer to an older one is not believed. */
  readonly ticket: number;
}
interface WithCode extends Turn {
  readonly code: VisitCode;
  readonly via: Via;
  /** Chosen among several that lie before the camera: the others no longer matter. */
  readonly isChosen?: true;
}

type Attract = Turn & { readonly name: 'attract' };
type Looking = Turn & { readonly name: 'looking' };
type Pad = Turn & { readonly name: 'pad' };
/** Looking through the catalogue of procedures; where in it, its own draft knows. */
type Procedures = Turn & { readonly name: 'procedures' };
export type Choosing = Turn & { readonly name: 'choosing'; readonly options: readonly Option[] };
type Asking = WithCode & { readonly name: 'asking' };
type Showing = WithCode & {
  readonly name: 'showing';
  readonly found: Extract<Outcome, { kind: 'answer' }>;
  readonly letter?: Letter;
};
type NotFound = WithCode & { readonly name: 'not-found'; readonly asOf?: number };
type Elsewhere = WithCode & { readonly name: 'elsewhere' };
type Offline = WithCode & { readonly name: 'offline' };
type NotACode = Turn & { readonly name: 'not-a-code' };
type Busy = Turn & { readonly name: 'busy' };
type Ended = Turn & { readonly name: 'ended' };
export type Help = Turn & {
  readonly name: 'help';
  readonly back: Exclude<Visit, Help | Lost | Calling | Ended>;
};
/** What to do without a receipt; nothing is asked for. */
export type Lost = Turn & { readonly name: 'lost'; readonly back: Help['back'] };
/** A person is called to this kiosk. */
export type Calling = Turn & {
  readonly name: 'calling';
  readonly back: Help['back'];
  readonly call: CallOutcome | 'waiting';
};

export type Visit =
  | Attract
  | Looking
  | Pad
  | Procedures
  | Choosing
  | Asking
  | Showing
  | NotFound
  | Elsewhere
  | Offline
  | NotACode
  | Busy
  | Help
  | Lost
  | Calling
  | Ended;

export type VisitEvent =
  /** A hand on the screen: see the camera's picture, type, look up a procedure, get help, have no receipt, go back, ask again, be done. */
  | { readonly kind: 'look' | 'type' | 'procedures' | 'help' | 'lost' | 'back' | 'again' | 'done' }
  /** A believed dossier code from camera, wedge or fingers. */
  | { readonly kind: 'code'; readonly code: VisitCode; readonly secret?: string; readonly via: Via }
  /** Different codes lie before the camera, or one more of them, or a secret of one has been read. */
  | { readonly kind: 'choice'; readonly options: readonly Option[] }
  /** A hand has chosen one of them, by its place in the list. */
  | { readonly kind: 'chosen'; readonly place: number }
  /** A symbol that is no dossier code; what it held is already forgotten. */
  | { readonly kind: 'foreign'; readonly via: Via }
  | { readonly kind: 'answered'; readonly ticket: number; readonly outcome: Outcome }
  /** A hand: call a person; the letter of apology has come or not. What came of it. */
  | { readonly kind: 'call' }
  | { readonly kind: 'called'; readonly outcome: CallOutcome }
  | { readonly kind: 'letter'; readonly got: boolean }
  | { readonly kind: 'lettered'; readonly ticket: number; readonly letter: Letter }
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
  /** None of the codes in view was the right one. */
  | { readonly kind: 'look-again' }
  | { readonly kind: 'call' }
  | { readonly kind: 'letter'; readonly ticket: number; readonly key: string; readonly got: boolean }
  /** Drop everything outside this table too: settings, drafts, focus, scroll, the scanner's last look. */
  | { readonly kind: 'forget' };

export interface Step {
  readonly state: Visit;
  readonly commands: readonly VisitCommand[];
}

export const firstVisit: Visit = { name: 'attract', ticket: 0 };
