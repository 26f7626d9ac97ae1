/** One value, one text: JSON with its keys in order, so that equal configurations have equal bytes; it knows no schema. */

/** Keys sorted by UTF-16 code units (as RFC 8785 does), no spaces, one line feed at the end. */
export function canonicalJson(value: unknown): string {
  return `${JSON.stringify(ordered(value))}\n`;
}

function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, each]) => [key, ordered(each)]));
}
