// @vitest-environment node
// The tablet as painted by a real browser: sizes in millimetres, nothing cut off, and nothing that axe finds fault with.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cutOff, faultsOf, keepPicture, openStudio, type Studio } from '../board/studio.ts';
import type { Scene } from './harness.tsx';

const panels = {
  landscape: { width: 1280, height: 800 },
  portrait: { width: 800, height: 1280 },
  phone: { width: 390, height: 844 },
  desktop: { width: 1440, height: 900 },
} as const;
type Panel = keyof typeof panels;

let studio: Studio;

beforeAll(async () => {
  studio = await openStudio('/tests/tablet/harness.tsx');
}, 60_000);

afterAll(() => studio?.close());

interface Shot {
  readonly scene: Scene;
  readonly panel: Panel;
  readonly language?: 'vi' | 'en';
  readonly isLarge?: boolean;
  readonly isPressed?: boolean;
}

/** Opens a scene and brings it to the state that its name says. */
async function open({
  scene,
  panel,
  language = 'vi',
  isLarge = false,
  isPressed = false,
}: Shot): Promise<Page> {
  const page = await studio.browser.newPage({ viewport: panels[panel], reducedMotion: 'reduce' });
  await page.goto(`${studio.address}?scene=${scene}`);
  await page.locator('h1').waitFor();
  await page.evaluate(() => document.fonts.ready);
  const isAsking = (await page.locator('[data-state=asking]').count()) > 0;
  if (isAsking && language === 'en') await page.getByRole('button', { name: 'English' }).click();
  if (isAsking && isLarge) await page.getByRole('button', { name: /Chữ lớn|Larger/ }).click();
  if (isPressed) {
    await page.locator('.face').first().hover();
    await page.mouse.down();
  }
  const taps: readonly Scene[] = ['slow', 'thanks', 'undo', 'paused'];
  if (taps.includes(scene)) await page.locator('.face').first().click({ delay: 60 });
  if (scene === 'slow') await page.getByText(/chờ…|wait…/).waitFor();
  if (scene === 'thanks' || scene === 'undo') await page.locator('[data-state=thanks]').waitFor();
  if (scene === 'paused') await page.locator('[data-state=paused]').waitFor();
  const name = [scene, panel, language, isLarge && 'large', isPressed && 'pressed'].filter(Boolean).join('-');
  await keepPicture(page, name);
  return page;
}

const shots: readonly Shot[] = [
  { scene: 'ask', panel: 'landscape' },
  { scene: 'ask', panel: 'landscape', language: 'en' },
  { scene: 'ask', panel: 'landscape', isLarge: true },
  { scene: 'ask', panel: 'landscape', language: 'en', isLarge: true },
  { scene: 'ask', panel: 'landscape', isPressed: true },
  { scene: 'ask', panel: 'portrait' },
  { scene: 'ask', panel: 'portrait', language: 'en', isLarge: true },
  { scene: 'ask', panel: 'phone' },
  { scene: 'ask', panel: 'desktop' },
  { scene: 'shared', panel: 'landscape' },
  { scene: 'two', panel: 'landscape' },
  { scene: 'five', panel: 'landscape' },
  { scene: 'five', panel: 'portrait' },
  { scene: 'slow', panel: 'landscape' },
  { scene: 'thanks', panel: 'landscape' },
  { scene: 'thanks', panel: 'landscape', language: 'en' },
  { scene: 'thanks', panel: 'portrait' },
  { scene: 'thanks', panel: 'phone' },
  { scene: 'undo', panel: 'landscape' },
  { scene: 'paused', panel: 'landscape' },
  { scene: 'paused', panel: 'landscape', language: 'en' },
  { scene: 'paused', panel: 'portrait' },
  { scene: 'enrol', panel: 'landscape' },
  { scene: 'already-open', panel: 'landscape' },
  { scene: 'storage-failed', panel: 'landscape' },
];

describe('every screen', () => {
  test.each(shots)('$scene on $panel ($language, large $isLarge) is whole and clean', async (shot) => {
    const page = await open(shot);
    expect(await cutOff(page)).toEqual([]);
    expect(await faultsOf(page)).toEqual([]);
    expect(await page.locator('h1').count()).toBe(1);
    await page.close();
  });
});

test('three faces on ten inches are equal, at least 40 mm, and 12 mm apart', async () => {
  const page = await open({ scene: 'ask', panel: 'landscape' });
  const boxes = await page.locator('.face').evaluateAll((faces) =>
    faces.map((face) => {
      const { left, right, width, height } = face.getBoundingClientRect();
      const drawing = face.querySelector('svg')?.getBoundingClientRect();
      return { left, right, width, height, drawing: Math.min(drawing?.width ?? 0, drawing?.height ?? 0) };
    }),
  );
  const pxPerMm = 5.9;
  expect(boxes).toHaveLength(3);
  for (const [i, box] of boxes.entries()) {
    expect(box.width).toBeCloseTo(boxes[0]?.width ?? 0, 0);
    expect(box.height).toBeCloseTo(boxes[0]?.height ?? 0, 0);
    expect(box.drawing / pxPerMm).toBeGreaterThanOrEqual(40);
    const next = boxes[i + 1];
    if (next !== undefined) expect((next.left - box.right) / pxPerMm).toBeGreaterThan(11.99);
  }
  await page.close();
});
