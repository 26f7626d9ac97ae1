// A row from its place at the tap to its receipt, and every way in which it may move.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { EpochId } from '../../shared/contract/ids.ts';
import { type Database, readFact } from '../../shared/device/disk.ts';
import { buryRow, dropOldest } from '../../shared/device/dropped-rows.ts';
import { forkRows, restoreRows } from '../../shared/device/moved-rows.ts';
import { clearRows, requeueRows, sweepRows } from '../../shared/device/receipted-rows.ts';
import {
  appendRow,
  countDepth,
  dueRows,
  heldRanges,
  heldRows,
  laneMax,
  releaseRow,
  rowById,
  rowIdAt,
  unreceiptedRows,
} from '../../shared/device/rows.ts';
import type { Row } from '../../shared/rules/outbox.ts';
import { fakeChance } from '../fakes/chance.ts';
import { openFresh, transactionsOf } from '../fakes/disk.ts';
import { epochA, epochB, headOf, idOf, newRow, rowOf } from '../fakes/rows.ts';

async function storeWith(
  count: number,
  lane: 0 | 1 | 2 | 3 = 0,
): Promise<{ db: Database; epoch: EpochId; rows: Row[] }> {
  const { db } = await openFresh();
  const rows: Row[] = [];
  for (let i = 1; i <= count; i += 1) rows.push(await appendRow(db, newRow(lane * 1_000_000 + i, { lane })));
  return { db, epoch: rows[0]?.epoch ?? epochA, rows };
}
const seqs = async (db: Database, lane: 0 | 1 | 2 | 3 = 0): Promise<number[]> =>
  (await dueRows(db, lane, 0, 10_000)).map((row) => row.seq);
const stateOf = async (db: Database, name: string | number) => (await rowById(db, idOf(name)))?.state;

describe('places', () => {
  test('have no holes and name the row before, however many rows are written at once', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom(0, 1, 2, 3), { minLength: 1, maxLength: 25 }),
        async (lanes) => {
          const { db } = await openFresh();
          const rows = await Promise.all(
            lanes.map((lane, i) => appendRow(db, newRow(`n${i}`, { lane: lane as 0 | 1 | 2 | 3 }))),
          );
          for (const lane of [0, 1, 2, 3]) {
            const own = rows.filter((row) => row.lane === lane).sort((a, b) => a.seq - b.seq);
            expect(own.map((row) => row.seq)).toEqual(own.map((_, i) => i + 1));
            expect(own.map((row) => row.previd)).toEqual(own.map((_, i) => own[i - 1]?.id ?? null));
          }
          expect(new Set(rows.map((row) => row.ord)).size).toBe(rows.length);
          db.close();
        },
      ),
      { numRuns: 15 },
    );
  });
});

describe('a held row', () => {
  test('is not sent, and counts as waiting', async () => {
    const { db } = await openFresh();
    await appendRow(db, newRow('a', { state: 'held' }));
    expect(await seqs(db)).toEqual([]);
    expect(await countDepth(db)).toEqual([1, 0, 0, 0]);
  });
  test('once settled keeps its place and is sent with the head it was settled with', async () => {
    const { db } = await openFresh();
    const held = await appendRow(db, newRow('a', { state: 'held' }));
    const later = await appendRow(db, newRow('b'));
    const settled = await releaseRow(db, held.id, 'settled', () => headOf(held.id, { pad: 3 }));
    expect(settled).toMatchObject({ seq: 1, state: 'settled', head: headOf(held.id, { pad: 3 }) });
    expect(settled?.ord).toBeGreaterThan(later.ord);
    expect(await heldRows(db)).toEqual([]);
  });
  test.each(['settled', 'undone'] as const)(
    'once %s can be neither undone nor settled again',
    async (state) => {
      const { db } = await openFresh();
      const { id } = await appendRow(db, newRow('a', { state: 'held' }));
      await releaseRow(db, id, state, (row) => row.head);
      for (const other of ['settled', 'undone'] as const)
        expect(await releaseRow(db, id, other, () => 'other')).toBeUndefined();
      expect(await rowById(db, id)).toMatchObject({ state, head: headOf(id) });
    },
  );
  test('that is not there is not undone', async () => {
    const { db } = await openFresh();
    expect(await releaseRow(db, idOf('nobody'), 'undone', (row) => row.head)).toBeUndefined();
  });
  test('is undone or settled, never both, when both come at once', async () => {
    const { db } = await openFresh();
    const { id } = await appendRow(db, newRow('a', { state: 'held' }));
    const both = await Promise.all([
      releaseRow(db, id, 'undone', (row) => row.head),
      releaseRow(db, id, 'settled', (row) => row.head),
    ]);
    expect(both.filter((row) => row !== undefined)).toHaveLength(1);
  });
});

describe('a receipt on disk', () => {
  test('clears only the rows it names', async () => {
    const { db, epoch } = await storeWith(10);
    const { ids } = await clearRows(db, epoch, 0, [
      [1, 3],
      [6, 7],
    ]);
    expect(ids).toEqual([1, 2, 3, 6, 7].map(idOf));
    expect(await seqs(db)).toEqual([4, 5, 8, 9, 10]);
    expect(await stateOf(db, 3)).toBe('receipted');
  });
  test('leaves held rows, other lanes and other epochs alone', async () => {
    const { db, epoch } = await storeWith(2);
    await appendRow(db, newRow('h', { state: 'held' }));
    await appendRow(db, newRow('f', { lane: 1 }));
    await restoreRows(db, [rowOf({ epoch: epochB, id: idOf('old') })]);
    await clearRows(db, epoch, 0, [[1, 100]]);
    expect(await countDepth(db)).toEqual([2, 1, 0, 0]);
    expect(await stateOf(db, 'old')).toBe('settled');
  });
  test('clears a long backlog in one step', async () => {
    const { db, epoch } = await storeWith(1_100);
    expect((await clearRows(db, epoch, 0, [[1, 1_100]])).ids).toHaveLength(1_100);
    expect(await countDepth(db)).toEqual([0, 0, 0, 0]);
  });
  test('said twice changes nothing the second time', async () => {
    const { db, epoch } = await storeWith(3);
    await clearRows(db, epoch, 0, [[1, 3]]);
    expect((await clearRows(db, epoch, 0, [[1, 3]])).ids).toEqual([]);
  });
});

describe('rows for a restored centre', () => {
  test('go back into the queue as what they were, at their places', async () => {
    const { db, epoch } = await storeWith(3);
    const held = await appendRow(db, newRow('u', { state: 'held' }));
    await releaseRow(db, held.id, 'undone', () => headOf(held.id, { outcome: 'undone' }));
    await clearRows(db, epoch, 0, [[1, 4]]);
    expect((await requeueRows(db, epoch, 0, 1)).map((row) => row.seq)).toEqual([2, 3, 4]);
    expect(await seqs(db)).toEqual([2, 3, 4]);
    expect(await stateOf(db, 'u')).toBe('undone');
    expect(await stateOf(db, 1)).toBe('receipted');
  });
  test('cost no write when there are none, so that a long backlog does not hold up a tap', async () => {
    const { db, epoch } = await storeWith(5);
    const began = await transactionsOf(() => requeueRows(db, epoch, 0, 0));
    expect(began.filter((tx) => tx.mode === 'readwrite')).toEqual([]);
  });
});

describe('a fork', () => {
  test('gives every waiting row a place under a new epoch, in order, with the same id and bytes', async () => {
    const { db, epoch, rows } = await storeWith(4);
    await appendRow(db, newRow('h', { state: 'held' }));
    await appendRow(db, newRow('f', { lane: 1 }));
    await clearRows(db, epoch, 0, [[1, 2]]);
    const moved = await forkRows(db, fakeChance(9).bytes, []);
    const ratings = moved.filter((row) => row.lane === 0);
    expect(new Set(moved.map((row) => row.epoch)).size).toBe(1);
    expect(moved[0]?.epoch).not.toBe(epoch);
    expect(ratings.map((row) => row.seq)).toEqual(ratings.map((_, i) => i + 1));
    expect(ratings.map((row) => row.previd)).toEqual(ratings.map((_, i) => ratings[i - 1]?.id ?? null));
    for (const row of rows.slice(2)) expect(await rowById(db, row.id)).toMatchObject({ head: row.head });
    expect(await heldRows(db)).toMatchObject([{ id: idOf('h'), state: 'held' }]);
    expect(await appendRow(db, newRow('next'))).toMatchObject({
      epoch: moved[0]?.epoch,
      seq: ratings.length + 1,
    });
  });
  test('takes the receipted rows of a contradicted lane along: the other line may not hold them', async () => {
    const { db, epoch } = await storeWith(3);
    await clearRows(db, epoch, 0, [[1, 3]]);
    const moved = await forkRows(db, fakeChance(9).bytes, [{ epoch, lane: 0 }]);
    expect(moved.map((row) => [row.id, row.state])).toEqual([1, 2, 3].map((n) => [idOf(n), 'settled']));
    expect(await laneMax(db, epoch, 0)).toBe(0);
  });
  test('leaves no row behind in a lane it has opened, so that the old line never seems to end too early', async () => {
    const { db, epoch } = await storeWith(4);
    await clearRows(db, epoch, 0, [[1, 2]]);
    await forkRows(db, fakeChance(9).bytes, []);
    expect((await heldRanges(db)).filter((range) => range.epoch === epoch)).toEqual([]);
  });
  test('keeps each row once', async () => {
    const { db, epoch } = await storeWith(6);
    await clearRows(db, epoch, 0, [[1, 3]]);
    await forkRows(db, fakeChance(9).bytes, [
      { epoch, lane: 0 },
      { epoch, lane: 0 },
    ]);
    expect(await db.count('outbox')).toBe(6);
  });
  test('is one strict transaction', async () => {
    const { db, epoch } = await storeWith(4);
    const began = await transactionsOf(() => forkRows(db, fakeChance(9).bytes, [{ epoch, lane: 0 }]));
    expect(began).toEqual([{ stores: ['facts', 'outbox'], mode: 'readwrite', durability: 'strict' }]);
  });
});

describe('rows that only the mirror still has', () => {
  test('come back under their old epoch, place and id', async () => {
    const { db } = await openFresh();
    const old = [rowOf({ seq: 4, epoch: epochA }), rowOf({ seq: 5, epoch: epochA, state: 'undone' })];
    expect(await restoreRows(db, old)).toBe(2);
    expect(await dueRows(db, 0, 0, 9)).toMatchObject([
      { epoch: epochA, seq: 4, id: idOf(4), previd: idOf(3), head: old[0]?.head },
      { epoch: epochA, seq: 5, id: idOf(5), state: 'undone' },
    ]);
  });
  test('are not taken twice', async () => {
    const { db } = await openFresh();
    await restoreRows(db, [rowOf()]);
    expect(await restoreRows(db, [rowOf()])).toBe(0);
    expect(await countDepth(db)).toEqual([1, 0, 0, 0]);
  });
  test('get the next place when another row stands at theirs', async () => {
    const { db, epoch } = await storeWith(2);
    await restoreRows(db, [rowOf({ epoch, seq: 2, id: idOf('lost') })]);
    expect(await rowById(db, idOf('lost'))).toMatchObject({ epoch, seq: 3, previd: idOf(2) });
  });
  test('beyond the end of a line that was rolled back move that end, so that the next tap finds a free place', async () => {
    const { db, epoch } = await storeWith(2);
    await restoreRows(db, [rowOf({ epoch, seq: 3 }), rowOf({ epoch, seq: 5 })]);
    expect(await appendRow(db, newRow('tap'))).toMatchObject({ epoch, seq: 6, previd: idOf(5) });
    expect((await readFact(db, 'line'))?.tops[0]).toEqual({ seq: 6, id: idOf('tap') });
  });
  test('as settled or undone move on a row that fell back to held', async () => {
    const { db } = await openFresh();
    const held = await appendRow(db, newRow('a', { state: 'held' }));
    const undone: Row = { ...held, state: 'undone', head: headOf(held.id, { outcome: 'undone' }) };
    expect(await restoreRows(db, [undone])).toBe(1);
    expect(await heldRows(db)).toEqual([]);
    expect(await rowById(db, held.id)).toMatchObject({ state: 'undone', seq: held.seq, head: undone.head });
  });
});

describe('rows that leave without a receipt', () => {
  test('refused for good become a dead letter that still holds every byte', async () => {
    const { db, epoch, rows } = await storeWith(2);
    expect(await buryRow(db, [epoch, 0, 2], 'E_TOO_BIG', 77)).toMatchObject({ id: idOf(2) });
    expect(await db.getAll('dead')).toMatchObject([
      { id: idOf(2), code: 'E_TOO_BIG', at: 77, row: { head: rows[1]?.head, seq: 2 } },
    ]);
    expect(await seqs(db)).toEqual([1]);
    expect((await readFact(db, 'gone')) ?? []).toEqual([
      { epoch, lane: 0, ranges: [[2, 2]], reason: 'dead' },
    ]);
  });
  test('are not buried once the ledger has them', async () => {
    const { db, epoch } = await storeWith(1);
    await clearRows(db, epoch, 0, [[1, 1]]);
    expect(await buryRow(db, [epoch, 0, 1], 'E_SOURCE', 1)).toBeUndefined();
    expect(await db.count('dead')).toBe(0);
    expect(await stateOf(db, 1)).toBe('receipted');
  });
  test('dropped for room are the oldest, and declared with the same stroke', async () => {
    const { db, epoch } = await storeWith(6, 2);
    const dropped = await dropOldest(db, 2, 4);
    expect(dropped.map((row) => row.seq)).toEqual([1, 2]);
    expect(await seqs(db, 2)).toEqual([3, 4, 5, 6]);
    expect(await readFact(db, 'gone')).toEqual([{ epoch, lane: 2, ranges: [[1, 2]], reason: 'dropped' }]);
  });
  test('are none while there is room', async () => {
    const { db } = await storeWith(3, 2);
    expect(await dropOldest(db, 2, 3)).toEqual([]);
    expect(await readFact(db, 'gone')).toBeUndefined();
  });
});

describe('receipted rows', () => {
  test('beyond the number that is kept are swept, oldest receipt first', async () => {
    const { db, epoch } = await storeWith(6);
    await clearRows(db, epoch, 0, [[1, 5]]);
    expect(await sweepRows(db, 2)).toBe(3);
    expect(await rowIdAt(db, epoch, 0, 3)).toBeUndefined();
    expect(await heldRanges(db)).toEqual([{ epoch, lane: 0, min: 4, max: 6 }]);
  });
  test('are swept by count alone: waiting rows never are', async () => {
    const { db } = await storeWith(6);
    expect(await sweepRows(db, 0)).toBe(0);
  });
});

test('what is held is told for every epoch and lane, oldest and newest', async () => {
  const { db, epoch } = await storeWith(3);
  await appendRow(db, newRow('s', { lane: 2 }));
  await restoreRows(db, [
    rowOf({ epoch: epochB, lane: 0, seq: 40 }),
    rowOf({ epoch: epochB, lane: 0, seq: 42 }),
  ]);
  const ranges = await heldRanges(db);
  expect(ranges).toHaveLength(3);
  expect(ranges).toContainEqual({ epoch, lane: 0, min: 1, max: 3 });
  expect(ranges).toContainEqual({ epoch, lane: 2, min: 1, max: 1 });
  expect(ranges).toContainEqual({ epoch: epochB, lane: 0, min: 40, max: 42 });
  expect(await laneMax(db, epochB, 0)).toBe(42);
});

test('every waiting row is handed to the mirror once, held ones first', async () => {
  const { db } = await storeWith(700);
  await appendRow(db, newRow('h', { state: 'held' }));
  await appendRow(db, newRow('s', { lane: 2 }));
  const ids: string[] = [];
  for await (const row of unreceiptedRows(db)) ids.push(row.id);
  expect(ids).toHaveLength(702);
  expect(new Set(ids).size).toBe(702);
  expect(ids[0]).toBe(idOf('h'));
});
