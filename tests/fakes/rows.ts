// Rows of an outbox as a device writes them, with names short enough to read in a test.
import type { BootId, EpochId, EventId } from '../../shared/contract/ids.ts';
import type { Lane } from '../../shared/contract/lanes.ts';
import type { NewRow } from '../../shared/device/rows.ts';
import type { Row, RowState } from '../../shared/rules/outbox.ts';

// Hex of the right length is what the brands stand for.
const hex = (name: string | number, length: number): string => {
  if (typeof name === 'number') return name.toString(16).padStart(length, '0');
  return [...name]
    .map((char) => char.charCodeAt(0).toString(16))
    .join('')
    .padStart(length, 'e');
};
export const epochOf = (name: string | number): EpochId => hex(name, 20) as EpochId;
export const idOf = (name: string | number): EventId => hex(name, 32) as EventId;
export const bootOf = (name: string | number): BootId => hex(name, 16) as BootId;

export const epochA = epochOf('a');
export const epochB = epochOf('b');

/** A rating's frozen head; `outcome` and `index` as they would be sent. */
export function headOf(id: EventId, more: { lane?: Lane; outcome?: string; pad?: number } = {}): string {
  return JSON.stringify({
    specversion: '1.0',
    type: 'vn.motcua.rating.given.v1',
    source: 'urn:motcua:device:tablet-mau-5',
    id,
    datacontenttype: 'application/json',
    lane: more.lane ?? 0,
    bootid: bootOf('boot'),
    monoms: '1',
    wallms: '2',
    appver: '0',
    cfgver: 1,
    data: {
      index: more.outcome === 'undone' ? null : 1,
      outcome: more.outcome ?? 'tapped',
      flags: [],
      pad: 'x'.repeat(more.pad ?? 0),
    },
  });
}

export interface RowSketch {
  readonly epoch?: EpochId;
  readonly lane?: Lane;
  readonly seq?: number;
  readonly id?: EventId;
  readonly previd?: EventId | null;
  readonly state?: RowState;
  readonly ord?: number;
  readonly pad?: number;
  readonly instance?: string;
}

/** A row at a place; its id is named after its lane and seq unless told. */
export function rowOf(sketch: RowSketch = {}): Row {
  const { epoch = epochA, lane = 0, seq = 1, state = 'settled', instance = 'page' } = sketch;
  const id = sketch.id ?? idOf(lane * 1_000_000 + seq);
  return {
    epoch,
    lane,
    seq,
    id,
    previd: sketch.previd === undefined ? (seq > 1 ? idOf(lane * 1_000_000 + seq - 1) : null) : sketch.previd,
    state,
    head: headOf(id, { lane, pad: sketch.pad ?? 0, ...(state === 'undone' ? { outcome: 'undone' } : {}) }),
    ord: sketch.ord ?? seq,
    instance,
    bootid: bootOf('boot'),
    monoms: 1,
    wallms: 2,
  };
}

/** A row that has no place yet. */
export function newRow(
  name: string | number,
  more: { lane?: Lane; state?: RowState; instance?: string; pad?: number } = {},
): NewRow {
  const { epoch: _e, seq: _s, previd: _p, ord: _o, ...rest } = rowOf({ ...more, id: idOf(name) });
  return rest;
}
