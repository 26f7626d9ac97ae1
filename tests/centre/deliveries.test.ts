// Deliveries of dossiers: idempotent, whole or not at all, and held back when they turn too many at once.

import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { centreLimits } from '../../shared/contract/centre-limits.ts';
import { temporaryFolder } from './running.ts';
import { deliver, kept, now, rowOf, rowsTo, sourceLine } from './source-line.ts';

const by = { by: 'Nguyễn Văn Mẫu' };
const minute = 60_000;

describe('a delivery', () => {
  test('that comes again changes nothing', () => {
    const line = sourceLine();
    expect(deliver(line, rowsTo(5))).toMatchObject({ value: { state: 'applied', added: 5 } });
    const before = kept(line);
    expect(deliver(line, rowsTo(5))).toMatchObject({ value: { added: 0, changed: 0, confirmed: 5 } });
    expect(kept(line)).toEqual(before);
  });

  test('of a version that is not higher changes nothing and says so', () => {
    const line = sourceLine();
    deliver(line, [rowOf(1, { version: 7 })]);
    const before = kept(line);
    const at = { asOf: now };
    expect(deliver(line, [rowOf(1, { version: 7, status: 'stopped' })], at)).toMatchObject({
      value: { confirmed: 1 },
    });
    expect(deliver(line, [rowOf(1, { version: 6, status: 'stopped' })], at)).toMatchObject({
      value: { older: 1 },
    });
    expect(kept(line)).toEqual(before);
  });

  test('without versions that is older than what is known changes nothing', () => {
    const line = sourceLine();
    deliver(line, rowsTo(2));
    const before = kept(line);
    const late = deliver(line, rowsTo(2, { status: 'stopped' }), { asOf: now - minute });
    expect(late).toMatchObject({ value: { older: 2, changed: 0 } });
    expect(kept(line)).toEqual(before);
  });

  test('confirms what it names as true at its own moment', () => {
    const line = sourceLine();
    deliver(line, rowsTo(2), { asOf: now - minute });
    deliver(line, [rowOf(1)], { asOf: now });
    expect(kept(line).map((row) => row.as_of)).toEqual([now, now - minute]);
  });

  test('that is complete removes what it does not name, and makes the rest as fresh without touching it', () => {
    const line = sourceLine();
    deliver(line, rowsTo(10), { asOf: now - minute });
    const result = deliver(line, rowsTo(9), { asOf: now, complete: true });
    expect(result).toMatchObject({ value: { removed: 1, turned: 1, open: 10, confirmed: 9 } });
    expect(kept(line)).toHaveLength(9);
    expect(kept(line)[0]?.as_of).toBe(now - minute);
    expect(line.desk.listSources()[0]).toMatchObject({ dossiers: 9, freshAt: now });
  });

  test('of another source takes a dossier over, but never one of a closed year', () => {
    const line = sourceLine();
    line.desk.setSource({
      schema: 1,
      version: 1,
      id: 'moi',
      name: { vi: 'Mới' },
      statuses: { 1: 'accepted' },
    });
    deliver(line, rowsTo(3));
    expect(deliver(line, [rowOf(1)], { source: 'moi' })).toMatchObject({ value: { changed: 1, turned: 0 } });
    expect(kept(line).map((row) => row.source)).toEqual(['moi', 'portal', 'portal']);
    line.ledger.adapter.raw.exec("update dossier set archive = '2019', grp = 'late' where source = 'portal'");
    const before = kept(line);
    expect(deliver(line, [rowOf(1), rowOf(2)])).toMatchObject({ refusal: { code: 'E_CONFLICT', path: '1' } });
    expect(kept(line)).toEqual(before);
  });

  test('keeps a look-up secret that a later one does not repeat', () => {
    const line = sourceLine();
    const secretHash = 'ab'.repeat(32);
    deliver(line, [rowOf(1, { secretHash })]);
    deliver(line, [rowOf(1, { timing: 'late' })]);
    expect(kept(line)[0]).toMatchObject({ secret_hash: secretHash, timing: 'late' });
  });

  test('of the future, of a source that is just delivering, or naming a dossier twice is refused', () => {
    const line = sourceLine();
    const ahead = { asOf: now + centreLimits.asOfAheadMs + 1 };
    expect(deliver(line, rowsTo(1), ahead)).toMatchObject({ refusal: { code: 'E_DATES' } });
    const head = { source: 'portal', asOf: now, complete: false, upToDate: false, dryRun: false };
    const first = line.desk.deliveries.begin('file', head);
    expect(line.desk.deliveries.begin('push', head)).toMatchObject({ refusal: { code: 'E_BUSY' } });
    if (first.ok) first.value.drop();
    expect(deliver(line, [rowOf(1), rowOf(1)])).toMatchObject({ refusal: { code: 'E_CONFLICT', path: '1' } });
    expect(kept(line)).toEqual([]);
  });

  test('that is only tried counts the same and changes nothing', () => {
    const line = sourceLine();
    deliver(line, rowsTo(4));
    const wish = [rowOf(1, { status: 'stopped' }), rowOf(9)];
    const tried = deliver(line, wish, { dryRun: true });
    expect(tried).toMatchObject({ value: { state: 'dry-run', added: 1, changed: 1, turned: 1, open: 4 } });
    expect(kept(line)).toHaveLength(4);
    expect(line.desk.deliveries.list()).toHaveLength(1);
  });
});

describe('a delivery that turns very many', () => {
  const share = centreLimits.openChangePercentMax;

  test(`passes at exactly ${share} % of the open dossiers, and waits at one more`, () => {
    const line = sourceLine();
    deliver(line, [...rowsTo(100), rowOf(101, { status: 'handed-over' })]);
    const turned = rowsTo(share, { status: 'handed-over' });
    expect(deliver(line, turned)).toMatchObject({ value: { state: 'applied', turned: share, open: 100 } });
    const open = 100 - share;
    const border = Math.floor((open * share) / 100);
    const next = rowsTo(100).slice(share, share + border + 1);
    const more = next.map((row) => ({ ...row, status: 'stopped' as const }));
    expect(deliver(line, more)).toMatchObject({ value: { state: 'waiting', turned: border + 1, open } });
  });

  test.each([
    ['closes', (n: number) => rowsTo(n, { status: 'handed-over' }), {}],
    ['turns the status of', (n: number) => rowsTo(n, { status: 'pay' }), {}],
    ['removes', (n: number) => rowsTo(10).slice(n), { complete: true }],
  ] as const)('waits when it %s them', (_what, rows, head) => {
    const line = sourceLine();
    deliver(line, rowsTo(10));
    const before = kept(line);
    expect(deliver(line, rows(3), head)).toMatchObject({ value: { state: 'waiting', turned: 3, open: 10 } });
    expect(kept(line)).toEqual(before);
    expect(line.desk.listSources()[0]?.waiting).toMatch(/^d-/);
  });

  test('is no first one: new dossiers turn nothing', () => {
    const line = sourceLine();
    expect(deliver(line, rowsTo(50))).toMatchObject({ value: { state: 'applied', added: 50, turned: 0 } });
    expect(deliver(line, rowsTo(300))).toMatchObject({ value: { state: 'applied', added: 250 } });
  });

  test('holds the next ones of its source back until an admin has decided', () => {
    const line = sourceLine();
    line.desk.setSource({
      schema: 1,
      version: 1,
      id: 'khac',
      name: { vi: 'Khác' },
      statuses: { 1: 'accepted' },
    });
    deliver(line, rowsTo(10));
    deliver(line, rowsTo(5, { status: 'ready' }));
    const id = line.desk.deliveries.waitingOf('portal') ?? '';
    expect(deliver(line, [rowOf(11)])).toMatchObject({
      refusal: { code: 'E_WAITING', expected: `a decision about ${id} first` },
    });
    expect(deliver(line, [rowOf(12)], { source: 'khac' })).toMatchObject({ value: { state: 'applied' } });
    expect(line.desk.deliveries.accept(id, by)).toMatchObject({
      value: { state: 'applied', decidedBy: by.by },
    });
    expect(kept(line).filter((row) => row.status === 'ready')).toHaveLength(5);
    expect(deliver(line, [rowOf(11)])).toMatchObject({ value: { state: 'applied' } });
    expect(line.desk.deliveries.accept(id, by)).toMatchObject({ refusal: { code: 'E_CONFLICT' } });
    expect(line.desk.deliveries.accept('d-none', by)).toMatchObject({ refusal: { code: 'E_NOT_FOUND' } });
    expect(line.desk.deliveries.accept(id, {})).toMatchObject({ refusal: { code: 'E_SCHEMA' } });
  });

  test('leaves nothing behind when it is rejected', () => {
    const line = sourceLine();
    deliver(line, rowsTo(10));
    const before = kept(line);
    line.clock.now += minute;
    deliver(line, rowsTo(10, { status: 'stopped' }));
    const id = line.desk.deliveries.waitingOf('portal') ?? '';
    expect(line.desk.deliveries.reject(id, by)).toMatchObject({ value: { state: 'rejected' } });
    expect(kept(line)).toEqual(before);
    expect(line.ledger.rows(line.ledger.query.selectFrom('dossier_delivery_row').selectAll())).toEqual([]);
    expect(line.desk.deliveries.list().map(({ state }) => state)).toEqual(['rejected', 'applied']);
  });

  test('waits through a restart; one that was still coming in does not', () => {
    const file = path.join(temporaryFolder(), 'ledger.db');
    const first = sourceLine(file);
    deliver(first, rowsTo(10));
    deliver(first, rowsTo(10).slice(5), { complete: true });
    const id = first.desk.deliveries.waitingOf('portal') ?? '';
    first.desk.setSource({
      schema: 1,
      version: 1,
      id: 'dang-den',
      name: { vi: 'Đang đến' },
      statuses: { 1: 'accepted' },
    });
    const head = { source: 'dang-den', asOf: now, complete: false, upToDate: false, dryRun: false };
    const torn = first.desk.deliveries.begin('file', head);
    if (torn.ok) torn.value.add([rowOf(77)]);
    first.ledger.close();
    const second = sourceLine(file);
    expect(second.desk.deliveries.waitingOf('portal')).toBe(id);
    expect(second.desk.deliveries.accept(id, by)).toMatchObject({ ok: true });
    expect(kept(second).map(({ code }) => code)).toEqual(
      rowsTo(10)
        .slice(5)
        .map(({ code }) => code),
    );
    expect(deliver(second, [rowOf(77)], { source: 'dang-den' })).toMatchObject({ value: { added: 1 } });
    const rows = second.ledger.rows(second.ledger.query.selectFrom('dossier_delivery_row').selectAll());
    expect(rows).toEqual([]);
  });
});
