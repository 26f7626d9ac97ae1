// Answers about dossiers: what each tier may see, and how a device is kept from reading off a day.
import { createHash } from 'node:crypto';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { DossierRow } from '../../centre/dossier-row.ts';
import { Dossiers } from '../../centre/dossiers.ts';
import { type LedgerFile, openLedgerFile } from '../../centre/ledger-file.ts';
import { QuestionGuard } from '../../centre/question-guard.ts';
import { Bucket, rates } from '../../centre/rates.ts';
import { centreLimits } from '../../shared/contract/centre-limits.ts';
import { dossierAnswer } from '../../shared/contract/dossier.ts';
import { limits } from '../../shared/contract/limits.ts';
import { readValue } from '../../shared/contract/reader.ts';
import { noon } from './line.ts';
import { enrolled, get, running, talker } from './running.ts';

const files: LedgerFile[] = [];
afterEach(() => {
  for (const file of files.splice(0)) file.close();
});

const secret = 'bi-mat-mau-1';
const row: DossierRow = {
  code: '000.00.17.H53-261120-0001',
  archive: null,
  grp: null,
  unit: '000.00.17.H53',
  status: 'in-progress',
  timing: 'late',
  received: noon - 9,
  due: noon,
  newDue: noon + 9,
  finished: null,
  since: noon - 5,
  lateReason: 'overload',
  asOf: noon,
  secretHash: createHash('sha256').update(secret).digest('hex'),
  publicDetail: {
    unit: { vi: 'Đơn vị mẫu' },
    desk: { vi: 'Quầy 1' },
    answers: { vi: 'Đơn vị mẫu' },
    papers: [{ vi: 'Giấy mẫu' }],
  },
  privateDetail: {
    title: { vi: 'Thủ tục mẫu' },
    maskedName: 'N*** V** M**',
    timeline: [{ unit: { vi: 'Đơn vị mẫu' }, from: noon - 9, to: null }],
  },
  version: 1,
};

async function open(...rows: DossierRow[]): Promise<Dossiers> {
  const file = openLedgerFile(':memory:');
  files.push(file);
  const dossiers = new Dossiers(file);
  file.transaction(() => dossiers.saveDossiers(rows));
  return dossiers;
}

describe('an answer', () => {
  test('to a bare code has status, dates, unit and next step, and no trace of the person or the procedure', async () => {
    const answer = (await open(row)).answer(row.code, undefined);
    expect(readValue(dossierAnswer, answer).ok).toBe(true);
    expect(answer).toMatchObject({
      status: 'in-progress',
      timing: 'late',
      newDue: noon + 9,
      lateReason: 'overload',
      papers: [{ vi: 'Giấy mẫu' }],
    });
    expect(answer?.private).toBeUndefined();
    expect(JSON.stringify(answer)).not.toMatch(/Thủ tục|N\*\*\*/);
  });

  test('with the secret adds title, masked name and timeline', async () => {
    const answer = (await open(row)).answer(row.code, secret);
    expect(readValue(dossierAnswer, answer).ok).toBe(true);
    expect(answer?.private).toEqual(row.privateDetail);
  });

  test('with a wrong secret, or where there is none, is the bare one: nobody learns that a guess was wrong', async () => {
    const dossiers = await open(row, { ...row, code: 'H56.14-261120-0001', secretHash: null });
    const bare = JSON.stringify(dossiers.answer(row.code, undefined));
    expect(JSON.stringify(dossiers.answer(row.code, 'bi-mat-mau-2'))).toBe(bare);
    expect(dossiers.answer('H56.14-261120-0001', secret)?.private).toBeUndefined();
  });

  test('to an unknown code is none', async () => {
    expect((await open(row)).answer('000.00.17.H53-261120-0002', undefined)).toBeUndefined();
  });

  test('of a renewed sample is the new one, and archives stay', async () => {
    const archived: DossierRow = {
      ...row,
      code: 'H53.01-190102-0001',
      archive: '2019',
      grp: 'returned',
      timing: 'on-time',
      lateReason: null,
    };
    const dossiers = await open(row, archived);
    dossiers.replaceSamples([row]);
    dossiers.replaceSamples([{ ...row, code: 'H56.14-261121-0001' }]);
    expect(dossiers.answer(row.code, undefined)).toBeUndefined();
    expect(dossiers.answer('H56.14-261121-0001', undefined)).toBeDefined();
    expect(dossiers.countArchive('2019')).toEqual({
      asOf: noon,
      groups: { returned: 1, late: 0, 'in-time': 0 },
      timings: { 'on-time': 1 },
      lateReasons: {},
    });
  });
});

describe('a device that reads off codes', () => {
  const code = (n: number, unit = '000.00.17.H53-261120') => `${unit}-${String(n).padStart(4, '0')}`;

  test.each([
    [
      'eight misses',
      (guard: QuestionGuard) => Array.from({ length: 8 }, (_, i) => guard.note(code(i * 7 + 1), true, noon)),
    ],
    [
      'five numbers in a row, found or not',
      (guard: QuestionGuard) => [3, 1, 2, 5, 4].map((n) => guard.note(code(n), n % 2 === 0, noon)),
    ],
  ])('is paused for five minutes after %s', (_name, ask) => {
    const guard = new QuestionGuard();
    ask(guard);
    expect(guard.wait(code(900), noon + 1_000)).toBe(limits.missPauseMs - 1_000);
    expect(guard.wait(code(900), noon + limits.missPauseMs)).toBe(0);
  });

  test('is not paused by the same question repeated, by other days, or by what was ten minutes ago', () => {
    const guard = new QuestionGuard();
    for (let i = 0; i < 30; i += 1) guard.note(code(1), true, noon);
    for (let n = 2; n <= 5; n += 1) guard.note(code(n, `000.00.17.H53-26112${n}`), false, noon);
    expect(guard.wait(code(9), noon)).toBe(0);
    for (let n = 1; n <= 4; n += 1) guard.note(code(n, 'H56.14-261120'), false, noon + 1);
    guard.note(code(5, 'H56.14-261120'), false, noon + 1 + limits.missWindowMs);
    expect(guard.wait(code(9), noon + 1 + limits.missWindowMs)).toBe(0);
  });

  test('may ask for three hundred codes a day, and for those again', () => {
    const guard = new QuestionGuard();
    for (let i = 0; i < centreLimits.codesPerDay; i += 1) guard.note(code(i * 2), false, noon + i);
    expect(guard.wait(code(9_999), noon + 500)).toBeGreaterThan(0);
    expect(guard.wait(code(0), noon + 500)).toBe(0);
    expect(guard.wait(code(9_999), noon + 86_400_000)).toBe(0);
  });
});

test('a bucket lets its burst pass at once and then its rate, and says how long to wait', () => {
  const bucket = new Bucket(rates.publish, 0);
  for (let i = 0; i < centreLimits.publishesBurst; i += 1) expect(bucket.take(0)).toBe(0);
  expect(bucket.take(0)).toBe(50);
  expect(bucket.take(50)).toBe(0);
  expect(bucket.take(50)).toBeGreaterThan(0);
  expect(bucket.take(10)).toBeGreaterThan(0); // a clock set back gives nothing
});

test('over the wire: found, not found, too often', async () => {
  const centre = await running();
  const identity = await enrolled(centre, 'kiosk');
  const kiosk = await talker(centre, identity);
  const ask = async (n: number, question: object) => {
    const rid = n.toString(16).padStart(16, '0');
    await kiosk.say('req', { v: 1, rid, kind: 'dossier', via: 'typed', ...question });
    return vi.waitFor(() => {
      const answer = kiosk.on('res').find((one) => one.rid === rid);
      expect(answer).toBeDefined();
      return answer;
    });
  };
  const { sampleDossiers } = await import('../../centre/demo/samples.ts');
  const [sample] = sampleDossiers(Date.now());
  const found = await ask(1, { code: sample?.row.code, secret: sample?.secret });
  expect(found).toMatchObject({
    kind: 'dossier',
    answer: { status: sample?.row.status, private: { maskedName: expect.any(String) } },
  });
  for (let n = 0; n < limits.missesMax; n += 1) {
    expect(await ask(n + 2, { code: `H56.14-240823-${1_000 + n * 13}` })).toMatchObject({ answer: null });
  }
  expect(await ask(99, { code: sample?.row.code })).toMatchObject({
    kind: 'refused',
    code: 'E_RATE',
    retryAfterMs: expect.any(Number),
  });
  await centre.stop();
  const { readFileSync } = await import('node:fs');
  const log = readFileSync(centre.folder.file('log', 'centre.log'), 'utf8');
  expect(log).toContain('E_RATE');
  expect(log).not.toContain(sample?.row.code);
  expect(log).not.toContain('H56.14');
});

test('the archived year is answered in a summary of groups that exclude each other', async () => {
  const centre = await running();
  expect((await get(centre, '/api/dossiers/summary?year=2019')).body).toMatchObject({
    year: 2019,
    received: 0,
    asOf: null,
  });
  expect((await get(centre, '/api/dossiers/summary?year=x')).body).toMatchObject({
    code: 'E_SCHEMA',
    path: 'year',
  });
});
