// A scan, from frame or finger to painted status and to nothing: real Chromium, real centre, a film as the camera.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, BrowserContext } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { qrLink } from '../../centre/demo/receipt-forms.ts';
import { type SampleDossier, sampleDossiers } from '../../centre/demo/samples.ts';
import type { SiteConfig } from '../../shared/contract/site-config.ts';
import { launchBrowser } from '../browser/launch.ts';
import { canaries, carelessLink, chipCard } from '../privacy/canaries.ts';
import { Centre } from './centre.ts';
import { type Film, makeFilm } from './film.ts';
import { KioskPage } from './kiosk-page.ts';
import { Scene } from './scene.ts';
import { until } from './until.ts';

let centre: Centre;
let samples: readonly SampleDossier[];
const films = mkdtempSync(path.join(tmpdir(), 'motcua-film-'));
const open: (Browser | BrowserContext)[] = [];

beforeAll(async () => {
  samples = sampleDossiers(Date.now());
  centre = await Centre.begin();
});
afterEach(async () => {
  for (const each of open.splice(0)) await each.close();
});
afterAll(async () => {
  await centre?.[Symbol.asyncDispose]();
  rmSync(films, { recursive: true });
});

function sample(name: SampleDossier['name']): SampleDossier {
  const found = samples.find((each) => each.name === name);
  if (found === undefined) throw new Error(`no sample ${name}`);
  return found;
}
/** Only the parameter's name matters to the link. */
const siteOfLinks = { secretParameter: 'MaTraCuu' } as SiteConfig;

async function kioskWith(
  film?: Film,
  args: readonly string[] = [],
): Promise<{ kiosk: KioskPage; scene: Scene }> {
  const clip = path.join(films, 'camera.y4m');
  if (film !== undefined) makeFilm(clip, film);
  const browser = await launchBrowser(film === undefined ? { args } : { clip });
  open.push(browser);
  const scene = new Scene(centre);
  const kiosk = await KioskPage.enrol(await browser.newContext(), centre, scene);
  return { kiosk, scene };
}

describe('a receipt before the camera', () => {
  test.each([
    ['a Code 128', { symbol: 'code128' }],
    ['a Code 128 beside a dark sleeve, held a little askew', { symbol: 'code128', strips: 3, turn: 4 }],
    ['a Code 128 held oblique', { symbol: 'code128', turn: 33, px: 3 }],
    ['a Code 128 on a telephone in dark mode', { symbol: 'code128', isDark: true }],
    ['a Code 128 held upright', { symbol: 'code128', turn: 90 }],
    ['a QR held aslant', { symbol: 'qr', turn: 25 }],
  ] as const)('with %s is answered with its status', async (_name, how) => {
    const { row, printed } = sample('ready');
    const { kiosk, scene } = await kioskWith({ showings: [{ ...how, text: printed, heldSeconds: 4 }] });
    const card = await kiosk.cardOf(row.code);
    expect(card).toContain('Đã có kết quả');
    expect(card).not.toMatch(/\*\*\*/);
    await until(
      'the scan counted',
      () => scene.wire.said('/up/evt').length,
      (n) => n > 0,
    );
    await scene.judge([kiosk.page], true);
  });

  test('with a secret in its QR also shows the masked name and the title, and the secret is nowhere', async () => {
    const ready = sample('ready');
    const text = qrLink(ready, siteOfLinks);
    const { kiosk, scene } = await kioskWith({ showings: [{ symbol: 'qr', text, px: 5, heldSeconds: 4 }] });
    const card = await kiosk.cardOf(ready.row.code);
    expect(card).toContain(ready.row.privateDetail?.maskedName);
    expect(card).toContain(ready.title.vi);
    expect(await kiosk.page.content()).not.toContain(ready.secret);
    await scene.judge([kiosk.page], true);
  });

  test('is replaced by the next receipt at once', async () => {
    const [first, second] = [sample('supplement'), sample('handed-over')];
    const { kiosk, scene } = await kioskWith({
      showings: [
        { symbol: 'code128', text: first.printed, heldSeconds: 3 },
        { symbol: 'qr', text: second.printed, heldSeconds: 3 },
      ],
      emptySeconds: 2,
    });
    await kiosk.cardOf(first.row.code);
    const card = await kiosk.cardOf(second.row.code);
    expect(card).not.toContain(first.row.code);
    await scene.judge([kiosk.page], true);
  });

  test('that is an identity card is refused kindly, and nothing of it is kept or said', async () => {
    const { kiosk, scene } = await kioskWith({
      showings: [{ symbol: 'qr', text: chipCard, px: 5, heldSeconds: 4 }],
    });
    await kiosk.heading('notACode.title').waitFor({ timeout: 20_000 });
    await until(
      'the scan counted',
      () => JSON.stringify(scene.wire.said('/up/evt')),
      (all) => all.includes('not-a-code'),
    );
    await scene.judge([kiosk.page]);
    await kiosk.done();
    await scene.judge([kiosk.page]);
  });
});

test('two receipts side by side are a question, and the chosen one is answered', async () => {
  const [first, second] = [sample('ready'), sample('supplement')];
  const beside = qrLink(second, siteOfLinks);
  const { kiosk, scene } = await kioskWith({
    showings: [{ symbol: 'qr', text: first.row.code, beside, px: 5, heldSeconds: 8 }],
  });
  await kiosk.heading('choosing.title').waitFor({ timeout: 20_000 });
  const codes = kiosk.page.locator('.choosing-codes button');
  expect((await codes.allInnerTexts()).sort()).toEqual([first.row.code, second.row.code].sort());
  expect(await kiosk.page.content()).not.toContain(second.secret);
  await codes.filter({ hasText: second.row.code }).click();
  const card = await kiosk.cardOf(second.row.code);
  expect(card).toContain(second.row.privateDetail?.maskedName);
  expect(card).not.toContain(first.row.code);
  await scene.judge([kiosk.page], true);
  await kiosk.done();
  await scene.judge([kiosk.page]);
});

describe('a camera', () => {
  test('that is pulled out and plugged in again is lost and found, with what works meanwhile said in words', async () => {
    const { row } = sample('ready');
    const { kiosk, scene } = await kioskWith({
      showings: [{ symbol: 'qr', text: row.code, heldSeconds: 2 }],
      emptySeconds: 3,
    });
    await kiosk.cardOf(row.code);
    await kiosk.done();
    await kiosk.button('attract.look').click();
    await kiosk.heading('looking.title').waitFor();
    expect(await kiosk.button('looking.lightOn').count()).toBe(0);
    await kiosk.page.locator('video').evaluate((video: HTMLVideoElement) => {
      const stream = video.srcObject as MediaStream; // the kiosk sets no other kind
      for (const track of stream.getTracks()) track.dispatchEvent(new Event('ended'));
    });
    await kiosk.heading('looking.blind').waitFor();
    expect(await kiosk.page.locator('.looking-said').innerText()).toContain('đang được mở lại');
    await kiosk.page.evaluate(() => navigator.mediaDevices.dispatchEvent(new Event('devicechange')));
    await kiosk.heading('looking.title').waitFor();
    await kiosk.cardOf(row.code);
    await scene.judge([kiosk.page], true);
  });

  test.each([
    [
      'may not be used',
      ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream=deny'],
      'chưa được phép',
      'refused',
    ],
    ['is not there', [], 'chưa có máy quét hình', 'missing'],
  ] as const)(
    'that %s is said so, with the ways that still work, and the centre hears of it',
    async (_how, args, said, detail) => {
      const { kiosk, scene } = await kioskWith(undefined, args);
      const notice = kiosk.page.locator('.notice', { hasText: said });
      await notice.waitFor({ timeout: 20_000 });
      expect(await notice.innerText()).toContain('nhập mã, dùng đầu đọc cầm tay, hoặc đến');
      await until(
        'the alarm',
        () => JSON.stringify(scene.wire.said('/up/evt')),
        (all) => all.includes('camera-failed') && all.includes(detail),
      );
      await kiosk.wedge(sample('ready').row.code);
      await kiosk.cardOf(sample('ready').row.code);
      await scene.judge([kiosk.page], true);
    },
  );
});

describe('a code from a hand scanner', () => {
  test('is answered, and of a careless link only the code is used', async () => {
    const { row } = sample('pay');
    const { kiosk, scene } = await kioskWith();
    await kiosk.wedge(carelessLink(row.code));
    expect(await kiosk.cardOf(row.code)).toContain('Cần nộp tiền');
    await scene.judge([kiosk.page], true);
    await kiosk.wedge(`D-${canaries.secret}-${sample('post').row.code}`);
    await until(
      'the next card',
      () => kiosk.card.innerText(),
      (text) => !text.includes(row.code),
    );
    await scene.judge([kiosk.page], true);
  });

  test('in its old dotted spelling finds the same dossier', async () => {
    const { row, printed } = sample('pay');
    expect(printed).not.toBe(row.code);
    const { kiosk, scene } = await kioskWith();
    await kiosk.wedge(printed);
    expect(await kiosk.cardOf(row.code)).toContain('Cần nộp tiền');
    await scene.judge([kiosk.page], true);
  });

  test('that no dossier has is said not to be found, and the way on is offered', async () => {
    const { kiosk, scene } = await kioskWith();
    await kiosk.wedge('H53.14-240823-9999');
    await kiosk.heading('notFound.title').waitFor();
    expect(await kiosk.button('notFound.again').isVisible()).toBe(true);
    await scene.judge([kiosk.page], true);
    await kiosk.done();
    await scene.judge([kiosk.page]);
  });

  test('that is none is refused kindly', async () => {
    const { kiosk, scene } = await kioskWith();
    await kiosk.wedge(`${canaries.idNumber}|NGUYEN`);
    await kiosk.heading('notACode.title').waitFor();
    await scene.judge([kiosk.page]);
  });

  test('leaves nothing behind once the citizen is done: not on the screen, in the history, or in any store', async () => {
    const { row } = sample('late');
    const { kiosk, scene } = await kioskWith();
    await kiosk.wedge(row.code);
    const card = await kiosk.cardOf(row.code);
    expect(card).toContain('xin lỗi');
    await kiosk.done();
    await scene.judge([kiosk.page]);
    await kiosk.page.goBack().catch(() => null);
    await kiosk.page.goForward().catch(() => null);
    await kiosk.page.goto(`${centre.url}/kiosk/`);
    await kiosk.rest();
    expect(await kiosk.page.content()).not.toContain(row.code);
    await scene.judge([kiosk.page]);
  });
});

test('a code typed on the screen is answered like any other', async () => {
  const { row } = sample('accepted');
  const [unit = '', date = '', number = ''] = row.code.split('-');
  const { kiosk, scene } = await kioskWith();
  const when = { year: `20${date.slice(0, 2)}`, month: date.slice(2, 4), day: date.slice(4, 6) };
  await kiosk.typeByHand(unit, when, number);
  expect(await kiosk.cardOf(row.code)).toContain('Đã tiếp nhận');
  await kiosk.done();
  await scene.judge([kiosk.page]);
});

describe('without the centre', () => {
  test('a known dossier is shown with the age of the knowledge and never as on time; an unknown one with a kind sentence', async () => {
    const { row } = sample('in-progress');
    const { kiosk, scene } = await kioskWith();
    await kiosk.wedge(row.code);
    await kiosk.cardOf(row.code);
    await kiosk.done();
    await centre.kill();
    try {
      await kiosk.page.getByText('Chưa kết nối được trung tâm').first().waitFor({ timeout: 20_000 });
      await kiosk.wedge(row.code);
      const card = await kiosk.cardOf(row.code);
      expect(card).toContain('Máy đang mất kết nối. Thông tin này là của');
      expect(card).not.toMatch(/đúng hẹn|Sớm hơn hẹn/i);
      await kiosk.done();
      await kiosk.wedge('G99.77-240823-9999');
      // Which of them depends on how much of the copy has come before the centre went.
      const [offline, elsewhere, missing] = ['offline', 'elsewhere', 'not-found'].map(
        (state) => `.kiosk[data-state="${state}"]`,
      );
      await kiosk.page.locator(`${offline}, ${elsewhere}, ${missing}`).waitFor({ timeout: 20_000 });
      expect(await kiosk.page.locator('main').innerText()).toContain('1900 0000');
      await kiosk.done();
    } finally {
      await centre.start();
    }
    await scene.judge([kiosk.page]);
  });
});
