// Nobody sees the last citizen: not by the way back, not in a page that the browser kept, not after a crash of the browser.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { sampleDossiers } from '../../centre/demo/samples.ts';
import { launchBrowser, launchProfile } from '../browser/launch.ts';
import { Centre } from './centre.ts';
import { KioskPage } from './kiosk-page.ts';
import { Scene } from './scene.ts';
import { until } from './until.ts';

let centre: Centre;
const code = sampleDossiers(Date.now()).find(({ name }) => name === 'ready')?.row.code ?? '';
const profiles = mkdtempSync(path.join(tmpdir(), 'motcua-forgets-'));
const open: (Browser | BrowserContext)[] = [];

beforeAll(async () => {
  centre = await Centre.begin();
});
afterEach(async () => {
  for (const each of open.splice(0)) await each.close();
});
afterAll(async () => {
  await centre?.[Symbol.asyncDispose]();
  rmSync(profiles, { recursive: true, force: true });
});

/** Everything of a page that could be read by the next visitor or by whoever restores it. */
const traces = (page: Page) =>
  page.evaluate(() => ({
    page: document.documentElement.outerHTML,
    address: location.href,
    state: JSON.stringify(history.state),
    stored: JSON.stringify([{ ...localStorage }, { ...sessionStorage }]),
    fields: document.querySelectorAll('input, textarea, select, form').length,
  }));

async function expectNothingLeft(page: Page): Promise<void> {
  const { fields, ...rest } = await traces(page);
  expect(JSON.stringify(rest)).not.toContain(code);
  expect(fields).toBe(0);
}

async function kioskOn(context: BrowserContext): Promise<KioskPage> {
  return KioskPage.enrol(context, centre, new Scene(centre));
}

test('a visit leaves no step in the history, and who goes back and forward finds the rest screen', async () => {
  const browser = await launchBrowser();
  open.push(browser);
  const kiosk = await kioskOn(await browser.newContext());
  const { page } = kiosk;
  const steps = await page.evaluate(() => history.length);
  await kiosk.wedge(code);
  await kiosk.cardOf(code);
  expect(await page.evaluate(() => history.length)).toBe(steps);
  await page.goBack();
  expect(page.url()).toBe('about:blank');
  await page.goForward();
  await kiosk.rest();
  await expectNothingLeft(page);
});

test('a page that the browser kept is empty while it is kept, and begins anew when it is shown', async () => {
  const browser = await launchBrowser();
  open.push(browser);
  const kiosk = await kioskOn(await browser.newContext());
  const { page } = kiosk;
  await kiosk.wedge(code);
  await kiosk.cardOf(code);
  await page.evaluate(() => dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true })));
  expect(await page.locator('#root').innerHTML()).toBe('');
  await expectNothingLeft(page);
  const loaded = page.waitForEvent('load');
  await page.evaluate(() => dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })));
  await loaded;
  await kiosk.rest();
  await expectNothingLeft(page);
});

/** The process of the browser that runs on this profile, its helpers aside. */
function processOf(folder: string): number {
  const found = readdirSync('/proc').filter((name) => {
    if (!/^\d+$/.test(name)) return false;
    const command = commandOf(name);
    return command.includes(`--user-data-dir=${folder}`) && !command.includes('--type=');
  });
  expect(found).toHaveLength(1);
  return Number(found[0]);
}

function commandOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return ''; // it has just ended
  }
}

const isAlive = (pid: number): boolean => {
  try {
    return !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ');
  } catch {
    return false;
  }
};

test('a browser that was killed with a card on the screen and restores its pages shows the rest screen', async () => {
  const folder = path.join(profiles, 'kiosk');
  const first = await launchProfile(folder);
  const kiosk = await kioskOn(first);
  await kiosk.page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await kiosk.wedge(code);
  await kiosk.cardOf(code);
  const pid = processOf(folder);
  process.kill(pid, 'SIGKILL');
  await until(
    'the browser is gone',
    async () => isAlive(pid),
    (alive) => !alive,
  );
  await first.close().catch(() => {});

  const second = await launchProfile(folder, { args: ['--restore-last-session'] });
  open.push(second);
  const kept = second.pages().find((page) => page.url().includes('/kiosk/'));
  const page = kept ?? (await second.newPage());
  if (kept === undefined) await page.goto(`${centre.url}/kiosk/`);
  const again = new KioskPage(page);
  await again.rest();
  await expectNothingLeft(page);
  expect(await page.evaluate(() => history.length)).toBeLessThanOrEqual(3);
});
