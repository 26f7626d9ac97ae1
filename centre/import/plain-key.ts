/** One spelling of a heading or a status word, however it was typed; it knows no heading. */

/** Letters a-z and digits only: case, diacritics, spaces and signs are gone; đ is d. */
export function plainKey(text: string): string {
  return text
    .normalize('NFD')
    .replace(/[\u0300-\u036F]/g, '')
    .replace(/[đĐ]/g, 'd')
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '');
}
