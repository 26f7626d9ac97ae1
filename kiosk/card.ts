/** What stands on an answer's card: headline, state, four lines and the age of it all, from an answer alone; it paints nothing. */
import type { DossierAnswer, DossierStatus, LateReason } from '../shared/contract/dossier.ts';
import type { SiteConfig } from '../shared/contract/site-config.ts';
import { sayAge, sayDate, sayDay, sayMoment } from '../shared/screen/dates.ts';
import type { ScreenWords } from '../shared/screen/words.ts';
import type { Outcome } from './visit.ts';
import type { KioskTable, KioskWords } from './words.ts';

export type CardTone = 'good' | 'attention' | 'act' | 'calm';
export type CardSign = 'tick' | 'clock' | 'hand' | 'inbox' | 'progress' | 'speech' | 'post' | 'question';

export interface Line {
  readonly label: string;
  readonly value: string;
}
export interface Stage {
  readonly unit: string;
  readonly name: string | undefined;
  readonly span: string;
  readonly isNow: boolean;
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
  readonly private: { readonly lines: readonly Line[]; readonly stages: readonly Stage[] } | undefined;
}

export interface CardContext {
  readonly words: KioskWords;
  readonly common: ScreenWords;
  readonly site: Pick<SiteConfig, 'centre' | 'hotline' | 'guideDesk'>;
  /** Corrected time, ms. */
  readonly now: number;
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

const reasons: Record<LateReason, Extract<keyof KioskTable, `reason.${string}`>> = {
  'waiting-other-agency': 'reason.waitingOtherAgency',
  'more-checks': 'reason.moreChecks',
  'missing-papers': 'reason.missingPapers',
  overload: 'reason.overload',
  'system-failure': 'reason.systemFailure',
  'not-updated': 'reason.notUpdated',
};

const isOpen = (status: DossierStatus): boolean =>
  status === 'accepted' || status === 'in-progress' || status === 'supplement' || status === 'pay';

/** Builds the card. From the cache it never says on time, early or today: only what was known, and when. */
export function makeCard(found: Found, context: CardContext): Card {
  const { answer } = found;
  const { words } = context;
  const isLate = answer.timing === 'late' && isOpen(answer.status);
  const face = faces[answer.status];
  // What the citizen must do comes first; then the apology.
  const isLateFirst = isLate && face.tone === 'calm';
  const byPost = answer.status === 'ready' && answer.byPost === true;
  return {
    tone: isLateFirst ? 'attention' : face.tone,
    sign: isLateFirst ? 'clock' : byPost ? 'post' : face.sign,
    state: words.say(isLateFirst ? 'status.late' : face.state),
    headline: isLateFirst ? apology(answer, context) : headline(answer, context),
    more: isLate ? lateWords(answer, context, isLateFirst) : [],
    lines: linesOf(found, context, isLate),
    age: ageOf(found, context),
    isOld: found.isAmber || found.from === 'cache',
    isLate,
    private: privateOf(answer, context),
  };
}

const dueOf = ({ due }: DossierAnswer, { words, common }: CardContext): string =>
  due === null ? words.say('card.noDue') : sayDate(common, due);

const deskOf = ({ desk }: DossierAnswer, { words, site }: CardContext): string =>
  desk !== undefined
    ? words.pick(desk)
    : site.guideDesk !== undefined
      ? words.pick(site.guideDesk)
      : words.say('guide.desk');

const papersOf = ({ papers }: DossierAnswer, { words }: CardContext): string =>
  papers === undefined || papers.length === 0
    ? words.say('status.supplement')
    : papers.map((paper) => words.pick(paper)).join('; ');

const payOf = ({ pay }: DossierAnswer, { words }: CardContext, desk: string) => ({
  what: pay === undefined ? words.say('status.pay') : words.pick(pay.what),
  where: pay === undefined ? desk : words.pick(pay.where),
});

function apology(answer: DossierAnswer, context: CardContext): string {
  const agency = context.words.pick(context.site.centre.agency);
  return context.words.say('answer.late', { agency, due: dueOf(answer, context) });
}

function headline(answer: DossierAnswer, context: CardContext): string {
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
      return words.say('answer.pay', payOf(answer, context, desk));
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

function lateWords(answer: DossierAnswer, context: CardContext, isHeadline: boolean): readonly string[] {
  const { words, common } = context;
  const newDue =
    answer.newDue === undefined
      ? words.say('answer.lateNoNewDue')
      : words.say('answer.lateNewDue', { newDue: sayDate(common, answer.newDue) });
  const reason = words.say('answer.lateReason', {
    reason: words.say(reasons[answer.lateReason ?? 'not-updated']),
  });
  return isHeadline ? [newDue, reason] : [apology(answer, context), newDue, reason];
}

function linesOf(found: Found, context: CardContext, isLate: boolean): readonly Line[] {
  const { answer } = found;
  const { words, common } = context;
  const lines: Line[] = [
    { label: words.say('card.where'), value: words.pick(answer.unit) },
    { label: words.say('card.since'), value: sayDate(common, answer.since) },
    { label: words.say('card.promised'), value: promised(found, context) },
  ];
  if (isLate && answer.answers !== undefined) {
    lines.push({ label: words.say('card.answers'), value: words.pick(answer.answers) });
  }
  lines.push({ label: words.say('card.now'), value: next(answer, context, isLate) });
  return lines;
}

function promised(found: Found, context: CardContext): string {
  const { answer } = found;
  const due = dueOf(answer, context);
  if (found.from === 'cache') return due;
  switch (answer.timing) {
    case 'early':
      return `${due} · ${context.words.say('timing.early')}`;
    case 'due-today':
      return `${due} · ${context.words.say('timing.dueToday')}`;
    case 'paused':
      return `${due} · ${context.words.say('timing.paused')}`;
    case 'on-time':
    case 'late':
      return due;
  }
}

function next(answer: DossierAnswer, context: CardContext, isLate: boolean): string {
  const { words, site } = context;
  const desk = deskOf(answer, context);
  switch (answer.status) {
    case 'accepted':
    case 'in-progress':
      if (answer.byPost === true) return words.say('next.waitPost');
      return isLate ? words.say('next.lateWait', { hotline: site.hotline.number }) : words.say('next.wait');
    case 'supplement':
      return words.say('next.supplement', { desk });
    case 'pay':
      return words.say('next.pay', payOf(answer, context, desk));
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

function ageOf({ answer, from, isAmber }: Found, { words, common, now }: CardContext): string {
  const moment = sayMoment(common, answer.asOf);
  if (from === 'cache') return words.say('age.offline', { moment });
  if (isAmber) return words.say('age.old', { moment, age: sayAge(common, answer.asOf, now) });
  return words.say('age.fresh', { moment });
}

function privateOf(answer: DossierAnswer, { words, common }: CardContext): Card['private'] {
  if (answer.private === undefined) return undefined;
  const { title, maskedName, timeline } = answer.private;
  return {
    lines: [
      ...(title === undefined ? [] : [{ label: words.say('card.title'), value: words.pick(title) }]),
      ...(maskedName === undefined ? [] : [{ label: words.say('card.name'), value: maskedName }]),
    ],
    stages: timeline.map((stage) => ({
      unit: words.pick(stage.unit),
      name: stage.name === undefined ? undefined : words.pick(stage.name),
      span: words.say('card.stageSpan', {
        from: sayDay(common, stage.from),
        to: stage.to === null ? words.say('card.stageNow') : sayDay(common, stage.to),
      }),
      isNow: stage.to === null,
    })),
  };
}
