// Streams of key events as scanners, input methods, busy pages and people make them: what is read of each, and what leaks.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { charOf, type Key } from '../../kiosk/key-table.ts';
import { makeWedge } from '../../kiosk/wedge.ts';
import { kioskLimits } from '../../shared/contract/kiosk-limits.ts';
import { HandClock } from './hand-clock.ts';

const text = '000.00.17.H53-200313-0001';
const allCodes = [
  ...[...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'].map((letter) => `Key${letter}`),
  ...Array.from({ length: 10 }, (_, i) => `Digit${i}`),
  ...['Minus', 'Period', 'Slash', 'Semicolon', 'Equal', 'BracketRight', 'Quote', 'Backslash'],
];
const isShifted = (char: string): boolean => /[A-Z~!@#$%^&*()_+{}|:"<>?]/.test(char);
function codeOf(char: string): string {
  const found = allCodes.find((code) => charOf(code, isShifted(char)) === char);
  if (found === undefined) throw new Error(`no key writes ${char}`);
  return found;
}

type Stroke = Partial<Key>;
const down = (code: string, more: Stroke = {}): Stroke => ({ type: 'keydown', code, ...more });
const up = (code: string, more: Stroke = {}): Stroke => ({ type: 'keyup', code, ...more });

/** How a scanner, or what stands between it and the page, spells one character. */
type Way = (char: string) => readonly Stroke[];
const plain: Way = (char) => [down(codeOf(char), { shiftKey: isShifted(char), key: char })];
const ways: Readonly<Record<string, Way>> = {
  'plain keys': plain,
  'keys with their releases and Shift': (char) => {
    const [shiftDown, shiftUp] = isShifted(char) ? [[down('ShiftLeft')], [up('ShiftLeft')]] : [[], []];
    return [...shiftDown, ...plain(char), up(codeOf(char)), ...shiftUp];
  },
  'caps lock on': (char) => [
    down(codeOf(char), {
      shiftKey: isShifted(char),
      key: isShifted(char) ? char.toLowerCase() : char.toUpperCase(),
    }),
  ],
  'an input method (229)': (char) => [down(codeOf(char), { shiftKey: isShifted(char), key: 'Process' })],
  'an input method that writes anew': (char) => [
    ...plain(char),
    down('Backspace', { key: 'Backspace' }),
    down('', { key: 'ư' }),
    up('', { key: 'ư' }),
  ],
  'control characters between': (char) => [
    ...plain(char),
    down('ControlLeft'),
    down('BracketRight', { ctrlKey: true, key: ']' }),
    down('KeyJ', { ctrlKey: true, key: 'j' }),
    up('ControlLeft'),
  ],
  'function keys between': (char) => [...plain(char), down('F5'), down('F11'), down('ContextMenu')],
  'the number pad': (char) => (/\d/.test(char) ? [down(`Numpad${char}`, { key: 'End' })] : plain(char)),
  'Alt and digits': (char) => [
    down('AltLeft', { altKey: true }),
    ...[...String(char.charCodeAt(0)).padStart(3, '0')].map((digit) =>
      down(`Numpad${digit}`, { altKey: true }),
    ),
    up('AltLeft'),
  ],
  'Alt and four digits, with releases': (char) => [
    down('AltLeft', { altKey: true }),
    ...[...String(char.charCodeAt(0)).padStart(4, '0')].flatMap((digit) => [
      down(`Numpad${digit}`, { altKey: true }),
      up(`Numpad${digit}`, { altKey: true }),
    ]),
    up('AltLeft'),
    { type: 'keypress', code: '', key: char },
  ],
  'a program and no keys': (char) => [down('', { key: char })],
};
const ends: Readonly<Record<string, readonly Stroke[]>> = {
  Enter: [down('Enter')],
  Tab: [down('Tab')],
  'Enter of the number pad': [down('NumpadEnter')],
  'Tab and Enter': [down('Tab'), up('Tab'), down('Enter'), up('Enter')],
  'Enter and Ctrl+J': [down('Enter'), down('ControlLeft'), down('KeyJ', { ctrlKey: true })],
  silence: [],
};

class Desk {
  readonly clock = new HandClock();
  readonly scans: string[] = [];
  readonly lines: string[] = [];
  typed = '';
  /** Strokes that the page got. */
  readonly leaked: Stroke[] = [];
  readonly #wedge = makeWedge({
    now: this.clock.now,
    after: this.clock.after,
    onScan: (scan) => this.scans.push(scan),
    onLine: (line) => this.lines.push(line),
    onTyped: (chars) => {
      this.typed += chars;
    },
  });

  take(stroke: Stroke, timeStamp: number): void {
    const none = { shiftKey: false, ctrlKey: false, altKey: false, metaKey: false, repeat: false };
    const key: Key = { type: 'keydown', code: '', key: '', ...none, ...stroke, timeStamp };
    if (!this.#wedge.take(key)) this.leaked.push(stroke);
  }

  /** Keys after these gaps; while the page is busy they wait, and what is due then comes late, before or behind them. */
  play(strokes: readonly Timed[], busy?: Busy): void {
    let at = this.clock.ms;
    let busyUntil = Number.NEGATIVE_INFINITY;
    const waiting: [Stroke, number][] = [];
    const wake = (): void => {
      this.clock.block(Math.max(0, busyUntil - this.clock.ms));
      if (busy?.isTimerFirst === true) this.clock.move(0);
      for (const [stroke, stamp] of waiting.splice(0)) this.take(stroke, stamp);
    };
    strokes.forEach(([stroke, gap], n) => {
      at += gap;
      if (waiting.length > 0 && at > busyUntil) wake();
      if (busy?.from === n) busyUntil = at + busy.ms;
      if (at <= busyUntil) {
        if (busy?.from === n) this.clock.move(at - this.clock.ms);
        waiting.push([stroke, at]);
        return;
      }
      this.clock.move(Math.max(0, at - this.clock.ms));
      this.take(stroke, at);
    });
    if (waiting.length > 0) wake();
    this.clock.move(1_000);
  }
}

/** A stroke, and the ms since the one before it. */
type Timed = readonly [Stroke, number];

/** A text in one way, so many ms from character to character; what belongs to one character shares its time. */
function spell(chars: string, way: Way, gapOf: (n: number) => number): Timed[] {
  return [...chars].flatMap((char, n) => {
    const strokes = way(char);
    return strokes.map((stroke) => [stroke, gapOf(n) / strokes.length] as const);
  });
}
const timed = (end: readonly Stroke[], gap: number): Timed[] => end.map((stroke) => [stroke, gap]);

interface Busy {
  readonly from: number;
  readonly ms: number;
  readonly isTimerFirst: boolean;
}

/** What may leak: only what came before the first character. */
const firstKeys = /^(Shift|Alt|Control)/;
const leaks = (desk: Desk): string[] =>
  desk.leaked
    .map(({ type, code }) => `${type} ${code}`)
    .filter((each) => !firstKeys.test(each.split(' ')[1] ?? ''));

describe.each(Object.entries(ways))('a scanner through %s', (_name, way) => {
  test.each([1, 2, 4, 8, 16, 30, 50])(
    'at %i ms a character is read whole by every suffix, and nothing leaks',
    (gap) => {
      for (const [name, end] of Object.entries(ends)) {
        const desk = new Desk();
        desk.play([...spell(text, way, () => gap), ...timed(end, gap)]);
        expect([name, desk.scans, desk.typed, desk.lines, leaks(desk)]).toEqual([name, [text], '', [], []]);
      }
    },
  );

  test('is read whole by a page that was held up for 200 ms, whatever runs first when it wakes', () => {
    for (const isTimerFirst of [true, false]) {
      for (let from = 0; from < 60; from += 7) {
        const desk = new Desk();
        desk.play([...spell(text, way, () => 8), ...timed([down('Enter')], 8)], {
          from,
          ms: 200,
          isTimerFirst,
        });
        expect([from, desk.scans, desk.typed, leaks(desk)]).toEqual([from, [text], '', []]);
      }
    }
  });
});

test.each([1, 4, 16, 50])(
  'a scanner in ALT mode that needs %i ms for each of its strokes is read whole',
  (gap) => {
    const way = ways['Alt and digits'] ?? plain;
    const desk = new Desk();
    desk.play([...text].flatMap(way).map((stroke) => [stroke, gap]));
    expect([desk.scans, desk.typed, leaks(desk)]).toEqual([[text], '', []]);
  },
);

test('a key whose release the scanner leaves out is not taken for a held one', () => {
  const desk = new Desk();
  const strokes = [...text].map((char, n) => ({ ...plain(char)[0], repeat: n > 0 && text[n - 1] === char }));
  desk.play(timed([...strokes, down('Enter')], 4));
  expect(desk.scans).toEqual([text]);
});

test('a symbol too short for anybody presses nothing with its suffix', () => {
  const desk = new Desk();
  desk.play(timed([...[...'1234'].flatMap(plain), down('Enter'), up('Enter')], 8));
  expect(desk.leaked).toEqual([]);
  expect(desk.scans).toEqual([]);
});

test('a held key writes once', () => {
  const desk = new Desk();
  desk.take(down('Digit7', { key: '7' }), desk.clock.ms);
  desk.clock.move(500);
  for (let n = 0; n < 40; n += 1) {
    desk.clock.move(33);
    desk.take(down('Digit7', { key: '7', repeat: true }), desk.clock.ms);
  }
  desk.clock.move(1_000);
  expect([desk.typed, desk.scans]).toEqual(['7', []]);
});

const anyCode = fc.stringMatching(
  /^(\d{3}\.\d{2}\.\d{2}\.[A-Z]\d{2}|[A-Z]\d{2}(\.\d{2,3}){0,4})-\d{6}-\d{4,7}$/,
);
const anyLink = fc
  .stringMatching(/^[A-Za-z0-9]{8,20}$/)
  .map((secret) => `https://a.vn/?MHS=H56.14-240823-0001&matra=${secret}`);
const anyBusy = fc.record({
  from: fc.nat({ max: 60 }),
  ms: fc.integer({ min: 1, max: 200 }),
  isTimerFirst: fc.boolean(),
});
const noise = fc.constantFrom<Stroke>(
  down('Backspace'),
  down('', { key: 'đ' }),
  down('CapsLock'),
  down('F1'),
  down('Escape'),
  down('KeyP', { ctrlKey: true }),
  up('KeyP', { ctrlKey: true }),
  { type: 'keypress', code: 'KeyA', key: 'a' },
);

describe('any stream of keys', () => {
  test('of a scanner is read as it was sent, whatever is injected and however busy the page is', () => {
    fc.assert(
      fc.property(
        fc.oneof(anyCode, anyLink),
        fc.constantFrom(...Object.entries(ways).filter(([name]) => !/program|Alt|pad/.test(name))),
        fc.constantFrom(...Object.values(ends)),
        fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 60 }),
        fc.array(fc.tuple(fc.integer({ min: 1, max: 80 }), noise), { maxLength: 12 }),
        fc.option(anyBusy),
        (code, [, way], end, gaps, injected, busy) => {
          const body = spell(code, way, (n) => gaps[n % gaps.length] ?? 1);
          const inside = way(code.charAt(0)).length;
          for (const [at, stroke] of injected)
            body.splice(inside + (at % (body.length - inside)), 0, [stroke, 0]);
          const desk = new Desk();
          desk.play([...body, ...timed(end, gaps[0] ?? 1)], busy ?? undefined);
          expect([desk.scans, desk.typed, desk.lines, leaks(desk)]).toEqual([[code], '', [], []]);
        },
      ),
      { numRuns: 400 },
    );
  });

  test('of a person at 80 ms and more a key is never a scan, and every character arrives', () => {
    const gaps = fc.array(fc.integer({ min: 80, max: 400 }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(anyCode, gaps, fc.boolean(), (code, each, hasReleases) => {
        const way: Way = hasReleases ? (char) => [...plain(char), up(codeOf(char))] : plain;
        const desk = new Desk();
        desk.play(spell(code, way, (n) => each[n % each.length] ?? 80));
        expect([desk.scans, desk.typed]).toEqual([[], code]);
      }),
      { numRuns: 300 },
    );
  });

  test('of a person whose hand is uneven around 80 ms a key is never a scan', () => {
    const swings = fc.array(fc.integer({ min: 0, max: 60 }), { minLength: 20, maxLength: 20 });
    fc.assert(
      fc.property(anyCode, swings, (code, each) => {
        const desk = new Desk();
        desk.play(spell(code, plain, (n) => 80 + (n % 2 === 0 ? 1 : -1) * (each[Math.floor(n / 2)] ?? 0)));
        expect([desk.scans, desk.typed]).toEqual([[], code]);
      }),
      { numRuns: 300 },
    );
  });

  test('whatever it is, breaks nothing and is bounded: no timer, no text longer than a symbol', () => {
    const any = fc.record({
      type: fc.constantFrom('keydown', 'keyup', 'keypress'),
      code: fc.oneof(
        fc.constantFrom(...allCodes, 'Enter', 'Tab', 'AltLeft', 'Numpad4', 'Space', '', 'F5'),
        fc.string(),
      ),
      key: fc.oneof(fc.constantFrom('a', 'Process', 'Dead', 'Unidentified', '😀'), fc.string()),
      shiftKey: fc.boolean(),
      altKey: fc.boolean(),
      ctrlKey: fc.boolean(),
      repeat: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(any, { maxLength: 200 }), fc.integer({ min: 0, max: 300 }), (strokes, gap) => {
        const desk = new Desk();
        desk.play(timed(strokes, gap));
        desk.clock.move(2 * kioskLimits.wedgeLineMs);
        expect(desk.clock.waiting).toBe(0);
        for (const scan of desk.scans) expect(scan.length).toBeLessThanOrEqual(kioskLimits.wedgeCharsMax);
      }),
      { numRuns: 300 },
    );
  });
});
