import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

const css = readFileSync(path.resolve(import.meta.dirname, '../../shared/screen/tokens.css'), 'utf8');
const fonts = readFileSync(path.resolve(import.meta.dirname, '../../shared/screen/fonts.css'), 'utf8');

/** The colours of one rule, by token name. */
function coloursOf(selector: string): Map<string, string> {
  const from = css.indexOf(`${selector} {`);
  expect(from).toBeGreaterThanOrEqual(0);
  const rule = css.slice(from, css.indexOf('}', from));
  return new Map(
    [...rule.matchAll(/--([a-z-]+): (#[0-9a-f]{6});/gi)].map(([, name = '', hex = '']) => [name, hex]),
  );
}

function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255)
    .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}

const text: [string, string][] = [
  ['ink', 'paper'],
  ['ink', 'sheet'],
  ['ink', 'calm-soft'],
  ['ink-soft', 'paper'],
  ['ink-soft', 'sheet'],
  ['ink-soft', 'calm-soft'],
  ['accent', 'paper'],
  ['accent', 'sheet'],
  ['on-accent', 'accent'],
  ['on-accent', 'accent-pressed'],
  ...['good', 'attention', 'act', 'calm'].flatMap((tone): [string, string][] => [
    [tone, `${tone}-soft`],
    [tone, 'sheet'],
    ['ink', `${tone}-soft`],
  ]),
];

describe.each([':root', ":root[data-contrast='high']"])('the colours of %s', (selector) => {
  const quoted = css.includes(selector) ? selector : selector.replaceAll("'", '"');

  test.each(text)('%s on %s can be read (4.5:1)', (front, back) => {
    const colours = coloursOf(quoted);
    expect(contrast(colours.get(front) ?? '', colours.get(back) ?? '')).toBeGreaterThanOrEqual(4.5);
  });

  test.each([
    ['control-rule', 'paper'],
    ['control-rule', 'sheet'],
    ['ring', 'paper'],
    ['ring', 'sheet'],
  ])('%s on %s can be told apart (3:1)', (front, back) => {
    const colours = coloursOf(quoted);
    expect(contrast(colours.get(front) ?? '', colours.get(back) ?? '')).toBeGreaterThanOrEqual(3);
  });
});

test('black against white is 21 to 1, so the measure itself is right', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5);
});

test('there are five sizes of type and no more', () => {
  expect([...css.matchAll(/--text-(\d)/g)].map(([, n]) => n)).toEqual(['1', '2', '3', '4', '5']);
});

test('the face is bundled: woff2 only, two subsets, three weights, no other host', () => {
  expect([...fonts.matchAll(/@font-face/g)]).toHaveLength(6);
  expect(fonts).not.toMatch(/https?:|\.woff'/);
});
