/** Asks staff for the one-time code, by touch or keyboard, and says what came of it; it knows no identity. */
import keyRound from 'lucide-static/icons/key-round.svg?nodes';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Refusal, Result } from '../contract/refusal.ts';
import './enrol.css';
import { useFit } from './fit.ts';
import { Icon } from './icon.tsx';
import { BigButton } from './parts.tsx';
import { useScreen } from './screen.tsx';
import type { ScreenWords } from './words.ts';

const CODE_CHARS = 10;
// Crockford base32: no I, L, O, U, so that nothing on paper looks like something else.
const keys = [...'0123456789', ...'ABCDEFGHJKMNPQRSTVWXYZ'];
const asMeant = (key: string): string => key.toUpperCase().replace('O', '0').replace(/[IL]/, '1');

interface EnrolProps<T> {
  readonly enrol: (code: string) => Promise<Result<T>>;
  readonly onDone: (value: T) => void;
  /** Came in the link that opened the page: tried at once. */
  readonly codeFromLink?: string | undefined;
}

type Phase = { kind: 'typing' } | { kind: 'busy' } | { kind: 'refused'; refusal: Refusal };

export function Enrol<T>({ enrol, onDone, codeFromLink }: EnrolProps<T>) {
  const { words } = useScreen();
  const [code, setCode] = useState('');
  const [phase, setPhase] = useState<Phase>({ kind: 'typing' });
  const send = async (text: string): Promise<void> => {
    setPhase({ kind: 'busy' });
    const result = await enrol(text);
    if (result.ok) return onDone(result.value);
    setCode('');
    setPhase({ kind: 'refused', refusal: result.refusal });
  };
  const type = (key: string): void => {
    setPhase({ kind: 'typing' });
    setCode((old) => (old + key).slice(0, CODE_CHARS));
  };
  const erase = (): void => setCode((old) => old.slice(0, -1));
  const isFull = code.length === CODE_CHARS;
  const isBusy = phase.kind === 'busy';
  useLinkCode(codeFromLink, send);
  useTyping(!isBusy, { type, erase, submit: () => isFull && void send(code) });
  const page = useFit<HTMLElement>();
  return (
    <main class="enrol" ref={page}>
      <Icon nodes={keyRound} class="enrol-icon" />
      <h1>{words.say('enrol.title')}</h1>
      <p>{words.say('enrol.text')}</p>
      <CodeField words={words} code={code} />
      <p class="enrol-said" role="status">
        {said(words, phase, code)}
      </p>
      <div class="enrol-keys">
        {keys.map((key) => (
          <button key={key} type="button" class="enrol-key" disabled={isBusy} onClick={() => type(key)}>
            {key}
          </button>
        ))}
      </div>
      <div class="enrol-row">
        <BigButton label={words.say('enrol.erase')} onPress={erase} disabled={isBusy || code === ''} />
        <BigButton
          tone="primary"
          label={words.say('enrol.submit')}
          onPress={() => void send(code)}
          disabled={isBusy || !isFull}
        />
      </div>
    </main>
  );
}

function CodeField({ words, code }: { words: ScreenWords; code: string }) {
  const heard = code === '' ? words.say('enrol.empty') : [...code].join(' ');
  return (
    <p class="enrol-field">
      <span class="only-heard">{`${words.say('enrol.field')}: ${heard}`}</span>
      {Array.from({ length: CODE_CHARS }, (_, place) => (
        <span key={place} class="enrol-place" aria-hidden="true">
          {code[place] ?? ''}
        </span>
      ))}
    </p>
  );
}

function said(words: ScreenWords, phase: Phase, code: string): string {
  if (phase.kind === 'busy') return words.say('enrol.busy');
  if (phase.kind === 'typing') {
    return code === '' || code.length === CODE_CHARS ? '' : words.say('enrol.short', { n: code.length });
  }
  const staffCode = words.say('enrol.code', { code: phase.refusal.code });
  switch (phase.refusal.code) {
    case 'E_ENROL':
    case 'E_SCHEMA':
      return `${words.say('enrol.wrong')} ${staffCode}`;
    case 'E_RATE':
      return `${words.say('enrol.many')} ${staffCode}`;
    default:
      return `${words.say('enrol.noCentre')} ${staffCode}`;
  }
}

/** Tries the link's code once, at the first paint. */
function useLinkCode(code: string | undefined, send: (code: string) => Promise<void>): void {
  const isTried = useRef(false);
  useEffect(() => {
    if (code === undefined || isTried.current) return;
    isTried.current = true;
    void send(code);
  });
}

interface Typing {
  readonly type: (key: string) => void;
  readonly erase: () => void;
  readonly submit: () => void;
}

/** A keyboard, or a scanner that is one. */
function useTyping(isOpen: boolean, typing: Typing): void {
  const latest = useRef(typing);
  latest.current = typing;
  useEffect(() => {
    if (!isOpen) return;
    const listen = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.altKey || event.metaKey) return;
      const key = asMeant(event.key);
      if (event.key === 'Backspace') latest.current.erase();
      else if (event.key === 'Enter') latest.current.submit();
      else if (keys.includes(key)) latest.current.type(key);
      else return;
      event.preventDefault();
    };
    window.addEventListener('keydown', listen, { capture: true });
    return () => window.removeEventListener('keydown', listen, { capture: true });
  }, [isOpen]);
}
