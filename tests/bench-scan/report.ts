// The bench's page of figures, as Markdown; it measures nothing.
import { cpus } from 'node:os';
import { type FilmRow, kinds } from './films.ts';
import { countOf, type EngineKey, engines, type Goal, type Line } from './tally.ts';

const names: Readonly<Record<EngineKey, string>> = {
  ours: 'this kiosk',
  browser: '@zxing/browser, as it comes',
  wasm: 'zxing-wasm, as it comes',
};

export interface Figures {
  readonly lines: readonly Line[];
  readonly goals: readonly Goal[];
  readonly films: readonly FilmRow[];
  readonly empty: {
    readonly scenes: number;
    readonly read: readonly string[];
    readonly agreed: readonly string[];
  };
  readonly chromium: string;
  readonly versions: string;
  readonly missing: readonly string[];
}

const row = (...cells: readonly (string | number)[]): string => `| ${cells.join(' | ')} |`;

/** Reached, or by how much not. */
export const isReached = ({ lines, least }: Goal): boolean => countOf(lines, 'ours').right >= least;

function goalTable(goals: readonly Goal[]): string[] {
  return [
    row('Goal', 'needs', names.ours, names.browser, names.wasm, 'reached'),
    row('---', '---', '---', '---', '---', '---'),
    ...goals.map((goal) => {
      const counts = engines.map((engine) => countOf(goal.lines, engine).right);
      const needs = `${goal.least} of ${goal.lines.length}${goal.isMust ? ' (must)' : ''}`;
      return row(goal.name, needs, ...counts, isReached(goal) ? 'yes' : 'NO');
    }),
  ];
}

function setTable(lines: readonly Line[]): string[] {
  const sets = [...new Set(lines.map(({ picture }) => picture.set))].sort();
  const cell = (own: readonly Line[], engine: EngineKey): string => {
    const { right, wrong, p50, p95 } = countOf(own, engine);
    return `${right}${wrong > 0 ? `, ${wrong} wrong` : ''} (${p50} / ${p95} ms)`;
  };
  const line = (name: string, own: readonly Line[]): string =>
    row(name, own.length, ...engines.map((engine) => cell(own, engine)));
  return [
    row('Set', 'pictures', ...engines.map((engine) => names[engine])),
    row('---', '---', '---', '---', '---'),
    ...sets.map((set) =>
      line(
        set,
        lines.filter(({ picture }) => picture.set === set),
      ),
    ),
    line('all', lines),
  ];
}

function filmTable(films: readonly FilmRow[]): string[] {
  const delay = (film: FilmRow, kind: (typeof kinds)[number]): string => {
    const { shown, read, median, p95 } = film.kinds[kind];
    if (film.reader === 'nothing') return '-';
    return median === null ? `never (${shown} shown)` : `${median} / ${p95} ms (${read} of ${shown})`;
  };
  return [
    row('Engine', ...kinds, 'looks a second', 'page ms per look', 'long tasks (longest)'),
    row('---', ...kinds.map(() => '---'), '---', '---', '---'),
    ...films.map((film) =>
      row(
        film.reader === 'nothing' ? 'no engine, the film alone' : names[film.reader],
        ...kinds.map((kind) => delay(film, kind)),
        film.looksPerSecond,
        film.pageMs ?? '-',
        `${film.longTasks} in ${film.seconds} s (${film.longestTaskMs} ms)`,
      ),
    ),
  ];
}

/** The whole page. `day`: when it was measured. */
export function pageOf(figures: Figures, day: string): string {
  const { lines, goals, films, empty } = figures;
  const processor = cpus()[0]?.model ?? 'unknown processor';
  return [
    '# How well the kiosk reads',
    '',
    'Written by `npm run bench:scan`; do not edit. Every engine sees the same pictures in the same run, in the same browser.',
    '',
    `Measured on ${day}: ${processor}, ${cpus().length} cores; Chromium ${figures.chromium}; ${figures.versions}.`,
    ...figures.missing.map((each) => `\n**${each}**`),
    '',
    '## Goals',
    '',
    ...goalTable(goals),
    '',
    `Scenes without a code: ${empty.scenes} looks, ${empty.read.length} texts read, ${empty.agreed.length} confirmed by a second look.`,
    '',
    '## Pictures',
    '',
    'Read of all (median / 95th percentile of the time to the answer, found or given up). This kiosk: within one round of its ladder,',
    'bars only when two looks agree.',
    '',
    ...setTable(lines),
    '',
    '## Films',
    '',
    'From the first frame in which the receipt lies still to the accepted text, median / 95th percentile; below zero: read while it still slid in.',
    '',
    ...filmTable(films),
    '',
  ].join('\n');
}

export const summaryOf = (lines: readonly Line[]) =>
  Object.fromEntries(engines.map((engine) => [engine, countOf(lines, engine)]));
