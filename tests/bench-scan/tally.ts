// Right, wrong and missed per engine and set, and how long the answers took; it neither looks nor prints.
import { median, percentile } from '../bench/statistics.ts';
import type { Answers } from './page.ts';
import { normal, type Picture } from './pictures.ts';

export const engines = ['ours', 'browser', 'wasm'] as const;
export type EngineKey = (typeof engines)[number];

export interface Count {
  readonly right: number;
  readonly wrong: number;
  readonly missed: number;
  /** ms per picture, found or given up; absent when there was no picture. */
  readonly p50: number | null;
  readonly p95: number | null;
}

export type Verdict = 'right' | 'wrong' | 'missed';

export interface Line {
  readonly picture: Picture;
  readonly answers: Answers;
}

/** Right when the expected text is among those read; wrong when others were read and it was not. */
export function verdictOf(texts: readonly string[], expected: string): Verdict {
  if (texts.some((text) => normal(text) === normal(expected))) return 'right';
  return texts.length > 0 ? 'wrong' : 'missed';
}

export function countOf(lines: readonly Line[], engine: EngineKey): Count {
  const verdicts = lines.map(({ picture, answers }) => verdictOf(answers[engine].texts, picture.text));
  const times = lines.map(({ answers }) => answers[engine].ms);
  const of = (wanted: Verdict): number => verdicts.filter((each) => each === wanted).length;
  const rounded = (ms: number): number => Math.round(ms * 10) / 10;
  return {
    right: of('right'),
    wrong: of('wrong'),
    missed: of('missed'),
    p50: times.length === 0 ? null : rounded(median(times)),
    p95: times.length === 0 ? null : rounded(percentile(times, 0.95)),
  };
}

export interface Goal {
  readonly name: string;
  readonly lines: readonly Line[];
  readonly least: number;
  /** Whether the run fails below it. */
  readonly isMust: boolean;
}

/** What scanning must reach, and what it aims at, over the sets that are there. */
export function goalsOf(lines: readonly Line[]): Goal[] {
  const of = (isIt: (set: string) => boolean, turn?: number) =>
    lines.filter(({ picture }) => isIt(picture.set) && (turn === undefined || picture.turn === turn));
  const photos = (set: string): boolean => /^code128-\d/.test(set);
  const made = (kind: string) => (set: string) => new RegExp(`^${kind}-[a-zA-Z]`).test(set);
  const must = (name: string, set: string): Goal => {
    const own = of((each) => each === set);
    return { name, lines: own, least: own.length, isMust: true };
  };
  const share = (all: readonly Line[], least: number, whole: number): number =>
    Math.ceil((all.length * least) / whole);
  const turned = [0, 1, 2, 3].map((turn) => {
    const own = of(photos, turn);
    return {
      name: `Code 128 photos, turned by ${turn * 90}°`,
      lines: own,
      least: share(own, 48, 49),
      isMust: false,
    };
  });
  const [bars, squares] = [of(made('code128')), of(made('qr'))];
  return [
    must('Code 128 at any angle', 'code128-rotation'),
    must('Code 128 on a phone in dark mode', 'code128-phoneDark'),
    must('Code 128 on a phone screen', 'code128-phone'),
    must('Code 128 beside dark strips', 'code128-clutter'),
    ...turned,
    { name: 'made Code 128 frames', lines: bars, least: share(bars, 330, 376), isMust: false },
    { name: 'made QR frames', lines: squares, least: share(squares, 325, 376), isMust: false },
  ].filter((goal) => goal.lines.length > 0);
}
