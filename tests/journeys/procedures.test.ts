// The catalogue of procedures: fetched once while the centre lives, searched when it is dead, and gone from the screen with the next receipt.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { vi as words } from '../../kiosk/procedures/text/vi.ts';
import { vi } from '../../kiosk/text/vi.ts';
import { launchProfile } from '../browser/launch.ts';
import { Centre } from './centre.ts';
import { KioskPage } from './kiosk-page.ts';
import { Scene } from './scene.ts';

let centre: Centre;
const profile = mkdtempSync(path.join(tmpdir(), 'motcua-procedures-'));

beforeAll(async () => {
  centre = await Centre.begin();
});
afterAll(async () => {
  await centre?.[Symbol.asyncDispose]();
  rmSync(profile, { recursive: true, force: true });
});

test('a procedure is found without diacritics and without a centre, and a scan takes its place at once', async () => {
  const scene = new Scene(centre);
  const context = await launchProfile(profile);
  try {
    const kiosk = await KioskPage.enrol(context, centre, scene);
    const { page } = kiosk;
    // Held whole, and the app with it.
    await kiosk.button('attract.procedures').waitFor({ timeout: 30_000 });
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    await centre.kill();
    await page.reload();
    await kiosk.button('attract.procedures').click({ timeout: 30_000 });

    await page.getByRole('heading', { name: words['proc.title'] }).waitFor();
    await page.getByRole('button', { name: words['proc.search'] }).click();
    const typed = page.locator('.proc-typed b');
    for (const [n, letter] of [...'KHAI SIN'].entries()) {
      const key = letter === ' ' ? vi['pad.space'] : letter;
      const written = 'KHAI SIN'.slice(0, n + 1);
      // A second identical press within half a second is taken for a trembling finger: press until it is written.
      await expect
        .poll(async () => {
          if (
            (await typed.count()) > 0 &&
            (await typed.innerText()).trim() === written.trim() &&
            letter !== ' '
          )
            return true;
          await page.getByRole('button', { name: key, exact: true }).click();
          return letter === ' ' || (await typed.innerText()).trim() === written.trim();
        })
        .toBe(true);
    }
    await page.getByRole('button', { name: /^Đăng ký khai sinh\s*Cấp xã/ }).click();
    await page.getByRole('heading', { name: 'Đăng ký khai sinh', exact: true }).waitFor();
    const told = await page.locator('main').innerText();
    for (const key of ['proc.papers', 'proc.statutory', 'proc.committed', 'proc.where'] as const)
      expect(told).toContain(words[key]);
    expect(told).toContain('Quầy số 1');
    await page.getByRole('img', { name: words['proc.portalCode'] }).waitFor({ state: 'attached' });

    await kiosk.wedge('H53.14-240823-0001');
    await kiosk.heading('offline.title').waitFor({ timeout: 20_000 });
    expect(await page.locator('.proc').count()).toBe(0);
    await kiosk.done();
    await scene.judge([page], true);
  } finally {
    await context.close();
  }
}, 180_000);
