// The fast reader in the kiosk as it is built: it reads what only it can, and the slow one reads when it cannot be had.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, BrowserContext } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type SampleDossier, sampleDossiers } from '../../centre/demo/samples.ts';
import { launchBrowser } from '../browser/launch.ts';
import { Centre } from './centre.ts';
import { makeFilm, type Showing } from './film.ts';
import { KioskPage } from './kiosk-page.ts';
import { Scene } from './scene.ts';
import { until } from './until.ts';

let centre: Centre;
let ready: SampleDossier;
const films = mkdtempSync(path.join(tmpdir(), 'motcua-reader-'));
const open: Browser[] = [];

beforeAll(async () => {
  const found = sampleDossiers(Date.now()).find(({ name }) => name === 'ready');
  if (found === undefined) throw new Error('no sample that is ready');
  ready = found;
  centre = await Centre.begin();
});
afterEach(async () => {
  for (const each of open.splice(0)) await each.close();
});
afterAll(async () => {
  await centre?.[Symbol.asyncDispose]();
  rmSync(films, { recursive: true });
});

async function browserBefore(showing: Partial<Showing>): Promise<Browser> {
  const clip = path.join(films, 'camera.y4m');
  makeFilm(clip, { showings: [{ symbol: 'code128', text: ready.printed, heldSeconds: 4, ...showing }] });
  const browser = await launchBrowser({ clip });
  open.push(browser);
  return browser;
}

/** Alarms that the kiosk has told the centre. */
const alarmsOf = (scene: Scene): string => JSON.stringify(scene.wire.said('/up/evt'));

async function enrol(context: BrowserContext): Promise<{ kiosk: KioskPage; scene: Scene }> {
  const scene = new Scene(centre);
  return { kiosk: await KioskPage.enrol(context, centre, scene), scene };
}

test('a Code 128 held at 35 degrees is read, by the fast reader under the strict headers of the kiosk', async () => {
  const browser = await browserBefore({ turn: 35 });
  const { kiosk, scene } = await enrol(await browser.newContext());
  expect(await kiosk.cardOf(ready.row.code)).toContain('Đã có kết quả');
  expect(alarmsOf(scene)).not.toContain('reader-slow');
  await scene.judge([kiosk.page], true);
});

test('when the fast reader cannot be loaded the slow one reads, and the board hears of it', async () => {
  const browser = await browserBefore({ strips: 3 });
  const context = await browser.newContext({ serviceWorkers: 'block' });
  await context.route('**/*.wasm', (route) => route.abort());
  const { kiosk, scene } = await enrol(context);
  expect(await kiosk.cardOf(ready.row.code)).toContain('Đã có kết quả');
  await until(
    'the alarm',
    () => alarmsOf(scene),
    (said) => said.includes('reader-slow'),
  );
});
