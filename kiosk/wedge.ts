/** A scanner that is a keyboard: tells its bursts from a person's typing by the keys' own time stamps, and keeps both out of the page's buttons. */
import { limits } from '../shared/contract/limits.ts';

// The US layout, by physical key: a scanner speaks it whatever the system's layout, caps lock or input method make of it.
const plainKeys = "`1234567890-=[]\\;',./";
const shiftKeys = '~!@#$%^&*()_+{}|:"<>?';
const keyCodes = [
  'Backquote',
  ...['Digit1', 'Digit2', 'Digit3', 'Digit4', 'Digit5', 'Digit6', 'Digit7', 'Digit8', 'Digit9', 'Digit0'],
  ...['Minus', 'Equal', 'BracketLeft', 'BracketRight', 'Backslash', 'Semicolon', 'Quote', 'Comma', 'Period'],
  'Slash',
];
const numpad: Readonly<Record<string, string>> = {
  NumpadDecimal: '.',
  NumpadSubtract: '-',
  NumpadAdd: '+',
  NumpadMultiply: '*',
  NumpadDivide: '/',
};

/** The character of a physical key; undefined for keys that write nothing. */
export function charOf(code: string, hasShift: boolean): string | undefined {
  if (code.startsWith('Key') && code.length === 4) {
    const letter = code.charAt(3);
    return hasShift ? letter : letter.toLowerCase();
  }
  const place = keyCodes.indexOf(code);
  if (place >= 0) return (hasShift ? shiftKeys : plainKeys).charAt(place);
  if (/^Numpad\d$/.test(code)) return code.charAt(6);
  return code === 'Space' ? ' ' : numpad[code];
}

const silentKeys = /^(Shift|Control|Alt|Meta|OS)(Left|Right)$|^(CapsLock|NumLock|ScrollLock|Fn|FnLock)$/;
const isSuffix = (code: string): boolean => code === 'Enter' || code === 'NumpadEnter' || code === 'Tab';
// A timer that fires so late was held up by a busy page: keys may be waiting behind it.
const TIMER_LATE_MS = 25;

export interface Key {
  readonly code: string;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
  readonly metaKey: boolean;
  readonly repeat: boolean;
  /** Monotonic ms, of the key and not of its handler. */
  readonly timeStamp: number;
}

export interface WedgeParts {
  /** Monotonic ms, same origin as the keys' time stamps. */
  readonly now: () => number;
  readonly after: (ms: number, then: () => void) => () => void;
  /** A whole scan; empty when it was longer than any symbol of ours, for a cut text could name another dossier. */
  readonly onScan: (text: string) => void;
  /** What a person typed, in order. */
  readonly onTyped: (text: string) => void;
}

interface Burst {
  text: string;
  readonly first: number;
  last: number;
  keys: number;
  isPerson: boolean;
}

export interface Wedge {
  /** True when the key belongs to the wedge: it must then reach nothing else. */
  take(key: Key): boolean;
}

const pace = (burst: Burst): number => (burst.last - burst.first) / Math.max(1, burst.keys - 1);

export function makeWedge({ now, after, onScan, onTyped }: WedgeParts): Wedge {
  let burst: Burst | undefined;
  let cancel = (): void => {};
  let suffixAt = Number.NEGATIVE_INFINITY; // a second suffix (CR LF, Tab and Enter) must press no button either

  function finish(): void {
    cancel();
    const done = burst;
    burst = undefined;
    if (done === undefined || done.isPerson) return;
    const isScan = done.keys >= limits.wedgeCharsMin && pace(done) <= limits.wedgeKeyMsMax;
    const isOverlong = done.keys > limits.wedgeCharsMax || done.last - done.first > limits.wedgeBurstMs;
    if (!isScan) onTyped(done.text);
    else onScan(isOverlong ? '' : done.text);
  }

  function listen(): void {
    cancel();
    const dueAt = now() + limits.wedgeGapMs;
    cancel = after(limits.wedgeGapMs, () => (now() - dueAt > TIMER_LATE_MS ? listen() : finish()));
  }

  function add(char: string, at: number): void {
    burst ??= { text: '', first: at, last: at, keys: 0, isPerson: false };
    burst.keys += 1;
    burst.last = at;
    if (burst.isPerson) onTyped(char);
    else if (burst.keys <= limits.wedgeCharsMax) burst.text += char;
    // So many keys at a hand's pace: no need to wait for the end.
    if (!burst.isPerson && burst.keys > limits.wedgeCharsMin && pace(burst) > limits.wedgeKeyMsMax * 1.2) {
      onTyped(burst.text);
      burst.isPerson = true;
    }
    listen();
  }

  return {
    take(key) {
      if (burst !== undefined && key.timeStamp - burst.last > limits.wedgeGapMs) finish();
      if (silentKeys.test(key.code)) return false;
      const isInside = burst !== undefined && !burst.isPerson;
      if (isSuffix(key.code)) {
        const isEnd =
          (isInside && burst !== undefined && burst.keys >= limits.wedgeCharsMin) ||
          key.timeStamp - suffixAt <= limits.wedgeGapMs;
        if (isEnd) suffixAt = key.timeStamp;
        finish();
        return isEnd;
      }
      const char = charOf(key.code, key.shiftKey);
      const isCommand = key.ctrlKey || key.altKey || key.metaKey;
      // Inside a burst, control characters, function keys and an input method's own Backspace are dropped.
      if (char === undefined || isCommand) return isInside;
      if (key.repeat || (char === ' ' && !isInside)) return isInside;
      add(char, key.timeStamp);
      return true;
    },
  };
}

/** Puts a wedge in front of everything the page does with keys. */
export function listenToKeys(target: Window, wedge: Wedge): () => void {
  const listen = (event: KeyboardEvent): void => {
    if (!wedge.take(event)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  target.addEventListener('keydown', listen, { capture: true });
  return () => target.removeEventListener('keydown', listen, { capture: true });
}
