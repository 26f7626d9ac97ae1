/** A scanner that is a keyboard: tells its bursts from a person's typing by the keys' own time stamps, and keeps both out of the page's buttons. */
import { kioskLimits } from '../shared/contract/kiosk-limits.ts';
import { altDigitOf, charOf, charOfAlt, isAlt, isSilent, isSuffix, type Key, packetOf } from './key-table.ts';

// A timer that fires so late was held up by a busy page: keys may be waiting behind it.
const TIMER_LATE_MS = 8;
// Keys that came while the page was busy until now have their turn before a silence is believed.
const TURN_MS = 4;

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
  /** The last stroke that wrote, and the last one of any kind (Shift, a key let go). */
  last: number;
  heardAt: number;
  /** Strokes: a character written with Alt and digits is several. */
  keys: number;
  chars: number;
  isPerson: boolean;
  /** Written by a program without any key, so far. */
  readonly isPackets: boolean;
}

export interface Wedge {
  /** True when the key belongs to the wedge: it must then reach nothing else. */
  take(key: Key): boolean;
}

const pace = (burst: Burst): number => (burst.last - burst.first) / Math.max(1, burst.keys - 1);

/** A hand can be quick for a few keys, but not for as many as a code has. */
const isScan = (burst: Burst): boolean =>
  burst.chars >= kioskLimits.wedgeCharsMin &&
  pace(burst) <=
    (burst.chars < kioskLimits.wedgeSlowCharsMin ? kioskLimits.wedgeQuickMs : kioskLimits.wedgeKeyMsMax);

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
  let altDigits = ''; // of the character whose Alt is still held
  let cancel = (): void => {};
  let endedAt = Number.NEGATIVE_INFINITY; // what follows a suffix (CR LF, Tab and Enter) must do nothing on the page either

  const isInside = (): boolean => burst !== undefined && !burst.isPerson;

  function finish(isClosed = false): void {
    cancel();
    endAlt();
    const done = burst;
    const whole = line.text();
    burst = undefined;
    if (isClosed) line.clear();
    if (done !== undefined && !done.isPerson && tell(done, whole)) return;
    if (isClosed && whole.length >= kioskLimits.wedgeCharsMin) onLine(whole);
  }

  /** False when it was no scan. */
  function tell(done: Burst, whole: string): boolean {
    if (!isScan(done)) {
      onTyped(done.text);
      return false;
    }
    const isOverlong =
      done.chars > kioskLimits.wedgeCharsMax || done.last - done.first > kioskLimits.wedgeBurstMs;
    if (isOverlong) onScan('');
    else if (whole.length > done.text.length) onScan(done.text, whole);
    else onScan(done.text);
    return true;
  }

  function listen(): void {
    cancel();
    const dueAt = now() + kioskLimits.wedgeGapMs;
    cancel = after(kioskLimits.wedgeGapMs, () => {
      if (now() - dueAt > TIMER_LATE_MS) listen();
      else cancel = after(TURN_MS, finish);
    });
  }

  function stroke(at: number, isPacket = false): Burst {
    burst ??= {
      ...{ text: '', first: at, last: at, heardAt: at },
      ...{ keys: 0, chars: 0, isPerson: false, isPackets: isPacket },
    };
    burst.keys += 1;
    burst.last = at;
    listen();
    return burst;
  }

  function write(into: Burst, char: string): void {
    if (char === '') return;
    into.chars += 1;
    line.add(char, into.last);
    if (into.isPerson) onTyped(char);
    if (into.isPerson) return;
    if (into.chars <= kioskLimits.wedgeCharsMax) into.text += char;
    // So many keys at a hand's pace: no need to wait for the end.
    if (into.chars <= kioskLimits.wedgeCharsMin || pace(into) <= kioskLimits.wedgeKeyMsMax * 1.2) return;
    onTyped(into.text);
    into.isPerson = true;
  }

  /** Alt has been let go, or must have been: the digits are one character. */
  function endAlt(): void {
    const digits = altDigits;
    altDigits = '';
    if (burst !== undefined && digits !== '') write(burst, charOfAlt(digits));
  }

  function onSuffix(at: number): boolean {
    const isBurst = isInside() && burst !== undefined && (isScan(burst) || isShortScan(burst));
    const isEnd = isBurst || at - endedAt <= kioskLimits.wedgeGapMs;
    if (isEnd) endedAt = at;
    finish(true);
    return isEnd;
  }

  function onDown(key: Key): boolean {
    const at = key.timeStamp;
    const digit = altDigitOf(key);
    if (digit !== undefined) {
      stroke(at);
      altDigits += altDigits.length < 5 ? digit : '';
      return true;
    }
    if (!isSilent(key.code) || isAlt(key.code)) endAlt();
    if (isAlt(key.code) && isInside()) stroke(at);
    if (isSuffix(key.code)) return onSuffix(at);
    // What a scanner sends inside a burst or right behind it (control characters, function keys, an input method's Backspace) ends here.
    const isOurs = isInside() || at - endedAt <= kioskLimits.wedgeGapMs;
    const packet = packetOf(key);
    if (packet !== undefined && (burst === undefined || burst.isPackets)) {
      write(stroke(at, true), packet);
      return true;
    }
    const char = charOf(key.code, key.shiftKey);
    const isCommand = key.ctrlKey || key.altKey || key.metaKey;
    if (char === undefined || isCommand) return isOurs;
    // A key that is held repeats only after a longer silence than any inside a burst.
    if (!isInside() && (key.repeat || char === ' ')) return false;
    write(stroke(at), char);
    return true;
  }

  return {
    take(key) {
      if (burst !== undefined && key.timeStamp - burst.heardAt > kioskLimits.wedgeGapMs) finish();
      if (burst !== undefined) {
        burst.heardAt = key.timeStamp;
        listen();
      }
      if (key.type === 'keydown') return onDown(key);
      if (key.type === 'keyup' && isAlt(key.code) && altDigits !== '') {
        stroke(key.timeStamp);
        endAlt();
      }
      return isInside() || key.timeStamp - endedAt <= kioskLimits.wedgeGapMs;
    },
  };
}

/** Too short for a code of anybody's, but quicker than a hand: its suffix presses nothing. */
const isShortScan = (burst: Burst): boolean => burst.keys >= 3 && pace(burst) <= kioskLimits.wedgeQuickMs;

const heard = ['keydown', 'keypress', 'keyup'] as const;

/** Puts a wedge in front of everything the page does with keys; it is first given the keys that came before it. */
export function listenToKeys(target: Window, wedge: Wedge, early: readonly Key[] = []): () => void {
  for (const key of early) wedge.take(key);
  const listen = (event: KeyboardEvent): void => {
    if (!wedge.take(event)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  for (const type of heard) target.addEventListener(type, listen, { capture: true });
  return () => {
    for (const type of heard) target.removeEventListener(type, listen, { capture: true });
  };
}

/** While there is no wedge yet: keeps the last keys, as many as one scan may have. */
export function keepEarlyKeys(target: Window, kept: Key[]): () => void {
  const listen = (event: KeyboardEvent): void => {
    const { type, code, key, shiftKey, ctrlKey, altKey, metaKey, repeat, timeStamp } = event;
    if (type === 'keyup' && !isAlt(code)) return;
    kept.push({ type, code, key, shiftKey, ctrlKey, altKey, metaKey, repeat, timeStamp });
    if (kept.length > kioskLimits.wedgeCharsMax) kept.shift();
  };
  const types = ['keydown', 'keyup'] as const;
  for (const type of types) target.addEventListener(type, listen, { capture: true });
  return () => {
    for (const type of types) target.removeEventListener(type, listen, { capture: true });
  };
}
