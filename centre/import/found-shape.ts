/** What may be said about a text that was not understood: its shape, and the text itself only where it cannot be a person's; it keeps nothing. */
import { maskName } from '../mask-name.ts';

/** Letters become A or a, digits 9, other characters stay; cut at 30. A name shows how long it is and no more. */
export function shapeOf(text: string): string {
  const shape = text
    .normalize('NFC')
    .replace(/\p{L}|\p{N}|\p{C}/gu, (sign) =>
      /\p{N}/u.test(sign) ? '9' : /\p{C}/u.test(sign) ? '?' : /\p{Lu}/u.test(sign) ? 'A' : 'a',
    );
  return shape.length > 30 ? `${shape.slice(0, 30)}… (${shape.length})` : shape;
}

/** A date that does not exist may be said as it stands; anything else has its shape. */
export function shapeOfDate(text: string): string {
  return /^\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}(?:[T ]\d{1,2}:\d{2}(?::\d{2})?)?$/.test(text)
    ? text
    : shapeOf(text);
}

/** A status that the map does not know, so that an admin can add it: codes as they stand, words with their first letters. */
export function keepableStatus(text: string): string {
  if (/^\d{1,6}$|^[A-Z][A-Z0-9_.-]{0,15}$/.test(text)) return text;
  return maskName(text.slice(0, 80)).slice(0, 40);
}
