/** Two codes lie before the camera: whose is it? One large button for each, and a way back; secrets are not handed in. */
import arrowLeft from 'lucide-static/icons/arrow-left.svg?nodes';
import fileText from 'lucide-static/icons/file-text.svg?nodes';
import { useFit } from '../shared/screen/fit.ts';
import { BigButton } from '../shared/screen/parts.tsx';
import './choosing.css';
import type { Option } from './choice.ts';
import type { VisitEvent } from './visit.ts';
import { useKioskWords } from './words.ts';

interface ChoosingProps {
  readonly options: readonly Pick<Option, 'code'>[];
  readonly send: (event: VisitEvent) => void;
}

export function Choosing({ options, send }: ChoosingProps) {
  const words = useKioskWords();
  const page = useFit<HTMLElement>();
  return (
    <main class="choosing" ref={page}>
      <h1 class="choosing-title" tabIndex={-1}>
        {options.length > 2
          ? words.say('choosing.titleMany', { n: options.length })
          : words.say('choosing.title')}
      </h1>
      <p class="choosing-text">{words.say('choosing.text')}</p>
      <div class="choosing-codes" data-many={options.length > 2}>
        {options.map(({ code }, place) => (
          <BigButton
            key={code.key}
            icon={fileText}
            label={code.shown ?? words.say('choosing.place', { n: place + 1 })}
            {...(code.shown === null && { note: words.say('choosing.placeNote') })}
            onPress={() => send({ kind: 'chosen', place })}
          />
        ))}
      </div>
      <div class="choosing-acts">
        <BigButton
          icon={arrowLeft}
          label={words.say('choosing.none')}
          onPress={() => send({ kind: 'back' })}
        />
      </div>
    </main>
  );
}
