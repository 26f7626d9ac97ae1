/** Measures what comes after the camera on the real kiosk: from the moment a code in a film is believed to the painted card; it judges no reader. */
import path from 'node:path';
import { launchBrowser } from '../browser/launch.ts';
import { makeFilm } from '../journeys/film.ts';
import { KioskPage } from '../journeys/kiosk-page.ts';
import type { Bench } from './measurement.ts';

/** What `watchBelieved` leaves in the page. */
interface BelievedWatch {
  /** Ms from a believed code to its painted card, by code; the first of each code. */
  readonly paintedMs: Readonly<Record<string, number>>;
}

/** Runs in the page before the app. */
function watchBelieved(): void {
  let believedAt = 0;
  let state = '';
  const paintedMs: Record<string, number> = {};
  const look = (): void => {
    const now = document.querySelector('.kiosk')?.getAttribute('data-state') ?? '';
    if (now === 'asking' && state !== 'asking') believedAt = performance.now();
    if (now === 'showing' && state !== 'showing') {
      const code = /[A-Z0-9.]+-\d{6}-\d{4,7}/.exec(document.querySelector('main')?.textContent ?? '')?.[0];
      const from = believedAt;
      requestAnimationFrame(() =>
        requestAnimationFrame(() => {
          if (code !== undefined) paintedMs[code] ??= performance.now() - from;
        }),
      );
    }
    state = now;
  };
  new MutationObserver(look).observe(document, { subtree: true, childList: true, attributes: true });
  Object.assign(globalThis, { paintedMs });
}

/** One time per code, all shown to the camera one after the other. */
export async function filmTimes(bench: Bench, link: string, codes: readonly string[]): Promise<number[]> {
  const clip = path.join(bench.folder('film'), 'receipts.y4m');
  const showings = codes.map((text, n) => ({
    symbol: n % 2 === 0 ? ('qr' as const) : ('code128' as const),
    text,
    heldSeconds: 1.2,
  }));
  makeFilm(clip, { showings, emptySeconds: 0.6 });
  const browser = await launchBrowser({ clip });
  bench.after(() => browser.close());
  const page = await browser.newPage();
  await page.addInitScript(watchBelieved);
  await page.setViewportSize({ width: 1080, height: 1920 });
  const kiosk = new KioskPage(page);
  await page.goto(link);
  await kiosk.rest();
  await kiosk.online();
  // The film plays for ever: a code that was missed once comes again.
  await page.waitForFunction(
    (count) => Object.keys((globalThis as unknown as BelievedWatch).paintedMs).length >= count, // as the watch left it
    codes.length,
    { timeout: 90_000 },
  );
  const times = await page.evaluate(() => (globalThis as unknown as BelievedWatch).paintedMs); // left above
  await browser.close();
  return Object.values(times);
}
