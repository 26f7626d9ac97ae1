// A hand scanner on the real kiosk in a real Chromium: every way in which its keys may arrive, and what must not reach the page.
import type { Browser, CDPSession } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sampleDossiers } from '../../centre/demo/samples.ts';
import { launchBrowser } from '../browser/launch.ts';
import { Centre } from './centre.ts';
import { KioskPage } from './kiosk-page.ts';
import { Scene } from './scene.ts';
import { until } from './until.ts';

const [shift, ctrl, alt] = [8, 2, 1]; // the protocol's bits

interface Stroke {
  readonly type: 'rawKeyDown' | 'keyUp';
  readonly code: string;
  readonly key?: string;
  readonly modifiers?: number;
  readonly windowsVirtualKeyCode?: number;
}
const down = (code: string, more: Partial<Stroke> = {}): Stroke => ({ type: 'rawKeyDown', code, ...more });
const up = (code: string, more: Partial<Stroke> = {}): Stroke => ({ type: 'keyUp', code, ...more });

function codeOf(char: string): string {
  if (/\d/.test(char)) return `Digit${char}`;
  return char === '.' ? 'Period' : char === '-' ? 'Minus' : `Key${char}`;
}
const isLetter = (char: string): boolean => /[A-Z]/.test(char);
type Way = (char: string) => readonly Stroke[];
const press = (char: string, more: Partial<Stroke> = {}): Stroke[] => {
  const how = { modifiers: isLetter(char) ? shift : 0, ...more };
  return [down(codeOf(char), how), up(codeOf(char), how)];
};
const padded = (char: string): string => String(char.charCodeAt(0)).padStart(3, '0');

const ways: Readonly<Record<string, Way>> = {
  'as plain keys': (char) => press(char, { key: char }),
  'with caps lock on': (char) => press(char, { key: isLetter(char) ? char.toLowerCase() : char }),
  'through an input method (229)': (char) => press(char, { key: 'Process', windowsVirtualKeyCode: 229 }),
  'with Backspaces and letters injected': (char) => [
    ...press(char, { key: char }),
    down('Backspace', { key: 'Backspace', windowsVirtualKeyCode: 8 }),
    down('', { key: 'ư', windowsVirtualKeyCode: 231 }),
    up('', { key: 'ư', windowsVirtualKeyCode: 231 }),
  ],
  'with control characters and function keys between': (char) => [
    ...press(char, { key: char }),
    down('BracketRight', { modifiers: ctrl, key: ']' }),
    down('KeyR', { modifiers: ctrl, key: 'r', windowsVirtualKeyCode: 82 }),
    down('F5', { key: 'F5', windowsVirtualKeyCode: 116 }),
    down('Space', { key: ' ' }),
  ],
  'in ALT mode': (char) => [
    down('AltLeft', { modifiers: alt, key: 'Alt', windowsVirtualKeyCode: 18 }),
    ...[...padded(char)].flatMap((digit) => [
      down(`Numpad${digit}`, { modifiers: alt, windowsVirtualKeyCode: 96 + Number(digit) }),
      up(`Numpad${digit}`, { modifiers: alt, windowsVirtualKeyCode: 96 + Number(digit) }),
    ]),
    up('AltLeft', { key: 'Alt', windowsVirtualKeyCode: 18 }),
  ],
};

let centre: Centre;
let browser: Browser;
let kiosk: KioskPage;
let scene: Scene;
let session: CDPSession;
const codes = sampleDossiers(Date.now())
  .map(({ row }) => row.code)
  .slice(0, 12);
let turn = 0;
/** Each scan another code, so that each shows another card. */
const nextCode = (): string => codes[turn++ % codes.length] ?? '';

beforeAll(async () => {
  centre = await Centre.begin();
  browser = await launchBrowser();
  scene = new Scene(centre);
  const context = await browser.newContext();
  await context.addInitScript(() => {
    const leaks: string[] = [];
    Object.assign(globalThis, { leaks });
    // Behind the kiosk's own ear, which stands on the window and comes first.
    for (const type of ['keydown', 'keypress', 'keyup'] as const)
      document.addEventListener(type, ({ code }) => leaks.push(`${type} ${code}`), true);
  });
  kiosk = await KioskPage.enrol(context, centre, scene);
  session = await context.newCDPSession(kiosk.page);
});
afterAll(async () => {
  await browser?.close();
  await centre?.[Symbol.asyncDispose]();
});

/** Strokes of one text, stamped `gapMs` from character to character whatever the machine makes of it, then Enter. */
async function send(text: string, way: Way, gapMs: number): Promise<void> {
  const spelt = [...text].map(way);
  const beganS = (Date.now() - (spelt.length + 1) * gapMs) / 1000;
  const strokes = spelt.flatMap((group, n) =>
    group.map((stroke, i) => [stroke, n * gapMs + (i * gapMs) / group.length] as const),
  );
  const end = [down('Enter', { key: 'Enter' }), up('Enter', { key: 'Enter' })] as const;
  const all = [...strokes, ...end.map((stroke) => [stroke, spelt.length * gapMs] as const)];
  await Promise.all(
    all.map(([stroke, atMs]) =>
      session.send('Input.dispatchKeyEvent', { ...stroke, timestamp: beganS + atMs / 1000 }),
    ),
  );
}

const leaks = (): Promise<string[]> =>
  kiosk.page.evaluate(() => {
    const { leaks: list } = globalThis as unknown as { leaks: string[] }; // as the init script left it
    return list.splice(0).filter((each) => !/ (Shift|Alt|Control)/.test(each));
  });

describe.each(Object.entries(ways))('a scan that comes %s', (_name, way) => {
  test.each([1, 8, 50])(
    'at %i ms a character is the right card, and no key reaches the page',
    async (gapMs) => {
      await leaks();
      const code = nextCode();
      await send(code, way, gapMs);
      await kiosk.cardOf(code);
      expect(await leaks()).toEqual([]);
    },
  );

  test('while the page is busy for 200 ms is the right card', async () => {
    const code = nextCode();
    const busy = kiosk.page.evaluate(() => {
      const end = performance.now() + 200;
      while (performance.now() < end);
    });
    await Promise.all([send(code, way, 8), busy]);
    await kiosk.cardOf(code);
  });
});

test('a person who types at 80 ms a key is no scan: the pad gets the characters', async () => {
  await kiosk.done();
  await kiosk.button('attract.type').click();
  await kiosk.heading('pad.unitTitle').waitFor();
  const said = scene.wire.said('/up/evt').length;
  await send('H53', ways['as plain keys'] ?? press, 80);
  await send(nextCode(), ways['as plain keys'] ?? press, 80);
  await until(
    'a typed code',
    () => kiosk.card.innerText().catch(() => ''),
    (text) => text.includes('Mã hồ sơ'),
  );
  await until(
    'how it was asked',
    () => JSON.stringify(scene.wire.said('/up/evt').slice(said)),
    (all) => all.includes('"typed"'),
  );
  expect(JSON.stringify(scene.wire.said('/up/evt').slice(said))).not.toContain('"wedge"');
  await scene.judge([kiosk.page], true);
});
