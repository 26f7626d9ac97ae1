/** The on-screen pad: a code put together part by part, or typed whole, and checked against the paper before it is asked. */
import arrowLeft from 'lucide-static/icons/arrow-left.svg?nodes';
import { useEffect, useReducer } from 'preact/hooks';
import { type Day, dayOf } from '../shared/contract/day.ts';
import type { Result } from '../shared/contract/refusal.ts';
import type { RefusalCode } from '../shared/contract/refusal-codes.ts';
import type { SiteConfig } from '../shared/contract/site-config.ts';
import { useFit } from '../shared/screen/fit.ts';
import { BigButton } from '../shared/screen/parts.tsx';
import './pad.css';
import {
  type Change,
  check,
  type Draft,
  eraseLast,
  firstDraft,
  goBack,
  markWrong,
  textOf,
  typeInto,
} from './pad-draft.ts';
import { Check, Days, Keys, Months, Units } from './pad-steps.tsx';
import { Strip } from './pad-strip.tsx';
import type { Read } from './reading.ts';
import { useKioskWords } from './words.ts';

interface PadProps {
  readonly site: SiteConfig;
  /** Corrected time, ms. */
  readonly now: number;
  readonly read: (text: string) => Promise<Result<Read>>;
  /** What a person types on a keyboard. */
  readonly onTyped: (listener: (text: string) => void) => () => void;
  readonly onCode: (read: Read) => void;
  readonly onCancel: () => void;
}

export function Pad({ site, now, read, onTyped, onCode, onCancel }: PadProps) {
  const words = useKioskWords();
  const [draft, change] = useReducer((old: Draft, how: Change) => how(old), firstDraft);
  const today: Day = dayOf(now);
  useKeys(onTyped, change);
  const judge = async (then: (value: Read) => void): Promise<void> => {
    const result = await read(textOf(draft));
    if (result.ok) then(result.value);
    else change((old) => markWrong(old, result.refusal.code));
  };
  const back = (): void => {
    const earlier = goBack(draft);
    if (earlier === undefined) onCancel();
    else change(() => earlier);
  };
  const step = { draft, change, today, units: site.units };
  const page = useFit<HTMLElement>();
  return (
    <main class="pad" ref={page} data-step={draft.step}>
      <Strip draft={draft} change={change} />
      {draft.wrong !== null && (
        <p class="pad-wrong" role="alert">
          {sayWrong(words, draft.wrong.code, draft)}
        </p>
      )}
      <div class="pad-step">
        {draft.step === 'unit' && <Units {...step} />}
        {draft.step === 'month' && <Months {...step} />}
        {draft.step === 'day' && <Days {...step} />}
        {(draft.step === 'number' || draft.step === 'free') && (
          <Keys {...step} onContinue={() => void judge(() => change(check))} />
        )}
        {draft.step === 'check' && (
          <Check
            {...step}
            onYes={() => void judge(onCode)}
            onNo={() => change((old) => goBack(old) ?? old)}
          />
        )}
      </div>
      <BigButton
        icon={arrowLeft}
        label={words.say(draft.step === 'unit' ? 'pad.cancel' : 'pad.back')}
        onPress={back}
      />
    </main>
  );
}

function sayWrong(words: ReturnType<typeof useKioskWords>, code: RefusalCode, draft: Draft): string {
  if (code === 'E_CODE_DATE') return words.say('pad.wrongDate');
  if (code === 'E_CODE_RANGE') return words.say('pad.wrongRange');
  return draft.wrong?.part === 'number'
    ? words.say('pad.wrongNumber', { n: draft.number.length })
    : words.say('pad.wrongForm');
}

/** A real keyboard writes into the pad as fingers do. */
function useKeys(onTyped: PadProps['onTyped'], change: (how: Change) => void): void {
  useEffect(() => onTyped((text) => change((old) => typeInto(old, text))), [onTyped]);
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      if (event.key === 'Backspace') change(eraseLast);
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, []);
}
