import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser } from '../browser/launch.ts';
import { type Gallery, serveGallery } from '../kiosk/gallery/serve.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const panels = {
  portrait: { width: 1080, height: 1920, panel: '3.2x600' },
  landscape: { width: 1920, height: 1080, panel: '3.2x600' },
  'ten inches': { width: 1280, height: 800, panel: '5.9x400' },
} as const;
const screens = [
  'attract',
  'attract/missing',
  'looking',
  'pad',
  'asking',
  ...[
    'accepted',
    'in-progress',
    'supplement',
    'pay',
    'ready',
    'by-post',
    'handed-over',
    'stopped',
    'unknown',
  ],
  ...['late', 'private', 'cache-ready', 'old-in-progress', 'notice'],
  'not-found',
  'offline',
  'not-a-code',
  'busy',
  'help',
  'ended',
  'enrol',
  'already-open',
  'storage-failed',
].map((name) => (/^[a-z-]+$/.test(name) && isAnswer(name) ? `showing/${name}` : name));

function isAnswer(name: string): boolean {
  return /^(accepted|in-progress|supplement|pay|ready|by-post|handed-over|stopped|unknown|late|private|cache-ready|old-in-progress|notice)$/.test(
    name,
  );
}

const folder = mkdtempSync(path.join(tmpdir(), 'kiosk-gallery-'));
let gallery: Gallery;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  gallery = await serveGallery(folder);
  browser = await launchBrowser();
  // axe is put into the page from outside, which its policy rightly forbids.
  const context = await browser.newContext({ bypassCSP: true, reducedMotion: 'reduce' });
  page = await context.newPage();
  await page.goto(gallery.url);
  await page.evaluate(axe);
});

afterAll(async () => {
  await browser?.close();
  await gallery?.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Look {
  readonly screen: string;
  readonly panel: keyof typeof panels;
  readonly language?: 'vi' | 'en';
  readonly size?: 'small' | 'normal' | 'large' | 'contrast';
}

async function show({ screen, panel, language = 'vi', size = 'normal' }: Look): Promise<void> {
  const { width, height, panel: measures } = panels[panel];
  const [name, variant = ''] = screen.split('/');
  await page.setViewportSize({ width, height });
  const hash = `#${[name, variant, language, size, measures].join('/')}`;
  await page.evaluate((next) => {
    location.hash = next;
  }, hash);
  await page.waitForFunction((next) => document.documentElement.dataset.shown === next, hash);
  await settled();
}

/** Faces are there, and observers of sizes have spoken. */
const settled = () =>
  page.evaluate(async () => {
    await document.fonts.ready;
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  });

/** Whatever stands outside the panel; what a button rolls into view aside. */
const outside = () =>
  page.evaluate(() =>
    [...document.querySelectorAll('.kiosk *')]
      .filter((element) => element.closest('svg, .only-heard, .looking-frame, .roll-view') === null)
      .filter((element) => {
        const { left, top, right, bottom, width } = element.getBoundingClientRect();
        return width > 0 && (left < -1 || top < -1 || right > innerWidth + 1 || bottom > innerHeight + 1);
      })
      .map((element) => `${element.tagName}.${element.className}`),
  );

async function faults(): Promise<string[]> {
  return page.evaluate(async () => {
    // axe was put into the window before the first screen.
    const { axe: tool } = window as unknown as { axe: typeof import('axe-core') };
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
    const { violations } = await tool.run(document, { runOnly: tags });
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
  });
}

describe.each(Object.keys(panels) as (keyof typeof panels)[])('on a kiosk of %s', (panel) => {
  test.each(screens)(
    '%s stands whole on the panel, in both languages and in the largest text',
    async (screen) => {
      for (const language of ['vi', 'en'] as const) {
        for (const size of ['normal', 'large'] as const) {
          await show({ screen, panel, language, size });
          expect([language, size, await outside()]).toEqual([language, size, []]);
        }
      }
    },
  );
});

test.each(screens)('%s has no fault of access, in colour and in high contrast', async (screen) => {
  await show({ screen, panel: 'portrait' });
  expect(await faults()).toEqual([]);
  await show({ screen, panel: 'portrait', size: 'contrast' });
  expect(await faults()).toEqual([]);
});

test('what does not fit is reached by a button, never by a gesture alone', async () => {
  await show({ screen: 'showing/private', panel: 'ten inches', size: 'large' });
  const more = page.getByRole('button', { name: 'Xem tiếp' });
  while (await more.isEnabled()) {
    await more.click();
    await settled();
  }
  await page.getByText('đến nay').waitFor();
  const seen = await page.evaluate(() => {
    const last = document.querySelector('.answer-timeline li:last-child')?.getBoundingClientRect();
    const view = document.querySelector('.roll-view')?.getBoundingClientRect();
    return last !== undefined && view !== undefined && last.bottom <= view.bottom + 1;
  });
  expect(seen).toBe(true);
});

test('a capital letter has its 0.7 degrees at the viewing distance', async () => {
  await show({ screen: 'showing/ready', panel: 'portrait' });
  const fontPx = await page.evaluate(() =>
    Number.parseFloat(getComputedStyle(document.querySelector('.answer-line dd') ?? document.body).fontSize),
  );
  const capitalMm = (fontPx * 0.7) / 3.2;
  expect((Math.atan(capitalMm / 600) * 180) / Math.PI).toBeGreaterThanOrEqual(0.69);
});
