/** What stands on an answer's card: state, headline, four lines, the steps and the age of it all, from an answer alone; it paints nothing. */
import type { DossierAnswer, DossierStatus } from '../shared/contract/dossier.ts';
import { isLate as isLateAnswer, isOpen } from '../shared/contract/lateness.ts';
import { limits } from '../shared/contract/limits.ts';
import { sayAge, sayDate, sayDay, sayMoment } from '../shared/screen/dates.ts';
import {
  type CardContext,
  type Knowledge,
  sayApology,
  sayDue,
  sayHeadline,
  sayLate,
  sayNext,
  sayTiming,
} from './sentences.ts';
import type { Outcome } from './visit.ts';
import type { KioskTable } from './words.ts';

export type CardTone = 'good' | 'attention' | 'act' | 'calm';
export type CardSign = 'tick' | 'clock' | 'hand' | 'inbox' | 'progress' | 'speech' | 'post' | 'question';

export interface Line {
  readonly label: string;
  readonly value: string;
  /** Said beside it, whole. */
  readonly note?: string | undefined;
}
/** One step on the dossier's way. `unit` is absent where it is that of the step before. */
export interface Stage {
  readonly unit: string | undefined;
  readonly name: string | undefined;
  readonly span: string;
  readonly time: 'past' | 'now' | 'ahead';
}
export interface Card {
  readonly tone: CardTone;
  readonly sign: CardSign;
  readonly state: string;
  readonly headline: string;
  /** What a late citizen also reads: new date and reason. */
  readonly more: readonly string[];
  readonly lines: readonly Line[];
  readonly age: string;
  readonly isOld: boolean;
  readonly isLate: boolean;
  /** Title and masked name, where the answer has them. */
  readonly private: readonly Line[];
  readonly timeline: { readonly title: string; readonly stages: readonly Stage[] } | undefined;
}

type Found = Extract<Outcome, { kind: 'answer' }>;
type StatusKey = Extract<keyof KioskTable, `status.${string}`>;

const faces: Record<DossierStatus, { tone: CardTone; sign: CardSign; state: StatusKey }> = {
  accepted: { tone: 'calm', sign: 'inbox', state: 'status.accepted' },
  'in-progress': { tone: 'calm', sign: 'progress', state: 'status.inProgress' },
  supplement: { tone: 'act', sign: 'hand', state: 'status.supplement' },
  pay: { tone: 'act', sign: 'hand', state: 'status.pay' },
  ready: { tone: 'good', sign: 'tick', state: 'status.ready' },
  'handed-over': { tone: 'good', sign: 'tick', state: 'status.handedOver' },
  stopped: { tone: 'act', sign: 'speech', state: 'status.stopped' },
  withdrawn: { tone: 'calm', sign: 'inbox', state: 'status.withdrawn' },
  unknown: { tone: 'act', sign: 'question', state: 'status.unknown' },
};

/** From the cache, or an answer of now whose knowledge is old itself: a source that has not told its centre for half an hour. */
const isOldAnswer = ({ from, isAmber, answer }: Found, now: number): boolean =>
  from === 'cache' || isAmber || now - answer.asOf >= limits.cacheAmberMs;

/** Builds the card. */
export function makeCard(found: Found, context: CardContext): Card {
  const { answer } = found;
  const { words } = context;
  const knowledge = { answer, isOld: isOldAnswer(found, context.now) };
  const isLate = isLateAnswer(answer);
  const face = faces[answer.status];
  // What the citizen must do comes first; then the apology.
  const isLateFirst = isLate && face.tone === 'calm';
  const byPost = answer.status === 'ready' && answer.byPost === true;
  return {
    tone: isLateFirst ? 'attention' : face.tone,
    sign: isLateFirst ? 'clock' : byPost ? 'post' : face.sign,
    state: words.say(isLateFirst ? 'status.late' : face.state),
    headline: isLateFirst ? sayApology(answer, context) : sayHeadline(knowledge, context),
    more: isLate ? sayLate(answer, context, isLateFirst) : [],
    lines: linesOf(knowledge, context, isLate),
    age: ageOf(found, knowledge, context),
    isOld: knowledge.isOld,
    isLate,
    private: privateOf(answer, context),
    timeline: timelineOf(answer, context),
  };
}

function linesOf(knowledge: Knowledge, context: CardContext, isLate: boolean): readonly Line[] {
  const { answer } = knowledge;
  const { words, common } = context;
  const lines: Line[] = [
    { label: words.say('card.where'), value: words.pick(answer.unit) },
    { label: words.say('card.since'), value: sayDate(common, answer.since) },
    {
      label: words.say('card.promised'),
      value: sayDue(answer, context),
      note: sayTiming(knowledge, context),
    },
  ];
  if (isLate && answer.answers !== undefined) {
    lines.push({ label: words.say('card.answers'), value: words.pick(answer.answers) });
  }
  lines.push({ label: words.say('card.now'), value: sayNext(knowledge, context) });
  return lines;
}

function ageOf({ answer, from }: Found, { isOld }: Knowledge, { words, common, now }: CardContext): string {
  const moment = sayMoment(common, answer.asOf);
  if (from === 'cache') return words.say('age.offline', { moment });
  if (isOld) return words.say('age.old', { moment, age: sayAge(common, answer.asOf, now) });
  return words.say('age.fresh', { moment });
}

function privateOf({ private: opened }: DossierAnswer, { words }: CardContext): readonly Line[] {
  const lines: Line[] = [];
  if (opened?.title !== undefined)
    lines.push({ label: words.say('card.title'), value: words.pick(opened.title) });
  if (opened?.maskedName !== undefined)
    lines.push({ label: words.say('card.name'), value: opened.maskedName });
  return lines;
}

/** The way so far; while it goes on, its end is the day that was promised last. */
function timelineOf(answer: DossierAnswer, { words, common }: CardContext): Card['timeline'] {
  const steps = answer.private?.timeline ?? [];
  if (steps.length === 0) return undefined;
  const units = steps.map(({ unit }) => words.pick(unit));
  const stages: Stage[] = steps.map(({ name, from, to }, i) => ({
    unit: units[i] === units[i - 1] ? undefined : units[i],
    name: name === undefined ? undefined : words.pick(name),
    span: words.say('card.stageSpan', {
      from: sayDay(common, from),
      to: to === null ? words.say('card.stageNow') : sayDay(common, to),
    }),
    time: to === null ? 'now' : 'past',
  }));
  const end = isLateAnswer(answer) ? answer.newDue : (answer.due ?? undefined);
  if (isOpen(answer.status) && end !== undefined) {
    const name = words.say('card.stageDue');
    stages.push({ unit: undefined, name, span: sayDate(common, end), time: 'ahead' });
  }
  const agencies = new Set(units).size;
  const title = words.say(agencies > 1 ? 'card.timelineOf' : 'card.timeline', { n: agencies });
  return { title, stages };
}
