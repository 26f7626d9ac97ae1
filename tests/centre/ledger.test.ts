// The ledger's rules, one by one: what is counted, what is kept, which places a lane accepts, what a receipt says.
import { afterEach, describe, expect, test } from 'vitest';
import { readBatch } from '../../centre/batch-reader.ts';
import { Ledger } from '../../centre/ledger.ts';
import { type LedgerFile, openLedgerFile } from '../../centre/ledger-file.ts';
import type { Committed } from '../../centre/ledger-store.ts';
import { centreLimits } from '../../shared/contract/centre-limits.ts';
import type { LaneReceipt } from '../../shared/contract/messages.ts';
import { type BatchChange, batchBytes, Line, noon } from './line.ts';

const files: LedgerFile[] = [];
afterEach(() => {
  for (const file of files.splice(0)) file.close();
});

interface Opened {
  readonly file: LedgerFile;
  readonly ledger: Ledger;
}

function open(): Opened {
  const file = openLedgerFile(':memory:');
  files.push(file);
  return { file, ledger: new Ledger(file) };
}

interface Sending extends BatchChange {
  readonly revoked?: boolean;
  readonly simulated?: boolean;
  readonly receivedAt?: number;
  /** As whom, when not as the line's own device. */
  readonly as?: Line;
}

function send(ledger: Ledger, line: Line, events: readonly unknown[], how: Sending = {}): Committed {
  const { device } = how.as ?? line;
  const read = readBatch(device, batchBytes(events, how), how.revoked === true);
  if (!read.ok) throw new Error(JSON.stringify(read.refusal));
  const { receivedAt = noon, simulated = false } = how;
  return ledger.commitNow([{ device, simulated, receivedAt, ...read.value }]);
}

const receiptOf = (committed: Committed): LaneReceipt | undefined => committed.settled[0]?.lanes[0];
const count = ({ file }: Opened, table: 'event' | 'rating' | 'place' | 'quarantine'): number =>
  file.rows(file.query.selectFrom(table).select((eb) => eb.fn.countAll<number>().as('n')))[0]?.n ?? -1;

describe('counting', () => {
  test('an event is counted once however often it comes, and receipted each time', () => {
    const opened = open();
    const line = new Line('tablet-1');
    for (let i = 0; i < 3; i += 1) {
      expect(receiptOf(send(opened.ledger, line, line.ratings(1, 3)))).toMatchObject({
        hwm: 3,
        hid: line.id(3),
        also: [],
        rej: [],
      });
    }
    expect(count(opened, 'event')).toBe(3);
    expect(count(opened, 'rating')).toBe(3);
  });

  test('the same events under a new epoch are the same events: both lines move on, nothing is counted again', () => {
    const opened = open();
    const line = new Line('tablet-1');
    send(opened.ledger, line, line.ratings(1, 4));
    const fork = new Line('tablet-1', 'fork');
    const moved = [3, 4].map((seq, i) => ({
      ...line.rating(seq),
      epoch: fork.epoch,
      seq: i + 1,
      previd: i === 0 ? undefined : line.id(3),
    }));
    expect(receiptOf(send(opened.ledger, line, moved))).toMatchObject({
      epoch: fork.epoch,
      hwm: 2,
      hid: line.id(4),
    });
    expect(count(opened, 'event')).toBe(4);
    expect(count(opened, 'place')).toBe(6);
  });

  test('the first stated time is kept, later ones are not compared', () => {
    const opened = open();
    const line = new Line('tablet-1');
    send(opened.ledger, line, [line.rating(1)], { at: noon - 5_000 });
    expect(send(opened.ledger, line, [line.rating(1)], { at: noon - 9_000, clock: 'held' }).duplicates).toBe(
      1,
    );
    const [row] = opened.file.rows(opened.file.query.selectFrom('event').selectAll());
    expect(row).toMatchObject({ stated_at: noon - 5_000, clock: 'sync', counted_at: noon - 5_000 });
  });

  test('an undone rating fills its place and has no level', () => {
    const opened = open();
    const line = new Line('tablet-1');
    const undone = line.rating(1, { data: { index: null, outcome: 'undone' } });
    expect(receiptOf(send(opened.ledger, line, [undone]))).toMatchObject({ hwm: 1 });
    expect(opened.file.rows(opened.file.query.selectFrom('rating').select(['level', 'outcome']))).toEqual([
      { level: null, outcome: 'undone' },
    ]);
  });

  test('faults and scans are counted in lanes of their own and are no ratings', () => {
    const opened = open();
    const line = new Line('kiosk-1');
    const fault = line.rating(1, { envelope: { type: 'vn.motcua.device.faulted.v1', lane: 1 } });
    const scan = {
      ...line.rating(2),
      type: 'vn.motcua.dossier.asked.v1',
      lane: 2,
      seq: 1,
      previd: undefined,
    };
    const lanes = send(opened.ledger, line, [
      { ...fault, data: { alarm: 'camera-failed', state: 'raised' } },
      { ...scan, data: { site: 'hoa-thanh', via: 'camera', from: 'centre', outcome: 'ready' } },
    ]).settled[0]?.lanes;
    expect(lanes?.map(({ lane, hwm }) => [lane, hwm])).toEqual([
      [1, 1],
      [2, 1],
    ]);
    expect(count(opened, 'rating')).toBe(0);
  });
});

describe('time', () => {
  const year = 365 * 24 * 3_600_000;
  test.each([
    ['in sync and near is what counts', noon - 60_000, 'sync', noon - 60_000, []],
    [
      'held and 399 days old is what counts',
      noon - 399 * 24 * 3_600_000,
      'held',
      noon - 399 * 24 * 3_600_000,
      [],
    ],
    ['unknown gives way to the received one, flagged', null, 'none', noon, ['time-unknown']],
    ['of quality none is not believed', noon - 60_000, 'none', noon, ['time-unknown']],
    ['ten years ahead is flagged, never refused', noon + 10 * year, 'sync', noon, ['time-ahead']],
    ['eleven minutes ahead is flagged', noon + 660_000, 'sync', noon, ['time-ahead']],
    ['fifty years behind is flagged, never refused', noon - 50 * year, 'held', noon, ['time-behind']],
    ['beyond all calendars is flagged', Number.MAX_SAFE_INTEGER, 'sync', noon, ['time-ahead']],
  ] as const)('stated %s', (_name, at, clock, countedAt, flags) => {
    const opened = open();
    const line = new Line('tablet-1');
    expect(send(opened.ledger, line, [line.rating(1)], { at, clock }).counted).toBe(1);
    const [row] = opened.file.rows(
      opened.file.query.selectFrom('event').select(['counted_at', 'flags', 'stated_at']),
    );
    expect(row).toEqual({ counted_at: countedAt, flags: JSON.stringify(flags), stated_at: at });
  });

  test('of a simulated device its own wall clock counts, years ago, without a flag', () => {
    const opened = open();
    const line = new Line('mau-2019-01');
    const rating = line.rating(1, { envelope: { wallms: '1550000000000' } });
    send(opened.ledger, line, [rating], { at: null, clock: 'none', simulated: true });
    const [row] = opened.file.rows(opened.file.query.selectFrom('rating').select(['day', 'flagged']));
    expect(row).toEqual({ day: '2019-02-13', flagged: 0 });
  });

  test("the device's own flags and the centre's stand together", () => {
    const opened = open();
    const line = new Line('tablet-1');
    send(opened.ledger, line, [line.rating(1, { data: { flags: ['unthanked', 'repeat@1'] } })], { at: null });
    const [row] = opened.file.rows(opened.file.query.selectFrom('event').select('flags'));
    expect(row?.flags).toBe('["unthanked","repeat@1","time-unknown"]');
  });
});

describe('lineage', () => {
  test('a second event at a place is E_CONFLICT, and the first stays', () => {
    const opened = open();
    const line = new Line('tablet-1');
    const clone = new Line('tablet-1', 'e', 'clone', 3);
    send(opened.ledger, line, line.ratings(1, 3));
    const committed = send(opened.ledger, line, [clone.rating(3)]);
    expect(committed).toMatchObject({ counted: 0, conflicts: 1 });
    expect(receiptOf(committed)).toMatchObject({
      hwm: 3,
      hid: line.id(3),
      rej: [{ seq: 3, id: clone.id(3), code: 'E_CONFLICT' }],
    });
    expect(count(opened, 'event')).toBe(3);
  });

  test('a row behind another row than the one the ledger holds is E_CONFLICT at a free place too', () => {
    const opened = open();
    const line = new Line('tablet-1');
    const clone = new Line('tablet-1', 'e', 'clone', 3);
    send(opened.ledger, line, line.ratings(1, 3));
    expect(receiptOf(send(opened.ledger, line, [clone.rating(4)]))).toMatchObject({
      hwm: 3,
      rej: [{ seq: 4, code: 'E_CONFLICT' }],
    });
    expect(send(opened.ledger, line, [line.rating(4)]).counted).toBe(1);
  });

  test('a row before one that names another predecessor is E_CONFLICT', () => {
    const opened = open();
    const line = new Line('tablet-1');
    const clone = new Line('tablet-1', 'e', 'clone', 2);
    send(opened.ledger, line, [line.rating(1)]);
    expect(receiptOf(send(opened.ledger, line, [line.rating(3)]))).toMatchObject({
      hwm: 1,
      also: [[3, 3, line.id(3)]],
    });
    expect(receiptOf(send(opened.ledger, line, [clone.rating(2)]))?.rej).toMatchObject([
      { seq: 2, code: 'E_CONFLICT' },
    ]);
    expect(receiptOf(send(opened.ledger, line, [line.rating(2)]))).toMatchObject({
      hwm: 3,
      hid: line.id(3),
      also: [],
    });
  });

  test('runs beyond a hole are named with the id at their end, also after a restart', () => {
    const opened = open();
    const line = new Line('tablet-1');
    send(opened.ledger, line, [...line.ratings(1, 2), ...line.ratings(5, 7), line.rating(9)]);
    const also = [
      [5, 7, line.id(7)],
      [9, 9, line.id(9)],
    ];
    expect(receiptOf(send(opened.ledger, line, [line.rating(1)]))).toMatchObject({ hwm: 2, also });
    const restarted = new Ledger(opened.file);
    expect(receiptOf(send(restarted, line, [line.rating(2)]))).toMatchObject({
      hwm: 2,
      hid: line.id(2),
      also,
    });
    expect(receiptOf(send(restarted, line, line.ratings(3, 4)))).toMatchObject({
      hwm: 7,
      hid: line.id(7),
      also: [[9, 9, line.id(9)]],
    });
    expect(receiptOf(send(restarted, line, [line.rating(8)]))).toMatchObject({
      hwm: 9,
      hid: line.id(9),
      also: [],
    });
  });

  test('an event without its predecessor is kept, for nothing would prove its run', () => {
    const opened = open();
    const line = new Line('tablet-1');
    send(opened.ledger, line, [line.rating(1)]);
    const blind = line.rating(2, { envelope: { previd: undefined } });
    expect(send(opened.ledger, line, [blind])).toMatchObject({ counted: 0, kept: 0, conflicts: 1 });
    expect(
      send(opened.ledger, new Line('tablet-2'), [
        new Line('tablet-2').rating(7, { envelope: { previd: undefined } }),
      ]),
    ).toMatchObject({ kept: 1 });
  });

  test('lanes and epochs of one device know nothing of each other', () => {
    const opened = open();
    const [one, other] = [new Line('tablet-1', 'a'), new Line('tablet-1', 'b')];
    const { settled } = send(opened.ledger, one, [one.rating(1), other.rating(1), one.rating(2)]);
    expect(settled[0]?.lanes.map(({ epoch, hwm }) => [epoch, hwm])).toEqual([
      [one.epoch, 2],
      [other.epoch, 1],
    ]);
  });

  test('two devices in one commit get a receipt each, with their own lanes only', () => {
    const { ledger } = open();
    const lines = [new Line('tablet-1'), new Line('tablet-2')];
    const committed = ledger.commitNow(
      lines.map((line) => {
        const read = readBatch(line.device, batchBytes(line.ratings(1, 2)), false);
        if (!read.ok) throw new Error('unreadable');
        return { device: line.device, simulated: false, receivedAt: noon, ...read.value };
      }),
    );
    expect(committed.settled.map(({ device, lanes }) => [device, lanes.length, lanes[0]?.hwm])).toEqual([
      ['tablet-1', 1, 2],
      ['tablet-2', 1, 2],
    ]);
  });
});

describe('what cannot be counted', () => {
  test.each([
    ['a level outside its scale', { data: { index: 3 } }, 'E_SCHEMA', 'events.0.event.data.index'],
    ['a counter that is no id', { data: { counter: 'Quầy 1' } }, 'E_SCHEMA', 'events.0.event.data.counter'],
    ['a wall time that is no number', { envelope: { wallms: 'soon' } }, 'E_SCHEMA', 'events.0.event.wallms'],
    [
      'a type of tomorrow',
      { envelope: { type: 'vn.motcua.rating.given.v9' } },
      'E_TYPE',
      'events.0.event.type',
    ],
    ['a rating in the lane of faults', { envelope: { lane: 1 } }, 'E_SCHEMA', 'events.0.event.lane'],
    [
      'an undone rating with a level',
      { data: { outcome: 'undone' } },
      'E_SCHEMA',
      'events.0.event.data.index',
    ],
  ] as const)(
    '%s is kept once, settles its place and lets the next one pass',
    (_name, change, code, path) => {
      const opened = open();
      const line = new Line('tablet-1');
      const wrong = line.rating(1, change);
      expect(send(opened.ledger, line, [wrong])).toMatchObject({ counted: 0, kept: 1 });
      expect(send(opened.ledger, line, [wrong])).toMatchObject({ counted: 0, kept: 0, duplicates: 1 });
      const rows = opened.file.rows(opened.file.query.selectFrom('quarantine').selectAll());
      expect(rows).toMatchObject([{ code, path, decision: 'waiting', device: 'tablet-1' }]);
      expect(JSON.parse(new TextDecoder().decode(rows[0]?.bytes))).toEqual(JSON.parse(JSON.stringify(wrong)));
      const lane = code === 'E_SCHEMA' && path.endsWith('lane') ? 1 : 0;
      expect(opened.ledger.lineOf({ device: line.device, epoch: line.epoch, lane }).hwm).toBe(1);
      if (lane === 0) expect(send(opened.ledger, line, [line.rating(2)]).counted).toBe(1);
    },
  );

  test('of a revoked device everything is kept and receipted', () => {
    const opened = open();
    const line = new Line('tablet-1');
    const committed = send(opened.ledger, line, line.ratings(1, 2), { revoked: true });
    expect(committed).toMatchObject({ counted: 0, kept: 2 });
    expect(receiptOf(committed)).toMatchObject({ hwm: 2, hid: line.id(2) });
  });

  test('an event with another source is refused for good and stored nowhere', () => {
    const opened = open();
    const line = new Line('tablet-1');
    const committed = send(opened.ledger, line, [line.rating(1)], { as: new Line('tablet-2') });
    expect(receiptOf(committed)).toMatchObject({
      hwm: 0,
      rej: [{ seq: 1, id: line.id(1), code: 'E_SOURCE' }],
    });
    expect([count(opened, 'event'), count(opened, 'quarantine'), count(opened, 'place')]).toEqual([0, 0, 0]);
  });

  test('an event above 4 KiB is refused for good, alone or among others', () => {
    const opened = open();
    const line = new Line('tablet-1');
    const fat = line.rating(2, { envelope: { padding: 'x'.repeat(4_096) } });
    const committed = send(opened.ledger, line, [line.rating(1), fat]);
    expect(committed.counted).toBe(1);
    expect(receiptOf(committed)).toMatchObject({ hwm: 1, rej: [{ seq: 2, code: 'E_TOO_BIG' }] });
  });

  test('an event without a readable place is kept, named by its path, and takes no other with it', () => {
    const opened = open();
    const line = new Line('tablet-1');
    const committed = send(opened.ledger, line, [line.rating(1), { ...line.rating(2), seq: 'two' }]);
    expect(committed).toMatchObject({ counted: 1, kept: 1 });
    expect(committed.settled[0]?.refused).toEqual({ code: 'E_SCHEMA', path: 'events.1.event.seq' });
  });

  test('the same id from another device is kept at its place, and the first stays counted', () => {
    const opened = open();
    const [line, thief] = [new Line('tablet-1'), new Line('tablet-2')];
    send(opened.ledger, line, [line.rating(1)]);
    const stolen = { ...thief.rating(1), id: line.id(1) };
    const committed = send(opened.ledger, thief, [stolen]);
    expect(committed).toMatchObject({ counted: 0, kept: 1 });
    expect(receiptOf(committed)).toMatchObject({ hwm: 1, hid: line.id(1) });
    expect(count(opened, 'event')).toBe(1);
  });

  test('the same id with other content is kept, at its own place and at another', () => {
    const opened = open();
    const line = new Line('tablet-1');
    send(opened.ledger, line, [line.rating(1)]);
    expect(send(opened.ledger, line, [line.rating(1, { data: { index: 2 } })])).toMatchObject({
      counted: 0,
      kept: 1,
    });
    const elsewhere = { ...new Line('tablet-1', 'fork').rating(1, { data: { index: 1 } }), id: line.id(1) };
    expect(send(opened.ledger, line, [elsewhere])).toMatchObject({ counted: 0, kept: 1 });
    expect(count(opened, 'quarantine')).toBe(2);
    expect(opened.file.rows(opened.file.query.selectFrom('rating').select('level'))).toEqual([{ level: 0 }]);
  });
});

describe('gaps', () => {
  const gone = (line: Line, ...ranges: [number, number][]) => [
    { epoch: line.epoch, lane: 0, ranges, reason: 'lost' },
  ];

  test('places given up let the lane move on, without an id at their end', () => {
    const { ledger } = open();
    const line = new Line('tablet-1');
    send(ledger, line, line.ratings(1, 2));
    const receipt = receiptOf(send(ledger, line, [], { gone: gone(line, [3, 5]) }));
    expect(receipt).toMatchObject({ hwm: 5, also: [] });
    expect(receipt?.hid).toBeUndefined();
    expect(receiptOf(send(ledger, line, [line.rating(6)]))).toMatchObject({ hwm: 6, hid: line.id(6) });
  });

  test('a billion places cost one row, also after a restart', () => {
    const opened = open();
    const line = new Line('tablet-1');
    send(opened.ledger, line, [], { gone: gone(line, [1, 2_000_000_000]) });
    expect(count(opened, 'place')).toBe(0);
    expect(receiptOf(send(new Ledger(opened.file), line, [], { gone: gone(line, [1, 2]) }))).toMatchObject({
      hwm: 2_000_000_000,
    });
  });

  test('an event that comes all the same for a place given up is counted', () => {
    const opened = open();
    const line = new Line('tablet-1');
    send(opened.ledger, line, [line.rating(1)]);
    send(opened.ledger, line, [], { gone: gone(line, [2, 4]) });
    expect(send(opened.ledger, line, [line.rating(3)]).counted).toBe(1);
    expect(receiptOf(send(opened.ledger, line, line.ratings(2, 4)))).toMatchObject({
      hwm: 4,
      hid: line.id(4),
    });
    expect(count(opened, 'event')).toBe(4);
  });

  test('a clone cannot slip another row between a gap and a row the ledger holds', () => {
    const { ledger } = open();
    const line = new Line('tablet-1');
    const clone = new Line('tablet-1', 'e', 'clone', 2);
    send(ledger, line, [line.rating(3)]);
    send(ledger, line, [], { gone: gone(line, [1, 2]) });
    expect(receiptOf(send(ledger, line, [clone.rating(2)]))?.rej).toMatchObject([
      { seq: 2, code: 'E_CONFLICT' },
    ]);
  });

  test('places written off by an admin settle the lane, by name', () => {
    const opened = open();
    const line = new Line('tablet-1');
    send(opened.ledger, line, [line.rating(4)]);
    opened.ledger.writeOff(
      { device: line.device, epoch: line.epoch, lane: 0 },
      { first: 1, last: 3, by: 'Nguyễn Văn Mẫu', at: noon },
    );
    expect(receiptOf(send(new Ledger(opened.file), line, [line.rating(4)]))).toMatchObject({
      hwm: 4,
      hid: line.id(4),
    });
    expect(opened.file.rows(opened.file.query.selectFrom('gap').select(['reason', 'decided_by']))).toEqual([
      { reason: 'written-off', decided_by: 'Nguyễn Văn Mẫu' },
    ]);
  });
});

test('a lane with a thousand holes opens no further one, fills those it has, and costs no more', () => {
  const { ledger } = open();
  const line = new Line('tablet-1');
  const every = (n: number, from: number): number[] => Array.from({ length: n }, (_, i) => from + 2 * i);
  for (let at = 0; at < centreLimits.laneRunsMax; at += 20) {
    expect(
      send(
        ledger,
        line,
        every(20, 2 * at + 2).map((seq) => line.rating(seq)),
      ).counted,
    ).toBe(20);
  }
  const far = send(ledger, line, [line.rating(9_999)], {
    gone: [{ epoch: line.epoch, lane: 0, ranges: [[20_000, 20_001]], reason: 'lost' }],
  });
  expect(receiptOf(far)?.rej).toEqual([
    { seq: 9_999, id: line.id(9_999), code: 'E_BUSY', retryAfterMs: centreLimits.busyRetryMs },
  ]);
  expect(send(ledger, line, line.ratings(1, 1)).counted).toBe(1);
  expect(receiptOf(send(ledger, line, [line.rating(3)]))).toMatchObject({ hwm: 4, hid: line.id(4) });
  expect(send(ledger, line, [line.rating(9_999)]).counted).toBe(1);
});

test('when a commit fails nothing of it stands, in the tables or in memory', () => {
  const opened = open();
  const line = new Line('tablet-1');
  send(opened.ledger, line, [line.rating(1)]);
  opened.file.adapter.raw.exec('PRAGMA query_only = ON');
  expect(() => send(opened.ledger, line, line.ratings(2, 3))).toThrow();
  opened.file.adapter.raw.exec('PRAGMA query_only = OFF');
  expect(opened.ledger.lineOf({ device: line.device, epoch: line.epoch, lane: 0 }).hwm).toBe(1);
  expect(receiptOf(send(opened.ledger, line, line.ratings(2, 3)))).toMatchObject({ hwm: 3, hid: line.id(3) });
});
