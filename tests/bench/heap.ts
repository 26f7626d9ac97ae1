/** Measures what an hour of use leaves in the memory of each app: real visits, and between them the page's own time is turned forward. */
import type { Page } from 'playwright-core';
import { generateYear2019 } from '../../centre/demo/year-2019.ts';
import { KeyboardScanner } from '../journeys/keyboard-scanner.ts';
import { KioskPage } from '../journeys/kiosk-page.ts';
import { levels, TabletPage } from '../journeys/tablet-page.ts';
import { openBrowser } from './browser.ts';
import { openHeapScale } from './heap-scale.ts';
import type { Bench, Measurement } from './measurement.ts';
import { RealCentre } from './real-centre.ts';
import { ratio, slope } from './statistics.ts';

const hourMs = 3_600_000;
const taps = 240;
const scans = 120;
/** Looks at the heap, evenly over the hour; the first one is the base. */
const looks = 3;
/** Before the hour, so that everything has been loaded and painted once. */
const warmVisits = 12;
const fingerMs = 48;
const codeEvery = 991;
/** Shorter than the link's keepalive: what the network owes must come before the page's clock asks where it is. */
const stepMsMax = 15_000;
/** Of the visits: on a busy machine the page's turned clock outruns its socket now and then. */
const strayShareMax = 0.1;
const shownWaitMs = 5_000;

interface Grown {
  readonly begin: number; // MB
  readonly end: number;
  readonly slope: number; // kB an hour
  readonly growth: number;
}

interface Hour {
  readonly page: Page;
  readonly centre: RealCentre;
  readonly visits: number;
  readonly visit: (n: number) => Promise<void>;
}

/** So many visits evenly over an hour of the page's and the centre's time; a few before it, so that everything has been loaded. */
async function anHour({ page, centre, visits, visit }: Hour): Promise<Grown> {
  const weigh = await openHeapScale(page);
  const perLook = visits / looks;
  const steps = Math.ceil(hourMs / visits / stepMsMax);
  const stepMs = hourMs / visits / steps;
  const heaps: number[] = [];
  for (let n = 0; n < warmVisits + visits; n += 1) {
    if (n >= warmVisits && (n - warmVisits) % perLook === 0) heaps.push((await weigh()).bytes);
    await visit(n);
    // In steps, so that what the network owes comes between them as it would over the real time.
    for (let step = 0; step < steps; step += 1) {
      centre.forward(stepMs);
      await page.clock.runFor(stepMs);
    }
  }
  heaps.push((await weigh()).bytes);
  const [begin = 0] = heaps;
  const end = heaps.at(-1) ?? 0;
  return {
    begin: begin / 1e6,
    end: end / 1e6,
    slope: (slope(heaps) * looks) / 1000,
    growth: ratio(end, begin),
  };
}

async function tabletHour(page: Page, centre: RealCentre): Promise<Grown> {
  await page.clock.install();
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.goto(centre.link('tablet'));
  const tablet = new TabletPage(page);
  await tablet.asks();
  const boxes = await Promise.all(levels.map((level) => tablet.face(level).boundingBox()));
  const thanks = page.locator('[data-state="thanks"]');
  const visit = async (n: number): Promise<void> => {
    const box = boxes[n % boxes.length];
    if (box === undefined || box === null) throw new Error('a face has no place on the screen');
    await tablet.asks();
    // Thanks stands for a second only: it is watched for before the tap.
    const thanked = thanks.waitFor({ timeout: 30_000 });
    const tapped = page.mouse.click(box.x + box.width / 2, box.y + box.height / 2, { delay: fingerMs });
    await Promise.all([thanked, tapped]);
  };
  return anHour({ page, centre, visits: taps, visit });
}

function codesOf2019(count: number): string[] {
  const codes: string[] = [];
  let n = 0;
  for (const { code } of generateYear2019()) {
    if (n % codeEvery === 0) codes.push(code);
    if (codes.length === count) break;
    n += 1;
  }
  return codes;
}

async function kioskHour(page: Page, centre: RealCentre): Promise<Grown> {
  await page.clock.install();
  await page.setViewportSize({ width: 1080, height: 1920 });
  await page.goto(centre.link('kiosk'));
  const kiosk = new KioskPage(page);
  await kiosk.rest();
  await kiosk.online();
  const scanner = await KeyboardScanner.plug(page);
  const codes = codesOf2019(scans / 2);
  const shown = page.locator('main');
  let stray = 0;
  const visit = async (n: number): Promise<void> => {
    const code = codes[n % codes.length] ?? '';
    await kiosk.online();
    await scanner.scan(code);
    const isShown = await shown
      .filter({ hasText: code })
      .waitFor({ timeout: shownWaitMs })
      .then(() => kiosk.card.isVisible())
      .catch(() => false);
    if (!isShown) stray += 1;
  };
  const grown = await anHour({ page, centre, visits: scans, visit });
  if (stray > scans * strayShareMax) throw new Error(`${stray} of ${scans} scans got no status`);
  return grown;
}

async function run(bench: Bench) {
  const browser = await openBrowser(bench);
  const fresh = async (): Promise<Page> => (await browser.newContext()).newPage();
  // Each has a centre of its own, because their clocks are turned apart.
  const hourOf = async (name: string, hour: (page: Page, centre: RealCentre) => Promise<Grown>) =>
    hour(await fresh(), await RealCentre.startForward(bench, bench.folder(`heap-${name}`)));
  const [tablet, kiosk] = await Promise.all([hourOf('tablet', tabletHour), hourOf('kiosk', kioskHour)]);
  return {
    'heap.tablet-begin': tablet.begin,
    'heap.tablet-end': tablet.end,
    'heap.tablet-slope': tablet.slope,
    'heap.tablet-growth': tablet.growth,
    'heap.kiosk-begin': kiosk.begin,
    'heap.kiosk-end': kiosk.end,
    'heap.kiosk-slope': kiosk.slope,
    'heap.kiosk-growth': kiosk.growth,
  };
}

export const measureHeap: Measurement = {
  name: 'heap',
  title: 'live heap of each app over an hour of driven use',
  run,
};
