// The scanner on a real page: a person planted in any place where a page can keep something is found there.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser } from '../browser/launch.ts';
import { canaries } from '../privacy/canaries.ts';
import { scanPage } from '../privacy/scan.ts';

const blank = createServer((_request, response) => {
  response.setHeader('content-type', 'text/html; charset=utf-8');
  response.end('<!doctype html><title>blank</title><p>nothing</p><input aria-label="field" />');
});
let browser: Browser;
let address: string;

beforeAll(async () => {
  await new Promise<void>((resolve) => blank.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${(blank.address() as AddressInfo).port}/`; // it listens on a port
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  blank.closeAllConnections();
  await new Promise((resolve) => blank.close(resolve));
});

const { name, phone } = canaries;
const places: readonly (readonly [string, (page: Page) => Promise<unknown>])[] = [
  ['screen', (page) => page.evaluate((text) => document.body.append(text), name)],
  ['screen', (page) => page.evaluate((text) => document.body.setAttribute('data-who', text), name)],
  ['screen', (page) => page.getByLabel('field').fill(name)],
  ['screen', (page) => page.evaluate((text) => document.head.querySelector('title')?.append(text), name)],
  ['address', (page) => page.goto(`${address}?who=${encodeURIComponent(name)}`)],
  ['history', (page) => page.evaluate((text) => history.replaceState({ text }, ''), name)],
  [
    'history',
    async (page) => {
      await page.goto(`${address}?who=${encodeURIComponent(name)}`);
      await page.goto(address);
    },
  ],
  ['local', (page) => page.evaluate((text) => localStorage.setItem('x', text), name)],
  ['session', (page) => page.evaluate((text) => sessionStorage.setItem(text, 'x'), name)],
  [
    'databases',
    (page) =>
      page.evaluate(
        (text) =>
          new Promise<void>((resolve, reject) => {
            const opening = indexedDB.open('x');
            opening.onupgradeneeded = () => opening.result.createObjectStore('rows');
            opening.onerror = () => reject(opening.error);
            opening.onsuccess = () => {
              const tx = opening.result.transaction('rows', 'readwrite');
              tx.objectStore('rows').put({ deep: [new TextEncoder().encode(text)] }, 1);
              tx.oncomplete = () => {
                opening.result.close();
                resolve();
              };
            };
          }),
        name,
      ),
  ],
  [
    'files',
    (page) =>
      page.evaluate(async (text) => {
        const root = await navigator.storage.getDirectory();
        const folder = await root.getDirectoryHandle('a', { create: true });
        const file = await folder.getFileHandle('b', { create: true });
        const writer = await file.createWritable();
        await writer.write(text);
        await writer.close();
      }, name),
  ],
  [
    'cached',
    (page) =>
      page.evaluate(async (text) => {
        const cache = await caches.open('answers');
        await cache.put('/x', new Response(text, { headers: { 'content-type': 'text/plain' } }));
      }, name),
  ],
  [
    'cached assets',
    (page) =>
      page.evaluate(async (text) => {
        const cache = await caches.open('kiosk-precache-v2');
        await cache.put('/x', new Response(text, { headers: { 'content-type': 'text/javascript' } }));
      }, name),
  ],
];

test.each(places)('a name in the %s of a page is found there (%#)', async (where, plant) => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(address);
  expect(await scanPage(page)).toEqual([]);
  await plant(page);
  const found = await scanPage(page);
  expect(found.map((finding) => `${finding.where.split(' ').slice(1).join(' ')}: ${finding.what}`)).toContain(
    `${where}: planted name`,
  );
  await context.close();
});

test('a dossier code is let through on the card and nowhere else', async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(address);
  await page.evaluate((text) => document.body.append(text), 'H56.14-240823-0001');
  expect(await scanPage(page, { isCardShown: true })).toEqual([]);
  expect((await scanPage(page)).map(({ what }) => what)).toEqual(['dossier code']);
  await page.evaluate((text) => localStorage.setItem('last', text), `H56.14-240823-0001 ${phone}`);
  const found = await scanPage(page, { isCardShown: true });
  expect(found.map(({ what }) => what)).toEqual(expect.arrayContaining(['dossier code', 'planted phone']));
  await context.close();
});
