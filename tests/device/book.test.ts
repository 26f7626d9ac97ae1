// The copy of the dossiers: filled page by page, aged, hidden and wiped, and the store alone does not say whose a row is.
import { afterEach, describe, expect, test } from 'vitest';
import type { DossierAnswer } from '../../shared/contract/dossier.ts';
import { kioskLimits } from '../../shared/contract/kiosk-limits.ts';
import { limits } from '../../shared/contract/limits.ts';
import { takePage } from '../../shared/device/book-page.ts';
import { readFact, writeFact } from '../../shared/device/disk.ts';
import { sampleAnswer } from '../fakes/answer.ts';
import { bookCode, openBook, pageOf } from '../fakes/book.ts';
import { failWrites, mendDisk, transactionsOf } from '../fakes/disk.ts';

afterEach(mendDisk);

const hour = 3_600_000;
const day = 24 * hour;
const code = bookCode(1);
const at = Date.UTC(2026, 10, 20, 1);
const answer = (more: Partial<DossierAnswer> = {}): DossierAnswer => ({ ...sampleAnswer, asOf: at, ...more });

describe('an answer of the centre', () => {
  test('is handed out, amber after thirty minutes, hidden after seventy-two hours', async () => {
    const { book, clock, pass } = await openBook();
    clock.wall = at;
    await book.keep(code, answer());
    expect(await book.find(code)).toEqual({ answer: answer(), isAmber: false });
    expect(await book.has(code)).toBe(true);
    pass(limits.cacheAmberMs);
    expect((await book.find(code))?.isAmber).toBe(true);
    pass(72 * hour - limits.cacheAmberMs - 1);
    expect(await book.find(code)).toBeDefined();
    pass(1);
    expect(await book.find(code)).toBeUndefined();
    expect(await book.has(code)).toBe(false);
  });
  test('is wiped after seven days, and the oldest beyond the room', async () => {
    const { book, db, pass } = await openBook();
    await book.keep(code, answer());
    pass(7 * day - 1);
    await book.keep(bookCode(2), answer());
    await book.sweep();
    expect(await db.count('book')).toBe(2);
    pass(1);
    await book.sweep();
    expect(await db.count('book')).toBe(1);
    const tx = db.transaction('book', 'readwrite');
    const row = await tx.store.get(await tx.store.getAllKeys().then(([key]) => key ?? ''));
    for (let i = 0; i < limits.cacheRowsMax; i += 1)
      void tx.store.put({ ...row, g: 0, a: row?.a ?? ([] as never), asked: 8 * day + i }, `k${i}`);
    await tx.done;
    await book.sweep();
    expect(await db.count('book')).toBe(limits.cacheRowsMax);
    expect(await book.has(bookCode(2))).toBe(false);
  });
  test('holds nothing of the private tier, and the store nothing of the code', async () => {
    const { book, db } = await openBook();
    const secret = { title: { vi: 'Private title' }, maskedName: 'N*** V** M', timeline: [] };
    await book.keep(code, answer({ private: secret }));
    await takePage(book, pageOf({ fresh: true, rows: [[2], [3]] }), '');
    const stored: unknown[] = [];
    for (const store of ['book', 'texts', 'facts'] as const) {
      const [keys, rows] = await Promise.all([db.getAllKeys(store), db.getAll(store)]);
      const text = (key: IDBValidKey) =>
        key instanceof ArrayBuffer ? Buffer.from(key).toString('latin1') : key;
      stored.push(keys.map(text), rows);
    }
    const all = JSON.stringify(stored);
    // Words that chance does not write: a random byte of a key may well stand in JSON as \u0001.
    for (const word of ['Private title', 'N***', 'H56', '261120-0001']) expect(all).not.toContain(word);
    expect(await db.count('book')).toBe(3);
  });
  test('is found again after a restart, by a key that cannot leave the browser', async () => {
    const first = await openBook();
    await first.book.keep(code, answer());
    const again = await first.restart();
    expect(await again.book.find(code)).toBeDefined();
    expect((await readFact(again.db, 'answersKey'))?.extractable).toBe(false);
  });
  test('is kept when the store has refused its key before', async () => {
    const { book } = await openBook();
    failWrites('unknown', 9);
    await expect(book.keep(code, answer())).rejects.toThrow();
    mendDisk();
    await book.keep(code, answer());
    expect(await book.find(code)).toBeDefined();
  });
  test('with all that it may hold comes back as it was', async () => {
    const { book } = await openBook();
    const whole = answer({
      status: 'pay',
      timing: 'late',
      newDue: at + 5,
      lateReason: 'overload',
      answers: { vi: 'Phòng mẫu', en: 'Sample office' },
      desk: { vi: 'Quầy 1' },
      byPost: false,
      pay: { what: { vi: 'Lệ phí' }, where: { vi: 'Quầy 2' } },
      papers: [{ vi: 'Giấy mẫu' }, { vi: 'Quầy 1' }],
    });
    await book.keep(code, whole);
    expect((await book.find(code))?.answer).toEqual(whole);
  });
});

describe('a synced row', () => {
  test('is known with its first page, and what the feed lacks is said to be absent only when it is whole', async () => {
    const { book } = await openBook();
    expect(await book.absence(code)).toBeUndefined();
    await takePage(book, pageOf({ fresh: true, more: true, rows: [[1, answer()]] }), '');
    expect((await book.find(code))?.answer).toEqual(answer());
    expect(await book.absence(bookCode(2))).toBeUndefined();
    await takePage(book, pageOf({ cursor: 'b', at: at + 9, rows: [[3]] }), 'a');
    expect(await book.absence(bookCode(2))).toEqual({ kind: 'absent', asOf: at + 9 });
  });
  test('is as fresh as its source at the last whole sync, and no fresher', async () => {
    const { book, pass } = await openBook();
    const asOf = at - 5 * hour;
    const rows = [
      [1, answer({ asOf }), 0],
      [2, answer({ asOf }), null],
    ] as const;
    await takePage(book, pageOf({ fresh: true, rows, sources: [['a', at - 2 * hour]] }), '');
    expect((await book.find(code))?.answer.asOf).toBe(at - 2 * hour);
    expect((await book.find(bookCode(2)))?.answer.asOf).toBe(asOf);
    pass(60_000);
    // The next sync is not whole yet: what it will say of this row is still to come.
    await takePage(book, pageOf({ cursor: 'b', more: true, at: at + 60_000, sources: [['a', at]] }), 'a');
    expect((await book.find(code))?.answer.asOf).toBe(at - 2 * hour);
    await takePage(book, pageOf({ cursor: 'c', at: at + 60_000, sources: [['a', at]] }), 'b');
    expect(await book.find(code)).toMatchObject({ answer: { asOf: at }, isAmber: false });
  });
  test('stays for as long as the centre vouches for it, and for seventy-two hours after', async () => {
    const { book, db, pass } = await openBook();
    await takePage(book, pageOf({ fresh: true, rows: [[1, answer()]] }), '');
    for (let n = 0; n < 10; n += 1) {
      pass(day);
      await takePage(book, pageOf({ at: at + (n + 1) * day }), 'a');
      await book.sweep();
    }
    expect(await book.find(code)).toMatchObject({ isAmber: true });
    pass(72 * hour);
    expect(await book.find(code)).toBeUndefined();
    expect(await book.absence(bookCode(2))).toBeUndefined();
    expect(await db.count('book')).toBe(1);
    pass(4 * day);
    await book.sweep();
    expect([await db.count('book'), await db.count('texts'), await book.state()]).toEqual([0, 0, undefined]);
  });
  test('goes when the feed says so, and a changed one is replaced', async () => {
    const { book, db } = await openBook();
    await takePage(book, pageOf({ fresh: true, rows: [[1], [2, answer()]] }), '');
    await takePage(
      book,
      pageOf({ cursor: 'b', gone: [code], rows: [[2, answer({ status: 'ready' })]] }),
      'a',
    );
    expect(await book.find(code)).toBeUndefined();
    expect((await book.find(bookCode(2)))?.answer.status).toBe('ready');
    expect(await db.count('book')).toBe(1);
  });
  test('that was also asked for outlives the sweep of asked answers', async () => {
    const { book, pass } = await openBook();
    await takePage(book, pageOf({ fresh: true, rows: [[1, answer()]] }), '');
    await book.keep(code, answer({ status: 'ready' }));
    for (let n = 0; n < 8; n += 1) {
      pass(day);
      await takePage(book, pageOf({ at: at + (n + 1) * day }), 'a');
      await book.sweep();
    }
    expect((await book.find(code))?.answer.status).toBe('ready');
  });
  test('of a word that only a newer centre knows sends people to the desk', async () => {
    const { book } = await openBook();
    const page = pageOf({ fresh: true, rows: [[1, answer()], [2]] });
    const [known = [], other = []] = page.rows as unknown[][]; // as pageOf writes them
    known[1] = 77;
    other[3] = 9; // a unit that is not in the page
    const taken = await takePage(book, { ...page, rows: [known, other, ['no row'], 5] }, '');
    expect(taken).toEqual({ kind: 'taken', unread: 2 });
    expect((await book.find(code))?.answer.status).toBe('unknown');
    expect(await book.find(bookCode(2))).toBeUndefined();
  });
});

describe('a new beginning', () => {
  test('leaves the old rows in use until it is whole, and then sweeps out what it did not name', async () => {
    const { book, db } = await openBook();
    await takePage(book, pageOf({ fresh: true, rows: [[1], [2], [3]] }), '');
    await takePage(
      book,
      pageOf({ fresh: true, more: true, cursor: 'n', rows: [[2, answer({ status: 'ready' })]] }),
      'a',
    );
    expect(await book.has(bookCode(1))).toBe(true);
    expect((await book.find(bookCode(2)))?.answer.status).toBe('ready');
    await takePage(book, pageOf({ cursor: 'o', rows: [[4]] }), 'n');
    const known = await Promise.all([1, 2, 3, 4].map((n) => book.has(bookCode(n))));
    expect(known).toEqual([false, true, false, true]);
    expect(await db.count('book')).toBe(4);
    await book.sweep();
    expect(await db.count('book')).toBe(2);
    expect((await book.state())?.isSwept).toBe(true);
  });
  test('sweeps a large store some rows at a time, and goes on after a power cut', async () => {
    const first = await openBook();
    const count = kioskLimits.bookSweepRows * 2 + 7;
    const rows = Array.from({ length: count }, (_, n) => [n] as const);
    await takePage(first.book, pageOf({ fresh: true, rows }), '');
    await takePage(first.book, pageOf({ fresh: true, cursor: 'n', rows: [[5]] }), 'a');
    const { book, db } = await first.restart();
    await book.sweep();
    expect(await db.count('book')).toBe(1);
    expect(await book.has(bookCode(5))).toBe(true);
  });
  test('names the units that it covers, which count once it is whole', async () => {
    const { book } = await openBook();
    await takePage(book, pageOf({ fresh: true, covers: ['H56.14'] }), '');
    expect(await book.absence(code)).toMatchObject({ kind: 'absent' });
    expect(await book.absence('H56.1-261120-0001')).toEqual({ kind: 'elsewhere' });
    await takePage(book, pageOf({ fresh: true, more: true, cursor: 'n', covers: null }), 'a');
    expect(await book.absence('H56.1-261120-0001')).toEqual({ kind: 'elsewhere' });
    await takePage(book, pageOf({ cursor: 'o' }), 'n');
    expect(await book.absence('H56.1-261120-0001')).toMatchObject({ kind: 'absent' });
  });
});

describe('a page', () => {
  test('stands whole with its cursor or not at all', async () => {
    const { book, db } = await openBook();
    await takePage(book, pageOf({ fresh: true, rows: [[1]] }), '');
    const rows = Array.from({ length: 130 }, (_, n) => [n + 10, { unit: { vi: `Phòng ${n}` } }] as const);
    for (const failure of ['request', 'commit', 'unknown'] as const) {
      failWrites(failure, 1, 77);
      await expect(takePage(book, pageOf({ cursor: 'b', rows }), 'a')).rejects.toThrow();
      mendDisk();
      expect(await db.count('book')).toBe(1);
      expect((await book.state())?.cursor).toBe('a');
    }
    expect(await takePage(book, pageOf({ cursor: 'b', rows }), 'a')).toEqual({ kind: 'taken', unread: 0 });
    expect((await book.find(bookCode(33)))?.answer.unit).toEqual({ vi: 'Phòng 23' });
    const taken = await transactionsOf(() => takePage(book, pageOf({ cursor: 'c', rows }), 'b'));
    expect(taken.filter(({ mode }) => mode === 'readwrite')).toEqual([
      { stores: ['book', 'texts', 'facts'], mode: 'readwrite', durability: 'relaxed' },
    ]);
  });
  test('that was asked for before the copy moved on changes nothing', async () => {
    const { book } = await openBook();
    expect(await takePage(book, pageOf({ rows: [[1]] }), '')).toMatchObject({ kind: 'stale' });
    await takePage(book, pageOf({ fresh: true }), '');
    expect(await takePage(book, pageOf({ rows: [[1]], cursor: 'x' }), 'w')).toMatchObject({ kind: 'stale' });
    expect(await book.has(code)).toBe(false);
  });
  test('taken twice is the same as once', async () => {
    const { book, db } = await openBook();
    const page = pageOf({ fresh: true, rows: [[1], [2]] });
    await takePage(book, page, '');
    await takePage(book, { ...page, fresh: false }, 'a');
    expect(await db.count('book')).toBe(2);
    expect(await db.count('texts')).toBe(1);
  });
  test('keeps each name once, and beyond the room in its row', async () => {
    const { book, db } = await openBook();
    const rows = Array.from({ length: 30 }, (_, n) => [n, { unit: { vi: `Phòng ${n % 3}` } }] as const);
    await takePage(book, pageOf({ fresh: true, rows }), '');
    expect(await db.count('texts')).toBe(3);
    const tx = db.transaction('texts', 'readwrite');
    for (let n = 3; n < kioskLimits.bookTextsMax; n += 1) void tx.store.put({ vi: `Tên ${n}` }, n + 1);
    await tx.done;
    book.texts.forget();
    await takePage(book, pageOf({ cursor: 'b', rows: [[99, { unit: { vi: 'Phòng mới' } }]] }), 'a');
    expect(await db.count('texts')).toBe(kioskLimits.bookTextsMax);
    expect((await book.find(bookCode(99)))?.answer.unit).toEqual({ vi: 'Phòng mới' });
  });
});

describe('a wrong clock', () => {
  test('set back while the device runs does not lengthen the life of an answer', async () => {
    const { book, clock, pass } = await openBook();
    await takePage(book, pageOf({ fresh: true, rows: [[1, answer()]] }), '');
    clock.wall = 0;
    pass(72 * hour - 1);
    expect(await book.has(code)).toBe(true);
    pass(1);
    expect(await book.has(code)).toBe(false);
  });
  test('set back while it was off hides everything until the centre is heard, and does not stop the wiping', async () => {
    const first = await openBook();
    await takePage(first.book, pageOf({ fresh: true, rows: [[1, answer()]] }), '');
    const { book, db, pass } = await first.restart(5 * day, -20 * 365 * day);
    expect([await book.find(code), await book.has(code), await book.absence(bookCode(2))]).toEqual([
      undefined,
      false,
      undefined,
    ]);
    await takePage(book, pageOf({ at: at + 5 * day }), 'a');
    expect(await book.has(code)).toBe(true);
    pass(7 * day);
    await book.sweep();
    expect(await db.count('book')).toBe(0);
  });
  test('years ahead wipes at once, and the next copy lives by the time that passes', async () => {
    const first = await openBook();
    await takePage(first.book, pageOf({ fresh: true, rows: [[1, answer()]] }), '');
    const ahead = await first.restart(0, 10 * 365 * day);
    expect(await ahead.book.has(code)).toBe(false);
    await ahead.book.sweep();
    expect(await ahead.db.count('book')).toBe(0);
    await takePage(ahead.book, pageOf({ fresh: true, rows: [[1, answer()]] }), '');
    expect(await ahead.book.has(code)).toBe(true);
    ahead.clock.wall -= 10 * 365 * day;
    await takePage(ahead.book, pageOf({ at: at + 1 }), 'a');
    const { book } = await ahead.restart(hour);
    expect(await book.has(code)).toBe(true);
  });
  test('counts the time that the device was off', async () => {
    const first = await openBook();
    await takePage(first.book, pageOf({ fresh: true, rows: [[1, answer()]] }), '');
    await first.book.sweep();
    const { book } = await first.restart(72 * hour);
    expect(await book.has(code)).toBe(false);
  });
});

describe('the copy is forgotten', () => {
  test('when the device is moved to another site', async () => {
    const { book, db, site } = await openBook();
    await takePage(book, pageOf({ fresh: true, rows: [[1]] }), '');
    site.id = 'go-dau';
    expect([await book.has(code), await book.state()]).toEqual([false, undefined]);
    await book.settle();
    expect(await db.count('book')).toBe(0);
    await takePage(book, pageOf({ fresh: true, rows: [[1]] }), '');
    expect(await book.has(code)).toBe(true);
    await book.settle();
    expect(await book.has(code)).toBe(true);
  });
  test('before an event, when the disk is full, and names are kept anew after it', async () => {
    const { book, db } = await openBook();
    await takePage(book, pageOf({ fresh: true, rows: [[1]] }), '');
    failWrites('request', 1);
    await writeFact(db, 'sess', 5);
    expect([await db.count('book'), await db.count('texts'), await readFact(db, 'sess')]).toEqual([0, 0, 5]);
    expect(await book.state()).toBeUndefined();
    await takePage(book, pageOf({ fresh: true, rows: [[1, answer()]] }), '');
    expect((await book.find(code))?.answer).toEqual(answer());
  });
});

test('what the heartbeat tells: rows, and how long ago the copy was whole', async () => {
  const { book, pass } = await openBook();
  expect(await book.figures()).toEqual({ rows: 0, syncedMs: null });
  await takePage(book, pageOf({ fresh: true, more: true, rows: [[1], [2]] }), '');
  expect(await book.figures()).toEqual({ rows: 2, syncedMs: null });
  await takePage(book, pageOf({ cursor: 'b' }), 'a');
  pass(5_000);
  expect(await book.figures()).toEqual({ rows: 2, syncedMs: 5_000 });
});
