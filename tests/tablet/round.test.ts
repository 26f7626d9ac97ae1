// The table of one round, row by row, and what no sequence of touches can bring about.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { limits } from '../../shared/contract/limits.ts';
import type { Place } from '../../shared/device/device.ts';
import { firstRound, isAtRest, isUndoOpen, type Round, step, wakeAt } from '../../tablet/round.ts';
import { placeNumber } from './fakes.ts';

const place = placeNumber(1);
const asking = firstRound(0);
const writing: Round = { at: 'writing', index: 1, since: 0, isSlow: false };
const pausedAt = (retryAt: number | null, isWriting = false): Round => ({
  at: 'paused',
  tries: 0,
  retryAt,
  isWriting,
});
const thanksUntil = (until: number, undoUntil = 0): Round => ({
  at: 'thanks',
  place,
  until,
  undoUntil,
  isSent: false,
});

describe('one round', () => {
  test('a tap is written before anything is said', () => {
    expect(step(asking, { kind: 'tapped', index: 2 }, 10)).toEqual({
      round: { at: 'writing', index: 2, since: 10, isSlow: false },
      commands: [{ kind: 'write', index: 2 }],
    });
  });

  test('thanks comes with the written row, and is the same for every level', () => {
    const thanked = step(writing, { kind: 'written', place, holdMs: 0 }, 50);
    expect(thanked.round).toEqual(thanksUntil(50 + limits.thanksMs, 50));
    expect(thanked.commands).toEqual([{ kind: 'thanked', place }]);
  });

  test('a second touch while the first is being written changes nothing', () => {
    expect(step(writing, { kind: 'tapped', index: 0 }, 5)).toEqual({ round: writing, commands: [] });
  });

  test('a touch on the thanks changes nothing', () => {
    const thanks = thanksUntil(1_000);
    expect(step(thanks, { kind: 'tapped', index: 0 }, 5)).toEqual({ round: thanks, commands: [] });
  });

  test('after the thanks the faces come back, locked for half a second', () => {
    const { round } = step(thanksUntil(1_000), { kind: 'due' }, 1_000);
    expect(round).toEqual({ at: 'asking', openAt: 1_000 + limits.pressLockMs, isTouched: false });
    expect(step(round, { kind: 'tapped', index: 0 }, 1_499).commands).toEqual([]);
    expect(step(round, { kind: 'tapped', index: 0 }, 1_500).commands).toHaveLength(1);
  });

  test('a refused write pauses without thanks', () => {
    const { round, commands } = step(writing, { kind: 'refused' }, 100);
    expect(round).toEqual(pausedAt(100 + limits.pausedRetryStartMs));
    expect(commands).toEqual([]);
  });

  test('a slow write is put in words, then the tablet stops asking', () => {
    const slow = step(writing, { kind: 'due' }, limits.writeSlowMs).round;
    expect(slow).toEqual({ at: 'writing', index: 1, since: 0, isSlow: true });
    expect(step(slow, { kind: 'due' }, limits.writeWaitMs).round).toEqual(pausedAt(null, true));
  });

  test('a write that comes through late is thanked after all', () => {
    const { round, commands } = step(pausedAt(null, true), { kind: 'written', place, holdMs: 0 }, 20_000);
    expect(round.at).toBe('thanks');
    expect(commands).toEqual([{ kind: 'thanked', place }]);
  });

  test('a write that fails late leaves the tablet paused and looking for recovery', () => {
    const { round } = step(pausedAt(null, true), { kind: 'refused' }, 20_000);
    expect(round).toEqual(pausedAt(20_000 + limits.pausedRetryStartMs));
  });

  test('a paused tablet probes the store and asks again once it writes', () => {
    const probing = step(pausedAt(5_000), { kind: 'due' }, 5_000);
    expect(probing.commands).toEqual([{ kind: 'probe' }]);
    expect(step(probing.round, { kind: 'probed', isWell: true }, 5_010).round.at).toBe('asking');
  });

  test('every failed probe waits longer, up to a minute', () => {
    let round: Round = pausedAt(0);
    const waits: number[] = [];
    for (let i = 0; i < 6; i++) {
      round = step(round, { kind: 'due' }, 0).round;
      round = step(round, { kind: 'probed', isWell: false }, 0).round;
      waits.push(wakeAt(round) ?? -1);
      if (round.at === 'paused') round = { ...round, retryAt: 0 };
    }
    expect(waits).toEqual([10_000, 20_000, 40_000, 60_000, 60_000, 60_000]);
  });

  test('a paused tablet takes no tap', () => {
    const paused = pausedAt(5_000);
    expect(step(paused, { kind: 'tapped', index: 0 }, 10)).toEqual({ round: paused, commands: [] });
  });
});

describe('taking an answer back', () => {
  const held = step(writing, { kind: 'written', place, holdMs: 5_000 }, 0).round;

  test('is open for the window of the configuration and no longer', () => {
    expect(isUndoOpen(held, 4_999)).toBe(true);
    expect(isUndoOpen(held, 5_000)).toBe(false);
    expect(isUndoOpen(thanksUntil(1_000), 0)).toBe(false);
  });

  test('asks the device, then shows the faces again', () => {
    const undoing = step(held, { kind: 'choose-again' }, 100);
    expect(undoing.commands).toEqual([{ kind: 'undo', place }]);
    expect(step(undoing.round, { kind: 'undone', isUndone: true }, 120).round.at).toBe('asking');
  });

  test('says that the answer has been sent when it comes too late', () => {
    const { round } = step({ at: 'undoing', place, since: 100 }, { kind: 'undone', isUndone: false }, 120);
    expect(round).toEqual({ ...thanksUntil(120 + limits.thanksMs, 120), isSent: true });
  });
});

test('the page is at rest only while nobody touches it and nothing is open', () => {
  expect(isAtRest(asking)).toBe(true);
  expect(isAtRest(step(asking, { kind: 'touched' }, 0).round)).toBe(false);
  expect(isAtRest(writing)).toBe(false);
  expect(isAtRest(thanksUntil(10))).toBe(false);
  expect(isAtRest(pausedAt(10))).toBe(true);
  expect(isAtRest(pausedAt(null, true))).toBe(false);
});

/** A store that answers late, wrongly or never, and a citizen who hammers: what is written and what is thanked? */
type Move =
  | { readonly do: 'tap'; readonly index: number }
  | { readonly do: 'wait'; readonly ms: number }
  | { readonly do: 'answer'; readonly isOk: boolean }
  | { readonly do: 'undo' };

const moves: fc.Arbitrary<Move[]> = fc.array(
  fc.oneof(
    fc.record({ do: fc.constant('tap' as const), index: fc.nat(2) }),
    fc.record({ do: fc.constant('wait' as const), ms: fc.nat(12_000) }),
    fc.record({ do: fc.constant('answer' as const), isOk: fc.boolean() }),
    fc.record({ do: fc.constant('undo' as const) }),
  ),
  { maxLength: 60 },
);

function play(list: readonly Move[], holdMs: number) {
  let round: Round = firstRound(0);
  let now = 0;
  const open: ('write' | 'probe' | 'undo')[] = [];
  const rows: Place[] = [];
  const thanked: Place[] = [];
  let writesAtOnce = 0;
  let thanksWithoutRow = 0;
  const tell = (event: Parameters<typeof step>[1]) => {
    const next = step(round, event, now);
    round = next.round;
    for (const command of next.commands) {
      if (command.kind === 'thanked') thanked.push(command.place);
      else open.push(command.kind);
    }
    writesAtOnce = Math.max(writesAtOnce, open.filter((kind) => kind === 'write').length);
    if (round.at === 'thanks' && !rows.includes(round.place)) thanksWithoutRow += 1;
  };
  const answer = (isOk: boolean) => {
    const kind = open.shift();
    if (kind === 'probe') tell({ kind: 'probed', isWell: isOk });
    if (kind === 'undo') tell({ kind: 'undone', isUndone: isOk });
    if (kind !== 'write') return;
    if (!isOk) return tell({ kind: 'refused' });
    const row = placeNumber(rows.length + 1);
    rows.push(row);
    tell({ kind: 'written', place: row, holdMs });
  };
  const wait = (ms: number) => {
    now += ms;
    const at = wakeAt(round);
    if (at !== null && at <= now) tell({ kind: 'due' });
  };
  for (const move of list) {
    if (move.do === 'tap') tell({ kind: 'tapped', index: move.index });
    else if (move.do === 'undo') tell({ kind: 'choose-again' });
    else if (move.do === 'answer') answer(move.isOk);
    else wait(move.ms);
  }
  return { rows, thanked, writesAtOnce, thanksWithoutRow, answer, wait, at: () => round.at, tell };
}

describe('whatever is touched and however the store answers', () => {
  test('every written row is thanked exactly once, and nothing else is', () => {
    fc.assert(
      fc.property(moves, fc.constantFrom(0, 5_000), (list, holdMs) => {
        const end = play(list, holdMs);
        expect(end.thanked).toEqual(end.rows);
        expect(end.thanksWithoutRow).toBe(0);
        expect(end.writesAtOnce).toBeLessThanOrEqual(1);
      }),
      { numRuns: 500 },
    );
  });

  test('the tablet asks again once the store is well', () => {
    fc.assert(
      fc.property(moves, fc.constantFrom(0, 5_000), (list, holdMs) => {
        const end = play(list, holdMs);
        for (let i = 0; i < 6; i++) {
          end.answer(true);
          end.wait(limits.pausedRetryMaxMs);
        }
        expect(end.at()).toBe('asking');
      }),
      { numRuns: 500 },
    );
  });
});
