/** Measures the way of a scanned code to a painted status on the real kiosk, beside a scan that asks nobody; it uses a scanner that is a keyboard. */
import type { Page } from 'playwright-core';
import { generateYear2019 } from '../../centre/demo/year-2019.ts';
import { vi } from '../../kiosk/text/vi.ts';
import { KeyboardScanner } from '../journeys/keyboard-scanner.ts';
import { KioskPage } from '../journeys/kiosk-page.ts';
import { openBrowser } from './browser.ts';
import type { Bench, Measurement } from './measurement.ts';
import { RealCentre } from './real-centre.ts';
import { type ShownWatch, watchShown } from './shown.ts';
import { percentile, ratio } from './statistics.ts';

const kiosksCount = 2; // one after the other: each may ask thirty questions at once
const warmQuestions = 4;
const questionsEach = 24;
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

async function timesOf(page: Page, link: string, codes: readonly string[]): Promise<Times> {
  await page.addInitScript(watchShown);
  await page.setViewportSize({ width: 1080, height: 1920 });
  const kiosk = new KioskPage(page);
  await page.goto(link);
  await kiosk.rest();
  await kiosk.online();
  const scanner = await KeyboardScanner.plug(page);
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
  for (let n = 0; n < kiosksCount; n += 1) {
    const context = await browser.newContext();
    all.push(await timesOf(await context.newPage(), centre.link('kiosk'), codes));
    await context.close();
  }
  const asked = all.flatMap((times) => times.asked);
  const bare = all.flatMap((times) => times.bare);
  return {
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
