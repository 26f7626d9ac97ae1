/** A person's name as it may be shown to who holds the secret; the full name is kept nowhere. */

/** "Nguyễn Văn An" → "N*** V** A*": first letters, then at most three stars a word. */
export function maskName(name: string): string {
  return name
    .normalize('NFC')
    .trim()
    .split(/\s+/)
    .map((word) => {
      const [first = '', ...rest] = word;
      return first + '*'.repeat(Math.min(rest.length, 3));
    })
    .join(' ');
}
