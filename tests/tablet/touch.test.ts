// @vitest-environment node
// Real fingers on real glass, as far as a browser can be told to feel them: what counts, and what only wipes.
import type { CDPSession, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openStudio, type Studio } from '../board/studio.ts';
import type { Scene } from './harness.tsx';

let studio: Studio;

beforeAll(async () => {
  studio = await openStudio('/tests/tablet/harness.tsx');
}, 60_000);

afterAll(() => studio?.close());

interface Finger {
  readonly x: number;
  readonly y: number;
}
const first: Finger = { x: 210, y: 400 };
const second: Finger = { x: 640, y: 400 };

/** The scene `thanks` writes at once and then stands still: whatever was counted stays to be seen. */
async function open(): Promise<{ page: Page; glass: CDPSession }> {
  const scene: Scene = 'thanks';
  const page = await studio.browser.newPage({ viewport: { width: 1280, height: 800 }, hasTouch: true });
  await page.goto(`${studio.address}?scene=${scene}`);
  await page.locator('[data-state=asking] .face').first().waitFor();
  return { page, glass: await page.context().newCDPSession(page) };
}

/** One after the other, with the browser's own time stamps apart by `heldMs` between down and up. */
async function put(glass: CDPSession, steps: readonly (readonly Finger[])[], heldMs: number): Promise<void> {
  const began = Date.now() / 1_000;
  let before = 0;
  for (const [i, fingers] of steps.entries()) {
    const touchPoints = fingers.map((finger, id) => ({ ...finger, id }));
    const type = fingers.length > before ? 'touchStart' : fingers.length < before ? 'touchEnd' : 'touchMove';
    const timestamp = began + (i === steps.length - 1 ? heldMs / 1_000 : i / 1_000);
    await glass.send('Input.dispatchTouchEvent', { type, touchPoints, timestamp });
    before = fingers.length;
  }
}

const state = (page: Page) => page.locator('[data-state]').getAttribute('data-state');
/** Every touch before it has been felt once a later one, of the mouse, has been answered. */
async function felt(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'English' }).click();
  await page.getByRole('button', { name: 'Tiếng Việt' }).waitFor();
}

test('a finger down and up in one face is a rating', async () => {
  const { page, glass } = await open();
  await put(glass, [[first], []], 120);
  await page.locator('[data-state=thanks]').waitFor();
  await page.close();
});

test.each([
  { sin: 'a touch of 20 ms', steps: [[first], []], heldMs: 20 },
  { sin: 'a hand that rests for two seconds', steps: [[first], []], heldMs: 2_000 },
  { sin: 'a drag from one face to another', steps: [[first], [second], []], heldMs: 200 },
  { sin: 'a drag that comes back', steps: [[first], [second], [first], []], heldMs: 200 },
  { sin: 'two fingers at once', steps: [[first], [first, second], [first], []], heldMs: 200 },
])('$sin is none', async ({ steps, heldMs }) => {
  const { page, glass } = await open();
  await put(glass, steps, heldMs);
  await felt(page);
  expect(await state(page)).toBe('asking');
  await page.close();
});

test('a pressed face darkens before the finger is lifted', async () => {
  const { page, glass } = await open();
  await put(glass, [[first]], 0);
  await page.locator('.face[data-pressed=true]').waitFor();
  expect(await page.locator('.face[data-pressed=true]').textContent()).toBe('Rất hài lòng');
  await page.close();
});
