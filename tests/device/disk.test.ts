// What the database promises: strict writes, a ballast for the day it is full, and nothing half written.
import { deleteDB, openDB } from 'idb';
import { afterEach, describe, expect, test } from 'vitest';
import { limits } from '../../shared/contract/limits.ts';
import {
  guard,
  layBallast,
  openDisk,
  readFact,
  StorageFailed,
  StorageFull,
  writeFact,
} from '../../shared/device/disk.ts';
import { buryRow } from '../../shared/device/dropped-rows.ts';
import { forkRows, restoreRows } from '../../shared/device/moved-rows.ts';
import { clearRows } from '../../shared/device/receipted-rows.ts';
import { appendRow, countDepth, dueRows, heldRows, releaseRow } from '../../shared/device/rows.ts';
import { fakeChance } from '../fakes/chance.ts';
import { failWrites, freshName, mendDisk, openFresh, transactionsOf } from '../fakes/disk.ts';
import { rest } from '../fakes/rest.ts';
import { epochA, epochB, idOf, newRow, rowOf } from '../fakes/rows.ts';

afterEach(mendDisk);

describe('a database', () => {
  test('that is new begins an epoch of its own with empty lanes', async () => {
    const { db, isNew, dataLoss } = await openFresh();
    expect([isNew, dataLoss]).toEqual([true, false]);
    expect(await readFact(db, 'line')).toMatchObject({
      ord: 0,
      tops: [0, 0, 0, 0].map(() => ({ seq: 0, id: null })),
    });
  });
  test('opened again is not new and goes on in the same epoch', async () => {
    const name = freshName();
    const first = await openFresh(name);
    const row = await appendRow(first.db, newRow('a'));
    first.db.close();
    const again = await openFresh(name, 99);
    expect(again.isNew).toBe(false);
    expect(await appendRow(again.db, newRow('b'))).toMatchObject({
      epoch: row.epoch,
      seq: 2,
      previd: row.id,
    });
  });
  test('of the first version keeps its rows, and the answers of then are fetched again', async () => {
    const name = freshName();
    const first = await openFresh(name);
    const row = await appendRow(first.db, newRow('a'));
    const line = await readFact(first.db, 'line');
    first.db.close();
    await deleteDB(name);
    // As version 1 made it.
    const old = await openDB(name, 1, {
      upgrade(db) {
        db.createObjectStore('facts').put(line, 'line');
        const outbox = db.createObjectStore('outbox', { keyPath: ['epoch', 'lane', 'seq'] });
        for (const index of ['due', 'held', 'kept']) outbox.createIndex(index, index);
        outbox.createIndex('id', 'id', { unique: true });
        outbox.put({ ...row, due: [0, row.ord] });
        db.createObjectStore('boots', { keyPath: 'bootid' });
        db.createObjectStore('answers', { keyPath: 'key' }).createIndex('at', 'at');
        db.createObjectStore('dead', { autoIncrement: true });
      },
    });
    old.close();
    const { db, isNew } = await openFresh(name);
    expect(isNew).toBe(false);
    expect(await dueRows(db, 0, 0, 9)).toMatchObject([{ id: row.id }]);
    expect([...db.objectStoreNames]).toEqual(['book', 'boots', 'dead', 'facts', 'outbox', 'texts']);
    expect(await appendRow(db, newRow('b'))).toMatchObject({ seq: 2, previd: row.id });
  });
  test('of a later version than this app knows is refused with one clear error', async () => {
    const name = freshName();
    await new Promise<void>((resolve) => {
      indexedDB.open(name, 99).onsuccess = (event) => {
        (event.target as IDBOpenDBRequest).result.close(); // the request whose success this is
        resolve();
      };
    });
    await expect(openDisk(name, fakeChance().bytes)).rejects.toThrow(StorageFailed);
  });
});

describe('every write that the promise rests on', () => {
  test('asks for strict durability', async () => {
    const { db } = await openFresh();
    const began = await transactionsOf(async () => {
      await appendRow(db, newRow('a'));
      const held = await appendRow(db, newRow('b', { state: 'held' }));
      await releaseRow(db, held.id, 'settled', (row) => row.head);
      await clearRows(db, held.epoch, 0, [[1, 1]]);
      await buryRow(db, [held.epoch, 0, 2], 'E_TOO_BIG', 1);
      await forkRows(db, fakeChance(5).bytes, [{ epoch: held.epoch, lane: 0 }]);
      await restoreRows(db, [rowOf({ epoch: epochB })]);
      await writeFact(db, 'sess', 1);
    });
    const writes = began.filter((tx) => tx.mode === 'readwrite');
    expect(writes.length).toBeGreaterThanOrEqual(8);
    expect(writes.filter((tx) => tx.durability !== 'strict')).toEqual([]);
  });
  test('puts the row and the end of its lane into one transaction', async () => {
    const { db } = await openFresh();
    const began = await transactionsOf(() => appendRow(db, newRow('a')));
    expect(began).toEqual([{ stores: ['facts', 'outbox'], mode: 'readwrite', durability: 'strict' }]);
  });
});

describe.each(['request', 'commit'] as const)('a disk that is full at the %s', (failure) => {
  test('gives back its ballast, and the write is tried once more', async () => {
    const { db } = await openFresh();
    await layBallast(db);
    failWrites(failure);
    expect(await appendRow(db, newRow('a'))).toMatchObject({ seq: 1 });
    expect(await readFact(db, 'ballast')).toBeUndefined();
    expect(await countDepth(db)).toEqual([1, 0, 0, 0]);
  });
  test('without ballast is full, and nothing was written', async () => {
    const { db } = await openFresh();
    await appendRow(db, newRow('a'));
    failWrites(failure, 99);
    await expect(appendRow(db, newRow('b'))).rejects.toThrow(StorageFull);
    mendDisk();
    expect(await countDepth(db)).toEqual([1, 0, 0, 0]);
    expect(await appendRow(db, newRow('c'))).toMatchObject({ seq: 2, previd: idOf('a') });
  });
  test('when the end of the lane is written takes the row back too', async () => {
    const { db } = await openFresh();
    failWrites(failure, 1, 1);
    expect(await appendRow(db, newRow('a'))).toMatchObject({ seq: 1 });
    expect((await dueRows(db, 0, 0, 9)).map((row) => row.seq)).toEqual([1]);
    expect((await readFact(db, 'line'))?.tops[0].seq).toBe(1);
  });
  test('in the middle of clearing, forking or restoring undoes the whole step and says so once', async () => {
    const { db } = await openFresh();
    const { epoch } = await appendRow(db, newRow('a'));
    for (const name of ['b', 'c', 'd']) await appendRow(db, newRow(name));
    const steps = [
      () => clearRows(db, epoch, 0, [[1, 4]]),
      () => forkRows(db, fakeChance(7).bytes, []),
      () =>
        restoreRows(db, [
          rowOf({ seq: 7, epoch: epochA }),
          rowOf({ seq: 8, epoch: epochA }),
          rowOf({ seq: 9, epoch: epochA }),
        ]),
    ];
    for (const step of steps) {
      failWrites(failure, 99, 1);
      const outcome = step();
      await expect(outcome).rejects.toThrow(StorageFull);
      mendDisk();
      expect((await dueRows(db, 0, 0, 9)).map((row) => [row.epoch, row.seq])).toEqual(
        [1, 2, 3, 4].map((seq) => [epoch, seq]),
      );
    }
    await rest(); // a rejection that nobody hears fails the run
  });
});

describe('a store that fails for another reason', () => {
  test('is not given a second try, keeps its ballast, and says StorageFailed', async () => {
    const { db } = await openFresh();
    await layBallast(db);
    failWrites('unknown');
    await expect(appendRow(db, newRow('a'))).rejects.toThrow(StorageFailed);
    expect(await readFact(db, 'ballast')).toBeDefined();
    expect(await countDepth(db)).toEqual([0, 0, 0, 0]);
  });
  test('that was closed says StorageFailed', async () => {
    const { db } = await openFresh();
    db.close();
    await expect(appendRow(db, newRow('a'))).rejects.toThrow(StorageFailed);
    await expect(writeFact(db, 'sess', 1)).rejects.toThrow(StorageFailed);
  });
  test('leaves a held row held when its head cannot be made', async () => {
    const { db } = await openFresh();
    const { id } = await appendRow(db, newRow('a', { state: 'held' }));
    const broken = releaseRow(db, id, 'settled', () => {
      throw new Error('a head that is no JSON');
    });
    await expect(broken).rejects.toThrow(StorageFailed);
    expect(await heldRows(db)).toHaveLength(1);
  });
});

describe('the ballast', () => {
  test('is eight megabytes, laid once', async () => {
    const { db } = await openFresh();
    await layBallast(db);
    expect((await readFact(db, 'ballast'))?.byteLength).toBe(limits.ballastBytes);
    expect(await transactionsOf(() => layBallast(db))).toEqual([
      { stores: ['facts'], mode: 'readonly', durability: 'default' },
    ]);
  });
  test('is done without where there is no room for it', async () => {
    const { db } = await openFresh();
    failWrites('request');
    await layBallast(db);
    expect(await readFact(db, 'ballast')).toBeUndefined();
  });
});

test('a guarded write that succeeds is done once', async () => {
  const { db } = await openFresh();
  let times = 0;
  await guard(db, async () => {
    times += 1;
  });
  expect(times).toBe(1);
});
