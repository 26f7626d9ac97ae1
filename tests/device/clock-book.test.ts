// What a device knows of time, and what of it outlives a start.
import { describe, expect, test } from 'vitest';
import { ClockBook } from '../../shared/device/clock-book.ts';
import type { Database } from '../../shared/device/disk.ts';
import { FakeClock } from '../fakes/clock.ts';
import { failWrites, mendDisk, openFresh, transactionsOf } from '../fakes/disk.ts';
import { bootOf } from '../fakes/rows.ts';

const boot = (name: string) => ({ id: bootOf(name), instance: name });
const centreAhead = 5_000_000; // the centre's wall clock is that far ahead of the device's

/** An exchange with the centre now, over a way of `ms` there and back. */
async function learn(book: ClockBook, clock: FakeClock, ms = 20, ahead = centreAhead): Promise<void> {
  const t0 = clock.mono - ms;
  const centre = clock.wall + ahead - ms / 2;
  await book.learn({ t0, t1: centre, t2: centre, t3: clock.mono });
}
async function open(db: Database, clock: FakeClock, name: string): Promise<ClockBook> {
  const book = new ClockBook(db, clock, boot(name));
  await book.open();
  return book;
}
const stamp = (clock: FakeClock, name: string) => ({
  bootid: bootOf(name),
  monoms: clock.mono,
  wallms: clock.wall,
});

describe('time', () => {
  test('is unknown until the centre was heard, and then exact', async () => {
    const clock = new FakeClock();
    const book = await open((await openFresh()).db, clock, 'one');
    expect(book.now()).toEqual({ ms: clock.wall, quality: 'none' });
    await learn(book, clock);
    expect(book.now()).toEqual({ ms: clock.wall + centreAhead, quality: 'sync' });
    expect([book.wallOffset, book.isWrong]).toEqual([centreAhead, true]);
  });
  test('of an earlier start stays exact for the rows of that start', async () => {
    const { db } = await openFresh();
    const clock = new FakeClock();
    await learn(await open(db, clock, 'one'), clock);
    const before = stamp(clock, 'one');
    const expected = clock.wall + centreAhead;
    clock.mono = 10;
    clock.wall += 999_999_999; // the clock was set while the device was off
    const book = await open(db, clock, 'two');
    expect(book.correct(before)).toEqual({ at: expected, clock: 'sync' });
  });
  test('in a start that has not heard the centre is the wall clock with the last offset known', async () => {
    const { db } = await openFresh();
    const clock = new FakeClock();
    await learn(await open(db, clock, 'one'), clock);
    const book = await open(db, clock, 'two');
    expect(book.now()).toEqual({ ms: clock.wall + centreAhead, quality: 'held' });
    expect(book.wallOffset).toBeNull();
    expect(book.isWrong).toBe(false);
  });
  test('is taken from the exchange with the shortest way', async () => {
    const clock = new FakeClock();
    const book = await open((await openFresh()).db, clock, 'one');
    await learn(book, clock, 10);
    await book.learn({ t0: clock.mono - 4_000, t1: 7, t2: 7, t3: clock.mono });
    expect(book.wallOffset).toBe(centreAhead);
  });
});

describe('a wall clock that is set while the page runs', () => {
  test('is known with its new offset by the next start, not with the old one', async () => {
    const { db } = await openFresh();
    const clock = new FakeClock();
    const book = await open(db, clock, 'one');
    await learn(book, clock);
    clock.setWall(clock.wall + centreAhead); // somebody has put it right
    await learn(book, clock, 20, 0);
    const later = await open(db, clock, 'two');
    expect(later.now()).toEqual({ ms: clock.wall, quality: 'held' });
  });
  test('takes back the alarm about it', async () => {
    const clock = new FakeClock();
    const book = await open((await openFresh()).db, clock, 'one');
    await learn(book, clock);
    clock.setWall(clock.wall + centreAhead);
    await learn(book, clock, 20, 0);
    expect(book.isWrong).toBe(false);
  });
});

test('a page whose monotonic clock stood still while the device slept believes the new exchange, not the shortest old one', async () => {
  const clock = new FakeClock();
  const book = await open((await openFresh()).db, clock, 'one');
  await learn(book, clock, 2);
  clock.setWall(clock.wall + 8 * 3_600_000); // eight hours of which the monotonic clock knows nothing
  await learn(book, clock, 300);
  expect(book.now()).toEqual({ ms: clock.wall + centreAhead, quality: 'sync' });
});

test('nothing is written while nothing new is known', async () => {
  const { db } = await openFresh();
  const clock = new FakeClock();
  const book = await open(db, clock, 'one');
  await learn(book, clock);
  expect(await transactionsOf(() => learn(book, clock, 22))).toEqual([]);
});

test('what could not be written is still known while the page lives', async () => {
  const clock = new FakeClock();
  const book = await open((await openFresh()).db, clock, 'one');
  failWrites('unknown', 9);
  await expect(learn(book, clock)).rejects.toThrow();
  mendDisk();
  expect(book.now().quality).toBe('sync');
  await learn(book, clock);
});

test('only the newest two thousand starts are remembered', async () => {
  const { db } = await openFresh();
  const tx = db.transaction('boots', 'readwrite');
  for (let i = 0; i < 2_010; i += 1)
    void tx.store.put({ bootid: bootOf(i), offset: 1, wallOffset: 1, at: i });
  await tx.done;
  const book = await open(db, new FakeClock(), 'now');
  expect(await db.count('boots')).toBe(2_000);
  expect(book.correct({ bootid: bootOf(5), monoms: 1, wallms: 1 }).clock).toBe('none');
  expect(book.correct({ bootid: bootOf(2_009), monoms: 1, wallms: 1 }).clock).toBe('sync');
});
