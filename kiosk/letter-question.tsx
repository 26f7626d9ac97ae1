/** The question about the letter of apology on a late card: two answers of equal weight, then what came of it. */
import circleCheck from 'lucide-static/icons/circle-check.svg?nodes';
import mailQuestion from 'lucide-static/icons/mail-question-mark.svg?nodes';
import type { SiteConfig } from '../shared/contract/site-config.ts';
import { Icon } from '../shared/screen/icon.tsx';
import { BigButton } from '../shared/screen/parts.tsx';
import './letter-question.css';
import type { Letter } from './visit.ts';
import { type KioskWords, useKioskWords } from './words.ts';

export interface LetterAsked {
  /** Undefined: not answered yet. */
  readonly letter: Letter | undefined;
  readonly onSay: (got: boolean) => void;
}

interface LetterQuestionProps extends LetterAsked {
  readonly site: Pick<SiteConfig, 'hotline'>;
}

export function LetterQuestion({ letter, onSay, site }: LetterQuestionProps) {
  const words = useKioskWords();
  const isOpen = letter === undefined || letter.kind === 'unheard';
  return (
    <section class="letter-question" data-letter={letter?.kind ?? 'asked'}>
      <p class="letter-words" role="status">
        <Icon nodes={letter?.kind === 'told' || letter?.kind === 'received' ? circleCheck : mailQuestion} />
        <span>
          {letter === undefined ? words.say('letter.question') : sayLetterState(words, letter, site)}
        </span>
      </p>
      {isOpen && (
        <div class="letter-answers">
          <BigButton label={words.say('letter.got')} onPress={() => onSay(true)} />
          <BigButton label={words.say('letter.notGot')} onPress={() => onSay(false)} />
        </div>
      )}
    </section>
  );
}

function sayLetterState(words: KioskWords, letter: Letter, { hotline }: LetterQuestionProps['site']): string {
  switch (letter.kind) {
    case 'waiting':
      return words.say('letter.waiting');
    case 'told':
      return words.say('letter.told', { unit: words.pick(letter.unit) });
    case 'received':
      return words.say('letter.received');
    case 'unheard':
      return words.say('letter.unheard', { hotline: hotline.number });
  }
}
