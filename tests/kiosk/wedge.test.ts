import { beforeEach, describe, expect, test } from 'vitest';
import { charOf, type Key } from '../../kiosk/key-table.ts';
import { listenToKeys, makeWedge, type Wedge } from '../../kiosk/wedge.ts';
import { kioskLimits } from '../../shared/contract/kiosk-limits.ts';
import { HandClock } from './hand-clock.ts';

const text = '000.00.17.H53-200313-0001';
const shiftOf = (char: string): boolean => /[A-Z~!@#$%^&*()_+{}|:"<>?]/.test(char);
const codes = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'].map((letter) => `Key${letter}`);
const others = [
  ...['Backquote', 'Minus', 'Equal', 'BracketLeft', 'BracketRight', 'Backslash', 'Semicolon', 'Quote'],
  ...['Comma', 'Period', 'Slash', 'Space'],
];
const allCodes = [...codes, ...others, ...Array.from({ length: 10 }, (_, i) => `Digit${i}`)];

function codeOf(char: string): string {
  const found = allCodes.find((code) => charOf(code, shiftOf(char)) === char);
  if (found === undefined) throw new Error(`no key writes ${char}`);
  return found;
}

let clock: HandClock;
let scans: string[];
let typed: string[];
let lines: string[];
let wholes: (string | undefined)[];
let wedge: Wedge;

beforeEach(() => {
  clock = new HandClock();
  scans = [];
  typed = [];
  lines = [];
  wholes = [];
  wedge = makeWedge({
    now: clock.now,
    after: clock.after,
    onScan: (scan, line) => {
      scans.push(scan);
      wholes.push(line);
    },
    onLine: (line) => lines.push(line),
    onTyped: (chars) => typed.push(chars),
  });
});

function press(code: string, more: Partial<Key> = {}): boolean {
  return wedge.take({
    type: 'keydown',
    code,
    key: '',
    shiftKey: false,
    ctrlKey: false,
    altKey: false,
    metaKey: false,
    repeat: false,
    timeStamp: clock.ms,
    ...more,
  });
}

function type(chars: string, gapMs: number): boolean[] {
  return [...chars].map((char) => {
    clock.move(gapMs);
    return press(codeOf(char), { shiftKey: shiftOf(char) });
  });
}

describe('a scan', () => {
  test.each([1, 4, 8, 16, 30, 50])('of 25 characters at %i ms per key is read whole, by Enter', (gap) => {
    const taken = type(text, gap);
    clock.move(gap);
    expect(press('Enter')).toBe(true);
    expect(taken.every(Boolean)).toBe(true);
    expect(scans).toEqual([text]);
    expect(typed).toEqual([]);
  });

  test('ends by Tab, or by silence where the scanner sends no suffix', () => {
    type(text, 8);
    expect(press('Tab')).toBe(true);
    clock.move(500);
    type(text, 8);
    clock.move(500);
    expect(scans).toEqual([text, text]);
  });

  test('with two suffixes presses no button with the second', () => {
    type(text, 8);
    clock.move(8);
    expect(press('Tab')).toBe(true);
    clock.move(8);
    expect(press('Enter')).toBe(true);
    clock.move(2_000);
    expect(press('Enter')).toBe(false);
  });

  test('is read by the physical key, whatever caps lock, layout or an input method make of it', () => {
    const target = new EventTarget();
    // A window is all that is asked of it here: a place where keydown is heard.
    const stop = listenToKeys(target as Window, wedge);
    const seen: Event[] = [];
    target.addEventListener('keydown', (event) => seen.push(event));
    for (const char of text) {
      clock.move(8);
      const event = new KeyboardEvent('keydown', {
        code: codeOf(char),
        shiftKey: shiftOf(char),
        key: 'Process',
        keyCode: 229,
        cancelable: true,
      });
      Object.defineProperty(event, 'timeStamp', { value: clock.ms });
      target.dispatchEvent(event);
      expect(event.defaultPrevented).toBe(true);
    }
    clock.move(500);
    stop();
    expect(scans).toEqual([text]);
    expect(seen).toEqual([]);
  });

  test('loses nothing to injected Backspaces, packets without a key, control characters and F-keys inside it', () => {
    for (const char of text) {
      clock.move(6);
      press(codeOf(char), { shiftKey: shiftOf(char) });
      clock.move(2);
      expect(press('Backspace')).toBe(true);
      expect(press('')).toBe(true);
      expect(press('BracketRight', { ctrlKey: true })).toBe(true);
      expect(press('F5')).toBe(true);
    }
    press('Enter');
    expect(scans).toEqual([text]);
  });

  test('is not cut in two when the page was held up for 200 ms', () => {
    const at = [...text].map((_, i) => (i + 1) * 8);
    clock.move(8 * 12);
    [...text].slice(0, 12).forEach((char, i) => {
      press(codeOf(char), { shiftKey: shiftOf(char), timeStamp: at[i] ?? 0 });
    });
    clock.block(200);
    clock.move(0); // the timer of the silence fires first, late
    expect(scans).toEqual([]);
    [...text].slice(12).forEach((char, i) => {
      press(codeOf(char), { shiftKey: shiftOf(char), timeStamp: at[i + 12] ?? 0 });
    });
    clock.move(500);
    expect(scans).toEqual([text]);
  });

  test('longer than any symbol of ours is no code at all, rather than a cut one', () => {
    type('1'.repeat(kioskLimits.wedgeCharsMax + 1), 4);
    clock.move(500);
    expect(scans).toEqual(['']);
  });

  test('two scans one after the other are two', () => {
    type(text, 8);
    clock.move(150);
    type('H56.14-240823-0001', 8);
    clock.move(500);
    expect(scans).toEqual([text, 'H56.14-240823-0001']);
  });

  test('that a busy page made stutter is told with all that came before it', () => {
    type(text.slice(0, 4), 8);
    clock.move(400);
    type(text.slice(4), 8);
    press('Enter');
    expect(scans).toEqual([text.slice(4)]);
    expect(wholes).toEqual([text]);
  });

  test('whose every key had to wait is told whole at its Enter, as a line and not as a scan', () => {
    type(text, 110);
    clock.move(110);
    press('Enter');
    expect(scans).toEqual([]);
    expect(lines).toEqual([text]);
  });

  test('after a long pause or another suffix has nothing of what came before', () => {
    type('H56.1', 110);
    clock.move(kioskLimits.wedgeLineMs + 1);
    type(text, 8);
    press('Enter');
    clock.move(200);
    type(text, 8);
    press('Enter');
    expect(scans).toEqual([text, text]);
    expect(wholes).toEqual([undefined, undefined]);
    expect(lines).toEqual([]);
  });

  test('a link with every kind of sign in it is spelled right', () => {
    const link = 'https://example.invalid/a_b?MHS=H56.14-240823-0001&x=~%+()';
    type(link, 5);
    press('Enter');
    expect(scans).toEqual([link]);
  });
});

describe('a person', () => {
  test.each([80, 120, 250])('typing at %i ms per key is never taken for a scan', (gap) => {
    type(text, gap);
    clock.move(1_000);
    expect(scans).toEqual([]);
    expect(typed.join('')).toBe(text);
  });

  test('who types fast and short is not a scan either', () => {
    type('0001', 40);
    clock.move(500);
    expect(scans).toEqual([]);
    expect(typed.join('')).toBe('0001');
  });

  test('may use Enter, Space, Tab and Backspace on the page', () => {
    for (const code of ['Enter', 'Space', 'Tab', 'Backspace', 'ArrowDown']) {
      clock.move(300);
      expect(press(code)).toBe(false);
    }
    expect(typed).toEqual([]);
  });

  test('keeps the page commands of the keyboard', () => {
    expect(press('KeyR', { ctrlKey: true })).toBe(false);
    expect(press('F5')).toBe(false);
  });
});

test('a wedge at rest holds no timer and no text', () => {
  type(text, 8);
  press('Enter');
  expect(clock.waiting).toBe(0);
});
