/** Measures the way of a scanned code to a painted status on the real kiosk, over the centre and without it, beside a scan that asks nobody. */
import type { Page } from 'playwright-core';
import { generateYear2019 } from '../../centre/demo/year-2019.ts';
import { vi } from '../../kiosk/text/vi.ts';
import { KeyboardScanner } from '../journeys/keyboard-scanner.ts';
import { KioskPage } from '../journeys/kiosk-page.ts';
import { openBrowser } from './browser.ts';
import { filmTimes } from './film-scan.ts';
import type { Bench, Measurement } from './measurement.ts';
import { RealCentre } from './real-centre.ts';
import { type ShownWatch, watchShown } from './shown.ts';
import { percentile, ratio } from './statistics.ts';

const kiosksCount = 2; // one after the other: each may ask thirty questions at once
const warmQuestions = 4;
const questionsEach = 24;
const filmCodes = 8;
const offlineWords = 'Chưa kết nối được trung tâm';
/** Of the archive every so many dossiers, so that no two numbers follow each other. */
const codeEvery = 997;
/** A symbol that is no dossier code. */
const foreign = '8934563138165';

interface Times {
  readonly asked: readonly number[];
  readonly bare: readonly number[];
}

function someCodes(count: number): string[] {
  const codes: string[] = [];
  let n = 0;
  for (const { code } of generateYear2019()) {
    if (n % codeEvery === 0) codes.push(code);
    if (codes.length === count) break;
    n += 1;
  }
  return codes;
}

/** Ms from the last key of the scanner until the text stands painted. */
async function shownAfter(page: Page, scanner: KeyboardScanner, scan: string, text: string): Promise<number> {
  // The watch must stand before the first key.
  await page.evaluate((wanted) => {
    const watch = globalThis as unknown as ShownWatch; // as the watch left it
    Object.assign(globalThis, { shownNext: watch.shownWatch(wanted) });
  }, text);
  await scanner.scan(scan);
  return page.evaluate(() => (globalThis as unknown as { shownNext: Promise<number> }).shownNext); // left above
}

interface Fed {
  readonly page: Page;
  readonly kiosk: KioskPage;
  readonly scanner: KeyboardScanner;
}

async function openKiosk(page: Page, link: string): Promise<Fed> {
  await page.addInitScript(watchShown);
  await page.setViewportSize({ width: 1080, height: 1920 });
  const kiosk = new KioskPage(page);
  await page.goto(link);
  await kiosk.rest();
  await kiosk.online();
  return { page, kiosk, scanner: await KeyboardScanner.plug(page) };
}

/** By turns a symbol that is none of ours and a code. */
async function timesOf({ page, scanner }: Fed, codes: readonly string[]): Promise<Times> {
  const asked: number[] = [];
  const bare: number[] = [];
  for (const code of codes) {
    bare.push(await shownAfter(page, scanner, foreign, vi['notACode.title']));
    asked.push(await shownAfter(page, scanner, code, code));
  }
  return { asked: asked.slice(warmQuestions), bare: bare.slice(warmQuestions) };
}

async function run(bench: Bench) {
  const centre = await RealCentre.start(bench, bench.folder('question'));
  const browser = await openBrowser(bench);
  const codes = someCodes(warmQuestions + questionsEach);
  const all: Times[] = [];
  const fed: Fed[] = [];
  for (let n = 0; n < kiosksCount; n += 1) {
    const context = await browser.newContext();
    const kiosk = await openKiosk(await context.newPage(), centre.link('kiosk'));
    fed.push(kiosk);
    all.push(await timesOf(kiosk, codes));
  }
  const film = await filmTimes(bench, centre.link('kiosk'), codes.slice(0, filmCodes));
  const [last] = fed;
  if (last === undefined) throw new Error('there is no kiosk');
  await centre.kill();
  await last.page.getByText(offlineWords).first().waitFor({ timeout: 60_000 });
  const { asked: cached } = await timesOf(last, codes);
  const asked = all.flatMap((times) => times.asked);
  const bare = all.flatMap((times) => times.bare);
  return {
    'question.film-p50': percentile(film, 0.5),
    'question.film-p95': percentile(film, 0.95),
    'question.cached-p50': percentile(cached, 0.5),
    'question.cached-p95': percentile(cached, 0.95),
    'question.bare-p50': percentile(bare, 0.5),
    'question.bare-p95': percentile(bare, 0.95),
    'question.painted-p50': percentile(asked, 0.5),
    'question.painted-p95': percentile(asked, 0.95),
    'question.painted-p50-over-bare': ratio(percentile(asked, 0.5), percentile(bare, 0.5)),
    'question.painted-p95-over-bare': ratio(percentile(asked, 0.95), percentile(bare, 0.95)),
  };
}

export const measureQuestion: Measurement = {
  name: 'question',
  title: 'scan to painted status on the real kiosk, beside a scan that asks nobody',
  run,
};
