/** The on-screen pad: a code put together part by part, or typed whole, and checked against the paper before it is asked. */
import arrowLeft from 'lucide-static/icons/arrow-left.svg?nodes';
import { useEffect, useReducer, useRef, useState } from 'preact/hooks';
import { type Day, dayOf } from '../shared/contract/day.ts';
import type { Result } from '../shared/contract/refusal.ts';
import type { RefusalCode } from '../shared/contract/refusal-codes.ts';
import type { SiteConfig } from '../shared/contract/site-config.ts';
import { useFit } from '../shared/screen/fit.ts';
import { BigButton } from '../shared/screen/parts.tsx';
import './pad.css';
import { Check } from './pad-check.tsx';
import { Days, Months } from './pad-dates.tsx';
import {
  type Change,
  check,
  type Draft,
  eraseLast,
  firstDraft,
  goBack,
  markWrong,
  NUMBER_CHARS_MIN,
  textOf,
  typeInto,
} from './pad-draft.ts';
import type { Room } from './pad-key.tsx';
import { type Group, Keys, Tabs } from './pad-keys.tsx';
import { Strip } from './pad-strip.tsx';
import { Search, Units } from './pad-units.tsx';
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
  const room = useRoom(site.kiosk.panel.pxPerMm);
  const [group, setGroup] = useState<Group>('first');
  const step = { draft, change, today, units: site.units, room };
  const proceed = (): void => void judge(() => change(check));
  useKeys(onTyped, change, () => {
    const isReady = draft.step === 'free' ? draft.free !== '' : draft.number.length >= NUMBER_CHARS_MIN;
    if ((draft.step === 'free' || draft.step === 'number') && isReady) proceed();
  });
  const page = useFit<HTMLElement>();
  const isTabbed = room === 'short' && (draft.step === 'free' || draft.step === 'search');
  return (
    <main class="pad" ref={page} data-step={draft.step} data-room={room}>
      {isTabbed ? <Tabs group={group} onGroup={setGroup} /> : <Strip draft={draft} change={change} />}
      {draft.wrong !== null && (
        <p class="pad-wrong" role="alert">
          {sayWrong(words, draft.wrong.code, draft)}
        </p>
      )}
      <div class="pad-step">
        {draft.step === 'unit' && <Units {...step} />}
        {draft.step === 'search' && <Search {...step} group={group} />}
        {draft.step === 'month' && <Months {...step} />}
        {draft.step === 'day' && <Days {...step} />}
        {(draft.step === 'number' || draft.step === 'free') && (
          <Keys {...step} group={group} onContinue={proceed} />
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
  if (draft.wrong?.part === 'free') return words.say('pad.wrongFree');
  return draft.wrong?.part === 'number'
    ? words.say('pad.wrongNumber', { n: draft.number.length })
    : words.say('pad.wrongForm');
}

// Below them fewer keys have room at a finger's size.
const LOW_MM = 400;
const SHORT_MM = 230;

/** How much the panel carries below the strip that the low layout keeps free. */
function useRoom(pxPerMm: number): Room {
  const measure = (): Room => {
    const free = Number.parseFloat(document.documentElement.style.getPropertyValue('--reach-top')) || 0;
    const mm = (innerHeight - free) / pxPerMm;
    return mm < SHORT_MM ? 'short' : mm < LOW_MM ? 'low' : 'roomy';
  };
  const [room, setRoom] = useState(measure);
  useEffect(() => {
    const look = (): void => setRoom(measure());
    look();
    addEventListener('resize', look);
    const settings = new MutationObserver(look);
    settings.observe(document.documentElement, { attributeFilter: ['style'] });
    return () => {
      removeEventListener('resize', look);
      settings.disconnect();
    };
  }, [pxPerMm]);
  return room;
}

/** A real keyboard writes into the pad as fingers do, and presses no button of it. */
function useKeys(onTyped: PadProps['onTyped'], change: (how: Change) => void, onEnter: () => void): void {
  const enter = useRef(onEnter);
  enter.current = onEnter;
  useEffect(() => onTyped((text) => change((old) => typeInto(old, text))), [onTyped]);
  useEffect(() => {
    // Who goes from button to button by Tab presses them with the same keys.
    let isTabbing = false;
    const acts: Readonly<Record<string, () => void>> = {
      Backspace: () => change(eraseLast),
      ' ': () => change((old) => typeInto(old, ' ')),
      Enter: () => enter.current(),
    };
    const listen = (event: KeyboardEvent): void => {
      if (event.key === 'Tab') isTabbing = true;
      const act = acts[event.key];
      if (act === undefined || (isTabbing && event.key !== 'Backspace')) return;
      event.preventDefault();
      act();
    };
    const touch = (): void => {
      isTabbing = false;
    };
    window.addEventListener('keydown', listen);
    window.addEventListener('pointerdown', touch);
    return () => {
      window.removeEventListener('keydown', listen);
      window.removeEventListener('pointerdown', touch);
    };
  }, []);
}
