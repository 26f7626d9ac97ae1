/** Rows of the outbox on disk: how one is written, settled and read; each write is one strict transaction, decided elsewhere. */
import type { EpochId, EventId } from '../contract/ids.ts';
import type { Lane } from '../contract/lanes.ts';
import type { Row } from '../rules/outbox.ts';
import { type Database, type LaneTop, type Line, type StoredRow, type WriteTx, write } from './disk.ts';

export type NewRow = Omit<Row, 'epoch' | 'seq' | 'previd' | 'ord'>;
export type PlaceKey = readonly [EpochId, Lane, number];

export const end = Number.MAX_SAFE_INTEGER;
export const laneRange = (lane: Lane, above = 0): IDBKeyRange =>
  IDBKeyRange.bound([lane, above], [lane, end], true);
export const placeRange = (epoch: string, lane: number, from = 0, to = end): IDBKeyRange =>
  IDBKeyRange.bound([epoch, lane, from], [epoch, lane, to]);

export type RowsTx = WriteTx<['facts', 'outbox']>;
/** The stores of a change that gives rows a place or an order. */
export const rowStores = ['facts', 'outbox'] as const satisfies string[];

export async function lineOf(tx: RowsTx): Promise<Line> {
  // The line is written when the database is made and never deleted.
  return (await tx.objectStore('facts').get('line')) as Line;
}

function withTop(line: Line, lane: Lane, top: LaneTop): Line {
  const tops: [LaneTop, LaneTop, LaneTop, LaneTop] = [...line.tops];
  tops[lane] = top;
  return { ...line, tops };
}

/** The next place in its lane, and the line after it. */
export function placeNext(
  line: Line,
  row: Omit<Row, 'epoch' | 'seq' | 'previd' | 'ord'>,
): { row: StoredRow; line: Line } {
  const top = line.tops[row.lane];
  const ord = line.ord + 1;
  const placed: Row = { ...row, epoch: line.epoch, seq: top.seq + 1, previd: top.id, ord };
  return { row: keyed(placed), line: withTop({ ...line, ord }, row.lane, { seq: placed.seq, id: row.id }) };
}

/** Puts a row under the index that its state belongs to. */
export function keyed(row: Row): StoredRow {
  const plain = bare(row);
  if (row.state === 'held') return { ...plain, held: row.ord };
  if (row.state === 'receipted') return { ...plain, kept: row.ord };
  return { ...plain, due: [row.lane, row.ord] };
}

/** A row without its index keys. */
export function bare(stored: Row | StoredRow): Row {
  const { due: _due, held: _held, kept: _kept, ...row }: StoredRow = stored;
  return row;
}

/** Writes one new row and the end of its lane in one strict transaction. Rejects with StorageFull or StorageFailed. */
export function appendRow(db: Database, fresh: NewRow): Promise<Row> {
  return write(db, [...rowStores], async (tx, queue) => {
    const next = placeNext(await lineOf(tx), fresh);
    queue(tx.objectStore('outbox').add(next.row));
    queue(tx.objectStore('facts').put(next.line, 'line'));
    return bare(next.row);
  });
}

/** From held to settled or undone, with the head that is frozen from now on; undefined when the row is no longer held. */
export function releaseRow(
  db: Database,
  id: EventId,
  state: 'settled' | 'undone',
  head: (row: Row) => string,
): Promise<Row | undefined> {
  return write(db, [...rowStores], async (tx, queue) => {
    const row = await tx.objectStore('outbox').index('id').get(id);
    if (row?.state !== 'held') return undefined;
    const line = await lineOf(tx);
    const released: Row = { ...bare(row), state, head: head(row), ord: line.ord + 1 };
    queue(tx.objectStore('outbox').put(keyed(released)));
    queue(tx.objectStore('facts').put({ ...line, ord: released.ord }, 'line'));
    return released;
  });
}

export async function heldRows(db: Database): Promise<Row[]> {
  return (await db.getAllFromIndex('outbox', 'held')).map(bare);
}

/** The oldest rows to send of one lane, above a sending order. */
export async function dueRows(db: Database, lane: Lane, aboveOrd: number, count: number): Promise<Row[]> {
  return (await db.getAllFromIndex('outbox', 'due', laneRange(lane, aboveOrd), count)).map(bare);
}

/** Whether an un-receipted row stands in a lane of one epoch, at a place up to `upTo`; looks through the lane's whole queue when none does. */
export async function hasWaiting(
  db: Database,
  epoch: EpochId,
  lane: Lane,
  upTo = Number.MAX_SAFE_INTEGER,
): Promise<boolean> {
  for (let above = 0; ; ) {
    const chunk = await dueRows(db, lane, above, chunkRows);
    if (chunk.some((row) => row.epoch === epoch && row.seq <= upTo)) return true;
    if (chunk.length < chunkRows) return false;
    above = chunk.at(-1)?.ord ?? end;
  }
}

/** Every un-receipted row in the order of the store, in chunks, for the mirror. */
export async function* unreceiptedRows(db: Database): AsyncGenerator<Row> {
  yield* await heldRows(db);
  for (const lane of [0, 1, 2, 3] as const) {
    let above = 0;
    for (;;) {
      const chunk = await dueRows(db, lane, above, chunkRows);
      yield* chunk;
      if (chunk.length < chunkRows) break;
      above = chunk.at(-1)?.ord ?? end;
    }
  }
}
export const chunkRows = 512;

/** Rows per lane that the centre has not receipted (held ones included in lane 0). */
export async function countDepth(db: Database): Promise<[number, number, number, number]> {
  const tx = db.transaction('outbox');
  const due = tx.store.index('due');
  const [a, b, c, d, held] = await Promise.all([
    due.count(laneRange(0)),
    due.count(laneRange(1)),
    due.count(laneRange(2)),
    due.count(laneRange(3)),
    tx.store.index('held').count(),
  ]);
  return [a + held, b, c, d];
}

export async function rowIdAt(
  db: Database,
  epoch: EpochId,
  lane: Lane,
  seq: number,
): Promise<EventId | undefined> {
  return (await db.get('outbox', [epoch, lane, seq]))?.id;
}

export async function rowById(db: Database, id: EventId): Promise<Row | undefined> {
  const row = await db.getFromIndex('outbox', 'id', id);
  return row === undefined ? undefined : bare(row);
}

/** Newest place of a lane that has a row; 0: none. */
export async function laneMax(db: Database, epoch: EpochId, lane: Lane): Promise<number> {
  const last = await db.transaction('outbox').store.openKeyCursor(placeRange(epoch, lane), 'prev');
  return last?.key[2] ?? 0;
}

export interface HeldRange {
  readonly epoch: EpochId;
  readonly lane: Lane;
  readonly min: number;
  readonly max: number;
}

/** Oldest and newest place of every epoch and lane that has a row, jumping from one to the next by key. */
export async function heldRanges(db: Database): Promise<HeldRange[]> {
  const found: HeldRange[] = [];
  const tx = db.transaction('outbox');
  let first = await tx.store.openKeyCursor();
  while (first !== null) {
    const [epoch, lane, min] = first.key;
    const last = await tx.store.openKeyCursor(placeRange(epoch, lane), 'prev');
    // Keys are only ever written from a Row, whose epoch and lane have these types.
    found.push({ epoch: epoch as EpochId, lane: lane as Lane, min, max: last?.key[2] ?? min });
    first = await tx.store.openKeyCursor(IDBKeyRange.lowerBound([epoch, lane, end], true));
  }
  return found;
}

/** A receipted row goes back as what it was; both are sent the same way, so the outcome in its head decides. */
export function undoneOrSettled(row: Row): 'settled' | 'undone' {
  return row.head.includes('"outcome":"undone"') ? 'undone' : 'settled';
}
