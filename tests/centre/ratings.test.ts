// Reports: which day a rating falls on, one scale at a time, what stands beside the total, and what one counter may show.
import { afterEach, describe, expect, test } from 'vitest';
import { Admin } from '../../centre/admin.ts';
import { readBatch } from '../../centre/batch-reader.ts';
import { isoOf } from '../../centre/iso-time.ts';
import { Ledger } from '../../centre/ledger.ts';
import { type LedgerFile, openLedgerFile } from '../../centre/ledger-file.ts';
import { Procedures } from '../../centre/procedures.ts';
import { Quarantine } from '../../centre/quarantine.ts';
import { Ratings } from '../../centre/ratings.ts';
import { Register } from '../../centre/register.ts';
import { Sites } from '../../centre/sites.ts';
import { openSpent } from '../../centre/spent.ts';
import { centreLimits } from '../../shared/contract/centre-limits.ts';
import { type Day, startOfDay } from '../../shared/contract/day.ts';
import { batchBytes, Line, noon, type RatingChange } from './line.ts';
import { siteOf } from './running.ts';

const files: LedgerFile[] = [];
afterEach(() => {
  for (const file of files.splice(0)) file.close();
});

function open(demo = false) {
  const file = openLedgerFile(':memory:');
  files.push(file);
  const clock = { now: noon };
  const now = () => clock.now;
  const ledger = new Ledger(file);
  const sites = new Sites(file, now);
  sites.set(siteOf(1, demo));
  const spent = openSpent(null);
  const register = new Register({ file, spent, now, codeMs: centreLimits.enrolCodeMs });
  const ratings = new Ratings({ file, sites, now, demo });
  const quarantine = new Quarantine({ file, ledger, isSimulated: () => false, now });
  const nothing = () => undefined;
  const effects = {
    revoked: nothing,
    siteChanged: nothing,
    settled: nothing,
    counted: nothing,
    delivered: nothing,
  };
  const procedures = new Procedures({ file, folder: '', demo });
  const admin = new Admin({ register, sites, procedures, quarantine, ledger, ratings, demo, now, effects });
  const give = (line: Line, seq: number, at: number, change: RatingChange = {}) => {
    const read = readBatch(line.device, batchBytes([line.rating(seq, change)], { at }), false);
    if (!read.ok) throw new Error(read.refusal.path);
    return ledger.commitNow([
      { device: line.device, simulated: false, receivedAt: clock.now, ...read.value },
    ]);
  };
  return { clock, sites, ratings, admin, give, ledger };
}

const day = '2026-11-20' as Day; // the day of `noon`
const asked = (change: object = {}) => ({ from: day, to: day, site: null, scale: 'hai-long-3', ...change });

describe('a day', () => {
  test.each([
    ['the first millisecond', 0, 1],
    ['the millisecond before it', -1, 0],
    ['the last millisecond', 86_399_999, 1],
    ['the millisecond after it', 86_400_000, 0],
  ])('of Asia/Ho_Chi_Minh: %s counts %i ms from midnight as %i', (_name, ms, total) => {
    const { ratings, give, clock } = open();
    clock.now = startOfDay(day) + 2 * 86_400_000;
    give(new Line('tablet-1'), 1, startOfDay(day) + ms);
    expect(ratings.summary(asked()).total).toBe(total);
  });

  test('from and to are both inside', () => {
    const { ratings, give, clock } = open();
    clock.now = noon + 5 * 86_400_000;
    const line = new Line('tablet-1');
    for (const [i, days] of [-1, 0, 1, 2].entries()) give(line, i + 1, noon + days * 86_400_000);
    expect(ratings.summary(asked({ to: '2026-11-21' })).total).toBe(2);
  });

  test('is asked for in one form only', () => {
    const { admin } = open();
    const codeOf = (value: object): string => {
      const answer = admin.summary(value);
      return answer.ok ? 'ok' : `${answer.refusal.code} ${answer.refusal.path}`;
    };
    expect(codeOf({ from: day, to: day })).toBe('ok');
    expect(codeOf({ from: day })).toBe('E_DATES to');
    expect(codeOf({ from: '20/11/2026', to: day })).toBe('E_DATES from');
    expect(codeOf({ from: '2026-02-30', to: day })).toBe('E_DATES from');
    expect(codeOf({ from: day, to: '2026-11-19' })).toBe('E_DATES to');
    expect(codeOf({ from: day, to: day, scale: 'Ba mức' })).toBe('E_SCHEMA scale');
  });
});

describe('a summary', () => {
  test('names every level of the scale, and nothing the scale has not', () => {
    const { ratings, give } = open();
    const line = new Line('tablet-1');
    for (const [i, index] of [0, 0, 1, 2].entries()) give(line, i + 1, noon, { data: { index } });
    expect(ratings.summary(asked())).toMatchObject({
      total: 4,
      levels: { 'very-satisfied': 2, satisfied: 1, neutral: 1 },
      scale: { id: 'hai-long-3', version: 1, size: 3 },
      hasNegativeLevel: false,
      asOf: isoOf(noon),
      demo: false,
    });
  });

  test('never adds another scale, another version or another size', () => {
    const { ratings, give } = open();
    const line = new Line('tablet-1');
    give(line, 1, noon);
    give(line, 2, noon, { data: { scale: { id: 'hai-long-3', version: 2, size: 4 } } });
    give(line, 3, noon, { data: { scale: { id: 'nam-sao', version: 1, size: 5 }, index: 4 } });
    expect(ratings.summary(asked())).toMatchObject({
      total: 1,
      otherScales: expect.arrayContaining([
        { id: 'hai-long-3', version: 2, size: 4, total: 1 },
        { id: 'nam-sao', version: 1, size: 5, total: 1 },
      ]),
    });
    expect(ratings.summary(asked({ scale: 'nam-sao' }))).toMatchObject({
      total: 1,
      levels: { 'level-4': 1, 'level-0': 0 },
    });
    expect(ratings.summary(asked({ scale: 'hai-long-3@2' }))).toMatchObject({
      total: 1,
      scale: { version: 2 },
    });
  });

  test('keeps undone and flagged beside the total, and what waits for a decision outside it', () => {
    const { ratings, give, admin } = open();
    const line = new Line('tablet-1');
    give(line, 1, noon);
    give(line, 2, noon, { data: { flags: ['unthanked'] } });
    give(line, 3, noon, { data: { index: null, outcome: 'undone' } });
    give(line, 4, noon, { data: { counter: 'Quầy' } });
    expect(ratings.summary(asked())).toMatchObject({ total: 2, undone: 1, flagged: 1, awaitingDecision: 1 });
    const [entry] = admin.quarantine('waiting');
    expect(admin.decide(entry?.id ?? '', 'exclude', { by: 'Nguyễn Văn Mẫu' })).toMatchObject({
      ok: true,
      value: { decision: 'excluded' },
    });
    expect(ratings.summary(asked())).toMatchObject({ total: 2, awaitingDecision: 0 });
  });

  test('counts a revoked rating only after an admin has accepted it, by name and once', () => {
    const { ratings, admin, ledger } = open();
    const line = new Line('tablet-1');
    const read = readBatch(line.device, batchBytes([line.rating(1)]), true);
    if (!read.ok) throw new Error(read.refusal.path);
    ledger.commitNow([{ device: line.device, simulated: false, receivedAt: noon, ...read.value }]);
    expect(ratings.summary(asked()).total).toBe(0);
    const id = admin.quarantine()[0]?.id ?? '';
    expect(admin.decide(id, 'accept', { by: '' })).toMatchObject({
      ok: false,
      refusal: { code: 'E_SCHEMA' },
    });
    expect(admin.decide(id, 'accept', { by: 'Nguyễn Văn Mẫu' })).toMatchObject({
      ok: true,
      value: { decidedBy: 'Nguyễn Văn Mẫu' },
    });
    expect(admin.decide(id, 'accept', { by: 'Nguyễn Văn Mẫu' })).toMatchObject({
      ok: false,
      refusal: { code: 'E_CONFLICT' },
    });
    expect(ratings.summary(asked()).total).toBe(1);
  });

  test('will not accept what is still wrong', () => {
    const { give, admin } = open();
    give(new Line('tablet-1'), 1, noon, { data: { index: 7 } });
    const id = admin.quarantine()[0]?.id ?? '';
    expect(admin.decide(id, 'accept', { by: 'Nguyễn Văn Mẫu' })).toMatchObject({
      ok: false,
      refusal: { code: 'E_SCHEMA' },
    });
    expect(admin.decide('0'.repeat(32), 'accept', { by: 'Nguyễn Văn Mẫu' })).toMatchObject({
      ok: false,
      refusal: { code: 'E_NOT_FOUND' },
    });
  });

  test('can be of one site', () => {
    const { ratings, give } = open();
    give(new Line('tablet-1'), 1, noon);
    give(new Line('tablet-2'), 1, noon, { data: { site: 'go-dau' } });
    expect(ratings.summary(asked({ site: 'go-dau' }))).toMatchObject({ total: 1, site: 'go-dau' });
  });
});

describe('a counter', () => {
  test('shows levels in whole groups of five, an hour later, so that two looks never tell one answer', () => {
    const { ratings, give, clock } = open();
    const line = new Line('tablet-1');
    const look = () => ratings.byCounter(day, 'hai-long-3').counters[0];
    for (let seq = 1; seq <= 7; seq += 1) give(line, seq, noon, { data: { index: seq === 7 ? 2 : 0 } });
    expect(look()).toEqual({ site: 'hoa-thanh', counter: 'quay-1', total: 7, levels: null, levelsOf: 0 });
    clock.now += centreLimits.byCounterDelayMs;
    expect(look()).toMatchObject({ total: 7, levelsOf: 5, levels: { 'very-satisfied': 5, neutral: 0 } });
    for (let seq = 8; seq <= 10; seq += 1) give(line, seq, noon, { data: { index: 1 } });
    expect(look()).toMatchObject({ total: 10, levelsOf: 5 });
    clock.now += centreLimits.byCounterDelayMs;
    expect(look()).toMatchObject({
      total: 10,
      levelsOf: 10,
      levels: { 'very-satisfied': 6, satisfied: 3, neutral: 1 },
    });
  });

  test('of sample data shows all at once; a shared tablet counts for its site', () => {
    const { ratings, give } = open(true);
    give(new Line('tablet-1'), 1, noon, { data: { counter: null } });
    expect(ratings.byCounter(day, 'hai-long-3')).toMatchObject({
      demo: true,
      counters: [{ counter: null, total: 1, levelsOf: 1, levels: { 'very-satisfied': 1 } }],
    });
  });
});
