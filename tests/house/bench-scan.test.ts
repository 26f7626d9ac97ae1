// The scanner's bench counts as it says: right, wrong and missed, and the goals that bind.
import { expect, test } from 'vitest';
import type { Answers } from '../bench-scan/page.ts';
import type { Picture } from '../bench-scan/pictures.ts';
import { isReached } from '../bench-scan/report.ts';
import { countOf, goalsOf, type Line, verdictOf } from '../bench-scan/tally.ts';

const answer = (texts: readonly string[], ms = 10) => ({ texts, ms });
const line = (set: string, texts: readonly string[], turn: Picture['turn'] = 0): Line => ({
  picture: { file: 'a.png', turn, text: 'ĐÚNG', set },
  answers: {
    ours: { ...answer(texts), looks: 1, rung: 'plain' },
    browser: answer([]),
    wasm: answer(['khác']),
  } satisfies Answers,
});

test('a picture is right when its text is among those read, wrong when only others were, missed when none was', () => {
  expect(verdictOf(['khác', 'đúng'], 'đúng')).toBe('right');
  expect(verdictOf(['khác'], 'đúng')).toBe('wrong');
  expect(verdictOf([], 'đúng')).toBe('missed');
});

test('line ends, a byte order mark and blanks at the end are no difference', () => {
  expect(verdictOf(['a\r\nb'], '\uFEFFa\nb\n')).toBe('right');
  expect(verdictOf(['a b'], 'ab')).toBe('wrong');
});

test('every engine is counted over the same pictures', () => {
  const lines = [line('any', ['ĐÚNG']), line('any', []), line('any', ['sai'])];
  expect(countOf(lines, 'ours')).toMatchObject({ right: 1, wrong: 1, missed: 1, p50: 10, p95: 10 });
  expect(countOf(lines, 'wasm')).toMatchObject({ right: 0, wrong: 3 });
});

test('a single miss breaks what must be read whole, and one of 49 photos may be missed', () => {
  const whole = [line('code128-rotation', ['ĐÚNG']), line('code128-rotation', [])];
  const must = goalsOf(whole).find(({ isMust }) => isMust);
  expect(must && isReached(must)).toBe(false);
  const photos = Array.from({ length: 49 }, (_each, i) => line('code128-2', i === 0 ? [] : ['ĐÚNG'], 1));
  const [goal] = goalsOf(photos);
  expect([goal?.isMust, goal && isReached(goal)]).toEqual([false, true]);
  const [missed] = goalsOf(photos.map((each, i) => (i < 2 ? line('code128-2', [], 1) : each)));
  expect(missed && isReached(missed)).toBe(false);
});
