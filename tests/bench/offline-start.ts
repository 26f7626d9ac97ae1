/** Measures how soon each app paints in a browser that has just been started with the centre dead, beside the same start with the centre up. */
import type { BrowserContext, Page } from 'playwright-core';
import type { AppName } from '../../shared/contract/ids.ts';
import { KioskPage } from '../journeys/kiosk-page.ts';
import { TabletPage } from '../journeys/tablet-page.ts';
import { installed, openProfile } from './browser.ts';
import type { Bench, Measurement } from './measurement.ts';
import { RealCentre } from './real-centre.ts';
import { median, ratio } from './statistics.ts';

const startsEach = 4;
const apps: readonly AppName[] = ['tablet', 'kiosk'];

/** The screen at rest, with a device behind it: the app really has started. */
async function atRest(app: AppName, page: Page): Promise<void> {
  if (app === 'tablet') await new TabletPage(page).asks();
  else await new KioskPage(page).rest();
}

async function pageOf(context: BrowserContext): Promise<Page> {
  return context.pages()[0] ?? (await context.newPage());
}

async function install(bench: Bench, centre: RealCentre, app: AppName, profile: string): Promise<void> {
  const context = await openProfile(bench, profile);
  const page = await pageOf(context);
  await page.goto(centre.link(app));
  await atRest(app, page);
  await installed(page);
  await context.close();
}

/** Ms from the navigation to the first painted content, in a browser process that has just been started. */
async function firstPaint(bench: Bench, address: string, app: AppName, profile: string): Promise<number> {
  const context = await openProfile(bench, profile);
  const page = await pageOf(context);
  await page.goto(address);
  await atRest(app, page);
  const { paintedMs, isFromWorker } = await page.evaluate(async () => ({
    // The entry comes a little later than the frame.
    paintedMs: await new Promise<number>((resolve) => {
      new PerformanceObserver((list) => {
        const [entry] = list.getEntriesByName('first-contentful-paint');
        if (entry !== undefined) resolve(entry.startTime);
      }).observe({ type: 'paint', buffered: true });
    }),
    isFromWorker: navigator.serviceWorker.controller !== null,
  }));
  await context.close();
  if (!isFromWorker) throw new Error(`the ${app} did not start from its service worker`);
  return paintedMs;
}

async function run(bench: Bench) {
  const centre = await RealCentre.start(bench, bench.folder('offline-start'));
  const profiles = new Map(apps.map((app) => [app, bench.folder(`profile-${app}`)] as const));
  for (const app of apps) await install(bench, centre, app, profiles.get(app) ?? '');
  const paints = async (): Promise<Record<AppName, number>> => {
    const times: Record<AppName, number[]> = { tablet: [], kiosk: [] };
    for (let n = 0; n < startsEach; n += 1) {
      for (const app of apps) {
        times[app].push(await firstPaint(bench, `${centre.url}/${app}/`, app, profiles.get(app) ?? ''));
      }
    }
    return { tablet: median(times.tablet), kiosk: median(times.kiosk) };
  };
  const online = await paints();
  await centre.kill();
  const offline = await paints();
  return {
    'offline-start.tablet-online': online.tablet,
    'offline-start.tablet': offline.tablet,
    'offline-start.tablet-over-online': ratio(offline.tablet, online.tablet),
    'offline-start.kiosk-online': online.kiosk,
    'offline-start.kiosk': offline.kiosk,
    'offline-start.kiosk-over-online': ratio(offline.kiosk, online.kiosk),
  };
}

export const measureOfflineStart: Measurement = {
  name: 'offline-start',
  title: 'first paint of each app in a fresh browser with the centre dead, beside one with the centre up',
  run,
};
