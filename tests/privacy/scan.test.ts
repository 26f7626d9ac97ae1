// The scanner itself: it finds the planted person in every disguise, and lets through what is meant to be seen.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, describe, expect, test } from 'vitest';
import { generateYear2019 } from '../../centre/demo/year-2019.ts';
import type { SeenMessage } from '../wire/document.ts';
import { canaries, carelessLink, chipCard } from './canaries.ts';
import { linesOf, scanText, scanValue } from './patterns.ts';
import { scanFolder, scanLog, scanMessages } from './scan.ts';

const kinds = (findings: readonly { readonly what: string }[]) => [
  ...new Set(findings.map(({ what }) => what)),
];
const folder = mkdtempSync(path.join(tmpdir(), 'motcua-scan-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('the planted person is found', () => {
  test.each([
    ['as written', canaries.name, 'planted name'],
    ['in capitals', canaries.name.toUpperCase(), 'planted name'],
    ['without diacritics', 'Tran Thi Hoang Yen Mau', 'planted name'],
    ['decomposed', canaries.name.normalize('NFD'), 'planted name'],
    ['percent-encoded', encodeURIComponent(canaries.name), 'planted name'],
    ['with underlines', 'tran_thi_hoang_yen_mau', 'planted name'],
    ['as an id', `id:${canaries.idNumber}`, 'planted idNumber'],
    ['as an id in groups', '000 199 012 345', 'planted idNumber'],
    ['as an id inside a longer number', `99${canaries.idNumber}99`, 'planted idNumber'],
    ['by telephone', '0900000171', 'planted phone'],
    ['by her address', 'So 17 duong Khong co that, ap Mau', 'planted address'],
    ['by her secret', `x=${canaries.secret}&y`, 'planted secret'],
  ])('%s', (_name, text, what) => {
    expect(kinds(scanText(text, 'here'))).toContain(what);
  });
  test('in the link and the card that tests hold to the camera', () => {
    expect(kinds(scanText(carelessLink('H56.14-240823-0001'), 'here'))).toEqual(
      expect.arrayContaining([
        'planted idNumber',
        'planted name',
        'planted phone',
        'planted address',
        'dossier code',
      ]),
    );
    expect(kinds(scanText(chipCard, 'here'))).toEqual(
      expect.arrayContaining(['planted idNumber', 'planted oldIdNumber', 'planted name', 'planted address']),
    );
  });
});

describe('the shape of a person', () => {
  test.each([
    ['079200001234', '12-digit identity number'],
    ['số CCCD: 079200001234.', '12-digit identity number'],
    ['"079200001234"', '12-digit identity number'],
    ['CMND 023456789,', '9-digit identity number'],
    ['0912345678', 'telephone number'],
    ['gọi 0912 345 678 nhé', 'telephone number'],
    ['0912.345.678', 'telephone number'],
    ['+84 912 345 678', 'telephone number'],
    ['+84912345678', 'telephone number'],
    ['(028) 3829 1234 hoặc 02838291234', 'telephone number'],
    ['a.b@mail.example.vn', 'e-mail address'],
    ['000.00.17.H53-200313-0001', 'dossier code'],
    ['000.00.06.G04.190701.0501', 'dossier code'],
    ['h15.50.05.13-261008-0975', 'dossier code'],
    ['x H56-240823-0001 y', 'dossier code'],
  ])('is found in %j', (text, what) => {
    expect(kinds(scanText(text, 'here'))).toEqual([what]);
  });
  test.each([
    ['a hash', 'd41d8cd98f00b204e9800998ecf8427e 79200001234000000000079200001234'],
    ['a time in milliseconds', '1763687700000'],
    ['a date and time', '21/11/2026 08:15, 2026-11-21T08:15:00.000+07:00'],
    ['a decimal fraction', '0.079200001234 and 12.023456789'],
    ['a count with commas', '125,061 = 119,180 + 1,467 + 4,414'],
    ['a version', '0.1.0+20261121.0815'],
    ['a masked name', 'T*** T** H**** Y** M**'],
    ['a device id', 'tablet-079200001234'],
    ['loopback', 'http://127.0.0.1:8080/kiosk/'],
  ])('is not found in %s', (_name, text) => {
    expect(scanText(text, 'here')).toEqual([]);
  });
  test('is let through where it is a hotline, in any spelling, and only that one', () => {
    const hotlines = ['0276 3 811 811'];
    expect(scanText('Đường dây nóng 0276.3811811', 'here', { hotlines })).toEqual([]);
    expect(kinds(scanText('0276 3811812', 'here', { hotlines }))).toEqual(['telephone number']);
  });
  test('of a code is let through only where a code may stand', () => {
    expect(scanText('H56.14-240823-0001', 'card', { codes: true })).toEqual([]);
  });
});

describe('a value', () => {
  test('is read to its last text, keys and bytes included', () => {
    const bytes = new TextEncoder().encode(JSON.stringify({ deep: [{ name: canaries.name }] }));
    expect(kinds(scanValue({ bytes }, 'here'))).toEqual(['planted name']);
    expect(kinds(scanValue({ 'H56.14-240823-0001': 1 }, 'here'))).toEqual(['dossier code']);
    expect(kinds(scanValue({ id: 23456789012 + 79200000000 * 10 }, 'here'))).toEqual([
      '12-digit identity number',
    ]);
  });
  test('may measure with nine or twelve digits where it measures', () => {
    const measures = {
      usedBytes: 123456789,
      quotaBytes: 107374182400,
      uptimeMs: 100000000,
      monoms: '123456789',
    };
    expect(linesOf(measures)).toEqual([]);
    expect(scanValue(measures, 'here')).toEqual([]);
  });
});

describe("a centre's folder", () => {
  test('is scanned in every table, and codes are known only to the dossiers', () => {
    const file = path.join(folder, 'ledger.db');
    const ledger = new DatabaseSync(file);
    ledger.exec('create table dossier (code text); create table event (id text, body text, raw blob)');
    ledger.prepare('insert into dossier values (?)').run('H56.14-240823-0001');
    ledger.prepare('insert into event values (?, ?, ?)').run('a', '{"subject":"quay-1"}', null);
    expect(scanFolder(folder)).toEqual([]);
    const raw = new TextEncoder().encode(canaries.phone);
    ledger.prepare('insert into event values (?, ?, ?)').run('b', '{"code":"H56.14-240823-0001"}', raw);
    const found = scanFolder(folder);
    ledger.close();
    expect(kinds(found)).toEqual(expect.arrayContaining(['dossier code', 'planted phone']));
    expect(found[0]?.where).toBe('ledger.db event');
  });
  test('is scanned in its logs, line by line', () => {
    writeFileSync(
      path.join(folder, 'centre.log'),
      `{"time":1763687700000,"msg":"ask"}\nplain ${canaries.email}\n`,
    );
    expect(
      scanFolder(folder).some(({ where, what }) => where === 'centre.log' && what === 'planted email'),
    ).toBe(true);
    expect(kinds(scanLog('{"msg":"asked H56-240823-0001"}', 'log'))).toEqual(['dossier code']);
  });
});

test('the archived sample year, which no journey reads again, holds nobody', () => {
  let rows = 0;
  for (const row of generateYear2019()) {
    rows += 1;
    const found = scanValue(row, 'archive', { codes: true });
    if (found.length > 0) expect(found).toEqual([]);
  }
  expect(rows).toBe(125_061);
});

describe('messages', () => {
  const code = 'H56.14-240823-0001';
  const seen = (topic: string, value: unknown): SeenMessage => ({
    topic,
    payload: new TextEncoder().encode(JSON.stringify(value)),
    qos: 0,
    retain: false,
    direction: 'up',
  });
  test('may ask with a code and a secret, and with nothing else', () => {
    const question = { v: 1, kind: 'dossier', code, secret: canaries.secret };
    expect(scanMessages([seen('motcua/v1/d/kiosk-1/up/req', question)])).toEqual([]);
    const chatty = { ...question, name: canaries.name };
    expect(kinds(scanMessages([seen('motcua/v1/d/kiosk-1/up/req', chatty)]))).toEqual(['planted name']);
  });
  test('hold no code anywhere else, signed claims included', () => {
    expect(kinds(scanMessages([seen('motcua/v1/d/kiosk-1/up/evt', { events: [{ code }] })]))).toEqual([
      'dossier code',
    ]);
    const jws = `e30.${Buffer.from(JSON.stringify({ who: canaries.name })).toString('base64url')}.x`;
    expect(kinds(scanMessages([seen('motcua/v1/d/kiosk-1/down/res', { jws })]))).toEqual(['planted name']);
  });
});
