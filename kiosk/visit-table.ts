/** One citizen's visit as a pure table: (state, event) -> (state, commands). It asks nobody, and its last state remembers nothing. */
import type { DossierAsked } from '../shared/contract/event.ts';
import { isLate } from '../shared/contract/lateness.ts';
import { mergeOptions, type Option, type VisitCode } from './choice.ts';
import type {
  Calling,
  Choosing,
  Help,
  Letter,
  Lost,
  Outcome,
  Step,
  Via,
  Visit,
  VisitCommand,
  VisitEvent,
} from './visit.ts';

const go = (state: Visit, ...commands: VisitCommand[]): Step => ({ state, commands });

/** The whole table; an event that means nothing in a state leaves it as it is. */
export function step(state: Visit, event: VisitEvent): Step {
  const { ticket } = state;
  switch (event.kind) {
    case 'code':
      return onCode(state, event);
    case 'choice':
      return onChoice(state, event.options);
    case 'chosen':
      return onChosen(state, event.place);
    case 'foreign':
      return onForeign(state, event.via);
    case 'answered':
      return onAnswered(state, event.ticket, event.outcome);
    case 'look':
      return state.name === 'ended' ? go(state) : go({ name: 'looking', ticket });
    case 'type':
      return state.name === 'ended' ? go(state) : go({ name: 'pad', ticket });
    case 'procedures':
      return state.name === 'ended' ? go(state) : go({ name: 'procedures', ticket });
    case 'help':
    case 'lost':
      return aside(state, event.kind);
    case 'call':
      return onCall(state);
    case 'called':
      return state.name === 'calling' ? go({ ...state, call: event.outcome }) : go(state);
    case 'letter':
      return onLetter(state, event.got);
    case 'lettered':
      return onLettered(state, event.ticket, event.letter);
    case 'back':
      if (state.name === 'choosing') return go({ name: 'looking', ticket }, { kind: 'look-again' });
      return isAside(state) ? go(state.back) : go(state);
    case 'again':
      return state.name === 'offline' || state.name === 'elsewhere' ? ask(state, state) : go(state);
    case 'done':
    case 'over':
      return state.name === 'attract' || state.name === 'ended' ? go(state) : end(ticket);
    case 'rested':
      return state.name === 'ended' ? go({ name: 'attract', ticket }) : go(state);
  }
}

const isAside = (state: Visit): state is Help | Lost | Calling =>
  state.name === 'help' || state.name === 'lost' || state.name === 'calling';

/** Help stands beside a visit: the way back leads to where it was asked for. */
function aside(state: Visit, name: 'help' | 'lost'): Step {
  if (state.name === name || state.name === 'ended') return go(state);
  return go({ name, ticket: state.ticket, back: isAside(state) ? state.back : state });
}

/** Pressed again, it is asked again: the caller knows what was just done. */
function onCall(state: Visit): Step {
  if (state.name === 'ended' || (state.name === 'calling' && state.call === 'waiting')) return go(state);
  const back = isAside(state) ? state.back : state;
  return go({ name: 'calling', ticket: state.ticket, back, call: 'waiting' }, { kind: 'call' });
}

/** Answered once; only when nobody heard it, it may be said again. */
function onLetter(state: Visit, got: boolean): Step {
  if (state.name !== 'showing' || !isLate(state.found.answer)) return go(state);
  if (state.letter !== undefined && state.letter.kind !== 'unheard') return go(state);
  const { ticket, code } = state;
  return go({ ...state, letter: { kind: 'waiting' } }, { kind: 'letter', ticket, key: code.key, got });
}

function onLettered(state: Visit, ticket: number, letter: Letter): Step {
  if (isAside(state)) {
    const { state: back } = onLettered(state.back, ticket, letter);
    // Of a card comes the same card.
    return back === state.back ? go(state) : go({ ...state, back: back as Help['back'] });
  }
  return state.name === 'showing' && state.ticket === ticket && state.letter !== undefined
    ? go({ ...state, letter })
    : go(state);
}

function end(ticket: number): Step {
  return go({ name: 'ended', ticket: ticket + 1 }, { kind: 'forget' });
}

interface Question {
  readonly code: VisitCode;
  readonly secret?: string | undefined;
  readonly via: Via;
  readonly isChosen?: true | undefined;
}

function ask(state: Visit, { code, secret, via, isChosen }: Question): Step {
  const ticket = state.ticket + 1;
  return go(
    { name: 'asking', ticket, code, via, ...(isChosen && { isChosen }) },
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

/** Once one was chosen the others are no news; a secret of the chosen one is. */
function onChoice(state: Visit, fresh: readonly Option[]): Step {
  const back = isAside(state) ? state.back : state;
  if ('code' in back && back.isChosen === true) {
    const { key, hasSecret } = back.code;
    const mine = fresh.find(({ code }) => code.key === key);
    if (mine !== undefined && (hasSecret || !mine.code.hasSecret)) return go(state);
    if (mine !== undefined) return ask(state, { ...mine, via: 'camera', isChosen: true });
  }
  if (back.name !== 'choosing')
    return go({ name: 'choosing', ticket: state.ticket + 1, options: fresh }, { kind: 'chime' });
  const choosing: Choosing = { ...back, options: mergeOptions(back.options, fresh) };
  return go(isAside(state) ? { ...state, back: choosing } : choosing);
}

function onChosen(state: Visit, place: number): Step {
  const option = state.name === 'choosing' ? state.options[place] : undefined;
  return option === undefined ? go(state) : ask(state, { ...option, via: 'camera', isChosen: true });
}

/** A receipt carries other symbols beside its code: the camera's view of them never disturbs what stands there. */
function onForeign(state: Visit, via: Via): Step {
  const disturbs = via !== 'camera' || state.name === 'attract' || state.name === 'looking';
  if (!disturbs || state.name === 'not-a-code') return go(state);
  const record: VisitCommand = { kind: 'record', via, from: 'none', outcome: 'not-a-code' };
  return go({ name: 'not-a-code', ticket: state.ticket + 1 }, record);
}

function onAnswered(state: Visit, ticket: number, outcome: Outcome): Step {
  const asking = isAside(state) ? state.back : state;
  if (asking.name !== 'asking' || asking.ticket !== ticket) return go(state);
  const { code, via, isChosen } = asking;
  const turn = { ticket, code, via, ...(isChosen && { isChosen }) };
  const record = (from: DossierAsked['from'], name: string): VisitCommand => ({
    kind: 'record',
    via,
    from,
    outcome: name,
  });
  switch (outcome.kind) {
    case 'answer':
      return go({ name: 'showing', ...turn, found: outcome }, record(outcome.from, outcome.answer.status));
    case 'not-found':
      return outcome.asOf === undefined
        ? go({ name: 'not-found', ...turn }, record('centre', 'not-found'))
        : go({ name: 'not-found', ...turn, asOf: outcome.asOf }, record('cache', 'not-found'));
    case 'elsewhere':
      return go({ name: 'elsewhere', ...turn }, record('cache', 'elsewhere'));
    case 'offline':
      return go({ name: 'offline', ...turn }, record('none', 'offline'));
    case 'busy':
      return go({ name: 'busy', ticket }, record('none', 'busy'));
  }
}
