/** A scanner that is a keyboard, as fast as one: every key is handed to the browser at once and stamped at a scanner's pace, so that a busy machine does not make a person of it. */
import type { CDPSession, Page } from 'playwright-core';

const shiftBit = 8;
/** Strokes, down and up apart. */
const pacePerS = 1_000;

const signs = "`1234567890-=[]\\;',./ ";
const shiftedSigns = '~!@#$%^&*()_+{}|:"<>?';
const signCodes = [
  'Backquote',
  ...['Digit1', 'Digit2', 'Digit3', 'Digit4', 'Digit5', 'Digit6', 'Digit7', 'Digit8', 'Digit9', 'Digit0'],
  ...['Minus', 'Equal', 'BracketLeft', 'BracketRight', 'Backslash', 'Semicolon', 'Quote', 'Comma', 'Period'],
  ...['Slash', 'Space'],
];

interface KeyPress {
  readonly code: string;
  readonly key: string;
  readonly modifiers: number;
}

/** The physical key of a US keyboard that writes this character. Throws when it has none. */
function pressOf(char: string): KeyPress {
  if (/[a-z]/i.test(char))
    return { code: `Key${char.toUpperCase()}`, key: char, modifiers: /[A-Z]/.test(char) ? shiftBit : 0 };
  const isShifted = shiftedSigns.includes(char);
  const code = signCodes[(isShifted ? shiftedSigns : signs).indexOf(char)];
  if (code === undefined) throw new Error(`a US keyboard has no key for ${char}`);
  return { code, key: char, modifiers: isShifted ? shiftBit : 0 };
}

export class KeyboardScanner {
  readonly #session: CDPSession;

  private constructor(session: CDPSession) {
    this.#session = session;
  }

  /** It stays plugged as long as the page lives. */
  static async plug(page: Page): Promise<KeyboardScanner> {
    return new KeyboardScanner(await page.context().newCDPSession(page));
  }

  /** Every character as its own key, Shift held where the US layout wants it, then Enter; resolves when the browser has taken the last one. */
  async scan(text: string): Promise<void> {
    const presses = [...[...text].map(pressOf), { code: 'Enter', key: 'Enter', modifiers: 0 }];
    // The wedge goes by the keys' own stamps, which a busy machine would spread.
    const beganS = Date.now() / 1000;
    await Promise.all(
      presses.flatMap((press, n) => [
        this.#press({ type: 'rawKeyDown', timestamp: beganS + (2 * n) / pacePerS, ...press }),
        this.#press({ type: 'keyUp', timestamp: beganS + (2 * n + 1) / pacePerS, ...press }),
      ]),
    );
  }

  #press(
    key: KeyPress & { readonly type: 'rawKeyDown' | 'keyUp'; readonly timestamp: number },
  ): Promise<unknown> {
    return this.#session.send('Input.dispatchKeyEvent', key);
  }
}
