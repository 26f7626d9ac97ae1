/** Chromium for measurements: one that is closed with the measurement, and profiles that outlive it; it opens no page of ours. */
import type { Browser, BrowserContext } from 'playwright-core';
import { launchBrowser, launchProfile } from '../browser/launch.ts';
import type { Bench } from './measurement.ts';

export async function openBrowser(bench: Bench): Promise<Browser> {
  const browser = await launchBrowser();
  bench.after(() => browser.close());
  return browser;
}

/** On a folder that keeps its storage; closing it again is no error. */
export async function openProfile(bench: Bench, folder: string): Promise<BrowserContext> {
  const context = await launchProfile(folder);
  bench.after(() => context.close());
  return context;
}

/** Waits until the app's service worker has taken everything in. */
export const installed = (page: { evaluate<T>(work: () => Promise<T>): Promise<T> }): Promise<void> =>
  page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
