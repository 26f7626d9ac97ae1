// Installed, offline and renewed: both apps start with the centre dead, can be installed, and take a newer build in use only at rest.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { sampleDossiers } from '../../centre/demo/samples.ts';
import { launchBrowser, launchProfile } from '../browser/launch.ts';
import { Centre } from './centre.ts';
import { KioskPage } from './kiosk-page.ts';
import { copyOf } from './many-dossiers.ts';
import { NewerBuild } from './newer-build.ts';
import { Scene } from './scene.ts';
import { TabletPage } from './tablet-page.ts';
import { until } from './until.ts';

// Browsers and the centre are started several times in one test.
vi.setConfig({ testTimeout: 180_000 });

let centre: Centre;
const profiles = mkdtempSync(path.join(tmpdir(), 'motcua-profile-'));
const open: { close(): Promise<void> }[] = [];

beforeAll(async () => {
  centre = await Centre.begin();
});
afterEach(async () => {
  for (const each of open.splice(0).reverse()) await each.close();
});
afterAll(async () => {
  await centre?.[Symbol.asyncDispose]();
  rmSync(profiles, { recursive: true, force: true });
});

const installed = (page: Page) => page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));

describe('with the centre dead', () => {
  test('both apps reload, and start in a browser that was closed meanwhile', async () => {
    const scene = new Scene(centre);
    const folder = path.join(profiles, 'both');
    const context = await launchProfile(folder);
    open.push(context);
    const tablet = await TabletPage.enrol(context, centre, scene);
    const kiosk = new KioskPage(await context.newPage());
    await kiosk.page.goto(centre.link('kiosk'));
    await kiosk.rest();
    await kiosk.online();
    await installed(tablet.page);
    await installed(kiosk.page);
    await until(
      'the copy of the dossiers',
      () => copyOf(kiosk.page),
      ({ isWhole }) => isWhole,
    );
    await centre.kill();
    await tablet.page.reload();
    await tablet.asks();
    await kiosk.page.reload();
    await kiosk.rest();
    await scene.judge([tablet.page, kiosk.page]);
    await open.pop()?.close();

    const again = new Scene(centre);
    const next = await launchProfile(folder);
    open.push(next);
    await again.watch(next);
    const coldTablet = new TabletPage(next.pages()[0] ?? (await next.newPage()));
    await coldTablet.page.goto(`${centre.url}/tablet/`);
    await coldTablet.asks();
    await coldTablet.rate('Hài lòng');
    const coldKiosk = new KioskPage(await next.newPage());
    await coldKiosk.page.goto(`${centre.url}/kiosk/`);
    await coldKiosk.rest();
    // Reading a code needs a part that is loaded late: it must have been kept too.
    await coldKiosk.wedge('H53.14-240823-0001');
    await coldKiosk.heading('notFound.title').waitFor({ timeout: 20_000 });
    await coldKiosk.done();
    await again.judge([coldTablet.page, coldKiosk.page]);
    await centre.start();
    await until(
      'the rating',
      () => centre.ratings(),
      ({ total }) => total === 1,
      90_000,
    );
    await again.judge([coldTablet.page, coldKiosk.page]);
  });
});

interface Manifest {
  readonly [field: string]: unknown;
  readonly icons: readonly { readonly src: string; readonly sizes: string; readonly type: string }[];
}

describe.each(['kiosk', 'tablet'] as const)('the %s', (app) => {
  test('can be installed: manifest, icons of their true size, and a worker for its own folder', async () => {
    const browser = await launchBrowser();
    open.push(browser);
    const page = await browser.newPage();
    await page.goto(centre.link(app));
    const href = await page.locator('link[rel=manifest]').getAttribute('href');
    const address = new URL(href ?? '', page.url());
    const response = await fetch(address);
    expect(response.headers.get('content-type')).toMatch(/application\/manifest\+json/);
    const manifest = (await response.json()) as Manifest; // its fields are looked at below
    expect(manifest).toMatchObject({ id: `/${app}/`, scope: `/${app}/`, lang: 'vi' });
    expect(new URL(String(manifest.start_url), address).pathname).toBe(`/${app}/`);
    expect(['standalone', 'fullscreen']).toContain(manifest.display);
    expect(String(manifest.name).length).toBeGreaterThan(3);
    expect(String(manifest.short_name).length).toBeLessThanOrEqual(30);
    const pngs = manifest.icons.filter(({ type }) => type === 'image/png');
    expect(pngs.map(({ sizes }) => sizes)).toEqual(expect.arrayContaining(['192x192', '512x512']));
    for (const icon of pngs) {
      const bytes = Buffer.from(await (await fetch(new URL(icon.src, address))).arrayBuffer());
      expect(bytes.subarray(1, 4).toString('latin1')).toBe('PNG');
      expect(`${bytes.readUInt32BE(16)}x${bytes.readUInt32BE(20)}`).toBe(icon.sizes);
    }
    await installed(page);
    const scopes = await page.evaluate(async () =>
      (await navigator.serviceWorker.getRegistrations()).map(({ scope }) => new URL(scope).pathname),
    );
    expect(scopes).toEqual([`/${app}/`]);
    const session = await page.context().newCDPSession(page);
    const { installabilityErrors } = await session.send('Page.getInstallabilityErrors');
    // A window of a test browser counts as incognito, which cannot install anything.
    expect(installabilityErrors.map(({ errorId }) => errorId).filter((id) => id !== 'in-incognito')).toEqual(
      [],
    );
  });
});

interface Worker {
  readonly isWaiting: boolean;
  readonly origin: number;
}
const workerOf = (page: Page): Promise<Worker> =>
  page.evaluate(async () => {
    const registration = await navigator.serviceWorker.getRegistration();
    return { isWaiting: registration?.waiting !== null, origin: performance.timeOrigin };
  });
const lookForUpdate = (page: Page) =>
  page.evaluate(async () => {
    await (await navigator.serviceWorker.getRegistration())?.update();
  });

test('a newer build waits while a card is shown, and is taken in use at rest; the other app is not disturbed', async () => {
  const door = await NewerBuild.before(centre);
  open.push(door);
  const browser = await launchBrowser();
  open.push(browser);
  const scene = new Scene(centre, () => door.url);
  const at = (link: string) => link.replace(centre.url, door.url);
  const context = await browser.newContext();
  const kiosk = await KioskPage.enrol(context, centre, scene, at(centre.link('kiosk')));
  const tablet = new TabletPage(await context.newPage());
  await tablet.page.goto(at(centre.link('tablet')));
  await tablet.asks();
  await installed(kiosk.page);
  await installed(tablet.page);
  const calm = await workerOf(tablet.page);

  const [first, second] = sampleDossiers(Date.now());
  await kiosk.wedge(first?.row.code ?? '');
  await kiosk.cardOf(first?.row.code ?? '');
  const before = await workerOf(kiosk.page);
  expect(before.isWaiting).toBe(false);
  door.arrive();
  await lookForUpdate(kiosk.page);
  await until(
    'a waiting worker',
    () => workerOf(kiosk.page),
    ({ isWaiting }) => isWaiting,
  );
  await kiosk.wedge(second?.row.code ?? '');
  await kiosk.cardOf(second?.row.code ?? '');
  expect(await workerOf(kiosk.page)).toEqual({ isWaiting: true, origin: before.origin });

  await kiosk.button('card.done').click();
  const after = await until(
    'the newer build',
    () => workerOf(kiosk.page).catch(() => before),
    ({ isWaiting, origin }) => !isWaiting && origin !== before.origin,
  );
  expect(after.origin).toBeGreaterThan(before.origin);
  await kiosk.rest();
  expect((await workerOf(tablet.page)).origin).toBe(calm.origin);
  await scene.judge([kiosk.page, tablet.page]);
});
