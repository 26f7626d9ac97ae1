// The offline copy of the dossiers in a real browser: filled behind the rest screen, resumed after a crash, true without the centre.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { BrowserContext } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { sampleDossiers } from '../../centre/demo/samples.ts';
import { launchProfile } from '../browser/launch.ts';
import { Centre } from './centre.ts';
import { KioskPage } from './kiosk-page.ts';
import { copyOf, manyCode, writeMany } from './many-dossiers.ts';
import { Scene } from './scene.ts';
import { until } from './until.ts';

vi.setConfig({ testTimeout: 180_000 });

const many = 10_000;
let centre: Centre;
const profile = mkdtempSync(path.join(tmpdir(), 'motcua-copy-'));
const open: { close(): Promise<void> }[] = [];

beforeAll(async () => {
  centre = await Centre.begin();
  await centre.kill();
  writeMany(centre.folder, many, Date.now());
  await centre.start();
});
afterEach(async () => {
  for (const each of open.splice(0).reverse()) await each.close();
});
afterAll(async () => {
  await centre?.[Symbol.asyncDispose]();
  rmSync(profile, { recursive: true, force: true });
});

/** Every process of the browser is gone at once; nothing is flushed. */
async function crash(context: BrowserContext): Promise<void> {
  const browser = context.browser();
  const page = context.pages()[0];
  if (page === undefined) throw new Error('no page to crash from');
  const session = await (browser === null ? context.newCDPSession(page) : browser.newBrowserCDPSession());
  await session.send('Browser.crash').catch(() => {});
  await (browser ?? context).close().catch(() => {});
}

const cursors = (scene: Scene): string[] =>
  scene.wire.said('/up/req').flatMap((one) => {
    const { kind, cursor } = one as { kind: string; cursor?: string }; // our own requests
    return kind === 'sync' ? [cursor ?? ''] : [];
  });

test('a kiosk whose power was cut in the middle of its first sync goes on from there, and then answers without the centre what nobody asked before', async () => {
  const first = new Scene(centre);
  const context = await launchProfile(profile);
  const kiosk = await KioskPage.enrol(context, centre, first);
  const torn = await until(
    'some pages',
    () => copyOf(kiosk.page),
    ({ rows }) => rows > 1_500,
  );
  expect(torn.isWhole).toBe(false);
  await crash(context);

  const scene = new Scene(centre);
  const next = await launchProfile(profile);
  open.push(next);
  await scene.watch(next);
  const again = new KioskPage(next.pages()[0] ?? (await next.newPage()));
  await again.page.goto(`${centre.url}/kiosk/`);
  await again.rest();
  const whole = await until(
    'the whole copy',
    () => copyOf(again.page),
    ({ isWhole }) => isWhole,
    90_000,
  );
  expect(whole.rows).toBeGreaterThanOrEqual(many);
  // The first page it asked for is one that the crashed browser had been told of.
  expect(first.wire.said('/down/res')).toContainEqual(expect.objectContaining({ cursor: cursors(scene)[0] }));
  expect(cursors(scene)).not.toContain('');

  await centre.kill();
  await again.wedge(manyCode(2_345));
  expect(await again.cardOf(manyCode(2_345))).toContain('Máy đang mất kết nối');
  await scene.judge([again.page], true);
  await again.done();
  await again.wedge('H53.01-261020-99999');
  await again.heading('notFound.title').waitFor({ timeout: 20_000 });
  expect(await again.page.getByText('Máy đang mất kết nối. Đến').count()).toBe(1);
  await again.done();
  // A dossier with a secret opens nothing more than its bare tier here.
  const [sample] = sampleDossiers(Date.now());
  await again.wedge(sample?.row.code ?? '');
  await again.cardOf(sample?.row.code ?? '');
  await again.done();
  await again.page.reload();
  await again.rest();
  await again.wedge(manyCode(777));
  await again.cardOf(manyCode(777));
  await again.done();
  await centre.start();
  await again.online();
  await scene.judge([again.page]);
});
