// The second copy: never behind what was sent, never in the way of a tap, and what comes back when the first copy is gone.

import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { deviceId } from '../../shared/contract/ids.ts';
import { limits } from '../../shared/contract/limits.ts';
import type { Database } from '../../shared/device/disk.ts';
import { type Belongings, MirrorKeeper, openMirror } from '../../shared/device/mirror.ts';
import { clearRows } from '../../shared/device/receipted-rows.ts';
import { appendRow, countDepth, dueRows, heldRows, releaseRow, rowById } from '../../shared/device/rows.ts';
import { foldMirror, writeLine } from '../../shared/rules/mirror.ts';
import { openFresh } from '../fakes/disk.ts';
import { FakeMirror } from '../fakes/mirror.ts';
import { rest } from '../fakes/rest.ts';
import { epochB, idOf, newRow, rowOf } from '../fakes/rows.ts';
import { sampleConfig } from '../tablet/fakes.ts';

const belongings: Belongings = {
  identity: {
    device: v.parse(deviceId, 'tablet-mau-5'),
    secret: 's'.repeat(43),
    mqttPath: '/mqtt',
    keys: { command: [] },
  },
  config: sampleConfig(),
};

interface Kept {
  readonly file: FakeMirror;
  readonly keeper: MirrorKeeper;
  readonly news: string[];
  readonly db: Database;
}
async function keep(file = new FakeMirror(), store?: Database): Promise<Kept> {
  const db = store ?? (await openFresh()).db;
  const news: string[] = [];
  const keeper = new MirrorKeeper(file, db, {
    onFlushed: () => news.push('flushed'),
    onBroken: () => news.push('broken'),
    onHealed: () => news.push('healed'),
    onRestored: (rows) => news.push(`restored ${rows}`),
  });
  return { file, keeper, news, db };
}
async function started(file = new FakeMirror(), store?: Database): Promise<Kept> {
  const kept = await keep(file, store);
  await kept.keeper.reconcile(belongings);
  return kept;
}
const rowsIn = (file: FakeMirror) => foldMirror(file.lines, () => undefined).rows;

describe('a row that was just written', () => {
  test('may not be sent before its line is flushed, and may be at once after it', async () => {
    const { db, file, keeper, news } = await started();
    file.hold();
    const row = await appendRow(db, newRow('a'));
    keeper.noteRow(row);
    await rest();
    expect([keeper.isFlushed(row.ord), keeper.unflushedCount, rowsIn(file).size]).toEqual([false, 1, 0]);
    file.release();
    await rest();
    expect([keeper.isFlushed(row.ord), keeper.unflushedCount]).toEqual([true, 0]);
    expect(rowsIn(file).get(row.id)).toEqual(row);
    expect(news).toEqual(['flushed']);
  });
  test('noted before the mirror is open waits for it, and is no failure', async () => {
    const { db, file, keeper, news } = await keep();
    const row = await appendRow(db, newRow('a'));
    keeper.noteRow(row);
    await rest();
    expect(keeper.isFlushed(row.ord)).toBe(false);
    await keeper.reconcile(belongings);
    await rest();
    expect([keeper.isFlushed(row.ord), keeper.isBroken, news]).toEqual([true, false, ['flushed']]);
    expect(rowsIn(file).size).toBe(1);
  });
  test('has its lines in the order in which it changed', async () => {
    const { db, file, keeper } = await started();
    const held = await appendRow(db, newRow('a', { state: 'held' }));
    keeper.noteRow(held);
    const undone = await releaseRow(db, held.id, 'undone', (row) => row.head);
    if (undone !== undefined) keeper.noteRow(undone);
    keeper.noteCleared(held.epoch, 0, [idOf('other')]);
    await rest();
    expect(
      file
        .parsed()
        .slice(1)
        .map((line) => (line.k === 'row' ? (line.row as { state: string }).state : line.k)),
    ).toEqual(['held', 'undone', 'cleared']);
  });
});

describe('a mirror that cannot be written', () => {
  test('is told once, and rows are sent all the same: waiting would only leave them in one place longer', async () => {
    const { db, file, keeper, news } = await started();
    file.isFailing = true;
    for (const name of ['a', 'b']) keeper.noteRow(await appendRow(db, newRow(name)));
    await rest();
    expect(news.filter((one) => one === 'broken')).toHaveLength(1);
    expect(keeper.isBroken && keeper.isFlushed(1) && keeper.isFlushed(2)).toBe(true);
    expect(news).toContain('flushed');
  });
  test('is written anew with every waiting row as soon as it can be, and that is told', async () => {
    const { db, file, keeper, news } = await started();
    file.isFailing = true;
    const a = await appendRow(db, newRow('a'));
    keeper.noteRow(a);
    keeper.noteRow(await appendRow(db, newRow('b', { state: 'held' })));
    await rest();
    await keeper.heal(2);
    expect(keeper.isBroken).toBe(true);
    file.isFailing = false;
    await keeper.heal(2);
    expect([keeper.isBroken, news.at(-1), file.rewrites]).toEqual([false, 'healed', 1]);
    expect([...rowsIn(file).keys()].sort()).toEqual([idOf('a'), idOf('b')].sort());
    keeper.noteRow(await appendRow(db, newRow('c')));
    await rest();
    expect(rowsIn(file).size).toBe(3);
  });
  test('that could not be opened at the start gives back its rows when it can, before it is written anew', async () => {
    const file = new FakeMirror();
    file.lines = [writeLine({ k: 'row', row: rowOf({ epoch: epochB, seq: 7 }) })];
    file.isLocked = true;
    const { db, keeper, news } = await started(file);
    expect([keeper.isBroken, await countDepth(db)]).toEqual([true, [0, 0, 0, 0]]);
    file.isLocked = false;
    await keeper.heal(0);
    expect(await dueRows(db, 0, 0, 9)).toMatchObject([{ epoch: epochB, seq: 7 }]);
    expect(news).toEqual(['broken', 'restored 1', 'healed']);
    expect(rowsIn(file).size).toBe(1);
  });
});

describe('a mirror that does not answer', () => {
  test('for a whole minute counts as broken, so that rows do not wait for it for ever', async () => {
    const { db, file, keeper, news } = await started();
    file.hold();
    const row = await appendRow(db, newRow('a'));
    keeper.noteRow(row);
    await rest();
    void keeper.heal(1);
    expect([keeper.isBroken, keeper.isFlushed(row.ord)]).toEqual([false, false]);
    void keeper.heal(1); // a minute later
    expect([keeper.isBroken, keeper.isFlushed(row.ord), news]).toEqual([true, true, ['broken', 'flushed']]);
  });
  test('but goes on flushing other rows is only slow', async () => {
    const { db, file, keeper } = await started();
    for (const name of ['a', 'b', 'c']) {
      file.hold();
      keeper.noteRow(await appendRow(db, newRow(name)));
      await rest();
      void keeper.heal(1);
      file.release();
      await rest();
    }
    expect(keeper.isBroken).toBe(false);
  });
  test('and then does is written anew', async () => {
    const { db, file, keeper, news } = await started();
    file.hold();
    keeper.noteRow(await appendRow(db, newRow('a')));
    await rest();
    void keeper.heal(1);
    void keeper.heal(1);
    file.release();
    await rest();
    await keeper.heal(1);
    await rest();
    expect([keeper.isBroken, news.at(-1), rowsIn(file).size]).toEqual([false, 'healed', 1]);
  });
});

describe('a mirror that has grown long', () => {
  test('is written anew without what the ledger has', async () => {
    const { db, file, keeper } = await keep();
    file.lines = Array(limits.mirrorLinesMax + 1).fill('{}');
    await keeper.reconcile(belongings);
    keeper.noteRow(await appendRow(db, newRow('a')));
    await keeper.heal(1);
    expect(file.lines).toHaveLength(2);
    expect(rowsIn(file).size).toBe(1);
  });
  test('is left alone while most of it still waits', async () => {
    const { file, keeper } = await keep();
    file.lines = Array(limits.mirrorLinesMax + 1).fill('{}');
    await keeper.reconcile(belongings);
    await keeper.heal(limits.mirrorLinesMax);
    expect(file.rewrites).toBe(0);
  });
});

describe('after a start', () => {
  test('a wiped database gets its rows back under their old places, and the torn line is passed over', async () => {
    const first = await started();
    for (const name of ['a', 'b', 'c']) first.keeper.noteRow(await appendRow(first.db, newRow(name)));
    await rest();
    first.file.tear();
    const { db, keeper } = await keep(first.file);
    const before = await dueRows(first.db, 0, 0, 9);
    expect(await keeper.reconcile(belongings)).toEqual({ rows: 2, damagedLines: 1 });
    const back = await dueRows(db, 0, 0, 9);
    expect(back.map(({ ord: _, ...row }) => row)).toEqual(
      before.slice(0, 2).map(({ ord: _, ...row }) => row),
    );
    expect(back.every((row) => keeper.isFlushed(row.ord))).toBe(true);
  });
  test('rows that only the database has are appended, receipted ones are not', async () => {
    const { db } = await openFresh();
    const a = await appendRow(db, newRow('a'));
    await appendRow(db, newRow('b'));
    await clearRows(db, a.epoch, 0, [[1, 1]]);
    const { file } = await started(new FakeMirror(), db);
    expect([...rowsIn(file).keys()]).toEqual([idOf('b')]);
  });
  test('a receipted row is not brought back by a mirror that had not heard of its receipt', async () => {
    const { db } = await openFresh();
    const a = await appendRow(db, newRow('a'));
    await clearRows(db, a.epoch, 0, [[1, 1]]);
    const file = new FakeMirror();
    file.lines = [writeLine({ k: 'row', row: a })];
    const { keeper } = await keep(file, db);
    expect(await keeper.reconcile(belongings)).toMatchObject({ rows: 0 });
    expect((await rowById(db, a.id))?.state).toBe('receipted');
  });
  test('a row that fell back to held in the database is undone as the citizen saw it', async () => {
    const { db } = await openFresh();
    const held = await appendRow(db, newRow('a', { state: 'held' }));
    const file = new FakeMirror();
    file.lines = [writeLine({ k: 'row', row: { ...held, state: 'undone' } })];
    await started(file, db);
    expect(await heldRows(db)).toEqual([]);
    expect((await rowById(db, held.id))?.state).toBe('undone');
  });
  test('rows are told as restored even when the mirror then takes no more lines', async () => {
    const { db } = await openFresh();
    await appendRow(db, newRow('only here'));
    const file = new FakeMirror();
    file.lines = [writeLine({ k: 'row', row: rowOf({ epoch: epochB }) })];
    file.isFailing = true;
    const { keeper } = await keep(file, db);
    expect(await keeper.reconcile(belongings)).toMatchObject({ rows: 1 });
    expect(keeper.isBroken).toBe(true);
  });
  test('twice in a row nothing is written the second time', async () => {
    const { db, file } = await started();
    await appendRow(db, newRow('a'));
    await started(file, db);
    const lines = [...file.lines];
    await started(file, db);
    expect(file.lines).toEqual(lines);
  });
});

describe('belongings', () => {
  test('stand in the mirror from the first start, and the newest count', async () => {
    const { file, keeper } = await started();
    const config = sampleConfig({ version: 9 });
    keeper.noteBelongings({ ...belongings, config });
    await rest();
    expect((await openMirror(file))?.belongings).toEqual({ ...belongings, config });
  });
  test('survive a rewrite', async () => {
    const { file, keeper } = await keep();
    file.lines = Array(limits.mirrorLinesMax + 1).fill('{}');
    await keeper.reconcile(belongings);
    await keeper.heal(0);
    expect((await openMirror(file))?.belongings).toEqual(belongings);
  });
  test('that are damaged are none, and no reason to fail', async () => {
    const file = new FakeMirror();
    file.lines = [
      '{"k":"identity","identity":{"identity":{"device":"tablet-mau-5"}}}',
      '{"k":"identity","ident',
    ];
    expect(await openMirror(file)).toMatchObject({ belongings: undefined });
  });
  test('of a mirror that cannot be opened are unknown', async () => {
    const file = new FakeMirror();
    file.isLocked = true;
    expect(await openMirror(file)).toBeUndefined();
  });
});

test('a mirror that is closed in the middle of a write tells nobody', async () => {
  const { db, file, keeper, news } = await started();
  file.hold();
  keeper.noteRow(await appendRow(db, newRow('a')));
  await rest();
  keeper.close();
  file.isFailing = true;
  file.release();
  await rest();
  expect(news).toEqual([]);
});
