/** A scanner that is a keyboard, as fast as one: every key is handed to the browser at once, so that a busy machine does not make a person of it. */
import type { CDPSession, Page } from 'playwright-core';

const shiftBit = 8;
/** Strokes, down and up apart. */
const pacePerS = 1_000;
const signs: Readonly<Record<string, string>> = { '.': 'Period', '-': 'Minus' };

interface KeyPress {
  readonly code: string;
  readonly key: string;
  readonly modifiers: number;
}

function pressOf(char: string): KeyPress {
  if (/[A-Z]/.test(char)) return { code: `Key${char}`, key: char, modifiers: shiftBit };
  const code = /\d/.test(char) ? `Digit${char}` : signs[char];
  if (code === undefined) throw new Error(`this scanner has no key for ${char}`);
  return { code, key: char, modifiers: 0 };
}

export class KeyboardScanner {
  readonly #session: CDPSession;

  private constructor(session: CDPSession) {
    this.#session = session;
  }

  static async plug(page: Page): Promise<KeyboardScanner> {
    return new KeyboardScanner(await page.context().newCDPSession(page));
  }

  /** Resolves when the browser has taken the last key; codes of digits, capital letters, dots and dashes only. */
  async scan(text: string): Promise<void> {
    const presses = [...[...text].map(pressOf), { code: 'Enter', key: 'Enter', modifiers: 0 }];
    // Stamped at a scanner's pace: the wedge goes by the keys' own stamps, which a busy machine would spread.
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
