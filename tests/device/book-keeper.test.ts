// Who keeps the copy: asks when there is a link, goes on where it stopped, waits when refused, and gives way when the disk is full.
import { afterEach, describe, expect, test } from 'vitest';
import { kioskLimits } from '../../shared/contract/kiosk-limits.ts';
import { limits } from '../../shared/contract/limits.ts';
import type { ResponseMessage } from '../../shared/contract/messages.ts';
import { type Result, refuse } from '../../shared/contract/refusal.ts';
import { BookKeeper } from '../../shared/device/book-keeper.ts';
import type { LinkState, LinkView } from '../../shared/device/device.ts';
import { bookCode, openBook, type PageSketch, pageOf } from '../fakes/book.ts';
import { fakeChance } from '../fakes/chance.ts';
import { failWrites, mendDisk } from '../fakes/disk.ts';
import { until } from '../fakes/rest.ts';

afterEach(mendDisk);

type Reply = Result<ResponseMessage>;
const page = (sketch: PageSketch): Reply => ({ ok: true, value: pageOf(sketch) });
const rate = (retryAfterMs: number): Reply => refuse('E_RATE', { retryAfterMs });

async function world(opened = openBook()) {
  const kiosk = await opened;
  const chance = fakeChance(3);
  chance.fix(0);
  let state: LinkState = 'offline';
  const listeners = new Set<(view: LinkView) => void>();
  const view = (): LinkView => ({ state, centreHeard: state === 'online' });
  const asked: string[] = [];
  const replies: Reply[] = [];
  const alarms = new Set<string>();
  const keeper = new BookKeeper({
    book: kiosk.book,
    link: {
      view,
      onChange: (listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
      ask: async (question) => {
        if (question.kind === 'sync') asked.push(question.cursor);
        return replies.shift() ?? refuse('E_BUSY');
      },
    },
    ports: { clock: kiosk.clock, chance },
    raise: (alarm) => void alarms.add(alarm),
    clear: (alarm) => void alarms.delete(alarm),
  });
  keeper.start();
  return {
    ...kiosk,
    keeper,
    asked,
    replies,
    alarms,
    turn: (to: LinkState) => {
      state = to;
      for (const listener of listeners) listener(view());
    },
    /** The next wait ends. */
    waited: async (questions: number) => {
      const [next = 0] = kiosk.clock.waits;
      await kiosk.clock.advance(next);
      await until(() => asked.length >= questions && kiosk.clock.waits.length > 0);
    },
  };
}

describe('the keeper', () => {
  test('asks page after page, and then every minute, with the cursor of the last one', async () => {
    const { turn, waited, replies, asked, clock, book } = await world();
    expect(clock.waits).toEqual([]);
    replies.push(page({ fresh: true, more: true, cursor: 'a', rows: [[1]] }));
    replies.push(page({ more: true, cursor: 'b', rows: [[2]] }), page({ cursor: 'c', rows: [[3]] }));
    turn('online');
    await waited(3);
    expect(asked).toEqual(['', 'a', 'b']);
    expect(clock.waits).toEqual([kioskLimits.syncEveryMs * 0.75]);
    replies.push(page({ cursor: 'd', gone: [bookCode(2)] }));
    await waited(4);
    expect(asked.at(-1)).toBe('c');
    expect(await Promise.all([1, 2, 3].map((n) => book.has(bookCode(n))))).toEqual([true, false, true]);
  });
  test('goes on after a power cut where the store stands', async () => {
    const first = await world();
    first.replies.push(page({ fresh: true, more: true, cursor: 'a', rows: [[1]] }));
    first.turn('online');
    await first.waited(2);
    await first.keeper.stop();
    const next = await world(first.restart());
    next.turn('online');
    await next.waited(1);
    expect(next.asked).toEqual(['a']);
  });
  test('waits as the centre says, longer when it happens again, and is back at once after an answer', async () => {
    const { turn, waited, replies, clock } = await world();
    replies.push(rate(900), rate(900), rate(900), page({ fresh: true, more: true }), rate(700));
    turn('online');
    await waited(1);
    expect(clock.waits).toEqual([900]);
    await waited(2);
    expect(clock.waits[0]).toBeGreaterThanOrEqual(900);
    await waited(3);
    await waited(5);
    expect(clock.waits).toEqual([700]);
  });
  test('rests without a link, and an answer that comes after all changes nothing of that', async () => {
    const { turn, waited, replies, asked, clock, keeper } = await world();
    replies.push(page({ fresh: true }));
    turn('online');
    await waited(1);
    turn('offline');
    expect(clock.waits).toEqual([]);
    await clock.advance(limits.cacheHideMs);
    expect(asked).toHaveLength(1);
    turn('online');
    expect(clock.waits).toHaveLength(1);
    await keeper.stop();
    expect(clock.waits).toEqual([]);
    turn('online');
    expect(clock.waits).toEqual([]);
  });
  test('gives way when the disk is full, tells, and tries again after an hour', async () => {
    const { turn, waited, replies, clock, alarms, db } = await world();
    replies.push(page({ fresh: true, more: true, cursor: 'a', rows: [[1]] }), page({ rows: [[2]] }));
    // The key of the hashes, a text, a row, two facts; the next page meets a full disk.
    failWrites('request', 1, 5);
    turn('online');
    await waited(2);
    expect([...alarms]).toEqual(['book-full']);
    expect(await db.count('book')).toBe(0);
    expect(clock.waits).toEqual([kioskLimits.bookAgainMs]);
    mendDisk();
    replies.push(page({ fresh: true, rows: [[1]] }));
    await waited(3);
    expect([...alarms]).toEqual([]);
    expect(await db.count('book')).toBe(1);
  });
  test('makes room before events have to go', async () => {
    const { turn, waited, replies, clock, alarms, db, keeper } = await world();
    replies.push(page({ fresh: true, rows: [[1]] }));
    turn('online');
    await waited(1);
    await keeper.makeRoom();
    expect([[...alarms], await db.count('book'), clock.waits]).toEqual([
      ['book-full'],
      0,
      [kioskLimits.bookAgainMs],
    ]);
  });
  test('tells staff of a copy that is not whole or old while the centre is there', async () => {
    const { turn, waited, replies, alarms, keeper, pass } = await world();
    await keeper.keepHouse();
    expect([...alarms]).toEqual([]);
    turn('online');
    await waited(1);
    pass(kioskLimits.bookStaleMs + 1);
    expect(await keeper.keepHouse()).toEqual({ rows: 0, syncedMs: null });
    expect([...alarms]).toEqual(['book-stale']);
    replies.push(page({ fresh: true, rows: [[1]] }));
    await waited(2);
    expect([...alarms]).toEqual([]);
    expect(await keeper.keepHouse()).toMatchObject({ rows: 1 });
    turn('offline');
    pass(kioskLimits.bookStaleMs + 1);
    await keeper.keepHouse();
    expect([...alarms]).toEqual([]);
  });
  test('forgets the copy of another site before it asks for its own', async () => {
    const { turn, waited, replies, asked, site, db } = await world();
    replies.push(page({ fresh: true, rows: [[1], [2]] }), page({ fresh: true, rows: [[3]] }));
    turn('online');
    await waited(1);
    site.id = 'go-dau';
    await waited(2);
    expect(asked).toEqual(['', '']);
    expect(await db.count('book')).toBe(1);
  });
});
