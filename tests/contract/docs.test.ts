// The pages for people say what the contract says: no code, alarm or limit more, none less, and the same meaning.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { alarms } from '../../shared/contract/alarm.ts';
import { centreLimits } from '../../shared/contract/centre-limits.ts';
import { kioskLimits } from '../../shared/contract/kiosk-limits.ts';
import { limits } from '../../shared/contract/limits.ts';
import { refusalCodes } from '../../shared/contract/refusal-codes.ts';
import { type LimitsPart, limitLines, limitsPage } from './limits-page.ts';

const root = path.resolve(import.meta.dirname, '../..');
const read = (file: string) => readFileSync(path.join(root, file), 'utf8');

/** The rows of a page's table: first cell, second cell, third cell. */
function rowsOf(page: string): string[][] {
  return page
    .split('\n')
    .filter((line) => /^\| [a-zA-Z_-]+ \|/.test(line) && !/^\| (Code|Alarm) /.test(line))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
}

describe.each([
  ['docs/refusals.md', refusalCodes],
  ['docs/alarms.md', alarms],
])('%s', (file, said) => {
  const rows = rowsOf(read(file));

  test('lists every name of the contract in its order, and no other', () => {
    expect(rows.map(([name]) => name)).toEqual(Object.keys(said));
  });
  test('gives each the meaning that the contract gives it', () => {
    expect(Object.fromEntries(rows.map(([name, meaning]) => [name, meaning]))).toEqual(said);
  });
  test('tells staff what to do about each', () => {
    for (const [name, , advice] of rows) expect(advice?.length, name).toBeGreaterThan(8);
  });
});

describe('docs/limits.md', () => {
  const parts: readonly LimitsPart[] = [
    { title: 'Devices and the wire', file: 'shared/contract/limits.ts', values: limits },
    { title: 'The kiosk', file: 'shared/contract/kiosk-limits.ts', values: kioskLimits },
    {
      title: "The centre and the officer's bench",
      file: 'shared/contract/centre-limits.ts',
      values: centreLimits,
    },
  ].map((part) => ({ ...part, source: read(part.file) }));

  test.each(parts)('is made of every limit in $file', ({ source, values }) => {
    expect(limitLines(source).map(({ name }) => name)).toEqual(Object.keys(values));
  });
  test('names each limit once', () => {
    const names = parts.flatMap(({ values }) => Object.keys(values));
    expect(names).toEqual([...new Set(names)]);
  });
  test('is what the contract makes of it now', async () => {
    await expect(limitsPage(parts)).toMatchFileSnapshot(path.join(root, 'docs/limits.md'));
  });
});

test('every period that the privacy page names is the limit that devices keep', () => {
  const page = read('docs/privacy.md');
  const hour = 3_600_000;
  for (const words of [
    `hidden after ${limits.cacheHideMs / hour} hours`,
    `deleted after ${limits.cacheWipeMs / hour / 24} days`,
    `at most ${limits.cacheRowsMax.toLocaleString('en-US')}`,
    `the last ${limits.receiptedRowsKept.toLocaleString('en-US')} receipted`,
    `after ${kioskLimits.idleAnswerMs / 1_000} seconds and a notice of ${limits.idleExtendMs / 1_000}`,
  ])
    expect(page).toContain(words);
});

test('the page of the wire names only messages and fields that the AsyncAPI document has', () => {
  const document = read('docs/wire.asyncapi.yaml');
  const words = [...read('docs/wire.md').matchAll(/`([a-z][a-z0-9]*)`/g)].map(([, word]) => word);
  expect(words.length).toBeGreaterThan(5);
  for (const word of words) expect(document, word).toMatch(new RegExp(`\\b${word}\\b`));
});
