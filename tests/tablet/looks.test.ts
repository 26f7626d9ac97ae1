// @vitest-environment node
// The tablet as painted by a real browser: sizes in millimetres, nothing cut off, and nothing that axe finds fault with.
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { createServer, type ViteDevServer } from 'vite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { iconNodes } from '../../vite.icons.ts';
import { launchBrowser } from '../browser/launch.ts';
import type { Scene } from './harness.tsx';

const root = path.resolve(import.meta.dirname, '../..');
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
/** Where pictures go when somebody wants to look at them. */
const pictures = process.env.MOTCUA_PICTURES;

const panels = {
  landscape: { width: 1280, height: 800 },
  portrait: { width: 800, height: 1280 },
  phone: { width: 390, height: 844 },
  desktop: { width: 1440, height: 900 },
} as const;
type Panel = keyof typeof panels;

let server: ViteDevServer;
let browser: Browser;
let address = '';

beforeAll(async () => {
  const page = `<!doctype html><html lang="vi"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>.</title><link rel="icon" href="data:,"></head><body><div id="root"></div><script type="module" src="/tests/tablet/harness.tsx"></script></body></html>`;
  server = await createServer({
    root,
    configFile: false,
    appType: 'custom',
    logLevel: 'error',
    cacheDir: path.join(root, '.cache/vite-looks-tablet'),
    server: { port: 0, host: '127.0.0.1', hmr: false, watch: null },
    oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
    define: { __APP_VERSION__: '"0.0.0-test"', __APP_NAME__: '"tablet"' },
    plugins: [
      iconNodes(),
      {
        name: 'harness',
        configureServer(vite) {
          vite.middlewares.use((request, response, next) => {
            if (!request.url?.startsWith('/?')) return next();
            response.setHeader('content-type', 'text/html; charset=utf-8');
            response.end(page);
          });
        },
      },
    ],
  });
  await server.listen();
  address = server.resolvedUrls?.local[0] ?? '';
  browser = await launchBrowser();
}, 60_000);

afterAll(async () => {
  await browser?.close();
  await server?.close();
});

interface Shot {
  readonly scene: Scene;
  readonly panel: Panel;
  readonly language?: 'vi' | 'en';
  readonly isLarge?: boolean;
  readonly isPressed?: boolean;
}

/** Opens a scene and brings it to the state that its name says. */
async function open({
  scene,
  panel,
  language = 'vi',
  isLarge = false,
  isPressed = false,
}: Shot): Promise<Page> {
  const page = await browser.newPage({ viewport: panels[panel], reducedMotion: 'reduce' });
  await page.goto(`${address}?scene=${scene}`);
  await page.locator('h1').waitFor();
  await page.evaluate(() => document.fonts.ready);
  const isAsking = (await page.locator('[data-state=asking]').count()) > 0;
  if (isAsking && language === 'en') await page.getByRole('button', { name: 'English' }).click();
  if (isAsking && isLarge) await page.getByRole('button', { name: /Chữ lớn|Larger/ }).click();
  if (isPressed) {
    await page.locator('.face').first().hover();
    await page.mouse.down();
  }
  const taps: readonly Scene[] = ['slow', 'thanks', 'undo', 'paused'];
  if (taps.includes(scene)) await page.locator('.face').first().click({ delay: 60 });
  if (scene === 'slow') await page.getByText(/chờ…|wait…/).waitFor();
  if (scene === 'thanks' || scene === 'undo') await page.locator('[data-state=thanks]').waitFor();
  if (scene === 'paused') await page.locator('[data-state=paused]').waitFor();
  if (pictures !== undefined) {
    mkdirSync(pictures, { recursive: true });
    const name = [scene, panel, language, isLarge && 'large', isPressed && 'pressed']
      .filter(Boolean)
      .join('-');
    await page.screenshot({ path: path.join(pictures, `${name}.png`) });
  }
  return page;
}

/** Elements that carry words and are cut off or stand outside the window. */
function cutOff(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll('h1, p, span, button, li, strong')]
      .filter((each) => each.textContent?.trim() && !each.closest('.only-heard'))
      .filter((each) => {
        const box = each.getBoundingClientRect();
        const isOutside =
          box.left < -1 || box.top < -1 || box.right > innerWidth + 1 || box.bottom > innerHeight + 1;
        const isClipped = each instanceof HTMLElement && each.scrollWidth > each.clientWidth + 2;
        return isOutside || (isClipped && getComputedStyle(each).display !== 'inline');
      })
      .map((each) => `${each.tagName} ${each.textContent?.slice(0, 40)}`),
  );
}

async function faultsOf(page: Page): Promise<string[]> {
  await page.addScriptTag({ content: axe });
  return page.evaluate(async () => {
    // The script tag above has just put axe on the window.
    const { axe } = window as unknown as {
      axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
    };
    const { violations } = await axe.run();
    return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`);
  });
}

const shots: readonly Shot[] = [
  { scene: 'ask', panel: 'landscape' },
  { scene: 'ask', panel: 'landscape', language: 'en' },
  { scene: 'ask', panel: 'landscape', isLarge: true },
  { scene: 'ask', panel: 'landscape', language: 'en', isLarge: true },
  { scene: 'ask', panel: 'landscape', isPressed: true },
  { scene: 'ask', panel: 'portrait' },
  { scene: 'ask', panel: 'portrait', language: 'en', isLarge: true },
  { scene: 'ask', panel: 'phone' },
  { scene: 'ask', panel: 'desktop' },
  { scene: 'shared', panel: 'landscape' },
  { scene: 'two', panel: 'landscape' },
  { scene: 'five', panel: 'landscape' },
  { scene: 'five', panel: 'portrait' },
  { scene: 'slow', panel: 'landscape' },
  { scene: 'thanks', panel: 'landscape' },
  { scene: 'thanks', panel: 'landscape', language: 'en' },
  { scene: 'thanks', panel: 'portrait' },
  { scene: 'thanks', panel: 'phone' },
  { scene: 'undo', panel: 'landscape' },
  { scene: 'paused', panel: 'landscape' },
  { scene: 'paused', panel: 'landscape', language: 'en' },
  { scene: 'paused', panel: 'portrait' },
  { scene: 'enrol', panel: 'landscape' },
  { scene: 'already-open', panel: 'landscape' },
  { scene: 'storage-failed', panel: 'landscape' },
];

describe('every screen', () => {
  test.each(shots)('$scene on $panel ($language, large $isLarge) is whole and clean', async (shot) => {
    const page = await open(shot);
    expect(await cutOff(page)).toEqual([]);
    expect(await faultsOf(page)).toEqual([]);
    expect(await page.locator('h1').count()).toBe(1);
    await page.close();
  });
});

test('three faces on ten inches are equal, at least 40 mm, and 12 mm apart', async () => {
  const page = await open({ scene: 'ask', panel: 'landscape' });
  const boxes = await page.locator('.face').evaluateAll((faces) =>
    faces.map((face) => {
      const { left, right, width, height } = face.getBoundingClientRect();
      const drawing = face.querySelector('svg')?.getBoundingClientRect();
      return { left, right, width, height, drawing: Math.min(drawing?.width ?? 0, drawing?.height ?? 0) };
    }),
  );
  const pxPerMm = 5.9;
  expect(boxes).toHaveLength(3);
  for (const [i, box] of boxes.entries()) {
    expect(box.width).toBeCloseTo(boxes[0]?.width ?? 0, 0);
    expect(box.height).toBeCloseTo(boxes[0]?.height ?? 0, 0);
    expect(box.drawing / pxPerMm).toBeGreaterThanOrEqual(40);
    const next = boxes[i + 1];
    if (next !== undefined) expect((next.left - box.right) / pxPerMm).toBeGreaterThan(11.99);
  }
  await page.close();
});
