/** Measures the way of a tap on the real tablet until its row is on disk, beside a bare strict put by the same finger in the same page; it changes no code of the app. */
import type { Page } from 'playwright-core';
import { levels, TabletPage } from '../journeys/tablet-page.ts';
import { openBrowser } from './browser.ts';
import type { Bench, Measurement } from './measurement.ts';
import { RealCentre } from './real-centre.ts';
import { percentile, ratio } from './statistics.ts';

const tabletsCount = 3; // each waits for its own thanks to pass; together they hardly use the processor
const warmTaps = 2;
const tapsEach = 22;
const fingerMs = 70;
/** A place on the screen where a finger means nothing, CSS pixels. */
const besideFaces = { x: 640, y: 8 };

/** What the watch below leaves in the page. */
interface Watched {
  readonly tapWatch: { readonly bare: number[]; readonly durable: number[]; readonly thanked: number[] };
  /** The next finger that is lifted does nothing but a bare put. */
  armBare(): Promise<void>;
  bareDone(): Promise<void>;
}

/** Runs in the page before the app: notes the lifting of the finger, the end of the strict transaction it leads to, and the painted thanks. */
function watchTaps(): void {
  const bare: number[] = [];
  const durable: number[] = [];
  const thanked: number[] = [];
  let liftedAt = 0;
  let askedAt = 0;
  let put = (_from: number): void => {};
  let done = Promise.resolve();
  const begin = IDBDatabase.prototype.transaction;
  const opened = new Promise<IDBDatabase>((resolve, reject) => {
    const request = indexedDB.open('bench-floor', 1);
    request.onupgradeneeded = () => request.result.createObjectStore('rows', { autoIncrement: true });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  addEventListener(
    'pointerup',
    (event) => {
      liftedAt = event.timeStamp;
      askedAt = event.timeStamp;
      put(event.timeStamp);
    },
    true,
  );
  IDBDatabase.prototype.transaction = function (stores, mode, options) {
    const transaction = begin.call(this, stores, mode, options);
    const names = typeof stores === 'string' ? [stores] : [...stores];
    if (liftedAt > 0 && options?.durability === 'strict' && names.includes('outbox')) {
      const from = liftedAt;
      liftedAt = 0;
      transaction.addEventListener('complete', () => durable.push(performance.now() - from));
    }
    return transaction;
  };
  new MutationObserver(() => {
    if (askedAt === 0 || document.querySelector('[data-state="thanks"]') === null) return;
    const from = askedAt;
    askedAt = 0;
    requestAnimationFrame(() => requestAnimationFrame(() => thanked.push(performance.now() - from)));
  }).observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ['data-state'] });
  /** One value as large as a rating, alone in one strict transaction: nothing durable can be faster. */
  const armBare = async (): Promise<void> => {
    const database = await opened;
    done = new Promise((resolve, reject) => {
      put = (from) => {
        put = () => {};
        liftedAt = 0;
        askedAt = 0;
        const transaction = begin.call(database, 'rows', 'readwrite', { durability: 'strict' });
        transaction.objectStore('rows').add({ id: crypto.randomUUID(), head: 'x'.repeat(600) });
        transaction.oncomplete = () => {
          bare.push(performance.now() - from);
          resolve();
        };
        transaction.onerror = () => reject(transaction.error);
      };
    });
  };
  Object.assign(globalThis, { tapWatch: { bare, durable, thanked }, armBare, bareDone: () => done });
}

interface Times {
  readonly bare: readonly number[];
  readonly durable: readonly number[];
  readonly thanked: readonly number[];
}

async function tapTimes(page: Page, link: string): Promise<Times> {
  await page.addInitScript(watchTaps);
  const tablet = new TabletPage(page);
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.goto(link);
  await tablet.asks();
  for (let n = 0; n < warmTaps + tapsEach; n += 1) {
    await page.evaluate(() => (globalThis as unknown as Watched).armBare()); // as the watch left it, here and below
    await page.mouse.click(besideFaces.x, besideFaces.y, { delay: fingerMs });
    await page.evaluate(() => (globalThis as unknown as Watched).bareDone());
    await tablet.rate(levels[n % levels.length] ?? 'Hài lòng');
  }
  const seen = await page.evaluate(() => (globalThis as unknown as Watched).tapWatch);
  for (const [name, times] of Object.entries(seen)) {
    const count = warmTaps + tapsEach;
    if (times.length !== count) throw new Error(`${count} taps, but ${times.length} times of ${name}`);
  }
  return {
    bare: seen.bare.slice(warmTaps),
    durable: seen.durable.slice(warmTaps),
    thanked: seen.thanked.slice(warmTaps),
  };
}

async function run(bench: Bench) {
  const centre = await RealCentre.start(bench, bench.folder('tap'));
  const browser = await openBrowser(bench);
  const all = await Promise.all(
    Array.from({ length: tabletsCount }, async () => {
      const context = await browser.newContext();
      return tapTimes(await context.newPage(), centre.link('tablet'));
    }),
  );
  const of = (name: keyof Times, share: number): number =>
    percentile(
      all.flatMap((times) => times[name]),
      share,
    );
  return {
    'tap.bare-put-p50': of('bare', 0.5),
    'tap.bare-put-p99': of('bare', 0.99),
    'tap.durable-p50': of('durable', 0.5),
    'tap.durable-p99': of('durable', 0.99),
    'tap.thanks-p50': of('thanked', 0.5),
    'tap.durable-p50-over-bare': ratio(of('durable', 0.5), of('bare', 0.5)),
    'tap.durable-p99-over-bare': ratio(of('durable', 0.99), of('bare', 0.99)),
  };
}

export const measureTap: Measurement = {
  name: 'tap',
  title: 'tap to a row on disk on the real tablet, beside a bare strict put in the same page',
  run,
};
