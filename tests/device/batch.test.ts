// A batch as bytes, the row that no centre could place, and the search for one that this centre cannot read.

import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { limits } from '../../shared/contract/limits.ts';
import { type Gone, writtenBatch } from '../../shared/contract/messages.ts';
import { batchBytes, faultOf } from '../../shared/device/batch.ts';
import { Search } from '../../shared/device/search.ts';
import { eventText, pickBatch, type Row } from '../../shared/rules/outbox.ts';
import { epochA, idOf, rowOf } from '../fakes/rows.ts';

const batch = (rows: readonly Row[], more: { gone?: readonly Gone[]; at?: number | null } = {}): Uint8Array =>
  batchBytes({
    rows,
    gone: more.gone ?? [],
    attempt: 2,
    sentms: 5.4,
    correct: () => ({ at: more.at === undefined ? 7 : more.at, clock: 'sync' }),
  });
const read = (bytes: Uint8Array) => v.parse(writtenBatch, JSON.parse(new TextDecoder().decode(bytes)));

describe('a batch', () => {
  test('holds the events byte for byte, with their times and the gaps beside them', () => {
    const gone: Gone[] = [{ epoch: epochA, lane: 2, ranges: [[1, 3]], reason: 'dropped' }];
    const rows = [rowOf({ seq: 1 }), rowOf({ seq: 2 })];
    const bytes = batch(rows, { gone });
    for (const row of rows) expect(new TextDecoder().decode(bytes)).toContain(eventText(row));
    expect(read(bytes)).toMatchObject({
      v: 1,
      attempt: 2,
      sentms: 5,
      gone,
      events: [{ at: 7, clock: 'sync' }, { at: 7 }],
    });
  });
  test('without gaps does not speak of them', () => {
    expect(read(batch([rowOf()]))).not.toHaveProperty('gone');
  });
  test.each([Number.NaN, Number.POSITIVE_INFINITY, 1.5, 2 ** 60])(
    'says that the time is unknown where the stamp is %d',
    (at) => {
      expect(read(batch([rowOf()], { at })).events[0]).toMatchObject({ at: null, clock: 'none' });
    },
  );
  test('of the largest rows that are let through, in the largest number, fits its packet', () => {
    const row = rowOf({ pad: limits.eventBytesMax - eventText(rowOf()).length });
    expect(faultOf(row)).toBeUndefined();
    const rows = pickBatch([Array.from({ length: 40 }, () => row), [], [], []]);
    expect(batch(rows).byteLength).toBeLessThanOrEqual(limits.packetBytesMax);
  });
});

describe('a row', () => {
  test('as it was written has no fault, at the first place and behind another', () => {
    expect([faultOf(rowOf({ seq: 1 })), faultOf(rowOf({ seq: 2 }))]).toEqual([undefined, undefined]);
  });
  test.each([
    ['whose head is torn', { head: '{"id":' }, 'E_JSON'],
    ['whose head is empty', { head: '' }, 'E_JSON'],
    ['whose head names no id', { head: '{"lane":0,"source":"urn:motcua:device:a"}' }, 'E_SCHEMA'],
    ['whose epoch is none', { epoch: 'zz' }, 'E_SCHEMA'],
    ['whose place is none', { seq: 0 }, 'E_SCHEMA'],
    [
      'that is larger than an event may be',
      { head: `{"pad":"${'ă'.repeat(limits.eventBytesMax / 2)}"}` },
      'E_TOO_BIG',
    ],
  ])('%s is found before it is sent', (_name, change, code) => {
    expect(faultOf({ ...rowOf(), ...change } as Row)).toBe(code); // damage that no type knows of
  });
});

describe('the search for a row that cannot be read', () => {
  const ids = (...names: number[]) => names.map((n) => idOf(n));
  test('begins with a refusal, sends one row at a time, and ends when as many have passed as were under way', () => {
    const search = new Search();
    expect([search.isOn, search.rowsMax, search.batchesMax]).toEqual([
      false,
      limits.batchEventsMax,
      limits.batchesInFlightMax,
    ]);
    expect(search.refused(ids(1, 2, 3))).toBe(false);
    expect([search.rowsMax, search.batchesMax]).toEqual([1, 1]);
    search.passed(2);
    expect(search.isOn).toBe(true);
    search.passed(5);
    expect(search.isOn).toBe(false);
  });
  test('sets a row aside that is refused twice while it is alone', () => {
    const search = new Search();
    search.refused(ids(1, 2));
    expect([search.refused(ids(1)), search.isAside(idOf(1))]).toEqual([false, false]);
    expect([search.refused(ids(1)), search.isAside(idOf(1)), search.asideCount, search.isOn]).toEqual([
      true,
      true,
      1,
      false,
    ]);
  });
  test('holds nothing against a row that is alone when an older refusal comes late', () => {
    const search = new Search();
    search.refused(ids(1, 2));
    search.refused(ids(1));
    search.passed(1);
    search.refused(ids(2));
    expect([search.isAside(idOf(1)), search.isAside(idOf(2))]).toEqual([false, false]);
  });
  test('holds nothing against anybody while nothing is under way', () => {
    const search = new Search();
    for (let i = 0; i < 5; i += 1) expect(search.refused([])).toBe(false);
    expect([search.isOn, search.asideCount]).toEqual([false, 0]);
  });
  test('forgets with a new link', () => {
    const search = new Search();
    search.refused(ids(1, 2));
    search.refused(ids(1));
    search.refused(ids(1));
    search.reset();
    expect([search.isAside(idOf(1)), search.isOn]).toEqual([false, false]);
  });
});
