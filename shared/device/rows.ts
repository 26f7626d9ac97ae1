/** Rows of the outbox on disk: every change of state is one strict transaction; what to change is decided in rules/outbox. */
import { type EpochId, type EventId, makeEpochId, type RandomBytes } from '../contract/ids.ts';
import type { Lane } from '../contract/lanes.ts';
import { limits } from '../contract/limits.ts';
import type { Row } from '../rules/outbox.ts';
import { type Database, guard, type LaneTop, type Line, newLine, type StoredRow } from './disk.ts';

export type NewRow = Omit<Row, 'epoch' | 'seq' | 'previd' | 'ord'>;
export type PlaceKey = readonly [EpochId, Lane, number];

const strict = { durability: 'strict' } as const;
const end = Number.MAX_SAFE_INTEGER;
const laneRange = (lane: Lane, above = 0): IDBKeyRange => IDBKeyRange.bound([lane, above], [lane, end], true);
const placeRange = (epoch: string, lane: number, from = 0, to = end): IDBKeyRange =>
  IDBKeyRange.bound([epoch, lane, from], [epoch, lane, to]);

function begin(db: Database) {
  return db.transaction(['facts', 'outbox'], 'readwrite', strict);
}
type Tx = ReturnType<typeof begin>;

async function lineOf(tx: Tx): Promise<Line> {
  // The line is written when the database is made and never deleted.
  return (await tx.objectStore('facts').get('line')) as Line;
}

function withTop(line: Line, lane: Lane, top: LaneTop): Line {
  const tops: [LaneTop, LaneTop, LaneTop, LaneTop] = [...line.tops];
  tops[lane] = top;
  return { ...line, tops };
}

/** The next place in its lane, and the line after it. */
function placeNext(
  line: Line,
  row: Omit<Row, 'epoch' | 'seq' | 'previd' | 'ord'>,
): { row: StoredRow; line: Line } {
  const top = line.tops[row.lane];
  const ord = line.ord + 1;
  const placed: Row = { ...row, epoch: line.epoch, seq: top.seq + 1, previd: top.id, ord };
  return { row: keyed(placed), line: withTop({ ...line, ord }, row.lane, { seq: placed.seq, id: row.id }) };
}

/** Puts a row under the index that its state belongs to. */
function keyed(row: Row): StoredRow {
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
  return guard(db, async () => {
    const tx = begin(db);
    const next = placeNext(await lineOf(tx), fresh);
    await Promise.all([
      tx.objectStore('outbox').add(next.row),
      tx.objectStore('facts').put(next.line, 'line'),
      tx.done,
    ]);
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
  return guard(db, async () => {
    const tx = begin(db);
    const row = await tx.objectStore('outbox').index('id').get(id);
    if (row?.state !== 'held') {
      await tx.done;
      return undefined;
    }
    const line = await lineOf(tx);
    const released: Row = { ...bare(row), state, head: head(row), ord: line.ord + 1 };
    await Promise.all([
      tx.objectStore('outbox').put(keyed(released)),
      tx.objectStore('facts').put({ ...line, ord: released.ord }, 'line'),
      tx.done,
    ]);
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
const chunkRows = 512;

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

export interface Cleared {
  readonly ids: readonly EventId[];
}

/**
 * Marks rows inside the given places as receipted. Un-receipted rows are looked through oldest first, a chunk at a time, for as long as a
 * whole chunk was touched: a receipt clears the front of the queue.
 */
export function clearRows(
  db: Database,
  epoch: EpochId,
  lane: Lane,
  ranges: readonly (readonly [number, number])[],
): Promise<Cleared> {
  return guard(db, async () => {
    const ids: EventId[] = [];
    const tx = begin(db);
    const line = await lineOf(tx);
    let ord = line.ord;
    let above = 0;
    for (;;) {
      const chunk = await tx.objectStore('outbox').index('due').getAll(laneRange(lane, above), chunkRows);
      const hits = chunk.filter(
        (row) => row.epoch === epoch && ranges.some(([from, to]) => row.seq >= from && row.seq <= to),
      );
      for (const row of hits) {
        ord += 1;
        ids.push(row.id);
        void tx.objectStore('outbox').put(keyed({ ...bare(row), state: 'receipted', ord }));
      }
      if (chunk.length < chunkRows || hits.length === 0) break;
      above = chunk.at(-1)?.ord ?? end;
    }
    if (ids.length > 0) void tx.objectStore('facts').put({ ...line, ord }, 'line');
    await tx.done;
    return { ids };
  });
}

/** Puts receipted rows above a place back into the queue: the centre was restored and has lost them. */
export function requeueRows(db: Database, epoch: EpochId, lane: Lane, above: number): Promise<number> {
  return guard(db, async () => {
    const tx = begin(db);
    const line = await lineOf(tx);
    let ord = line.ord;
    let cursor = await tx.objectStore('outbox').openCursor(placeRange(epoch, lane, above + 1));
    while (cursor !== null) {
      if (cursor.value.state === 'receipted') {
        ord += 1;
        void cursor.update(keyed({ ...bare(cursor.value), state: undoneOrSettled(cursor.value), ord }));
      }
      cursor = await cursor.continue();
    }
    if (ord > line.ord) void tx.objectStore('facts').put({ ...line, ord }, 'line');
    await tx.done;
    return ord - line.ord;
  });
}

/** A receipted row goes back as what it was; both are sent the same way, so the outcome in its head decides. */
function undoneOrSettled(row: Row): 'settled' | 'undone' {
  return row.head.includes('"outcome":"undone"') ? 'undone' : 'settled';
}

/** Takes a row that was refused for good out of the outbox and into the dead letters. */
export function buryRow(db: Database, place: PlaceKey, code: string, at: number): Promise<boolean> {
  return guard(db, async () => {
    const tx = db.transaction(['outbox', 'dead'], 'readwrite', strict);
    const row = await tx.objectStore('outbox').get([...place]);
    if (row !== undefined && row.state !== 'receipted') {
      void tx.objectStore('dead').put({ id: row.id, code, at });
      void tx.objectStore('outbox').delete([...place]);
    }
    await tx.done;
    return row !== undefined;
  });
}

/**
 * Gives every un-receipted row (and receipted rows of the lanes whose line was contradicted) a place under a new epoch, with the same
 * id, in one strict transaction: the centre counts an id once, so a row that it already has is not counted again.
 */
export function forkRows(
  db: Database,
  random: RandomBytes,
  contradicted: readonly { epoch: EpochId; lane: Lane }[],
): Promise<Row[]> {
  return guard(db, async () => {
    const tx = begin(db);
    const outbox = tx.objectStore('outbox');
    const old = await lineOf(tx);
    const moving: StoredRow[] = [
      ...(await outbox.index('held').getAll()),
      ...(await outbox.index('due').getAll()),
    ];
    for (const { epoch, lane } of contradicted) {
      const all = await outbox.getAll(placeRange(epoch, lane));
      moving.push(
        ...all
          .filter((row) => row.state === 'receipted')
          .map((row) => ({ ...row, state: undoneOrSettled(row) })),
      );
    }
    moving.sort((a, b) => a.lane - b.lane || a.ord - b.ord);
    let line: Line = { ...newLine(random, old.ord), epoch: makeEpochId(random) };
    const placed: Row[] = [];
    for (const row of moving) {
      void outbox.delete([row.epoch, row.lane, row.seq]);
      const next = placeNext(line, bare(row));
      line = next.line;
      void outbox.put(next.row);
      placed.push(bare(next.row));
    }
    void tx.objectStore('facts').put(line, 'line');
    await tx.done;
    return placed;
  });
}

/** Takes up rows that only the mirror still had, under their old epoch, place and id. Rows whose id is known are left alone. */
export function restoreRows(db: Database, rows: readonly Row[]): Promise<number> {
  return guard(db, async () => {
    const tx = begin(db);
    const outbox = tx.objectStore('outbox');
    let line = await lineOf(tx);
    let restored = 0;
    for (const row of rows) {
      if ((await outbox.index('id').getKey(row.id)) !== undefined) continue;
      const isPlaceTaken = (await outbox.getKey([row.epoch, row.lane, row.seq])) !== undefined;
      const next = isPlaceTaken
        ? placeNext(line, row)
        : { row: keyed({ ...row, ord: line.ord + 1 }), line: { ...line, ord: line.ord + 1 } };
      line = next.line;
      void outbox.add(next.row);
      restored += 1;
    }
    void tx.objectStore('facts').put(line, 'line');
    await tx.done;
    return restored;
  });
}

/** Deletes the oldest receipted rows beyond the number that is kept for a restored centre. */
export async function sweepRows(db: Database, keep: number = limits.receiptedRowsKept): Promise<number> {
  const tx = db.transaction('outbox', 'readwrite');
  const index = tx.store.index('kept');
  const surplus = (await index.count()) - keep;
  let swept = 0;
  let cursor = surplus > 0 ? await index.openCursor() : null;
  while (cursor !== null && swept < surplus) {
    void cursor.delete();
    swept += 1;
    cursor = await cursor.continue();
  }
  await tx.done;
  return swept;
}

/** Drops the oldest rows of a lane behind P1 beyond a number; returns the rows whose places are now gone. */
export async function dropOldest(db: Database, lane: 2 | 3, keep: number): Promise<Row[]> {
  const tx = db.transaction('outbox', 'readwrite', strict);
  const index = tx.store.index('due');
  let surplus = (await index.count(laneRange(lane))) - keep;
  const dropped: Row[] = [];
  let cursor = surplus > 0 ? await index.openCursor(laneRange(lane)) : null;
  while (cursor !== null && surplus > 0) {
    dropped.push(bare(cursor.value));
    void cursor.delete();
    surplus -= 1;
    cursor = await cursor.continue();
  }
  await tx.done;
  return dropped;
}
