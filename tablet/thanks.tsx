/** The same thanks for every answer, shown only once the answer is on disk; it does not know which one it was. */
import check from 'lucide-static/icons/check.svg?nodes';
import { Icon } from '../shared/screen/icon.tsx';
import { BigButton } from '../shared/screen/parts.tsx';
import './thanks.css';
import type { TabletWords } from './words.ts';

interface ThanksProps {
  readonly words: TabletWords;
  /** An answer that was to be taken back had already gone. */
  readonly isSent: boolean;
  /** Absent once the answer can no longer be taken back. */
  readonly onChooseAgain?: (() => void) | undefined;
}

export function Thanks({ words, isSent, onChooseAgain }: ThanksProps) {
  return (
    <main class="thanks">
      <span class="thanks-mark">
        <Icon nodes={check} />
      </span>
      <h1>{words.say('thanks.title')}</h1>
      {isSent && <p>{words.say('thanks.sent')}</p>}
      {onChooseAgain !== undefined && <BigButton label={words.say('thanks.again')} onPress={onChooseAgain} />}
    </main>
  );
}
