// A rating, from finger to ledger: what was thanked is counted once, whatever is killed in between. Real Chromium, real centre.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { BrowserContext } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { launchBrowser, launchProfile } from '../browser/launch.ts';
import { Centre } from './centre.ts';
import { Scene } from './scene.ts';
import { levels, TabletPage } from './tablet-page.ts';
import { until } from './until.ts';

// Browsers and the centre are started and killed several times in one test.
vi.setConfig({ testTimeout: 180_000 });

let centre: Centre;
const profiles = mkdtempSync(path.join(tmpdir(), 'motcua-profile-'));
const open: { close(): Promise<void> }[] = [];
let thanked = 0;

beforeAll(async () => {
  centre = await Centre.begin();
});
beforeEach(async () => {
  if (!centre.isRunning) await centre.start();
  thanked = (await centre.ratings()).total;
});
afterEach(async () => {
  for (const each of open.splice(0)) await each.close();
});
afterAll(async () => {
  await centre?.[Symbol.asyncDispose]();
  rmSync(profiles, { recursive: true, force: true });
});

async function profile(name: string): Promise<BrowserContext> {
  const context = await launchProfile(path.join(profiles, name));
  open.push(context);
  return context;
}
/** The ledger has every thanked rating, and then stays so. */
async function allCounted(): Promise<void> {
  const counted = () => centre.ratings().then(({ total }) => total);
  await until('ratings counted', counted, (total) => total >= thanked, 90_000);
  expect(await counted()).toBe(thanked);
}
const depthOf = (scene: Scene) => {
  const hellos = scene.wire
    .said('/up/req')
    .filter((request) => (request as { kind: string }).kind === 'hello');
  return hellos.at(-1) as { depth: number[] } | undefined; // every hello has a depth
};

test('a tap is thanked, counted once, and leaves the faces as they were', async () => {
  const scene = new Scene(centre);
  const tablet = await TabletPage.enrol(await profile('single'), centre, scene);
  for (const level of levels) await tablet.rate(level);
  thanked += 3;
  await allCounted();
  expect((await centre.ratings()).levels).toEqual({ 'very-satisfied': 1, satisfied: 1, neutral: 1 });
  expect(await tablet.page.locator('[data-pressed=true], :focus-visible').count()).toBe(0);
  await scene.judge([tablet.page]);
});

test('taps while the centre is down, with the browser closed and opened again before it is back, are each counted once', async () => {
  const before = new Scene(centre);
  const first = await TabletPage.enrol(await profile('offline'), centre, before);
  await first.page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await centre.kill();
  for (const level of [...levels, ...levels]) await first.rate(level);
  thanked += 6;
  await before.judge([first.page]);
  await open.pop()?.close();

  const after = new Scene(centre);
  const context = await profile('offline');
  await after.watch(context);
  const second = new TabletPage(context.pages()[0] ?? (await context.newPage()));
  await second.page.goto(`${centre.url}/tablet/`);
  await second.asks();
  await second.rate('Bình thường');
  thanked += 1;
  await centre.start();
  await allCounted();
  expect(depthOf(after)?.depth[0]).toBe(7);
  await after.judge([second.page]);
});

test('the centre killed and started again and again in a burst of taps loses none and counts none twice', async () => {
  const browser = await launchBrowser();
  open.push(browser);
  const scene = new Scene(centre);
  const tablets = await Promise.all(
    [1, 2, 3].map(async () => TabletPage.enrol(await browser.newContext(), centre, scene)),
  );
  let isBursting = true;
  const atStart = thanked;
  let kills = 0;
  let taps = 0;
  // Until it was killed twice: how long a start takes is the machine's affair.
  const burst = Promise.all(
    tablets.map(async (tablet) => {
      for (let i = 0; i < 8 || kills < 2; i += 1) {
        await tablet.rate(levels[i % 3] ?? 'Hài lòng');
        thanked += 1;
        taps += 1;
      }
    }),
  ).finally(() => {
    isBursting = false;
  });
  while (isBursting) {
    const seen = thanked;
    await until('more taps', () => thanked > seen + 2 || !isBursting, Boolean, 30_000);
    await centre.kill();
    kills += 1;
    const down = thanked;
    await until('a tap while it is down', () => thanked > down || !isBursting, Boolean, 30_000);
    await centre.start();
  }
  await burst;
  expect(kills).toBeGreaterThanOrEqual(2);
  expect(taps).toBeGreaterThanOrEqual(24);
  expect(thanked - atStart).toBe(taps);
  await allCounted();
  await scene.judge(tablets.map(({ page }) => page));
});

test('a browser killed right after the thanks has the rating on disk, and it is counted once', async () => {
  const scene = new Scene(centre);
  const context = await profile('killed');
  const tablet = await TabletPage.enrol(context, centre, scene);
  await tablet.page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await centre.kill();
  await tablet.tapThanked('Rất hài lòng');
  thanked += 1;
  // The browser's own crash: every process of it is gone at once, nothing is flushed.
  const crash = context.browser() ?? context;
  const gone = new Promise((resolve) => context.once('close', resolve));
  const session = await context.newCDPSession(tablet.page);
  await session.send('Browser.crash').catch(() => {});
  await gone;
  await crash.close().catch(() => {});
  open.length = 0;
  await centre.start();

  const again = new Scene(centre);
  const next = await profile('killed');
  await again.watch(next);
  const reopened = new TabletPage(next.pages()[0] ?? (await next.newPage()));
  await reopened.page.goto(`${centre.url}/tablet/`);
  await reopened.asks();
  await allCounted();
  await again.judge([reopened.page]);
});

test('a second window says that the app is already open, takes no tap, and takes over when the first is closed', async () => {
  const scene = new Scene(centre);
  const context = await profile('twice');
  const tablet = await TabletPage.enrol(context, centre, scene);
  const second = new TabletPage(await context.newPage());
  await second.page.goto(`${centre.url}/tablet/`);
  await second.page.getByRole('heading', { name: 'Ứng dụng đang mở ở một cửa sổ khác' }).waitFor();
  expect(await second.face('Hài lòng').count()).toBe(0);
  await tablet.rate('Hài lòng');
  await tablet.page.close();
  await second.asks();
  await second.rate('Hài lòng');
  thanked += 2;
  await allCounted();
  await scene.judge([second.page]);
});

test('a cloth over the screen counts nothing', async () => {
  const scene = new Scene(centre);
  const tablet = await TabletPage.enrol(await profile('cloth'), centre, scene);
  const [best, middle, last] = await Promise.all(levels.map((level) => tablet.middleOf(level)));
  if (best === undefined || middle === undefined || last === undefined) throw new Error('three faces');
  await tablet.fingers([best], [middle], [last]); // a wipe
  await tablet.fingers([best, last]); // a whole hand
  await tablet.fingers([best], [best, middle], [best, middle, last]);
  expect(await tablet.thanks.count()).toBe(0);
  await tablet.rate('Hài lòng');
  thanked += 1;
  await allCounted();
  await scene.judge([tablet.page]);
});
