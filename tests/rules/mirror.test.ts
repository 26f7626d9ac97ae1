// What a file of lines still says after a crash, and what database and mirror owe each other.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareMirror, foldMirror, type MirrorLine, writeLine } from '../../shared/rules/mirror.ts';
import type { Row } from '../../shared/rules/outbox.ts';
import { epochA, epochB, idOf, rowOf } from '../fakes/rows.ts';

const line = (row: Row): string => writeLine({ k: 'row', row });
const cleared = (...seqs: number[]): string =>
  writeLine({ k: 'cleared', epoch: epochA, lane: 0, ids: seqs.map(idOf) });
const readName = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
const fold = (lines: readonly string[]) => foldMirror(lines, readName);

describe('a mirror', () => {
  test('holds each row as its last line says', () => {
    const { rows } = fold([
      line(rowOf({ state: 'held' })),
      line(rowOf({ seq: 2 })),
      line(rowOf({ state: 'undone', ord: 9 })),
    ]);
    expect([...rows.values()].map((row) => [row.seq, row.state])).toEqual([
      [1, 'undone'],
      [2, 'settled'],
    ]);
  });
  test('no longer holds what the ledger has', () => {
    expect([...fold([line(rowOf()), line(rowOf({ seq: 2 })), cleared(1)]).rows.keys()]).toEqual([idOf(2)]);
  });
  test('holds a row again that was put back into the queue after its receipt', () => {
    expect(fold([line(rowOf()), cleared(1), line(rowOf({ ord: 5 }))]).rows.size).toBe(1);
  });
  test('with a torn last line holds all the others', () => {
    const torn = line(rowOf({ seq: 3 })).slice(0, 40);
    expect(fold([line(rowOf()), line(rowOf({ seq: 2 })), torn])).toMatchObject({
      damagedLines: 1,
      rows: { size: 2 },
    });
  });
  test.each([
    ['nothing', ''],
    ['no JSON', '{"k":"row","row":'],
    ['no object', '7'],
    ['null', 'null'],
    ['no kind', '{}'],
    ['a foreign kind', '{"k":"other"}'],
    ['a row without its place', '{"k":"row","row":{"id":"a","head":"{}","state":"settled"}}'],
    ['a row that is nothing', '{"k":"row","row":null}'],
    ['cleared without ids', '{"k":"cleared"}'],
    ['a page of zeros', '\u0000'.repeat(50)],
  ])('counts and passes over a line with %s', (_name, damaged) => {
    expect(fold([line(rowOf()), damaged, line(rowOf({ seq: 2 }))])).toMatchObject({
      damagedLines: 1,
      rows: { size: 2 },
    });
  });
  test('passes over a row whose place or state no device could have written', () => {
    for (const change of [
      { seq: 0 },
      { seq: 1.5 },
      { lane: 4 },
      { state: 'lost' },
      { id: 'zz' },
      { epoch: 'q' },
    ]) {
      const damaged = JSON.stringify({ k: 'row', row: { ...rowOf(), ...change } });
      expect(fold([damaged]).rows.size, JSON.stringify(change)).toBe(0);
    }
  });
  test('knows the last identity that can be read', () => {
    const lines = ['"old"', '"new"', '7'].map((identity) => `{"k":"identity","identity":${identity}}`);
    expect(fold(lines).identity).toBe('new');
    expect(fold([]).identity).toBeUndefined();
  });
  test('cut anywhere never throws, and holds every row whose line is whole', () => {
    const lines: MirrorLine[] = [1, 2, 3, 4].map((seq) => ({ k: 'row', row: rowOf({ seq }) }));
    const text = lines.map((one) => `${writeLine(one)}\n`).join('');
    fc.assert(
      fc.property(fc.nat(text.length), (at) => {
        const whole = text.slice(0, at).split('\n').length - 1;
        expect(fold(text.slice(0, at).split('\n')).rows.size).toBeGreaterThanOrEqual(whole);
      }),
    );
  });
});

describe('database and mirror', () => {
  const mirrored = (...rows: Row[]): Map<Row['id'], Row> => new Map(rows.map((row) => [row.id, row]));
  test('that hold the same owe each other nothing', () => {
    expect(compareMirror(mirrored(rowOf()), [rowOf({ ord: 7 })], new Set())).toEqual({
      toMirror: [],
      toDisk: [],
    });
  });
  test('give each other what only one of them has', () => {
    const compared = compareMirror(mirrored(rowOf({ seq: 2 })), [rowOf({ seq: 1 })], new Set());
    expect(compared.toMirror.map((row) => row.seq)).toEqual([1]);
    expect(compared.toDisk.map((row) => row.seq)).toEqual([2]);
  });
  test.each([
    ['state', { state: 'undone' }],
    ['epoch', { epoch: epochB }],
    ['place', { seq: 9, id: idOf(1) }],
  ] as const)('differ by the %s of a row: the database tells the mirror', (_name, change) => {
    const stored = rowOf({ ...change });
    expect(compareMirror(mirrored(rowOf()), [stored], new Set()).toMirror).toEqual([stored]);
  });
  test.each(['settled', 'undone'] as const)(
    'of which the database fell back to held: the mirror tells that it was %s',
    (state) => {
      const later = rowOf({ state });
      expect(compareMirror(mirrored(later), [rowOf({ state: 'held' })], new Set())).toEqual({
        toMirror: [],
        toDisk: [later],
      });
    },
  );
  test('leave a row alone that the database knows as receipted', () => {
    expect(compareMirror(mirrored(rowOf()), [], new Set([idOf(1)])).toDisk).toEqual([]);
  });
  test('bring rows back in the order in which they were written', () => {
    const rows = [
      rowOf({ seq: 3, ord: 30 }),
      rowOf({ seq: 1, ord: 10 }),
      rowOf({ seq: 2, ord: 20, state: 'held' }),
    ];
    expect(compareMirror(mirrored(...rows), [], new Set()).toDisk.map((row) => row.seq)).toEqual([1, 2, 3]);
  });
});
