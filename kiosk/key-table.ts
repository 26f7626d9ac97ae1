/** Which character each physical key writes on the US layout that scanners speak; it knows no page and no time. */

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

/** One stroke as the browser tells it. */
export interface Key {
  /** `keydown`, `keyup` or `keypress`. */
  readonly type: string;
  readonly code: string;
  readonly key: string;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
  readonly metaKey: boolean;
  readonly repeat: boolean;
  /** Monotonic ms, of the key and not of its handler. */
  readonly timeStamp: number;
}

/** The digit of a key on the number pad, whatever the lock above it says. */
const padDigit = (code: string): string | undefined => (/^Numpad\d$/.test(code) ? code.charAt(6) : undefined);

/** The character of a physical key; undefined for keys that write nothing. */
export function charOf(code: string, hasShift: boolean): string | undefined {
  if (code.startsWith('Key') && code.length === 4) {
    const letter = code.charAt(3);
    return hasShift ? letter : letter.toLowerCase();
  }
  const place = keyCodes.indexOf(code);
  if (place >= 0) return (hasShift ? shiftKeys : plainKeys).charAt(place);
  return code === 'Space' ? ' ' : (padDigit(code) ?? numpad[code]);
}

/** A digit typed on the number pad while Alt alone is held: part of a character's number. */
export const altDigitOf = ({ code, altKey, ctrlKey, metaKey }: Key): string | undefined =>
  altKey && !ctrlKey && !metaKey ? padDigit(code) : undefined;

/** The character of a number typed with Alt (065 is A); empty for what no receipt carries. */
export function charOfAlt(digits: string): string {
  const number = Number(digits);
  return number >= 32 && number < 127 ? String.fromCharCode(number) : '';
}

/** A character that some program wrote without any key (VK_PACKET). */
export const packetOf = ({ code, key, ctrlKey, altKey, metaKey }: Key): string | undefined =>
  code === '' && key.length === 1 && !ctrlKey && !altKey && !metaKey ? key : undefined;

export const isAlt = (code: string): boolean => code === 'AltLeft' || code === 'AltRight';
export const isSuffix = (code: string): boolean =>
  code === 'Enter' || code === 'NumpadEnter' || code === 'Tab';
export const isSilent = (code: string): boolean =>
  /^(Shift|Control|Alt|Meta|OS)(Left|Right)$|^(CapsLock|NumLock|ScrollLock|Fn|FnLock)$/.test(code);
