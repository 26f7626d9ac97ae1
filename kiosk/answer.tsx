/** The answer's card: what a neighbour would say first, then four lines, the age of it, the steps and the way on by telephone. */
import circleCheck from 'lucide-static/icons/circle-check.svg?nodes';
import circleQuestion from 'lucide-static/icons/circle-question-mark.svg?nodes';
import clock from 'lucide-static/icons/clock.svg?nodes';
import hand from 'lucide-static/icons/hand.svg?nodes';
import hourglass from 'lucide-static/icons/hourglass.svg?nodes';
import inbox from 'lucide-static/icons/inbox.svg?nodes';
import mail from 'lucide-static/icons/mail.svg?nodes';
import messageCircle from 'lucide-static/icons/message-circle.svg?nodes';
import type { SiteConfig } from '../shared/contract/site-config.ts';
import { Icon, type IconNodes } from '../shared/screen/icon.tsx';
import { BigButton, Notice } from '../shared/screen/parts.tsx';
import './answer.css';
import type { Card, CardSign, Line } from './card.ts';
import { HandOff, HotlineCode } from './hand-off.tsx';
import { type LetterAsked, LetterQuestion } from './letter-question.tsx';
import { Roll } from './roll.tsx';
import { Timeline } from './timeline.tsx';
import { useKioskWords } from './words.ts';

const signs: Record<CardSign, IconNodes> = {
  tick: circleCheck,
  clock,
  hand,
  inbox,
  progress: hourglass,
  speech: messageCircle,
  post: mail,
  question: circleQuestion,
};

interface AnswerProps {
  readonly card: Card;
  readonly status: string;
  /** Null where the code must not stand on a screen. */
  readonly code: string | null;
  readonly site: SiteConfig;
  /** Undefined where the question is not asked. */
  readonly letter?: LetterAsked | undefined;
  readonly onDone: () => void;
}

export function Answer({ card, status, code, site, letter, onDone }: AnswerProps) {
  const words = useKioskWords();
  const question = letter !== undefined && <LetterQuestion {...letter} site={site} />;
  // What must be done stands above the apology then, and needs its room.
  const isActFirst = card.tone === 'act';
  return (
    <main class={`answer tone-${card.tone}`} data-status={status} data-late={card.isLate}>
      <Roll
        foot={<BigButton tone="primary" label={words.say('card.done')} onPress={onDone} />}
        later={<Later card={card} site={site} />}
      >
        <div class="answer-sheet">
          <Top card={card} code={code} />
          <div class="answer-head">
            <h1 class="answer-headline" tabIndex={-1}>
              {card.headline}
            </h1>
            {card.more.length > 0 && <More sentences={card.more} />}
            {!isActFirst && question}
          </div>
          <div class="answer-body">
            <Lines lines={card.lines} />
            {isActFirst && question}
            {card.isLate && <HotlineCode site={site} />}
          </div>
        </div>
      </Roll>
    </main>
  );
}

/** State, code and age: whose card it is and how far it may be believed. */
function Top({ card, code }: { readonly card: Card; readonly code: string | null }) {
  const words = useKioskWords();
  return (
    <div class="answer-top">
      <p class="answer-state">
        <Icon nodes={signs[card.sign]} />
        <span>{card.state}</span>
      </p>
      {code !== null && (
        <p class="answer-code">
          {words.say('card.code')}: <strong>{code}</strong>
        </p>
      )}
      {card.isOld ? (
        <Notice tone="attention" icon={clock}>
          <p>{card.age}</p>
        </Notice>
      ) : (
        <p class="answer-age">{card.age}</p>
      )}
    </div>
  );
}

function More({ sentences }: { readonly sentences: readonly string[] }) {
  return (
    <div class="answer-mores">
      {sentences.map((sentence) => (
        <p key={sentence} class="answer-more">
          {sentence}
        </p>
      ))}
    </div>
  );
}

/** Below the fold: what is private, the steps, the way on by telephone. */
function Later({ card, site }: { readonly card: Card; readonly site: SiteConfig }) {
  return (
    <div class="answer-later">
      {(card.private.length > 0 || card.timeline !== undefined) && (
        <div class="answer-way">
          {card.private.length > 0 && <Lines lines={card.private} />}
          {card.timeline !== undefined && <Timeline {...card.timeline} />}
        </div>
      )}
      <HandOff site={site} withHotline={!card.isLate} />
    </div>
  );
}

function Lines({ lines }: { readonly lines: readonly Line[] }) {
  return (
    <dl class="answer-lines">
      {lines.map(({ label, value, note }) => (
        <div key={label} class="answer-line">
          <dt>{label}</dt>
          <dd>
            {value} {note !== undefined && <span class="answer-note">{note}</span>}
          </dd>
        </div>
      ))}
    </dl>
  );
}
