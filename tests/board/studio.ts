// A real browser before a page made from the sources: for looking at screens, measuring them, and asking axe.
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { createServer } from 'vite';
import { iconNodes } from '../../vite.icons.ts';
import { launchBrowser } from '../browser/launch.ts';

const root = path.resolve(import.meta.dirname, '../..');
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
/** Where pictures go when somebody wants to look at them. */
const pictures = process.env.MOTCUA_PICTURES;

export interface Studio {
  readonly browser: Browser;
  /** Ends with a slash; a page needs a query, such as `?scene=ask`. */
  readonly address: string;
  close(): Promise<void>;
}

/** Serves a page whose only script is `script` (from the root of the tree), and starts a browser. */
export async function openStudio(script: string): Promise<Studio> {
  const page = `<!doctype html><html lang="vi"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>.</title><link rel="icon" href="data:,"></head><body><div id="root"></div><script type="module" src="${script}"></script></body></html>`;
  const server = await createServer({
    root,
    configFile: false,
    appType: 'custom',
    logLevel: 'error',
    cacheDir: path.join(root, '.cache', `studio-${script.replace(/\W+/g, '-')}`),
    server: { port: 0, host: '127.0.0.1', hmr: false, watch: null },
    oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
    define: { __APP_VERSION__: '"0.0.0-test"', __APP_NAME__: '"test"' },
    plugins: [
      iconNodes(),
      {
        name: 'studio',
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
  const browser = await launchBrowser();
  return {
    browser,
    address: server.resolvedUrls?.local[0] ?? '',
    async close() {
      await browser.close();
      await server.close();
    },
  };
}

/** Keeps a picture in the folder that MOTCUA_PICTURES names, if it names one. */
export async function keepPicture(page: Page, name: string, fullPage = false): Promise<void> {
  if (pictures === undefined) return;
  mkdirSync(pictures, { recursive: true });
  await page.screenshot({ path: path.join(pictures, `${name}.png`), fullPage });
}

/** Elements that carry words and are cut off or stand outside the window. */
export function cutOff(page: Page): Promise<string[]> {
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

/** What axe finds wrong with the page as it stands: rule and first place. */
export async function faultsOf(page: Page): Promise<string[]> {
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
