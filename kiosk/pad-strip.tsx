/** The code so far: three parts side by side, each a way back to it, the wrong one marked. */
import './pad-strip.css';
import { type Change, type Draft, dateText, goTo, type PadPart } from './pad-draft.ts';
import { SlipCode } from './slip.tsx';
import { useKioskWords } from './words.ts';

interface StripProps {
  readonly draft: Draft;
  readonly change: (how: Change) => void;
}

export function Strip({ draft, change }: StripProps) {
  const words = useKioskWords();
  const parts: readonly { part: PadPart; label: string; text: string }[] = [
    { part: 'unit', label: words.say('pad.unit'), text: draft.unit ?? '····' },
    { part: 'date', label: words.say('pad.date'), text: dateText(draft) },
    { part: 'number', label: words.say('pad.number'), text: draft.number === '' ? '····' : draft.number },
  ];
  const isWhole = draft.step === 'free' || (draft.step === 'check' && draft.unit === null);
  return (
    <div class="strip">
      <div class="strip-slip">
        <SlipCode here={partOf(draft)} />
        <p>{words.say('pad.where')}</p>
      </div>
      {!isWhole && draft.step !== 'check' && (
        <div class="strip-parts">
          {parts.map(({ part, label, text }) => (
            <button
              key={part}
              type="button"
              class="strip-part"
              data-here={isHere(draft, part)}
              data-wrong={draft.wrong?.part === part}
              disabled={part !== 'unit' && draft.unit === null}
              onClick={() => change((old) => goTo(old, part))}
            >
              <span class="strip-label">{label}</span>
              <span class="strip-text">{text}</span>
            </button>
          ))}
        </div>
      )}
    </div>
  );
}

/** What is being entered now; at the look at the paper it is all of it. */
function partOf({ step }: Draft): PadPart {
  if (step === 'month' || step === 'day') return 'date';
  return step === 'unit' || step === 'number' ? step : 'free';
}

function isHere({ step }: Draft, part: PadPart): boolean {
  return step === part || (part === 'date' && (step === 'month' || step === 'day'));
}
