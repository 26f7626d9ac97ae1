/** Measures the offline copy of 150,000 dossiers: its first sync on the real kiosk, the pages at the centre, and the look-up; it scans nothing. */
import path from 'node:path';
import type { Page } from 'playwright-core';
import { DossierFeed } from '../../centre/dossier-feed.ts';
import { Dossiers } from '../../centre/dossiers.ts';
import { openLedgerFile } from '../../centre/ledger-file.ts';
import type { DeviceAdded } from '../../shared/contract/board-api.ts';
import { kioskLimits } from '../../shared/contract/kiosk-limits.ts';
import { copyOf, manyCode, writeMany } from '../journeys/many-dossiers.ts';
import { until } from '../journeys/until.ts';
import { openBrowser } from './browser.ts';
import type { Bench, Measurement } from './measurement.ts';
import { RealCentre } from './real-centre.ts';
import { percentile } from './statistics.ts';

const count = kioskLimits.bookRowsMax - 500; // the demo's samples are living dossiers too
const lookUps = 400;
/** Traced up to so many rows: a longer trace would itself be the load. */
const tracedRows = 20_000;
const syncWithinMs = 140_000;

/** What the watch below leaves in the page. */
interface Watched {
  readonly longest: { ms: number };
}

/** Runs in the page before the app. */
function watchTasks(): void {
  const longest = { ms: 0 };
  Object.assign(globalThis, { longest });
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) longest.ms = Math.max(longest.ms, duration);
  }).observe({ type: 'longtask' });
}

async function simulatedKiosk(url: string): Promise<string> {
  const body = { id: 'kiosk-copy', app: 'kiosk', site: await siteOf(url), simulated: true };
  const response = await fetch(`${url}/api/devices`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`no kiosk was added: ${response.status} ${await response.text()}`);
  return ((await response.json()) as DeviceAdded).link; // our own centre's API
}

async function siteOf(url: string): Promise<string> {
  const [site] = (await (await fetch(`${url}/api/sites`)).json()) as { id: string }[]; // as above
  return site?.id ?? '';
}

interface TraceEvent {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  /** Microseconds of the processor. */
  readonly tdur?: number;
  readonly args?: { readonly name?: string };
}

/** Of all tasks of the page's main thread the one that used the processor longest, ms: what others do on the machine is not in it. */
function longestCpuMs(trace: Buffer): number {
  const { traceEvents } = JSON.parse(trace.toString()) as { traceEvents: readonly TraceEvent[] }; // Chromium's format
  const place = ({ pid, tid }: TraceEvent): string => `${pid}/${tid}`;
  const mains = traceEvents.filter(
    ({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain',
  );
  const main = new Set(mains.map(place));
  const tasks = traceEvents.filter((event) => /RunTask/.test(event.name) && main.has(place(event)));
  return Math.max(...tasks.map(({ tdur = 0 }) => tdur)) / 1_000;
}

/** Ms of each look-up, with the key and the stores of shared/device/book. */
function findTimes(page: Page, codes: readonly string[]): Promise<number[]> {
  return page.evaluate(async (all) => {
    const request = <T>(asked: IDBRequest<T>): Promise<T> =>
      new Promise((resolve, reject) => {
        asked.onsuccess = () => resolve(asked.result);
        asked.onerror = () => reject(asked.error);
      });
    const database = await request(indexedDB.open('motcua-kiosk'));
    const key = await request(database.transaction('facts').objectStore('facts').get('answersKey'));
    const times: number[] = [];
    for (const code of all) {
      const began = performance.now();
      const mac = await crypto.subtle.sign('HMAC', key, new TextEncoder().encode(code));
      const tx = database.transaction(['book', 'facts', 'texts']);
      const [row] = await Promise.all([
        request(tx.objectStore('book').get(mac.slice(0, 16))),
        request(tx.objectStore('facts').get('book')),
      ]);
      await request(tx.objectStore('texts').get(row.a[2]));
      times.push(performance.now() - began);
    }
    database.close();
    return times;
  }, codes);
}

/** Ms of every page of a whole feed, on a ledger that nobody else has open. */
function pageTimes(folder: string): number[] {
  const file = openLedgerFile(path.join(folder, 'ledger.db'));
  const feed = new DossierFeed(file, new Dossiers(file).places, Date.now);
  const times: number[] = [];
  for (let cursor = '', more = true; more; ) {
    const began = performance.now();
    const page = feed.page({ id: 'bench', units: [] }, cursor);
    times.push(performance.now() - began);
    ({ cursor, more } = page);
  }
  file.close();
  return times;
}

async function run(bench: Bench) {
  const folder = bench.folder('copy');
  const first = await RealCentre.start(bench, folder);
  await first.stop();
  writeMany(folder, count, Date.now());
  const centre = await RealCentre.start(bench, folder);
  const browser = await openBrowser(bench);
  const page = await (await browser.newContext()).newPage();
  await page.addInitScript(watchTasks);
  await page.goto(await simulatedKiosk(centre.url));
  const seen = (): Promise<{ rows: number; isWhole: boolean }> =>
    copyOf(page).catch(() => ({ rows: 0, isWhole: false })); // before the first page there is no store
  await until('the first page', seen, ({ rows }) => rows > 0, syncWithinMs);
  // The start of the app has long tasks of its own.
  await page.evaluate(() => {
    (globalThis as unknown as Watched).longest.ms = 0; // as the watch left it
  });
  const began = performance.now();
  await browser.startTracing(page, { categories: ['toplevel'] });
  await until('some pages more', seen, ({ rows }) => rows > tracedRows, syncWithinMs);
  const busiest = longestCpuMs(await browser.stopTracing());
  await until('the whole copy', seen, ({ isWhole }) => isWhole, syncWithinMs);
  const firstSync = (performance.now() - began) / 1_000;
  const longest = await page.evaluate(() => (globalThis as unknown as Watched).longest.ms); // as above
  const codes = Array.from({ length: lookUps }, (_, n) => manyCode((n * 7_919) % count));
  const times = await findTimes(page, codes);
  await centre.stop();
  const pages = pageTimes(folder);
  return {
    'copy.first-sync': firstSync,
    'copy.longest-task': longest,
    'copy.longest-task-cpu': busiest,
    'copy.page-p50': percentile(pages, 0.5),
    'copy.page-p95': percentile(pages, 0.95),
    'copy.find-p50': percentile(times, 0.5),
    'copy.find-p95': percentile(times, 0.95),
  };
}

export const measureCopy: Measurement = {
  name: 'copy',
  title: 'the offline copy of 150,000 dossiers: first sync, longest task, look-up',
  run,
};
