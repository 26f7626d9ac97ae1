/** A scanner that is a keyboard: tells its bursts from a person's typing by the keys' own time stamps, and keeps both out of the page's buttons. */
import { kioskLimits } from '../shared/contract/kiosk-limits.ts';

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
  /**
   * A whole scan; empty when it was longer than any symbol of ours, for a cut text could name another dossier. `line` is there when
   * other keys came shortly before it: the scan and they may be one code of which the page was too busy to take the keys at once.
   */
  readonly onScan: (text: string, line?: string) => void;
  /** Keys too slow for a scan that were closed with Enter or Tab: all of them, from the last long pause. */
  readonly onLine: (text: string) => void;
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

/** What was written since the last long pause, in whatever pieces; forgotten by itself. */
function makeLine(after: WedgeParts['after']) {
  let text = '';
  let last = Number.NEGATIVE_INFINITY;
  let cancel = (): void => {};
  const clear = (): void => {
    cancel();
    text = '';
  };
  return {
    add(char: string, at: number) {
      if (at - last > kioskLimits.wedgeLineMs) clear();
      cancel();
      cancel = after(kioskLimits.wedgeLineMs, clear);
      last = at;
      // A longer one is no code of ours, and is not cut down to one.
      if (text.length <= kioskLimits.wedgeCharsMax) text += char;
    },
    text: () => (text.length <= kioskLimits.wedgeCharsMax ? text : ''),
    clear,
  };
}

export function makeWedge({ now, after, onScan, onLine, onTyped }: WedgeParts): Wedge {
  const line = makeLine(after);
  let burst: Burst | undefined;
  let cancel = (): void => {};
  let suffixAt = Number.NEGATIVE_INFINITY; // a second suffix (CR LF, Tab and Enter) must press no button either

  function finish(isClosed = false): void {
    cancel();
    const done = burst;
    const whole = line.text();
    burst = undefined;
    if (isClosed) line.clear();
    if (done !== undefined && !done.isPerson && tell(done, whole)) return;
    if (isClosed && whole.length >= kioskLimits.wedgeCharsMin) onLine(whole);
  }

  /** False when it was no scan. */
  function tell(done: Burst, whole: string): boolean {
    const isScan = done.keys >= kioskLimits.wedgeCharsMin && pace(done) <= kioskLimits.wedgeKeyMsMax;
    const isOverlong =
      done.keys > kioskLimits.wedgeCharsMax || done.last - done.first > kioskLimits.wedgeBurstMs;
    if (!isScan) onTyped(done.text);
    else if (isOverlong) onScan('');
    else if (whole.length > done.text.length) onScan(done.text, whole);
    else onScan(done.text);
    return isScan;
  }

  function listen(): void {
    cancel();
    const dueAt = now() + kioskLimits.wedgeGapMs;
    cancel = after(kioskLimits.wedgeGapMs, () => (now() - dueAt > TIMER_LATE_MS ? listen() : finish()));
  }

  function add(char: string, at: number): void {
    burst ??= { text: '', first: at, last: at, keys: 0, isPerson: false };
    burst.keys += 1;
    burst.last = at;
    line.add(char, at);
    if (burst.isPerson) onTyped(char);
    else if (burst.keys <= kioskLimits.wedgeCharsMax) burst.text += char;
    // So many keys at a hand's pace: no need to wait for the end.
    if (
      !burst.isPerson &&
      burst.keys > kioskLimits.wedgeCharsMin &&
      pace(burst) > kioskLimits.wedgeKeyMsMax * 1.2
    ) {
      onTyped(burst.text);
      burst.isPerson = true;
    }
    listen();
  }

  return {
    take(key) {
      if (burst !== undefined && key.timeStamp - burst.last > kioskLimits.wedgeGapMs) finish();
      if (silentKeys.test(key.code)) return false;
      const isInside = burst !== undefined && !burst.isPerson;
      if (isSuffix(key.code)) {
        const isEnd =
          (isInside && burst !== undefined && burst.keys >= kioskLimits.wedgeCharsMin) ||
          key.timeStamp - suffixAt <= kioskLimits.wedgeGapMs;
        if (isEnd) suffixAt = key.timeStamp;
        finish(true);
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

/** Puts a wedge in front of everything the page does with keys; it is first given the keys that came before it. */
export function listenToKeys(target: Window, wedge: Wedge, early: readonly Key[] = []): () => void {
  for (const key of early) wedge.take(key);
  const listen = (event: KeyboardEvent): void => {
    if (!wedge.take(event)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  target.addEventListener('keydown', listen, { capture: true });
  return () => target.removeEventListener('keydown', listen, { capture: true });
}

/** While there is no wedge yet: keeps the last keys, as many as one scan may have. */
export function keepEarlyKeys(target: Window, kept: Key[]): () => void {
  const listen = ({ code, shiftKey, ctrlKey, altKey, metaKey, repeat, timeStamp }: KeyboardEvent): void => {
    kept.push({ code, shiftKey, ctrlKey, altKey, metaKey, repeat, timeStamp });
    if (kept.length > kioskLimits.wedgeCharsMax) kept.shift();
  };
  target.addEventListener('keydown', listen, { capture: true });
  return () => target.removeEventListener('keydown', listen, { capture: true });
}
