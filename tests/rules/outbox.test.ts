// What leaves next, and what a receipt or a welcome proves about the rows that are held.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { EventId } from '../../shared/contract/ids.ts';
import { limits } from '../../shared/contract/limits.ts';
import type { LaneReceipt } from '../../shared/contract/messages.ts';
import {
  eventText,
  type HeldLane,
  judgeReceipt,
  judgeWelcome,
  pickBatch,
  type Row,
} from '../../shared/rules/outbox.ts';
import { epochA, epochB, idOf, rowOf } from '../fakes/rows.ts';

const rows = (lane: 0 | 1 | 2 | 3, count: number, pad = 0): Row[] =>
  Array.from({ length: count }, (_, i) => rowOf({ lane, seq: i + 1, ord: i + 1, pad }));
const lanesOf = (batch: readonly Row[]): number[] => batch.map((row) => row.lane);

describe('a batch', () => {
  test('takes ratings first and offers one slot in eight to the lanes behind', () => {
    const batch = pickBatch([rows(0, 100), rows(1, 100), rows(2, 100), rows(3, 100)]);
    expect(batch).toHaveLength(32);
    expect(lanesOf(batch).filter((lane) => lane === 1)).toHaveLength(4);
    expect(lanesOf(batch).slice(0, 8)).toEqual([0, 0, 0, 0, 0, 0, 0, 1]);
  });
  test('gives a slot that no other lane wants back to the ratings', () => {
    expect(lanesOf(pickBatch([rows(0, 40), [], [], []]))).toEqual(Array(32).fill(0));
  });
  test('without ratings takes faults, then scans, then the rest', () => {
    expect(lanesOf(pickBatch([[], rows(1, 2), rows(2, 2), rows(3, 1)]))).toEqual([1, 1, 2, 2, 3]);
  });
  test('stays within sixteen kilobytes as it travels', () => {
    const batch = pickBatch([rows(0, 32, 700), [], [], []]);
    const wrapped = batch
      .map((row) => `{"at":1234567890123,"clock":"sync","event":${eventText(row)}}`)
      .join(',');
    expect(batch.length).toBeGreaterThan(8);
    expect(wrapped.length).toBeLessThanOrEqual(limits.batchBytesMax);
  });
  test('always has room for one row, however large', () => {
    expect(pickBatch([[rowOf({ pad: 20_000 })], [], [], []])).toHaveLength(1);
    expect(pickBatch([[rowOf({ pad: 20_000 }), rowOf({ seq: 2 })], [], [], []])).toHaveLength(1);
  });
  test('of nothing is empty', () => {
    expect(pickBatch([[], [], [], []])).toEqual([]);
  });
  test('keeps the order of each lane, never repeats a row, and leaves nothing that fits', () => {
    const counts = fc.tuple(fc.nat(50), fc.nat(50), fc.nat(50), fc.nat(50));
    fc.assert(
      fc.property(counts, ([a, b, c, d]) => {
        const batch = pickBatch([rows(0, a), rows(1, b), rows(2, c), rows(3, d)]);
        for (const lane of [0, 1, 2, 3]) {
          const seqs = batch.filter((row) => row.lane === lane).map((row) => row.seq);
          expect(seqs).toEqual(seqs.map((_, i) => i + 1));
        }
        expect(batch.length).toBe(Math.min(limits.batchEventsMax, a + b + c + d));
      }),
    );
  });
});

describe('an event as it travels', () => {
  test('is its place before its frozen head, and the same bytes each time', () => {
    const row = rowOf({ seq: 2 });
    expect(eventText(row)).toBe(eventText({ ...row, ord: 99, state: 'undone' }));
    expect(JSON.parse(eventText(row))).toMatchObject({
      epoch: epochA,
      seq: 2,
      previd: idOf(1),
      id: idOf(2),
      lane: 0,
    });
  });
  test('at the first place names no row before it', () => {
    expect(JSON.parse(eventText(rowOf({ seq: 1 })))).not.toHaveProperty('previd');
  });
});

/** A lane that holds rows min..max with ids named by their seq. */
function held(more: Partial<HeldLane> & { ids?: ReadonlyMap<number, EventId> } = {}): HeldLane {
  const { min = 1, max = 10, ids } = more;
  const idAt = (seq: number): EventId | undefined =>
    ids?.get(seq) ?? (seq >= min && seq <= max ? idOf(seq) : undefined);
  return { epoch: epochA, lane: 0, min, max, top: max, isOpen: true, idAt, ...more };
}
const receipt = (more: Partial<LaneReceipt> = {}): LaneReceipt => ({
  epoch: epochA,
  lane: 0,
  hwm: 0,
  also: [],
  rej: [],
  ...more,
});

describe('a receipt', () => {
  test('clears up to its high mark when the id there is our own', () => {
    expect(judgeReceipt(receipt({ hwm: 7, hid: idOf(7) }), held())).toEqual({
      clear: [[1, 7]],
      fork: false,
      unproved: 0,
      dead: [],
      waitMs: 0,
    });
  });
  test('clears nothing when it names no id', () => {
    expect(judgeReceipt(receipt({ hwm: 7 }), held())).toMatchObject({ clear: [], fork: false });
  });
  test('clears nothing below a place where we hold no row', () => {
    expect(judgeReceipt(receipt({ hwm: 3, hid: idOf(3) }), held({ min: 5 }))).toMatchObject({
      clear: [],
      fork: false,
    });
  });
  test('names the highest place that it knows and where we hold no row, so that nothing waits below it for ever', () => {
    const ids = new Map([[2, idOf(2)]]);
    const own = { ...held({ max: 9 }), idAt: (seq: number) => ids.get(seq) };
    const named = receipt({
      hwm: 2,
      hid: idOf(2),
      also: [
        [4, 6, idOf('of a twin')],
        [8, 8, null],
      ],
    });
    expect(judgeReceipt(named, own)).toMatchObject({ clear: [[1, 2]], fork: false, unproved: 6 });
    expect(judgeReceipt(receipt({ hwm: 7, hid: idOf('of a twin') }), own)).toMatchObject({ unproved: 7 });
  });
  test('with another id at its high mark forks and clears nothing', () => {
    expect(judgeReceipt(receipt({ hwm: 7, hid: idOf('x') }), held())).toMatchObject({
      clear: [],
      fork: true,
    });
  });
  test('above anything we ever placed forks and clears nothing, even with a known id', () => {
    const judged = judgeReceipt(
      receipt({ hwm: 11, hid: idOf(11) }),
      held({ ids: new Map([[11, idOf(11)]]) }),
    );
    expect(judged).toMatchObject({ clear: [], fork: true });
  });
  test('at exactly our top is no twin', () => {
    expect(judgeReceipt(receipt({ hwm: 10, hid: idOf(10) }), held())).toMatchObject({
      clear: [[1, 10]],
      fork: false,
    });
  });
  test('does not fork where nothing waits and nothing new goes', () => {
    const judged = judgeReceipt(receipt({ hwm: 7, hid: idOf('x') }), held({ isOpen: false }));
    expect(judged).toMatchObject({ clear: [], fork: false });
  });
  test('clears the runs beyond its mark that end in our own ids', () => {
    const judged = judgeReceipt(
      receipt({
        hwm: 2,
        hid: idOf(2),
        also: [
          [4, 6, idOf(6)],
          [8, 9, null],
        ],
      }),
      held(),
    );
    expect(judged).toMatchObject({
      clear: [
        [1, 2],
        [4, 6],
      ],
      fork: false,
    });
  });
  test('forks when a run beyond its mark ends in a foreign id', () => {
    expect(judgeReceipt(receipt({ also: [[4, 6, idOf('x')]] }), held())).toMatchObject({
      clear: [],
      fork: true,
    });
  });
  test('leaves a run alone that ends where we hold no row', () => {
    expect(
      judgeReceipt(receipt({ also: [[4, 6, idOf('x')]] }), held({ idAt: () => undefined })),
    ).toMatchObject({
      clear: [],
      fork: false,
    });
  });
  test('forks when a run ends above anything we hold: its rows could never be proved and would wait for ever', () => {
    expect(judgeReceipt(receipt({ also: [[12, 14, idOf('x')]] }), held())).toMatchObject({
      clear: [],
      fork: true,
    });
  });
  test('does not fork for a named gap above what we hold', () => {
    expect(judgeReceipt(receipt({ also: [[12, 14, null]] }), held())).toMatchObject({ fork: false });
  });
  test('with a conflict about the row that stands there forks', () => {
    const rej = [{ seq: 5, id: idOf(5), code: 'E_CONFLICT' as const }];
    expect(judgeReceipt(receipt({ rej }), held())).toMatchObject({ fork: true });
  });
  test('with a conflict that names no row forks', () => {
    expect(judgeReceipt(receipt({ rej: [{ seq: 5, code: 'E_CONFLICT' }] }), held())).toMatchObject({
      fork: true,
    });
  });
  test('with a late conflict about a row that has moved on changes nothing', () => {
    const rej = [{ seq: 5, id: idOf('moved'), code: 'E_CONFLICT' as const }];
    expect(judgeReceipt(receipt({ rej }), held())).toMatchObject({ fork: false });
    const gone = [{ seq: 50, id: idOf(50), code: 'E_CONFLICT' as const }];
    expect(judgeReceipt(receipt({ rej: gone }), held())).toMatchObject({ fork: false });
  });
  test.each(['E_SOURCE', 'E_TOO_BIG'] as const)('%s makes a dead letter of that row alone', (code) => {
    const judged = judgeReceipt(
      receipt({ hwm: 3, hid: idOf(3), rej: [{ seq: 4, id: idOf(4), code }] }),
      held(),
    );
    expect(judged).toEqual({ clear: [[1, 3]], fork: false, unproved: 0, dead: [4], waitMs: 0 });
  });
  test('never makes a dead letter of a row that only took the place of the refused one', () => {
    const rej = [{ seq: 4, id: idOf('other'), code: 'E_SOURCE' as const }];
    expect(judgeReceipt(receipt({ rej }), held())).toMatchObject({ dead: [] });
  });
  test('waits as long as the longest wait asked for, and a second where none is named', () => {
    const rej = [
      { seq: 4, code: 'E_BUSY' as const, retryAfterMs: 3_000 },
      { seq: 5, code: 'E_DB' as const, retryAfterMs: 9_000 },
    ];
    expect(judgeReceipt(receipt({ rej }), held())).toMatchObject({ waitMs: 9_000, dead: [], fork: false });
    expect(judgeReceipt(receipt({ rej: [{ seq: 4, code: 'E_RATE' }] }), held()).waitMs).toBe(
      limits.backoffStartMs,
    );
  });
  test('clears no place whose row it cannot prove to be ours', () => {
    const run = fc.tuple(
      fc.integer({ min: 1, max: 15 }),
      fc.nat(5),
      fc.option(fc.integer({ min: 1, max: 15 })),
    );
    const receipts = fc.record({
      hwm: fc.nat(15),
      hid: fc.option(fc.integer({ min: 1, max: 15 })),
      also: fc.array(run),
    });
    fc.assert(
      fc.property(receipts, ({ hwm, hid, also }) => {
        const said = receipt({
          hwm,
          ...(hid === null ? {} : { hid: idOf(hid) }),
          also: also.map(([from, more, id]) => [from, from + more, id === null ? null : idOf(id)]),
        });
        for (const [, to] of judgeReceipt(said, held()).clear) {
          const proofs = [[hwm, hid], ...also.map(([from, more, id]) => [from + more, id])];
          expect(proofs.some(([place, id]) => place === to && id === to)).toBe(true);
          expect(to).toBeLessThanOrEqual(10);
        }
      }),
    );
  });
});

describe('a welcome', () => {
  const lane = (hwm: number, hid?: EventId) => [
    { epoch: epochA, lane: 0 as const, hwm, ...(hid === undefined ? {} : { hid }) },
  ];

  test('that knows the lane clears up to its mark and asks for the rest', () => {
    expect(judgeWelcome(lane(6, idOf(6)), held())).toMatchObject({
      clear: [[1, 6]],
      resendAbove: 6,
      missing: null,
      fork: false,
    });
  });
  test('that does not know the lane asks for all of it', () => {
    const judged = judgeWelcome([{ epoch: epochB, lane: 0, hwm: 9, hid: idOf(9) }], held());
    expect(judged).toMatchObject({ clear: [], resendAbove: 0, missing: null, fork: false });
  });
  test('of a centre that was restored names from where rows go out again', () => {
    expect(judgeWelcome(lane(2, idOf(2)), held({ isOpen: false }))).toMatchObject({
      resendAbove: 2,
      fork: false,
    });
  });
  test('of a centre that misses rows older than ours names the hole', () => {
    expect(judgeWelcome(lane(2), held({ min: 5 }))).toMatchObject({ missing: [3, 4], fork: false });
    expect(judgeWelcome([], held({ min: 5 }))).toMatchObject({ missing: [1, 4] });
  });
  test('whose mark meets our oldest row names no hole', () => {
    expect(judgeWelcome(lane(4), held({ min: 5 })).missing).toBeNull();
  });
  test('that knows another row at our place forks', () => {
    expect(judgeWelcome(lane(6, idOf('x')), held())).toMatchObject({ fork: true, clear: [] });
  });
  test('that knows another row at our place forks also where nothing waits: what it receipted once may be lost to it', () => {
    const closed = held({ isOpen: false });
    expect(judgeWelcome(lane(6, idOf('x')), closed)).toMatchObject({ fork: true, clear: [] });
    expect(judgeWelcome(lane(12, idOf('x')), closed)).toMatchObject({ fork: true, clear: [] });
  });
  test('in agreement with a closed lane leaves it as it is', () => {
    expect(judgeWelcome(lane(10, idOf(10)), held({ isOpen: false }))).toMatchObject({ fork: false });
  });
});
