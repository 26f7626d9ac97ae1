// A late citizen without the letter of apology, and one who wants a person: from the kiosk to the board and back, and honest without a centre.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { vi as board } from '../../centre/board/text/vi.ts';
import { sampleDossiers } from '../../centre/demo/samples.ts';
import { vi } from '../../kiosk/text/vi.ts';
import { launchBrowser } from '../browser/launch.ts';
import { Centre } from './centre.ts';
import { KioskPage } from './kiosk-page.ts';
import { Scene } from './scene.ts';
import { until } from './until.ts';

let centre: Centre;
let browser: Browser;
let scene: Scene;
let context: BrowserContext;
let kiosk: KioskPage;

beforeAll(async () => {
  centre = await Centre.begin();
  browser = await launchBrowser();
  scene = new Scene(centre);
  context = await browser.newContext();
  kiosk = await KioskPage.enrol(context, centre, scene);
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await centre?.[Symbol.asyncDispose]();
});

const sampleCode = (name: string): string =>
  sampleDossiers(Date.now()).find((sample) => sample.name === name)?.row.code ?? '';

async function openBoard(): Promise<Page> {
  const page = await context.newPage();
  await page.goto(`${centre.url}/board/`);
  await page.getByRole('heading', { name: board['calls.title'] }).waitFor();
  return page;
}

const tasksIn = (): Record<string, unknown>[] => {
  const ledger = new DatabaseSync(path.join(centre.folder, 'ledger.db'), { readOnly: true });
  try {
    return ledger.prepare('select * from task').all();
  } finally {
    ledger.close();
  }
};
/** Everything in the centre's folder but the dossiers themselves, as bytes. */
const bytesOfLogs = (): string =>
  readdirSync(path.join(centre.folder, 'log'))
    .map((name) => readFileSync(path.join(centre.folder, 'log', name), 'latin1'))
    .join();

const letter = (state: string): Locator => kiosk.page.locator(`.letter-question[data-letter="${state}"]`);

test('a letter that has not come is told to the unit, closed there by name, and its code is gone', async () => {
  const code = sampleCode('late');
  const page = await openBoard();
  await kiosk.wedge(code);
  expect(await kiosk.cardOf(code)).toContain('xin lỗi ông/bà');
  await letter('asked').getByText(vi['letter.question']).waitFor();
  await kiosk.button('letter.notGot').click();
  await letter('told').getByText('Chúng tôi đã báo Bộ phận theo dõi hồ sơ trễ hẹn (mẫu)').waitFor();
  expect(tasksIn()).toMatchObject([{ kind: 'letter', code, closed_at: null }]);
  await kiosk.done();

  // A second citizen with the same dossier opens no second task.
  await kiosk.wedge(code);
  await kiosk.button('letter.notGot').click();
  await letter('told').waitFor();
  await kiosk.done();
  expect(tasksIn()).toHaveLength(1);

  const task = page.locator('[data-task]');
  await task.waitFor();
  expect(await page.content()).not.toContain(code);
  await scene.judge([kiosk.page, page]);
  await page.getByLabel(board['tasks.by']).fill('Nguyễn Văn Mẫu');
  await task.getByRole('button', { name: board['tasks.close'] }).click();
  await page.getByText(board['tasks.none']).waitFor();
  expect(tasksIn()).toMatchObject([{ code: null, closed_by: 'Nguyễn Văn Mẫu' }]);
  expect(bytesOfLogs()).not.toContain(code);
  await page.close();
});

test('a letter that has come is counted and nothing else', async () => {
  const code = sampleCode('late');
  await kiosk.wedge(code);
  await kiosk.cardOf(code);
  await kiosk.button('letter.got').click();
  await letter('received').waitFor();
  await kiosk.done();
  const { open, letters } = await centre.get<{ open: unknown[]; letters: { received: number } }>(
    '/api/tasks',
  );
  expect([open, letters.received]).toEqual([[], 1]);
});

test('a card that is not late asks nothing', async () => {
  const code = sampleCode('in-progress');
  await kiosk.wedge(code);
  await kiosk.cardOf(code);
  expect(await kiosk.page.locator('.letter-question').count()).toBe(0);
  await kiosk.done();
});

test('a call stands on an open board at once, and ends when somebody says that they have come', async () => {
  await kiosk.button('bar.call').click();
  await kiosk.heading('calling.unwatched.title').waitFor();
  await kiosk.button('help.back').click();
  const page = await openBoard();
  const call = page.locator('[data-call]');
  await call.waitFor();
  await call.getByRole('button', { name: board['calls.come'] }).click();
  await page.getByText(board['calls.none']).waitFor();

  await kiosk.button('bar.call').click();
  await kiosk.heading('calling.called.title').waitFor();
  await call.waitFor();
  await page.getByText(board['alarm.help-called']).first().waitFor();
  await kiosk.button('bar.call').click();
  await kiosk.heading('calling.again.title').waitFor();
  await kiosk.button('help.back').click();
  await kiosk.rest();
  await call.getByRole('button', { name: board['calls.come'] }).click();
  await until(
    'the alarm to end',
    () => page.getByText(board['alarm.help-called']).count(),
    (n) => n === 0,
  );
  await scene.judge([kiosk.page, page]);
  await page.close();
});

test('a centre that does not answer is no promise: the letter names the hotline, a call names where a person is', async () => {
  const code = sampleCode('late');
  await kiosk.wedge(code);
  await letter('asked').waitFor();
  centre.freeze();
  await kiosk.button('letter.notGot').click();
  await letter('unheard')
    .getByText(/gọi đường dây nóng 1900 0000/)
    .waitFor();
  await kiosk.done();
  // A page opened anew: nobody has been called in the last minute.
  await centre.kill();
  await kiosk.page.reload();
  await kiosk.rest();
  await kiosk.button('bar.call').click();
  await kiosk.heading('calling.unheard.title').waitFor();
  expect(await kiosk.page.locator('main').innerText()).toContain('quầy hướng dẫn cạnh cửa vào');
  await scene.judge([kiosk.page]);
});
