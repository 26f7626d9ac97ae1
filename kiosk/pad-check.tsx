/** The look at the paper before a code is asked: the code in its parts, large, and yes or no. */
import pencil from 'lucide-static/icons/pencil.svg?nodes';
import { BigButton } from '../shared/screen/parts.tsx';
import { textOf } from './pad-draft.ts';
import { type StepProps, Title } from './pad-key.tsx';
import { useKioskWords } from './words.ts';

interface CheckProps extends StepProps {
  readonly onYes: () => void;
  readonly onNo: () => void;
}

export function Check({ draft, onYes, onNo }: CheckProps) {
  const words = useKioskWords();
  return (
    <>
      <Title title={words.say('pad.checkTitle')} text={words.say('pad.checkText')} />
      <p class="pad-code">{textOf(draft)}</p>
      <div class="pad-row">
        <BigButton icon={pencil} label={words.say('pad.no')} onPress={onNo} />
        <BigButton tone="primary" label={words.say('pad.yes')} onPress={onYes} />
      </div>
    </>
  );
}
