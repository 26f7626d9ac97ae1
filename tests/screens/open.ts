/** Opens the gallery in a browser of its own, for the test and for the command that keeps the pictures. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { launchBrowser } from '../browser/launch.ts';
import { serveGallery } from '../kiosk/gallery/serve.ts';
import { GalleryPage } from './gallery-page.ts';

export interface OpenGallery {
  readonly page: GalleryPage;
  close(): Promise<void>;
}

export async function openGallery(): Promise<OpenGallery> {
  const folder = mkdtempSync(path.join(tmpdir(), 'kiosk-screens-'));
  const gallery = await serveGallery(folder);
  const browser = await launchBrowser();
  const context = await browser.newContext({ reducedMotion: 'reduce', timezoneId: 'Asia/Ho_Chi_Minh' });
  const page = await context.newPage();
  // Whatever asks the page for the time is told the same one.
  await page.clock.setFixedTime('2026-11-21T08:15:00+07:00');
  await page.goto(gallery.url);
  return {
    page: new GalleryPage(page),
    async close() {
      await browser.close();
      await gallery.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
