/** The sentences of a card: what it says first, when it was promised, what to do next; it knows no colour and paints nothing. */
import { dayOf } from '../shared/contract/day.ts';
import type { DossierAnswer, LateReason } from '../shared/contract/dossier.ts';
import { isLate, isOpen } from '../shared/contract/lateness.ts';
import type { SiteConfig } from '../shared/contract/site-config.ts';
import { sayDate } from '../shared/screen/dates.ts';
import type { ScreenWords } from '../shared/screen/words.ts';
import { sayGuide } from './place.ts';
import type { KioskTable, KioskWords } from './words.ts';

export interface CardContext {
  readonly words: KioskWords;
  readonly common: ScreenWords;
  readonly site: Pick<SiteConfig, 'centre' | 'hotline' | 'guideDesk'>;
  /** Corrected time, ms. */
  readonly now: number;
}

/** What is known of a dossier. Old knowledge never speaks of on time, early, today or a pause: that may have changed since. */
export interface Knowledge {
  readonly answer: DossierAnswer;
  readonly isOld: boolean;
}

const reasons: Record<LateReason, Extract<keyof KioskTable, `reason.${string}`>> = {
  'waiting-other-agency': 'reason.waitingOtherAgency',
  'more-checks': 'reason.moreChecks',
  'missing-papers': 'reason.missingPapers',
  overload: 'reason.overload',
  'system-failure': 'reason.systemFailure',
  'not-updated': 'reason.notUpdated',
};

const dueOf = ({ due }: DossierAnswer, { words, common }: CardContext): string =>
  due === null ? words.say('card.noDue') : sayDate(common, due);

const deskOf = ({ desk }: DossierAnswer, { words, site }: CardContext): string =>
  desk === undefined ? sayGuide(words, site) : words.pick(desk);

const papersOf = ({ papers }: DossierAnswer, { words }: CardContext): string =>
  papers === undefined || papers.length === 0
    ? words.say('card.papersUnknown')
    : papers.map((paper) => words.pick(paper)).join('; ');

function payOf(answer: DossierAnswer, context: CardContext) {
  const { pay } = answer;
  const { words } = context;
  return {
    what: pay === undefined ? words.say('card.payUnknown') : words.pick(pay.what),
    where: pay === undefined ? deskOf(answer, context) : words.pick(pay.where),
  };
}

export function sayApology(answer: DossierAnswer, context: CardContext): string {
  const agency = context.words.pick(context.site.centre.agency);
  const { words } = context;
  return answer.due === null
    ? words.say('answer.lateNoDue', { agency })
    : words.say('answer.late', { agency, due: dueOf(answer, context) });
}

/** What a neighbour would say of it, lateness aside. */
export function sayHeadline({ answer }: Knowledge, context: CardContext): string {
  const { words } = context;
  const desk = deskOf(answer, context);
  const place = { unit: words.pick(answer.unit), due: dueOf(answer, context) };
  switch (answer.status) {
    case 'accepted':
      return words.say('answer.accepted', place);
    case 'in-progress':
      return words.say('answer.inProgress', place);
    case 'supplement':
      return words.say('answer.supplement', { papers: papersOf(answer, context), desk });
    case 'pay':
      return words.say('answer.pay', payOf(answer, context));
    case 'ready':
      return answer.byPost === true ? words.say('answer.byPost') : words.say('answer.ready', { desk });
    case 'handed-over':
      return words.say('answer.handedOver');
    case 'stopped':
      return words.say('answer.stopped', { desk });
    case 'withdrawn':
      return words.say('answer.withdrawn');
    case 'unknown':
      return words.say('answer.unknown', { desk });
  }
}

/** New date and reason, before them the apology where it is not the headline. */
export function sayLate(answer: DossierAnswer, context: CardContext, isHeadline: boolean): readonly string[] {
  const { words, common } = context;
  const newDue =
    answer.newDue === undefined
      ? words.say('answer.lateNoNewDue')
      : words.say('answer.lateNewDue', { newDue: sayDate(common, answer.newDue) });
  const reason = words.say('answer.lateReason', {
    reason: words.say(reasons[answer.lateReason ?? 'not-updated']),
  });
  return isHeadline ? [newDue, reason] : [sayApology(answer, context), `${newDue} ${reason}`];
}

export const sayDue = dueOf;

/** How a promise stands, where that is known now. */
export function sayTiming({ answer, isOld }: Knowledge, context: CardContext): string | undefined {
  return isOld ? undefined : timingWord(answer, context);
}

function timingWord({ timing, status }: DossierAnswer, { words }: CardContext): string | undefined {
  switch (timing) {
    case 'early':
      if (status === 'ready' || status === 'handed-over') return words.say('timing.doneEarly');
      return isOpen(status) ? words.say('timing.early') : undefined;
    case 'due-today':
      return isOpen(status) ? words.say('timing.dueToday') : undefined;
    case 'paused':
      return isOpen(status) ? words.say('timing.paused') : undefined;
    case 'on-time':
      return isOpen(status) ? words.say('timing.onTime') : undefined;
    case 'late':
      return undefined;
  }
}

/** What to do now. */
export function sayNext(knowledge: Knowledge, context: CardContext): string {
  const { answer } = knowledge;
  const { words } = context;
  const desk = deskOf(answer, context);
  switch (answer.status) {
    case 'accepted':
    case 'in-progress':
      return sayWait(knowledge, context);
    case 'supplement':
      return words.say('next.supplement', { desk });
    case 'pay':
      return words.say('next.pay', payOf(answer, context));
    case 'ready':
      return answer.byPost === true ? words.say('next.waitPost') : words.say('next.collect', { desk });
    case 'handed-over':
    case 'withdrawn':
      return words.say('next.none');
    case 'stopped':
    case 'unknown':
      return words.say('next.ask', { desk });
  }
}

function sayWait({ answer, isOld }: Knowledge, context: CardContext): string {
  const { words, site, now } = context;
  const desk = deskOf(answer, context);
  if (answer.byPost === true) return words.say('next.waitPost');
  if (isLate(answer)) {
    const { number: hotline } = site.hotline;
    return words.say(answer.newDue === undefined ? 'next.lateNoDate' : 'next.lateWait', { hotline });
  }
  if (answer.due === null) return words.say('next.waitNoDue', { desk });
  if (dayOf(answer.due) < dayOf(now)) return words.say('next.pastDue', { desk });
  if (isOld) return words.say('next.wait');
  switch (answer.timing) {
    case 'due-today':
      return words.say('next.dueToday', { desk });
    case 'early':
      return words.say('next.early');
    case 'paused':
      return words.say('next.paused');
    case 'on-time':
    case 'late':
      return words.say('next.wait');
  }
}
