/** Two thousand citizens with paper before a hand scanner, on a driven clock: after them the kiosk holds what it held before. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, expect, test } from 'vitest';
import { sampleDossiers } from '../../centre/demo/samples.ts';
import { addDays, dayOf, startOfDay, weekdayOf } from '../../shared/contract/day.ts';
import { kioskLimits } from '../../shared/contract/kiosk-limits.ts';
import { limits } from '../../shared/contract/limits.ts';
import { RealCentre } from '../bench/real-centre.ts';
import { slope } from '../bench/statistics.ts';
import { openWorkshop } from '../bench/workshop.ts';
import { launchBrowser } from '../browser/launch.ts';
import { KioskPage } from '../journeys/kiosk-page.ts';
import { until } from '../journeys/until.ts';
import { canaries, carelessLink } from '../privacy/canaries.ts';
import { countDatabases, hasGrown, type Left, openCounter } from './leaks.ts';

const visitsCount = 2_000;
/** By then everything has been loaded, compiled and filled once. */
const settledAfter = 500;
const weighEvery = 50;
const bytesPerVisitMax = 1_000;
/** Shorter than the link's keepalive: what the network owes must come before the page's clock asks where it is. */
const stepMsMax = 5_000;
const readingMs = 2_000;
/** Every so many citizens one walks away and leaves the card to the idle timer. */
const idleEvery = 40;
const linkEvery = 16;
/** Of the visits: on a busy machine the page's turned clock outruns its socket now and then, and the kiosk rightly says so. */
const strayShareMax = 0.01;

const workshop = openWorkshop((text) => console.log(text));
let browser: Browser | undefined;
afterAll(async () => {
  await browser?.close();
  await workshop.clear();
});

const known = sampleDossiers(Date.now()).map(({ row }) => row.code);
/** Fewer than the misses that pause a device; the same ones are asked again and again. */
const unknown = [11, 23, 37, 59].map((n) => `H53.14-240823-99${n}`);
const foreign = ['8934563138165', `${canaries.idNumber}|${canaries.oldIdNumber}|01011960`, 'Q-2026/17'];

interface Paper {
  readonly text: string;
  readonly shows: 'card' | 'notFound.title' | 'notACode.title';
  readonly code: string;
}

/** The n-th citizen's paper: mostly receipts, some links, some unknown numbers, some that are no receipt at all. */
function paperOf(n: number): Paper {
  const turn = (all: readonly string[]): string => all[Math.floor(n / 8) % all.length] ?? '';
  if (n % 8 === 3) return { text: turn(unknown), shows: 'notFound.title', code: '' };
  if (n % 8 === 5) return { text: turn(foreign), shows: 'notACode.title', code: '' };
  const code = known[n % known.length] ?? '';
  return { text: n % linkEvery === 7 ? carelessLink(code) : code, shows: 'card', code };
}

/** On a day when the desk is open, for a closed kiosk may rest. */
function nextMorning(): number {
  let day = addDays(dayOf(Date.now()), 1);
  while (weekdayOf(day) === 0 || weekdayOf(day) === 6) day = addDays(day, 1);
  return startOfDay(day) + 7 * 3_600_000;
}

class Morning {
  readonly kiosk: KioskPage;
  readonly #page: Page;
  readonly #centre: RealCentre;
  drivenMs = 0;
  stray = 0;

  constructor(page: Page, centre: RealCentre) {
    this.#page = page;
    this.#centre = centre;
    this.kiosk = new KioskPage(page);
  }

  /** Turns the clocks of page and centre; nobody sleeps. */
  async pass(ms: number): Promise<void> {
    for (let left = ms; left > 0; left -= stepMsMax) {
      const step = Math.min(left, stepMsMax);
      this.#centre.forward(step);
      await this.#page.clock.runFor(step);
      this.drivenMs += step;
    }
  }

  /** One citizen, from scan to the rest screen. */
  async visit(n: number): Promise<void> {
    const { text, shows, code } = paperOf(n);
    const { kiosk } = this;
    await kiosk.online();
    await kiosk.wedge(text);
    const wanted = shows === 'card' ? kiosk.card.filter({ hasText: code }) : kiosk.heading(shows);
    const offline = kiosk.heading('offline.title');
    await wanted.or(offline).first().waitFor({ timeout: 20_000 });
    if (await offline.isVisible()) this.stray += 1;
    if (n % idleEvery === 0) await this.pass(kioskLimits.idleAnswerMs + limits.idleExtendMs);
    else {
      await this.pass(readingMs);
      await kiosk.button('card.done').click();
    }
    await this.pass(kioskLimits.farewellMs);
    await kiosk.rest();
  }
}

/** Scans in the page's store: all, and those that no receipt has proved yet. */
const scansOf = (page: Page): Promise<{ kept: number; open: number }> =>
  page.evaluate(async () => {
    const done = <T>(asked: IDBRequest<T>): Promise<T> =>
      new Promise((resolve, reject) => {
        asked.onsuccess = () => resolve(asked.result);
        asked.onerror = () => reject(asked.error);
      });
    const all = { kept: 0, open: 0 };
    for (const { name = '' } of await indexedDB.databases()) {
      const database = await done(indexedDB.open(name));
      if (database.objectStoreNames.contains('outbox')) {
        const outbox = database.transaction('outbox').objectStore('outbox');
        all.kept += await done(outbox.count());
        all.open += await done(outbox.index('due').count());
      }
      database.close();
    }
    return all;
  });

async function openMorning(): Promise<{ page: Page; morning: Morning }> {
  const centre = await RealCentre.startForward(workshop, workshop.folder('wedge-visits'));
  const begins = nextMorning();
  centre.forward(begins - Date.now());
  browser = await launchBrowser();
  const page = await (await browser.newContext({ reducedMotion: 'reduce' })).newPage();
  await page.setViewportSize({ width: 1080, height: 1920 });
  await page.clock.install({ time: begins });
  await page.addInitScript(countDatabases);
  await page.goto(centre.link('kiosk'));
  const morning = new Morning(page, centre);
  await morning.kiosk.rest();
  return { page, morning };
}

test('two thousand wedge visits leave nothing behind', { timeout: 2_400_000 }, async () => {
  const { page, morning } = await openMorning();
  const count = await openCounter(page);
  const counted: Left[] = [];
  for (let visits = 1; visits <= visitsCount; visits += 1) {
    await morning.visit(visits);
    if (visits >= settledAfter && visits % weighEvery === 0) counted.push(await count());
  }
  // Every scan is an event that the centre must have: what has a receipt waits for its sweep, on the disk and not in memory.
  const scans = await until(
    'scans without a receipt',
    () => scansOf(page),
    ({ open }) => open === 0,
  );
  const perVisit = slope(counted.map(({ heap }) => heap)) / weighEvery;
  const [first, last] = [counted[0], counted.at(-1)];
  console.log(
    `${visitsCount} visits in ${(morning.drivenMs / 3_600_000).toFixed(1)} driven hours, ${morning.stray} without an answer; ` +
      `heap ${perVisit.toFixed(0)} B a visit over the last ${visitsCount - settledAfter}, ` +
      `${scans.kept} scans receipted and kept on the disk\nfirst ${JSON.stringify(first)}\nlast  ${JSON.stringify(last)}`,
  );
  expect(morning.stray).toBeLessThanOrEqual(visitsCount * strayShareMax);
  expect(scans.kept).toBeGreaterThanOrEqual(visitsCount - morning.stray);
  expect(perVisit).toBeLessThanOrEqual(bytesPerVisitMax);
  const grown = (['detached', 'nodes', 'listeners', 'workers', 'databases', 'timers'] as const).filter(
    (what) => hasGrown(counted.map((left) => left[what])),
  );
  expect(grown).toEqual([]);
});
