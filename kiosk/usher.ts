/** Leads a visit: does what the table commands and tells the screen; it decides nothing itself. */
import type { CallOutcome } from './caller.ts';
import {
  firstVisit,
  type Letter,
  type Outcome,
  type Visit,
  type VisitCommand,
  type VisitEvent,
} from './visit.ts';
import { step } from './visit-table.ts';

type AskCommand = Extract<VisitCommand, { kind: 'ask' }>;
type LetterCommand = Extract<VisitCommand, { kind: 'letter' }>;
type RecordCommand = Extract<VisitCommand, { kind: 'record' }>;

export interface UsherParts {
  readonly ask: (question: AskCommand) => Promise<Outcome>;
  readonly record: (scan: RecordCommand) => void;
  /** Neither ever rejects. */
  readonly call: () => Promise<CallOutcome>;
  readonly letter: (said: LetterCommand) => Promise<Letter>;
  readonly chime: () => void;
  readonly lookAgain: () => void;
  readonly forget: () => void;
}

export interface Usher {
  visit(): Visit;
  send(event: VisitEvent): void;
  onChange(listener: (visit: Visit) => void): () => void;
}

export function makeUsher(parts: UsherParts): Usher {
  let visit = firstVisit;
  const listeners = new Set<(visit: Visit) => void>();

  function send(event: VisitEvent): void {
    const next = step(visit, event);
    const isChanged = next.state !== visit;
    visit = next.state;
    for (const command of next.commands) obey(command);
    if (isChanged) for (const listener of listeners) listener(visit);
  }

  function obey(command: VisitCommand): void {
    switch (command.kind) {
      case 'ask':
        void parts
          .ask(command)
          .then((outcome) => send({ kind: 'answered', ticket: command.ticket, outcome }));
        return;
      case 'record':
        parts.record(command);
        return;
      case 'call':
        void parts.call().then((outcome) => send({ kind: 'called', outcome }));
        return;
      case 'letter':
        void parts
          .letter(command)
          .then((letter) => send({ kind: 'lettered', ticket: command.ticket, letter }));
        return;
      case 'chime':
        parts.chime();
        return;
      case 'look-again':
        parts.lookAgain();
        return;
      case 'forget':
        parts.forget();
        return;
    }
  }

  return {
    visit: () => visit,
    send,
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
