// From rows to batches and from receipts back to rows: nothing leaves the outbox but by the ledger's own word.
import { afterEach, describe, expect, test } from 'vitest';
import type { EpochId } from '../../shared/contract/ids.ts';
import { limits } from '../../shared/contract/limits.ts';
import {
  type Batch,
  type LaneReceipt,
  type Receipt,
  receipt as receiptSchema,
  type WelcomeClaims,
  writtenBatch,
} from '../../shared/contract/messages.ts';
import { readValue } from '../../shared/contract/reader.ts';
import { ClockBook } from '../../shared/device/clock-book.ts';
import { type Database, readFact } from '../../shared/device/disk.ts';
import { MirrorKeeper } from '../../shared/device/mirror.ts';
import { restoreRows } from '../../shared/device/moved-rows.ts';
import { Outbox } from '../../shared/device/outbox.ts';
import { appendRow, countDepth, dueRows, laneMax, rowById } from '../../shared/device/rows.ts';
import type { Row } from '../../shared/rules/outbox.ts';
import { fakeChance } from '../fakes/chance.ts';
import { FakeClock } from '../fakes/clock.ts';
import { failWrites, mendDisk, openFresh } from '../fakes/disk.ts';
import { FakeMirror } from '../fakes/mirror.ts';
import { rest } from '../fakes/rest.ts';
import { bootOf, epochB, idOf, newRow, rowOf } from '../fakes/rows.ts';
import { sampleConfig } from '../tablet/fakes.ts';

afterEach(mendDisk);

class Scene {
  readonly clock = new FakeClock();
  readonly chance = fakeChance(3);
  readonly file = new FakeMirror();
  readonly news: string[] = [];
  readonly sent: Batch[] = [];
  isConnected = true;
  epoch: EpochId = epochB;
  db!: Database;
  outbox!: Outbox;
  mirror!: MirrorKeeper;

  async tap(count: number, lane: 0 | 1 | 2 | 3 = 0, name = 'r'): Promise<Row[]> {
    const rows: Row[] = [];
    for (let i = 1; i <= count; i += 1) {
      const row = await appendRow(this.db, newRow(`${name}${lane}-${i}`, { lane }));
      this.mirror.noteRow(row);
      rows.push(row);
    }
    this.epoch = rows[0]?.epoch ?? this.epoch;
    return rows;
  }
  welcome(lanes: WelcomeClaims['lanes'] = [], more: Partial<WelcomeClaims> = {}): Promise<void> {
    return this.outbox.goOnline(claims(lanes, more));
  }
  async receive(lanes: Partial<LaneReceipt>[], refused?: Receipt['refused']): Promise<void> {
    const value = {
      v: 1,
      lanes: lanes.map((lane) => ({ epoch: this.epoch, lane: 0, hwm: 0, also: [], rej: [], ...lane })),
      ...(refused === undefined ? {} : { refused }),
    };
    const read = readValue(receiptSchema, value); // a receipt that the centre could not send proves nothing
    if (!read.ok) throw new Error(`no receipt: ${JSON.stringify(read.refusal)}`);
    await this.outbox.onReceipt(read.value);
    await rest();
  }
  /** Seqs of each batch sent, lane 0 only. */
  get seqs(): number[][] {
    return this.sent.map((batch) => batch.events.map((one) => (one.event as { seq: number }).seq));
  }
  last(): Batch {
    const last = this.sent.at(-1);
    if (last === undefined) throw new Error('nothing was sent');
    return last;
  }
}

const claims = (lanes: WelcomeClaims['lanes'], more: Partial<WelcomeClaims> = {}): WelcomeClaims => ({
  // Ids of the right shape, as everywhere in these tests.
  rid: bootOf('rid') as string as WelcomeClaims['rid'],
  aud: 'tablet-mau-5' as WelcomeClaims['aud'],
  lanes,
  cfgver: 1,
  cseq: 0,
  t0: 0,
  t1: 0,
  t2: 0,
  ...more,
});

async function scene(): Promise<Scene> {
  const made = new Scene();
  const { db } = await openFresh();
  made.db = db;
  const book = new ClockBook(db, made.clock, { id: bootOf('boot'), instance: 'page' });
  made.mirror = new MirrorKeeper(made.file, db, {
    onFlushed: () => made.outbox.wake(),
    onBroken: () => {},
    onHealed: () => {},
    onRestored: () => {},
  });
  made.outbox = new Outbox({
    db,
    clock: made.clock,
    chance: made.chance,
    book,
    mirror: made.mirror,
    send: (bytes) => {
      if (!made.isConnected) return false;
      const batch = readValue(writtenBatch, JSON.parse(new TextDecoder().decode(bytes)));
      if (!batch.ok) throw new Error(`no batch: ${JSON.stringify(batch.refusal)}`);
      made.sent.push(batch.value);
      return true;
    },
    onForked: (reason) => made.news.push(`forked by ${reason}`),
    onDead: () => made.news.push('dead'),
    onFailed: (cause) => made.news.push(`failed: ${String(cause)}`),
  });
  // Only what must be mirrored is looked at here.
  await made.mirror.reconcile({
    identity: { device: 'tablet-mau-5' as never, secret: '', mqttPath: '', keys: { command: [] } },
    config: sampleConfig(),
  });
  await made.outbox.open();
  return made;
}

describe('sending', () => {
  test('begins only after a welcome', async () => {
    const s = await scene();
    await s.tap(3);
    s.outbox.wake();
    await rest();
    expect(s.sent).toEqual([]);
    await s.welcome();
    expect(s.seqs).toEqual([[1, 2, 3]]);
  });
  test('has at most four batches on their way', async () => {
    const s = await scene();
    await s.tap(200);
    await s.welcome();
    expect(s.seqs.map((batch) => batch.length)).toEqual([32, 32, 32, 32]);
    await s.receive([{ hwm: 32, hid: idOf('r0-32') }]);
    expect(s.sent).toHaveLength(5);
    expect(s.seqs[4]?.[0]).toBe(129);
  });
  test('wakes for a new row at once', async () => {
    const s = await scene();
    await s.welcome();
    await s.tap(1);
    await rest();
    expect(s.seqs).toEqual([[1]]);
  });
  test('waits for the mirror: no row leaves before its line is flushed', async () => {
    const s = await scene();
    await s.welcome();
    s.file.hold();
    await s.tap(2);
    await rest();
    expect(s.sent).toEqual([]);
    s.file.release();
    await rest();
    expect(s.seqs.flat()).toEqual([1, 2]);
  });
  test('stops when the link is gone, and begins from the front when it is back', async () => {
    const s = await scene();
    await s.tap(2);
    await s.welcome();
    s.outbox.goOffline();
    await s.tap(1, 0, 'later');
    await rest();
    expect(s.seqs).toEqual([[1, 2]]);
    await s.welcome();
    expect(s.seqs.at(-1)).toEqual([1, 2, 3]);
  });
  test('says the same bytes of an event each time, and corrected time beside them', async () => {
    const s = await scene();
    await s.tap(1);
    await s.welcome();
    const [first] = s.last().events;
    s.outbox.goOffline();
    await s.welcome();
    expect(s.last().events[0]?.event).toEqual(first?.event);
    expect(first).toMatchObject({ at: null, clock: 'none' });
  });
  test('that fails to leave is tried again with the next welcome', async () => {
    const s = await scene();
    await s.tap(1);
    s.isConnected = false;
    await s.welcome();
    s.isConnected = true;
    s.outbox.wake();
    await rest();
    expect(s.seqs).toEqual([[1]]);
  });
  test('does not begin when the link went while the welcome was being judged', async () => {
    const s = await scene();
    await s.tap(1);
    const judged = s.welcome();
    s.outbox.goOffline();
    await judged;
    await s.tap(1, 0, 'late');
    s.outbox.wake();
    await rest();
    expect(s.sent).toEqual([]);
  });
});

describe('a batch without a receipt', () => {
  test('is sent again from the front after a back-off, with a higher attempt', async () => {
    const s = await scene();
    await s.tap(40);
    await s.welcome();
    expect(s.seqs).toHaveLength(2);
    await s.clock.advance(limits.receiptWaitMs);
    expect(s.seqs).toHaveLength(2);
    await s.clock.advance(2 * limits.backoffStartMs);
    expect(s.seqs.slice(2)).toEqual(s.seqs.slice(0, 2));
    expect(s.last().attempt).toBe(1);
  });
  test('waits longer each time, up to a minute, and never stops', async () => {
    const s = await scene();
    s.chance.fix(0.999);
    await s.tap(1);
    await s.welcome();
    const times: number[] = [];
    for (let i = 0; i < 10; i += 1) {
      const count = s.sent.length;
      const from = s.clock.mono;
      while (s.sent.length === count) await s.clock.advance(1_000);
      times.push(s.clock.mono - from);
    }
    expect(times[0]).toBeLessThan(10_000);
    expect(Math.max(...times)).toBeLessThanOrEqual(limits.backoffMaxMs + limits.receiptWaitMs + 1_000);
    expect(times.at(-1)).toBeGreaterThan(30_000);
  });
  test('is not missed once its receipt has come', async () => {
    const s = await scene();
    await s.tap(3);
    await s.welcome();
    await s.receive([{ hwm: 3, hid: idOf('r0-3') }]);
    await s.clock.advance(120_000);
    expect(s.sent).toHaveLength(1);
    expect(s.clock.waits).toEqual([]);
  });
});

describe('the watchdog', () => {
  test('finds the connection stuck when batches have waited thirty seconds for any receipt', async () => {
    const s = await scene();
    s.chance.fix(0);
    await s.tap(1);
    await s.welcome();
    let isStuck = false;
    for (let i = 0; i < 12 && !isStuck; i += 1) {
      await s.clock.advance(limits.receiptWaitMs);
      isStuck = s.outbox.isStuck;
    }
    expect(isStuck).toBe(true);
    expect(s.clock.mono).toBeGreaterThan(limits.receiptWatchdogMs);
  });
  test('does not distrust a link on which there was simply nothing to say', async () => {
    const s = await scene();
    await s.welcome();
    await s.clock.advance(10 * 60_000);
    await s.tap(1);
    await rest();
    expect(s.sent).toHaveLength(1);
    expect(s.outbox.isStuck).toBe(false);
  });
});

describe('a refusal of a whole batch', () => {
  test.each(['E_RATE', 'E_BUSY', 'E_DB', 'E_REVOKED'])(
    'by %s waits as long as it names, then all goes out again',
    async (code) => {
      const s = await scene();
      await s.tap(2);
      await s.welcome();
      await s.receive([], { code, path: '', retryAfterMs: 7_000 });
      await s.clock.advance(6_900);
      expect(s.sent).toHaveLength(1);
      await s.clock.advance(200);
      expect(s.seqs).toEqual([
        [1, 2],
        [1, 2],
      ]);
      expect(await countDepth(s.db)).toEqual([2, 0, 0, 0]);
    },
  );
  test('by its shape goes on one row at a time, and leaves no good row behind', async () => {
    const s = await scene();
    await s.tap(6);
    await s.welcome();
    // The centre cannot read batches with the third row, and answers the others; refusals overtake receipts.
    const poison = idOf('r0-3');
    const held = new Set<number>();
    let next = 0;
    for (let i = 0; i < 60; i += 1) {
      const fresh = s.sent.slice(next);
      next = s.sent.length;
      for (const batch of fresh) {
        const events = batch.events.map((one) => one.event as { id: string; seq: number });
        if (events.some((event) => event.id === poison)) await s.receive([], { code: 'E_SCHEMA', path: '' });
        else {
          for (const { seq } of events) held.add(seq);
          await s.receive([{ also: events.map(({ seq, id }) => [seq, seq, id] as never) }]);
        }
      }
      await s.clock.advance(2_000);
    }
    expect([...held].sort()).toEqual([1, 2, 4, 5, 6]);
    expect((await dueRows(s.db, 0, 0, 9)).map((row) => row.id)).toEqual([poison]);
    expect(s.news).toContain('dead');
    expect(s.sent.length).toBeLessThan(30);
  });
  test('by its shape never costs a row whose own receipt was still on its way', async () => {
    const s = await scene();
    await s.tap(3);
    await s.welcome();
    for (let i = 0; i < 8; i += 1) {
      await s.receive([], { code: 'E_SCHEMA', path: '' });
      await s.clock.advance(1_500);
    }
    expect(await countDepth(s.db)).toEqual([3, 0, 0, 0]);
    expect(await s.db.count('dead')).toBe(0);
  });
});

describe('a row that no centre could place', () => {
  test('is found before it is sent, becomes a dead letter, and takes no other with it', async () => {
    const s = await scene();
    await s.tap(1);
    await s.db.put('outbox', {
      ...rowOf({ epoch: epochB, id: idOf('poison'), ord: 0 }),
      due: [0, 0.5],
      head: '{"torn',
    });
    await s.welcome();
    expect(s.seqs).toEqual([[1]]);
    expect(await s.db.getAll('dead')).toMatchObject([{ id: idOf('poison'), row: { head: '{"torn' } }]);
    expect(s.news).toEqual(['dead']);
  });
  test('for its size becomes a dead letter too', async () => {
    const s = await scene();
    const huge = await appendRow(s.db, newRow('huge', { pad: limits.eventBytesMax }));
    s.epoch = huge.epoch;
    await s.tap(1);
    await s.welcome();
    expect(s.seqs).toEqual([[2]]);
    expect(s.last().gone).toEqual([{ epoch: s.epoch, lane: 0, ranges: [[1, 1]], reason: 'dead' }]);
  });
});

describe('a rejection of one row', () => {
  test('for good makes a dead letter, which is declared until a receipt shows it settled', async () => {
    const s = await scene();
    await s.tap(3);
    await s.welcome();
    await s.receive([
      {
        hwm: 1,
        hid: idOf('r0-1'),
        also: [[3, 3, idOf('r0-3')]],
        rej: [{ seq: 2, id: idOf('r0-2'), code: 'E_TOO_BIG' }],
      },
    ]);
    expect(s.news).toEqual(['dead']);
    expect(s.last()).toMatchObject({
      events: [],
      gone: [{ epoch: s.epoch, lane: 0, ranges: [[2, 2]], reason: 'dead' }],
    });
    await s.clock.advance(limits.receiptWaitMs + 3_000);
    expect(s.last().gone).toHaveLength(1);
    await s.receive([{ hwm: 3, hid: idOf('r0-3') }]);
    expect(await readFact(s.db, 'gone')).toEqual([]);
    const count = s.sent.length;
    await s.clock.advance(120_000);
    expect(s.sent).toHaveLength(count);
  });
  test('with only a gap to settle needs no receipt for any row', async () => {
    const s = await scene();
    await s.tap(1);
    await s.welcome();
    await s.receive([{ rej: [{ seq: 1, id: idOf('r0-1'), code: 'E_SOURCE' }] }]);
    await s.receive([{ hwm: 1 }]);
    const count = s.sent.length;
    await s.clock.advance(60_000);
    expect(s.sent).toHaveLength(count);
    expect(s.clock.waits).toEqual([]);
  });
  test('for now waits and sends it again', async () => {
    const s = await scene();
    await s.tap(1);
    await s.welcome();
    await s.receive([{ rej: [{ seq: 1, code: 'E_DB', retryAfterMs: 4_000 }] }]);
    await s.clock.advance(4_100);
    expect(s.seqs).toEqual([[1], [1]]);
  });
});

describe('a welcome', () => {
  test('clears what the centre has and sends the rest', async () => {
    const s = await scene();
    await s.tap(5);
    await s.welcome([{ epoch: s.epoch, lane: 0, hwm: 3, hid: idOf('r0-3') }]);
    expect(s.seqs).toEqual([[4, 5]]);
    expect(await countDepth(s.db)).toEqual([2, 0, 0, 0]);
    expect(s.file.parsed().filter((line) => line.k === 'cleared')).toHaveLength(1);
  });
  test('of a centre restored from an old backup gets back what it lost', async () => {
    const s = await scene();
    await s.tap(5);
    await s.welcome();
    await s.receive([{ hwm: 5, hid: idOf('r0-5') }]);
    s.outbox.goOffline();
    await s.welcome([{ epoch: s.epoch, lane: 0, hwm: 2, hid: idOf('r0-2') }]);
    expect(s.seqs.at(-1)).toEqual([3, 4, 5]);
    expect(s.news).toEqual([]);
  });
  test('of a centre that has forgotten everything gets everything', async () => {
    const s = await scene();
    await s.tap(3);
    await s.welcome();
    await s.receive([{ hwm: 3, hid: idOf('r0-3') }]);
    s.outbox.goOffline();
    await s.welcome();
    expect(s.seqs.at(-1)).toEqual([1, 2, 3]);
  });
  test('mirrors again what it puts back into the queue', async () => {
    const s = await scene();
    await s.tap(1);
    await s.welcome();
    await s.receive([{ hwm: 1, hid: idOf('r0-1') }]);
    s.outbox.goOffline();
    await s.welcome();
    await rest();
    expect(s.file.parsed().at(-1)).toMatchObject({ k: 'row', row: { id: idOf('r0-1'), state: 'settled' } });
  });
  test('that asks for a wait gets one before the first batch', async () => {
    const s = await scene();
    await s.tap(1);
    await s.welcome([], { retryAfterMs: 3_000 });
    expect(s.sent).toEqual([]);
    await s.clock.advance(3_100);
    expect(s.seqs).toEqual([[1]]);
  });
  test('that knows another row at our place makes the outbox fork, once, with the same ids and bytes', async () => {
    const s = await scene();
    const rows = await s.tap(3);
    await s.welcome([{ epoch: s.epoch, lane: 0, hwm: 2, hid: idOf('twin') }]);
    expect(s.news).toEqual(['forked by welcome']);
    const events = s.last().events.map((one) => one.event as { id: string; epoch: string; seq: number });
    expect(events.map((event) => event.id)).toEqual(rows.map((row) => row.id));
    expect(events[0]?.epoch).not.toBe(s.epoch);
    await rest();
    expect(s.file.parsed().filter((line) => line.k === 'row')).toHaveLength(6);
  });
  test('above all that we ever placed makes the outbox fork', async () => {
    const s = await scene();
    await s.tap(1);
    await s.welcome([{ epoch: s.epoch, lane: 0, hwm: 9, hid: idOf('r0-1') }]);
    expect(s.news).toEqual(['forked by welcome']);
  });
  test('after a fork finds nothing to fork again', async () => {
    const s = await scene();
    await s.tap(40);
    await s.welcome();
    await s.receive([{ hwm: 10, hid: idOf('r0-10') }]);
    await s.receive([{ hwm: 20, hid: idOf('twin') }]);
    expect(s.news).toEqual(['forked by receipt']);
    s.outbox.goOffline();
    // The centre also has rows of the old line that were on their way.
    await s.welcome([{ epoch: s.epoch, lane: 0, hwm: 40, hid: idOf('twin 40') }]);
    expect(s.news).toEqual(['forked by receipt']);
    expect(await laneMax(s.db, s.epoch, 0)).toBe(0);
  });
  test('names holes in scans as lost, and leaves holes in ratings to a person', async () => {
    const s = await scene();
    await restoreRows(s.db, [
      rowOf({ epoch: epochB, lane: 2, seq: 5 }),
      rowOf({ epoch: epochB, lane: 0, seq: 5 }),
    ]);
    await s.welcome([{ epoch: epochB, lane: 2, hwm: 2 }]);
    expect(s.last().gone).toEqual([{ epoch: epochB, lane: 2, ranges: [[3, 4]], reason: 'lost' }]);
  });
  test('speaks only of the epochs that the hello named: the others are neither lost nor sent again', async () => {
    const s = await scene();
    await restoreRows(s.db, [rowOf({ epoch: epochB, seq: 1, state: 'receipted' })]);
    await s.outbox.goOnline(claims([]), new Set());
    expect(s.sent).toEqual([]);
    expect((await rowById(s.db, idOf(1)))?.state).toBe('receipted');
  });
});

describe('a receipt', () => {
  test('with a foreign id makes the outbox fork, and the rows go out under the new epoch', async () => {
    const s = await scene();
    await s.tap(3);
    await s.welcome();
    await s.receive([{ hwm: 3, hid: idOf('twin') }]);
    expect(s.news).toEqual(['forked by receipt']);
    expect(s.sent).toHaveLength(2);
    expect(await countDepth(s.db)).toEqual([3, 0, 0, 0]);
  });
  test('that comes late for a row that has moved on changes nothing', async () => {
    const s = await scene();
    await s.tap(3);
    await s.welcome();
    await s.receive([{ rej: [{ seq: 2, id: idOf('r0-2'), code: 'E_CONFLICT' }] }]);
    await s.receive([
      { hwm: 3, hid: idOf('r0-3') },
      { rej: [{ seq: 3, id: idOf('r0-3'), code: 'E_CONFLICT' }] },
    ]);
    expect(s.news).toEqual(['forked by receipt']);
    expect(await countDepth(s.db)).toEqual([3, 0, 0, 0]);
  });
  test('for a lane of which we know nothing is passed over', async () => {
    const s = await scene();
    await s.tap(1);
    await s.welcome();
    await s.receive([{ epoch: epochB, hwm: 7, hid: idOf('x'), rej: [{ seq: 8, code: 'E_SOURCE' }] }]);
    expect([s.news, await countDepth(s.db)]).toEqual([[], [1, 0, 0, 0]]);
  });
  test('that the store cannot take is told, and what it cleared is cleared by the next one', async () => {
    const s = await scene();
    await s.tap(2);
    await s.welcome();
    failWrites('unknown');
    await s.receive([{ hwm: 2, hid: idOf('r0-2') }]);
    expect(s.news[0]).toMatch(/^failed: StorageFailed/);
    await s.receive([{ hwm: 2, hid: idOf('r0-2') }]);
    expect(await countDepth(s.db)).toEqual([0, 0, 0, 0]);
  });
});

describe('room', () => {
  test('is made from the rest and the oldest scans, declared, and never from ratings or faults', async () => {
    const s = await scene();
    await s.tap(2);
    await s.tap(2, 1);
    const scans = Array.from({ length: limits.outboxRestRowsMax / 2 + 3 }, (_, i) =>
      rowOf({ lane: 2, epoch: epochB, seq: i + 1, ord: i + 1 }),
    );
    const tx = s.db.transaction('outbox', 'readwrite');
    for (const row of scans) void tx.store.put({ ...row, due: [2, row.ord] });
    await tx.done;
    await s.outbox.shed();
    expect(await countDepth(s.db)).toEqual([2, 2, limits.outboxRestRowsMax / 2, 0]);
    await s.outbox.goOnline(claims([]), new Set([s.epoch]));
    expect(s.sent[0]?.gone).toEqual([{ epoch: epochB, lane: 2, ranges: [[1, 3]], reason: 'dropped' }]);
  });
});

test('an outbox that was stopped leaves no timer behind', async () => {
  const s = await scene();
  await s.tap(40);
  await s.welcome();
  await s.receive([], { code: 'E_BUSY', path: '', retryAfterMs: 9_000 });
  s.outbox.goOffline();
  await s.outbox.idle();
  expect(s.clock.waits).toEqual([]);
});
