// @vitest-environment node
// The board as painted by a real browser from a centre's answers: light, dark, narrow, English, printed, and nothing for axe to find.
import type { BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  archive2019,
  now,
  sampleCalls,
  sampleCounters,
  sampleFleet,
  sampleSources,
  sampleSummary,
  sampleTasks,
  smallFleet,
  summary2019,
} from './sample-figures.ts';
import { faultsOf, keepPicture, openStudio, type Studio } from './studio.ts';

let studio: Studio;

beforeAll(async () => {
  studio = await openStudio('/centre/board/main.tsx');
}, 60_000);

afterAll(() => studio?.close());

/** `isDown`: the centre answers nothing at all. */
async function open(options: BrowserContextOptions, isDown = false, fleet = smallFleet): Promise<Page> {
  const page = await studio.browser.newPage({ viewport: { width: 1280, height: 900 }, ...options });
  await page.clock.setFixedTime(now);
  await page.route('**/api/**', (route) => {
    const url = new URL(route.request().url());
    if (isDown) return route.abort();
    if (url.pathname === '/api/fleet') return route.fulfill({ json: fleet });
    if (url.pathname === '/api/calls') return route.fulfill({ json: sampleCalls });
    if (url.pathname === '/api/tasks') return route.fulfill({ json: sampleTasks });
    if (url.pathname === '/api/sources') return route.fulfill({ json: sampleSources });
    if (url.pathname === '/api/live')
      return route.fulfill({ contentType: 'text/event-stream', body: 'retry: 60000\n\n' });
    if (url.pathname === '/api/dossiers/summary') return route.fulfill({ json: archive2019 });
    if (url.pathname === '/api/ratings/by-counter') return route.fulfill({ json: sampleCounters() });
    const isYear = url.searchParams.get('from')?.startsWith('2019');
    return route.fulfill({ json: isYear ? summary2019 : sampleSummary() });
  });
  await page.goto(`${studio.address}?`);
  await page.evaluate(() => document.fonts.ready);
  return page;
}

const whole = (page: Page) => page.locator('[data-part=archive] table').waitFor();

/** The page never scrolls sideways; only a wide table may. */
const isWithin = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth);

test.each([
  { name: 'light', options: {} },
  { name: 'dark', options: { colorScheme: 'dark' as const } },
  { name: 'narrow', options: { viewport: { width: 390, height: 844 } } },
])('the $name board is whole and clean', async ({ name, options }) => {
  const page = await open(options);
  await whole(page);
  await page.getByRole('button', { name: 'Xem' }).click();
  await page.getByText('16.825').first().waitFor();
  await keepPicture(page, `board-${name}`, true);
  expect(await faultsOf(page)).toEqual([]);
  expect(await isWithin(page)).toBe(true);
  await page.close();
});

test('the board speaks English', async () => {
  const page = await open({});
  await whole(page);
  await page
    .getByRole('button', { name: 'Tiếng Việt' })
    .or(page.getByRole('button', { name: 'English' }))
    .click();
  await page.getByRole('heading', { name: 'Centre board' }).waitFor();
  await keepPicture(page, 'board-en', true);
  expect(await faultsOf(page)).toEqual([]);
  await page.close();
});

test('a board without a centre, and one without devices, say so', async () => {
  const down = await open({}, true);
  await down.getByText('trung tâm không trả lời').first().waitFor();
  await keepPicture(down, 'board-down', true);
  expect(await faultsOf(down)).toEqual([]);
  await down.close();
  const empty = await open({}, false, sampleFleet([], false));
  await empty.getByText('Chưa có máy nào đăng ký.').waitFor();
  expect(await empty.getByText('DỮ LIỆU MẪU').count()).toBe(0);
  await keepPicture(empty, 'board-empty', true);
  await empty.close();
});

test('today, ratings, devices and the year print on one A4 page', async () => {
  const page = await open({});
  await whole(page);
  await page.emulateMedia({ media: 'print' });
  await page.setViewportSize({ width: 703, height: 1032 });
  await keepPicture(page, 'board-print', true);
  const pdf = await page.pdf({ preferCSSPageSize: true, printBackground: true });
  expect(pdf.toString('latin1').match(/\/Type\s*\/Page\b(?!s)/g)).toHaveLength(1);
  await page.close();
});
