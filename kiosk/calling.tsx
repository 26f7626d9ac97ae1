/** A person is called to this kiosk: what has come of it in words, and always where a person is too. */
import arrowLeft from 'lucide-static/icons/arrow-left.svg?nodes';
import bellRing from 'lucide-static/icons/bell-ring.svg?nodes';
import circleCheck from 'lucide-static/icons/circle-check.svg?nodes';
import unplug from 'lucide-static/icons/unplug.svg?nodes';
import type { SiteConfig } from '../shared/contract/site-config.ts';
import type { IconNodes } from '../shared/screen/icon.tsx';
import { MessagePage } from '../shared/screen/message-page.tsx';
import { BigButton } from '../shared/screen/parts.tsx';
import type { CallOutcome } from './caller.ts';
import { HotlineCode } from './hand-off.tsx';
import { sayGuide } from './place.ts';
import { useKioskWords } from './words.ts';

interface CallingProps {
  readonly site: SiteConfig;
  readonly call: CallOutcome | 'waiting';
  readonly onBack: () => void;
}

const signs: Record<CallingProps['call'], IconNodes> = {
  waiting: bellRing,
  called: circleCheck,
  again: circleCheck,
  unwatched: bellRing,
  unheard: unplug,
};

export function Calling({ site, call, onBack }: CallingProps) {
  const words = useKioskWords();
  const guide = sayGuide(words, site);
  return (
    <MessagePage
      icon={signs[call]}
      title={words.say(`calling.${call}.title`)}
      text={words.say(`calling.${call}.text`, { guide })}
    >
      {call !== 'waiting' && <HotlineCode site={site} />}
      <div class="said-acts" data-call={call}>
        <BigButton tone="primary" icon={arrowLeft} label={words.say('help.back')} onPress={onBack} />
      </div>
    </MessagePage>
  );
}
