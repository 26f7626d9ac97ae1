// Builds the bench's page, serves it with the pictures under the kiosk's own headers, and opens it in a real browser.
import { readFileSync } from 'node:fs';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import type { Browser, Page as Tab } from 'playwright-core';
import { build } from 'vite';
import { headersFor } from '../../centre/http-headers.ts';
import { launchBrowser } from '../browser/launch.ts';
import type { Page } from './page.ts';
import { type Picture, pngOf } from './pictures.ts';

const root = path.resolve(import.meta.dirname, '../..');
const out = path.join(root, '.cache/bench-scan/page');
const types: Readonly<Record<string, string>> = {
  '.js': 'text/javascript',
  '.wasm': 'application/wasm',
  '.html': 'text/html; charset=utf-8',
};
const html =
  '<!doctype html><meta charset="utf-8"><title>bench</title><script type="module" src="/kiosk/page.js"></script>';

/** The page as the product is built: same worker, same reader, none of it in the page itself. */
export async function buildPage(): Promise<void> {
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    base: '/kiosk/',
    worker: { format: 'es' },
    build: {
      outDir: out,
      emptyOutDir: true,
      copyPublicDir: false,
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      rolldownOptions: {
        input: path.join(import.meta.dirname, 'page.ts'),
        output: { entryFileNames: 'page.js' },
        preserveEntrySignatures: false,
      },
    },
  });
}

export interface Stage {
  readonly tab: Tab;
  readonly version: string;
  /** Puts a picture where the page can fetch it. */
  show(picture: Picture): Promise<string>;
  [Symbol.asyncDispose](): Promise<void>;
}

interface Options {
  /** A film that plays as the camera. */
  readonly clip?: string;
  /** Answers the reader's file with an error, as a broken installation would. */
  readonly hasNoWasm?: boolean;
}

export async function openStage({ clip, hasNoWasm = false }: Options = {}): Promise<Stage> {
  let shown: Buffer = Buffer.alloc(0);
  let count = 0;
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    if (pathname.startsWith('/kiosk/picture/')) return answer(response, pathname, shown, 'image/png');
    if (hasNoWasm && pathname.endsWith('.wasm')) return response.writeHead(404).end();
    serveFile(response, pathname);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const browser = await launchBrowser(clip === undefined ? {} : { clip });
  const tab = await openTab(browser, server);
  return {
    tab,
    version: browser.version(),
    async show(picture) {
      shown = await pngOf(picture);
      count += 1;
      return `/kiosk/picture/${count}`;
    },
    async [Symbol.asyncDispose]() {
      await browser.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function openTab(browser: Browser, server: Server): Promise<Tab> {
  const tab = await browser.newPage();
  tab.on('pageerror', (error) => process.stderr.write(`page: ${error.message}\n`));
  const { port } = server.address() as AddressInfo; // it listens on a port
  await tab.goto(`http://localhost:${port}/kiosk/index.html`);
  await tab.waitForFunction(() => 'bench' in window);
  return tab;
}

function serveFile(response: ServerResponse, pathname: string): void {
  if (pathname === '/kiosk/index.html') {
    answer(response, pathname, Buffer.from(html), types['.html']);
    return;
  }
  const file = path.join(out, path.posix.normalize(pathname).replace(/^\/kiosk\//, ''));
  try {
    answer(response, pathname, readFileSync(file), types[path.extname(file)]);
  } catch {
    response.writeHead(404).end();
  }
}

function answer(
  response: ServerResponse,
  pathname: string,
  body: Buffer,
  type = 'application/octet-stream',
): void {
  response.writeHead(200, { ...headersFor(pathname), 'content-type': type }).end(body);
}

/** Calls the page's own bench. */
export async function ask<Name extends keyof Page>(
  tab: Tab,
  name: Name,
  ...words: Parameters<Page[Name]>
): Promise<Awaited<ReturnType<Page[Name]>>> {
  const call = ([method, args]: [string, unknown[]]): unknown => {
    // The page put it there.
    const { bench } = window as unknown as { bench: Record<string, (...all: unknown[]) => unknown> };
    return bench[method]?.(...args);
  };
  // What the page's method of this name answers.
  const called: [string, unknown[]] = [name, words];
  return (await tab.evaluate(call, called)) as Awaited<ReturnType<Page[Name]>>;
}
