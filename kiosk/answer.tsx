/** The answer's card: what a neighbour would say first, then four lines, then the age of it; one way on. */
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
import { BigButton, Hotline, Notice } from '../shared/screen/parts.tsx';
import './answer.css';
import type { Card, CardSign, Line, Stage } from './card.ts';
import { Roll } from './roll.tsx';
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
  readonly onDone: () => void;
}

export function Answer({ card, status, code, site, onDone }: AnswerProps) {
  const words = useKioskWords();
  return (
    <main class={`answer tone-${card.tone}`} data-status={status} data-late={card.isLate}>
      <Roll foot={<BigButton tone="primary" label={words.say('card.done')} onPress={onDone} />}>
        <div class="answer-sheet">
          <div class="answer-head">
            <p class="answer-state">
              <Icon nodes={signs[card.sign]} />
              <span>{card.state}</span>
            </p>
            <h1 class="answer-headline" tabIndex={-1}>
              {card.headline}
            </h1>
            {card.more.map((sentence) => (
              <p key={sentence} class="answer-more">
                {sentence}
              </p>
            ))}
            <Age card={card} />
          </div>
          <div class="answer-body">
            <Lines lines={card.lines} />
            {card.private !== undefined && <Lines lines={card.private.lines} />}
            {code !== null && (
              <p class="answer-code">
                {words.say('card.code')}: <strong>{code}</strong>
              </p>
            )}
            {card.isLate && <Hotline number={site.hotline.number} hours={site.hotline.hours} />}
            {card.private !== undefined && <Timeline stages={card.private.stages} />}
          </div>
        </div>
      </Roll>
    </main>
  );
}

function Age({ card }: { card: Card }) {
  return card.isOld ? (
    <Notice tone="attention" icon={clock}>
      <p>{card.age}</p>
    </Notice>
  ) : (
    <p class="answer-age">{card.age}</p>
  );
}

function Lines({ lines }: { lines: readonly Line[] }) {
  return (
    <dl class="answer-lines">
      {lines.map(({ label, value }) => (
        <div key={label} class="answer-line">
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Timeline({ stages }: { stages: readonly Stage[] }) {
  const words = useKioskWords();
  return (
    <section class="answer-timeline">
      <h2>{words.say('card.timeline')}</h2>
      <ol>
        {stages.map((stage) => (
          <li key={`${stage.unit} ${stage.span}`} data-now={stage.isNow}>
            <strong>{stage.unit}</strong>
            {stage.name !== undefined && <span>{stage.name}</span>}
            <span class="answer-span">{stage.span}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}
