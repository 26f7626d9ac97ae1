import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser } from '../browser/launch.ts';
import { type Gallery, serveGallery } from '../kiosk/gallery/serve.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const demoCards = [
  ...['accepted', 'in-progress', 'early', 'due-today', 'late', 'agencies', 'paused', 'supplement', 'pay'],
  ...['ready', 'post', 'handed-over', 'stopped', 'withdrawn', 'unknown'],
  ...['late-silent', 'late-pay', 'stale'],
  ...['told-late', 'unheard-late', 'open-agencies', 'open-late'],
].map((name) => `showing/${name}`);
const panels = {
  portrait: { width: 1080, height: 1920, panel: '3.2x600' },
  landscape: { width: 1920, height: 1080, panel: '3.2x600' },
  'ten inches': { width: 1280, height: 800, panel: '5.9x400' },
} as const;
const screens = [
  'attract',
  'attract/missing',
  'attract/lost',
  'attract/hand-scanner',
  'closed',
  'closed/holiday',
  'lost',
  'fault',
  'looking',
  'looking/torch',
  'looking/lost',
  'choosing',
  'choosing-many',
  'pad',
  'procedures',
  'procedures/missing',
  'asking',
  ...[
    'accepted',
    'in-progress',
    'supplement',
    'pay',
    'ready',
    'by-post',
    'handed-over',
    'stopped',
    'unknown',
  ],
  ...['late', 'private', 'cache-ready', 'old-in-progress', 'notice'],
  'not-found',
  'not-found-offline',
  'elsewhere',
  'offline',
  'not-a-code',
  'calling/called',
  'calling/unwatched',
  'calling/unheard',
  'busy',
  'help',
  'ended',
  'enrol',
  'already-open',
  'storage-failed',
].map((name) => (/^[a-z-]+$/.test(name) && isAnswer(name) ? `showing/${name}` : name));

function isAnswer(name: string): boolean {
  return /^(accepted|in-progress|supplement|pay|ready|by-post|handed-over|stopped|unknown|late|private|cache-ready|old-in-progress|notice)$/.test(
    name,
  );
}

const folder = mkdtempSync(path.join(tmpdir(), 'kiosk-gallery-'));
let gallery: Gallery;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  gallery = await serveGallery(folder);
  browser = await launchBrowser();
  // axe is put into the page from outside, which its policy rightly forbids.
  const context = await browser.newContext({ bypassCSP: true, reducedMotion: 'reduce' });
  page = await context.newPage();
  await page.goto(gallery.url);
  await page.evaluate(axe);
});

afterAll(async () => {
  await browser?.close();
  await gallery?.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Look {
  readonly screen: string;
  readonly panel: keyof typeof panels;
  readonly language?: 'vi' | 'en';
  readonly size?: 'small' | 'normal' | 'large' | 'contrast' | 'seated' | 'large+seated';
  /** The demo's configuration, panel and samples instead of the tests' own. */
  readonly isDemo?: boolean;
}

async function show({
  screen,
  panel,
  language = 'vi',
  size = 'normal',
  isDemo = false,
}: Look): Promise<void> {
  const { width, height, panel: measures } = panels[panel];
  const [name, variant = ''] = screen.split('/');
  await page.setViewportSize({ width, height });
  const rest = isDemo ? ['', 'demo'] : [measures];
  const hash = `#${[name, variant, language, size, ...rest].join('/')}`;
  await page.evaluate((next) => {
    location.hash = next;
  }, hash);
  await page.waitForFunction((next) => document.documentElement.dataset.shown === next, hash);
  await settled();
}

/** Faces are there, and observers of sizes have spoken. */
const settled = () =>
  page.evaluate(async () => {
    await document.fonts.ready;
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  });

/** Whatever stands outside the panel; what a button rolls into view aside. */
const outside = () =>
  page.evaluate(() =>
    [...document.querySelectorAll('.kiosk *')]
      .filter((element) => element.closest('svg, .only-heard, .looking-frame, .roll-view') === null)
      .filter((element) => {
        const { left, top, right, bottom, width } = element.getBoundingClientRect();
        return width > 0 && (left < -1 || top < -1 || right > innerWidth + 1 || bottom > innerHeight + 1);
      })
      .map((element) => `${element.tagName}.${element.className}`),
  );

/** Controls that cover each other, or of which a part lies under the foot, under the head or behind anything else. */
const entangled = () =>
  page.evaluate(() => {
    const root = document.querySelector('.still-there') ?? document;
    // Of what is rolled, only the part in view can be touched.
    const boxOf = (element: Element) => {
      const box = element.getBoundingClientRect();
      const view = element.closest('.roll-view')?.getBoundingClientRect();
      if (view === undefined) return box;
      const top = Math.max(box.top, view.top);
      return new DOMRect(box.left, top, box.width, Math.max(0, Math.min(box.bottom, view.bottom) - top));
    };
    const controls = [...root.querySelectorAll<HTMLElement>('.kiosk button')].filter(
      (button) => button.getClientRects().length > 0 && boxOf(button).height > 0,
    );
    const nameOf = (element: Element) => (element.textContent || element.getAttribute('aria-label')) ?? '';
    const cross = (a: DOMRect, b: DOMRect) =>
      a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1;
    const pairs = controls.flatMap((one, i) =>
      controls
        .slice(i + 1)
        .filter((other) => cross(boxOf(one), boxOf(other)))
        .map((other) => `${nameOf(one)} over ${nameOf(other)}`),
    );
    const edges = [...root.querySelectorAll('.frame-foot, .header, .demo-banner, .status-line')];
    const under = controls.flatMap((control) =>
      edges
        .filter((edge) => !edge.contains(control) && cross(boxOf(control), boxOf(edge)))
        .map((edge) => `${nameOf(control)} under ${edge.className}`),
    );
    const texts = [...root.querySelectorAll('.kiosk :is(h1, p, li)')].filter(
      (text) =>
        text.closest('button, .roll-view, .only-heard, footer') === null && text.className !== 'only-heard',
    );
    const covered = texts.flatMap((text) =>
      [...controls, ...edges]
        .filter(
          (other) =>
            !other.contains(text) &&
            !text.contains(other) &&
            boxOf(text).height > 0 &&
            cross(boxOf(text), boxOf(other)),
        )
        .map((other) => `${nameOf(text)} under ${nameOf(other)}`),
    );
    return [...pairs, ...under, ...covered];
  });

/** Controls smaller than a finger needs, 20 mm, and controls that stand in the strip that is kept free of them. */
const hardToReach = () =>
  page.evaluate(() => {
    const { style } = document.documentElement;
    const pxPerMm = Number(style.getPropertyValue('--px-per-mm'));
    const freePx = Number.parseFloat(style.getPropertyValue('--reach-top')) || 0;
    return (
      [...document.querySelectorAll<HTMLElement>('.kiosk button')]
        .filter((button) => button.getClientRects().length > 0)
        // Staff enrol a device at a desk, not in the lobby.
        .filter((button) => button.closest('.enrol') === null)
        .filter((button) => {
          const { top, width, height } = button.getBoundingClientRect();
          return Math.min(width, height) < 20 * pxPerMm - 0.6 || top < freePx - 0.6;
        })
        .map((button) => `${button.textContent} ${JSON.stringify(button.getBoundingClientRect())}`)
    );
  });

/** Words of a button that stand in more lines than one, or out of it. */
const brokenFoot = () =>
  page.evaluate(() => {
    const groups = [...document.querySelectorAll('.bar-group')];
    const isBroken = (group: Element) =>
      new Set([...group.children].map((button) => Math.round(button.getBoundingClientRect().top))).size > 1;
    const isCut = (button: Element) => button.scrollWidth > button.clientWidth + 1;
    const lines = [...document.querySelectorAll('.status-line p')].filter((line) => {
      const height = Number.parseFloat(getComputedStyle(line).lineHeight);
      return line.getBoundingClientRect().height > height * 1.5;
    });
    const cut = [...document.querySelectorAll('.bar-button')].filter(isCut);
    return [
      ...(groups.some(isBroken) ? ['the bar'] : []),
      ...[...cut, ...lines].map((line) => line.textContent),
    ];
  });

/** Lines of the answer that are not seen whole, the headline among them. */
const cutLines = () =>
  page.evaluate(() => {
    const view = document.querySelector('.roll-view')?.getBoundingClientRect();
    if (view === undefined) return ['there is no card'];
    return [
      ...document.querySelectorAll(
        // Where something must be done, the question about the letter may stand below it.
        '.answer-sheet :is(.answer-headline, .answer-more, .answer-line), .answer:not(.tone-act) .letter-answers',
      ),
    ]
      .filter((line) => {
        const { top, bottom } = line.getBoundingClientRect();
        return top < view.top - 1 || bottom > view.bottom + 1;
      })
      .map((line) => line.textContent);
  });

async function faults(): Promise<string[]> {
  return page.evaluate(async () => {
    // axe was put into the window before the first screen.
    const { axe: tool } = window as unknown as { axe: typeof import('axe-core') };
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
    const { violations } = await tool.run(document, { runOnly: tags });
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
  });
}

/** Everything that is wrong with where things stand, in one look. */
const misplaced = async () => [
  ...(await outside()).map((each) => `outside: ${each}`),
  ...(await entangled()),
  ...(await hardToReach()).map((each) => `hard to reach: ${each}`),
  ...(await brokenFoot()).map((each) => `broken: ${each}`),
];

describe.each(Object.keys(panels) as (keyof typeof panels)[])('on a kiosk of %s', (panel) => {
  // The low layout is one of upright panels.
  const looks: readonly Pick<Look, 'language' | 'size'>[] = [
    { language: 'vi', size: 'normal' },
    { language: 'en', size: 'large' },
    { language: 'vi', size: panel === 'portrait' ? 'large+seated' : 'large' },
  ];

  test.each(screens)(
    '%s stands whole, each control within reach and as large as a finger needs',
    async (screen) => {
      for (const look of looks) {
        await show({ screen, panel, ...look });
        expect([look, await misplaced()]).toEqual([look, []]);
      }
    },
  );

  test.each([...screens.filter((screen) => !isAnswer(screen.replace('showing/', ''))), ...demoCards])(
    '%s of the demo stands whole, with nothing over anything else and its foot unbroken',
    async (screen) => {
      for (const look of [{ language: 'en', size: 'normal' }, ...looks.slice(2)] as const) {
        await show({ screen, panel, isDemo: true, ...look });
        expect([look, await misplaced()]).toEqual([look, []]);
      }
    },
  );

  const padSizes = ['normal', 'large', ...(panel === 'portrait' ? (['seated'] as const) : [])] as const;
  test.each(padSizes)(
    'each step of the pad stands whole in the size %s, its keys twenty millimetres',
    async (size) => {
      const open = async (isDemo: boolean) => {
        await show({ screen: 'attract', panel });
        await show({ screen: 'pad', panel, size, isDemo });
      };
      const whole = async (step: string) => {
        await page.locator(`.pad[data-step="${step}"]`).waitFor();
        await settled();
        expect([step, size, await misplaced()]).toEqual([step, size, []]);
      };
      const press = (name: string | RegExp) =>
        page.getByRole('button', { name, exact: true }).first().click();
      for (const isDemo of [false, true]) {
        await open(isDemo);
        await whole('unit');
        await page.getByRole('button', { name: isDemo ? 'H53.14' : 'H56.14' }).click();
        await whole('month');
        await press('Tháng 04/2026');
        await whole('day');
        await press('10');
        await whole('number');
        for (const digit of '1234') await press(digit);
        await press('Tiếp tục');
        await whole('check');
        await open(isDemo);
        await press(/^Mã khác/);
        await whole('free');
        if (await page.getByRole('button', { name: 'A–M' }).isVisible()) await press('A–M');
        for (const letter of 'GH') await press(letter);
        await press('Tiếp tục');
        await page.getByRole('alert').waitFor();
        await whole('free');
        await open(isDemo);
        await press('Tìm đơn vị theo tên');
        await whole('search');
        if (await page.getByRole('button', { name: 'N–Z' }).isVisible()) await press('N–Z');
        await press(isDemo ? 'S' : 'X');
        await page.locator('.pad-unit').first().waitFor();
        await whole('search');
      }
    },
  );

  test.each(padSizes)(
    'each page of the catalogue stands whole in the size %s, its keys twenty millimetres, without a fault of access',
    async (size) => {
      await show({ screen: 'attract', panel });
      await show({ screen: 'procedures', panel, size, isDemo: true });
      const whole = async (name: string, selector: string) => {
        await page.locator(selector).first().waitFor();
        await settled();
        expect([name, size, await misplaced()]).toEqual([name, size, []]);
        if (size === 'normal') expect([name, await faults()]).toEqual([name, []]);
      };
      const key = (name: string) => page.getByRole('button', { name, exact: true }).first().click();
      await whole('fields', '.proc-shelf');
      await key('Theo quầy');
      await whole('counters', '.proc-desks .proc-shelf');
      await page.locator('.proc-shelf').first().click();
      await whole('a counter', '.proc-line');
      await key('Quay lại');
      await page.getByRole('button', { name: 'Tìm theo tên thủ tục' }).click();
      await whole('nothing typed', '.proc-keys');
      await key('K');
      await whole('one letter', '.proc-wide');
      await page.locator('.proc-wide').click();
      await whole('the finds alone', '.proc-line');
      await page.locator('.proc-line').first().click();
      await whole('a procedure', '.proc-one');
      await key('Quay lại');
      await page.locator('.proc-wide').click();
      for (const letter of 'ZX') await key(letter);
      await page.getByText('Không tìm thấy').waitFor();
      await whole('nothing found', '.proc-keys');
    },
  );
});

describe.each(['portrait', 'landscape'] as const)('on a full-size kiosk in %s', (panel) => {
  test.each(demoCards)('the answer of %s is seen whole without a touch', async (screen) => {
    for (const language of ['vi', 'en'] as const) {
      await show({ screen, panel, language, isDemo: true });
      expect([language, await cutLines()]).toEqual([language, []]);
    }
  });

  test.each(['showing/late', 'showing/supplement'])(
    'the smallest words of %s keep their 0.7 degrees',
    async (screen) => {
      await show({ screen, panel, isDemo: true });
      const sizes = await page.evaluate(() =>
        [
          ...document.querySelectorAll('.answer-headline, .answer-more, .answer-line dt, .answer-line dd'),
        ].map((words) => Number.parseFloat(getComputedStyle(words).fontSize)),
      );
      const capitalMm = (Math.min(...sizes) * 0.7) / 4;
      expect((Math.atan(capitalMm / 600) * 180) / Math.PI).toBeGreaterThanOrEqual(0.69);
    },
  );
});

test.each(screens)('%s has no fault of access, in colour and in high contrast', async (screen) => {
  await show({ screen, panel: 'portrait' });
  expect(await faults()).toEqual([]);
  await show({ screen, panel: 'portrait', size: 'contrast' });
  expect(await faults()).toEqual([]);
});

test('what does not fit is reached by a button, never by a gesture alone', async () => {
  await show({ screen: 'showing/private', panel: 'ten inches', size: 'large' });
  const more = page.getByRole('button', { name: 'Xem tiếp' });
  while (await more.isVisible()) {
    await more.click();
    await settled();
  }
  await page.getByText('đến nay').waitFor();
  const seen = await page.evaluate(() => {
    const last = document.querySelector('.hand-off li:last-child')?.getBoundingClientRect();
    const view = document.querySelector('.roll-view')?.getBoundingClientRect();
    return last !== undefined && view !== undefined && last.bottom <= view.bottom + 1;
  });
  expect(seen).toBe(true);
  await page.getByRole('button', { name: 'Xem lại từ đầu' }).click();
  await settled();
  expect(await page.evaluate(() => document.querySelector('.roll-view')?.scrollTop)).toBe(0);
});

test('a capital letter has its 0.7 degrees at the viewing distance', async () => {
  await show({ screen: 'showing/ready', panel: 'portrait' });
  const fontPx = await page.evaluate(() =>
    Number.parseFloat(getComputedStyle(document.querySelector('.answer-line dd') ?? document.body).fontSize),
  );
  const capitalMm = (fontPx * 0.7) / 3.2;
  expect((Math.atan(capitalMm / 600) * 180) / Math.PI).toBeGreaterThanOrEqual(0.69);
});
