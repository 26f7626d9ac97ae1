// One planted person through every door by which a careless program could let her in: file, push, token, symbol, task, call, symbols to go on.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import { sampleDossiers } from '../../centre/demo/samples.ts';
import { dayOf } from '../../shared/contract/day.ts';
import { launchBrowser } from '../browser/launch.ts';
import { canaries } from '../privacy/canaries.ts';
import { scanText } from '../privacy/patterns.ts';
import { scanFolder, scanLog } from '../privacy/scan.ts';
import { Centre } from './centre.ts';
import { KioskPage } from './kiosk-page.ts';
import { hotlines, Scene } from './scene.ts';
import { until } from './until.ts';

const root = path.resolve(import.meta.dirname, '../..');
const wasm = readFileSync(createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm'));
const files = mkdtempSync(path.join(tmpdir(), 'motcua-person-'));
let centre: Centre;
let browser: Browser;

beforeAll(async () => {
  [centre, browser] = await Promise.all([Centre.begin(), launchBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await centre?.[Symbol.asyncDispose]();
  rmSync(files, { recursive: true, force: true });
});

const stamp = dayOf(Date.now()).slice(2).replaceAll('-', '');
const [imported, pushed] = [`H53.14-${stamp}-0711`, `H53.14-${stamp}-0712`];
const headings = 'Mã hồ sơ;Trạng thái;Đơn vị xử lý;Họ và tên;Mã tra cứu;Số CCCD;Điện thoại;Địa chỉ;Email';
const { name, secret, idNumber, phone, address, email } = canaries;
const lineOf = (code: string): string =>
  [code, '4', 'Sở Nông nghiệp và Môi trường (mẫu)', name, secret, idNumber, phone, address, email].join(';');

/** The command line, beside the running centre; all that it printed. */
function cli(...args: string[]): { status: number | null; said: string } {
  const run = spawnSync(process.execPath, ['centre/cli.ts', ...args, '--data', centre.folder], {
    cwd: root,
    encoding: 'utf8',
  });
  return { status: run.status, said: `${run.stdout}\n${run.stderr}` };
}

/** What stands in every sentence about codes. */
const example = /000\.00\.17\.H53-200313-0001/g;

/** Nothing of her in the folder, in the log, or in what was printed. */
function nobody(said = ''): void {
  const found = [
    ...scanFolder(centre.folder, hotlines),
    ...scanLog(centre.output, 'output', hotlines),
    ...scanText(said.replace(example, ''), 'terminal', { hotlines }),
  ];
  expect(found).toEqual([]);
}

const { secretParameter } = parse(readFileSync(path.join(root, 'device-config/demo.yaml'), 'utf8')) as {
  secretParameter: string; // checked by its own tests
};

/** All bytes of the folder, whatever they are. */
const bytesOfFolder = (): Buffer =>
  Buffer.concat(
    readdirSync(centre.folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name: file }) => readFileSync(path.join(parentPath, file))),
  );

describe('a file that holds a whole person', () => {
  test('leaves her masked name and the hash of her secret, and prints nothing of her', () => {
    const file = path.join(files, 'good.csv');
    writeFileSync(file, `${headings}\r\n${lineOf(imported)}\r\n`);
    const { status, said } = cli('import', file);
    expect([status, said]).toEqual([0, said]);
    nobody(said);
  });

  test('with a bad line is refused by line and shape, and nothing of it stays', () => {
    const file = path.join(files, 'bad.csv');
    const askew = lineOf(name).replace(';4;', `;${phone};`);
    writeFileSync(
      file,
      `${headings}\r\n${lineOf(`H53.14-${stamp}-0713`)}\r\n${askew}\r\n${lineOf(secret)}\r\n`,
    );
    const report = path.join(files, 'faults.csv');
    const { status, said } = cli('import', file, '--errors', report);
    expect(status).toBe(1);
    nobody(`${said}\n${readFileSync(report, 'utf8')}`);
  });
});

describe('software that pushes a whole person', () => {
  test('is taken with a token that stands nowhere, and she is masked', async () => {
    const { status, said } = cli('token', 'add', 'phan-mem-mau', '--role', 'push');
    expect(status).toBe(0);
    const token = said.match(/[\w.-]{24,}/g)?.find((word) => !word.includes('phan-mem')) ?? '';
    const push = (bearer: string, dossier: object) =>
      fetch(`${centre.url}/api/dossiers`, {
        method: 'PUT',
        headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' },
        body: JSON.stringify({ source: 'portal', asOf: new Date().toISOString(), dossiers: [dossier] }),
      });
    const whole = {
      code: pushed,
      status: '4',
      unit: 'Sở Tư pháp (mẫu)',
      name,
      secret,
      idNumber,
      phone,
      address,
      email,
    };
    const taken = await push(token, whole);
    expect([taken.status, await taken.text()]).toMatchObject([200, expect.stringContaining('applied')]);
    const refused = await push(token, { ...whole, code: name });
    expect(refused.status).toBe(422);
    const strange = await push(`${token}x`, whole);
    expect(strange.status).toBe(401);
    nobody(`${await refused.text()}\n${await strange.text()}`);
    const bytes = bytesOfFolder();
    expect([bytes.includes(token), bytes.includes(secret), bytes.includes(name)]).toEqual([
      false,
      false,
      false,
    ]);
  });
});

describe('at the kiosk', () => {
  test('her dossier shows her masked name to her symbol alone, and no store, message or log keeps code or name', async () => {
    const scene = new Scene(centre);
    const kiosk = await KioskPage.enrol(await browser.newContext(), centre, scene);
    await kiosk.wedge(imported);
    expect(await kiosk.cardOf(imported)).not.toContain('T*** T**');
    await scene.judge([kiosk.page], true);
    await kiosk.wedge(
      `https://dichvucong.example.vn/?MHS=${pushed}&${secretParameter}=${secret}&ten=${idNumber}`,
    );
    expect(await kiosk.cardOf(pushed)).toContain('T*** T**');
    await scene.judge([kiosk.page], true);
    await kiosk.done();
    await scene.judge([kiosk.page]);
    await kiosk.page.context().close();
  });

  test('a letter that has not come keeps the code with the task until it is closed, and no longer', async () => {
    const late = sampleDossiers(Date.now()).find((sample) => sample.name === 'late')?.row.code ?? '';
    const scene = new Scene(centre);
    const kiosk = await KioskPage.enrol(await browser.newContext(), centre, scene);
    await kiosk.wedge(late);
    await kiosk.cardOf(late);
    await kiosk.button('letter.notGot').click();
    await kiosk.page.locator('[data-letter="told"]').waitFor();
    await scene.judge([kiosk.page], true);
    await kiosk.done();
    await scene.judge([kiosk.page]);
    const { open } = await centre.get<{ open: { id: string; code: string }[] }>('/api/tasks');
    expect(open.map(({ code }) => code)).toEqual([late]);
    const closing = await fetch(`${centre.url}/api/tasks/${open[0]?.id}/close`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ by: 'cán bộ mẫu' }),
    });
    expect(closing.status).toBe(200);
    expect(JSON.stringify(await centre.get('/api/tasks'))).not.toContain(late);
    await scene.judge([kiosk.page]);
    await kiosk.page.context().close();
  });

  test('the way on by telephone leads to the pages of the site and takes nothing along', async () => {
    const scene = new Scene(centre);
    const kiosk = await KioskPage.enrol(await browser.newContext(), centre, scene);
    await kiosk.wedge(imported);
    await kiosk.cardOf(imported);
    await kiosk.page.getByRole('button', { name: 'Trợ giúp' }).click();
    await kiosk.heading('help.title').waitFor();
    prepareZXingModule({ overrides: { wasmBinary: new Uint8Array(wasm).buffer } });
    const symbols = kiosk.page.locator('svg.qr');
    await until(
      'symbols',
      () => symbols.count(),
      (count) => count > 0,
    );
    const links: string[] = [];
    for (const symbol of await symbols.all()) {
      const [read] = await readBarcodes(await symbol.screenshot(), { formats: ['QRCode'] });
      links.push(read?.text ?? '');
    }
    expect(links.filter((link) => !/^(https:\/\/[\w./-]+|tel:\d+|sms:\d+)$/.test(link))).toEqual([]);
    expect(scanText(links.join('\n'), 'symbols', { hotlines })).toEqual([]);
    await scene.judge([kiosk.page]);
    await kiosk.page.context().close();
  });
});
