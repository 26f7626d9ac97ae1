// The page of limits, made from the source: names, values and reasons; it knows no limit by name.

interface Line {
  readonly section: string;
  readonly name: string;
  readonly reason: string;
}

/** Every limit of the source with the comment beside it, in order. */
export function limitLines(source: string): Line[] {
  const lines: Line[] = [];
  let section = '';
  for (const text of source.slice(source.indexOf('export const ')).split('\n')) {
    const heading = /^ {2}\/\/ (.+)$/.exec(text)?.[1];
    if (heading !== undefined) section = heading;
    const found = /^ {2}(\w+):\s*[^,]+,(?:\s*\/\/ (.+))?$/.exec(text);
    if (found !== null) lines.push({ section, name: found[1] ?? '', reason: found[2] ?? '' });
  }
  return lines;
}

const units: readonly (readonly [string, number])[] = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1_000],
];

/** A value as people read it: 30000 of `…Ms` is 30 s, 65536 of `…Bytes…` is 64 KiB. */
export function readable(name: string, value: number | string): string {
  if (typeof value === 'string') return value;
  if (/Ms(Min|Max)?$/.test(name)) {
    const [unit, size] = units.find(([, each]) => value >= each && value % each === 0) ?? ['ms', 1];
    return `${(value / size).toLocaleString('en-US')} ${unit}`;
  }
  if (/[bB]ytes/.test(name) && value % 1_024 === 0) {
    return value % 1_048_576 === 0 ? `${value / 1_048_576} MiB` : `${value / 1_024} KiB`;
  }
  return value.toLocaleString('en-US');
}

export interface LimitsPart {
  /** Where it stands, from the root. */
  readonly file: string;
  readonly title: string;
  readonly source: string;
  readonly values: Readonly<Record<string, number | string>>;
}

/** The whole page, a chapter for each file of limits. */
export function limitsPage(parts: readonly LimitsPart[]): string {
  const files = parts.map(({ file }) => `\`${file}\``).join(', ');
  const out = [
    '# Limits',
    '',
    `Every queue, wait, size and retry of the system has a bound with a name; this page is made from ${files}.`,
    'After a change there, run `npx vitest run --project unit tests/contract/docs -u`.',
  ];
  for (const { title, source, values } of parts) {
    out.push('', `## ${title}`);
    let section: string | undefined;
    for (const line of limitLines(source)) {
      if (line.section !== section) {
        section = line.section;
        out.push('', `### ${section}`, '| Limit | Value | Reason |', '|---|---|---|');
      }
      out.push(`| ${line.name} | ${readable(line.name, values[line.name] ?? '')} | ${line.reason} |`);
    }
  }
  return `${out.join('\n')}\n`;
}
