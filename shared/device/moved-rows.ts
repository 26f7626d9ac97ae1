/** Rows that change their place or come back to it: the fork to a new epoch, and the return from the mirror; it judges no receipt. */
import type { RandomBytes } from '../contract/fresh-ids.ts';
import type { EpochId, EventId } from '../contract/ids.ts';
import type { Lane } from '../contract/lanes.ts';
import { isUnreceipted, type Row } from '../rules/outbox.ts';
import { type Database, type Line, newLine, type StoredRow, write } from './disk.ts';
import {
  bare,
  keyed,
  lineOf,
  placeNext,
  placeRange,
  type RowsTx,
  rowStores,
  undoneOrSettled,
} from './rows.ts';

interface LaneName {
  readonly epoch: EpochId;
  readonly lane: Lane;
}

/**
 * Gives every un-receipted row a place under a new epoch, with the same id, in one strict transaction: the centre counts an id once, so a
 * row that it already has is not counted again. Receipted rows go along from each epoch whose line was contradicted, because the other
 * line may not hold them, and from each lane that loses rows, so that no old line is left that seems to end before its true end.
 */
export function forkRows(
  db: Database,
  random: RandomBytes,
  contradicted: readonly LaneName[],
): Promise<Row[]> {
  return write(db, [...rowStores], async (tx, queue) => {
    const outbox = tx.objectStore('outbox');
    const old = await lineOf(tx);
    const moving = await rowsToMove(tx, contradicted);
    let line: Line = newLine(random, old.ord);
    const placed: Row[] = [];
    for (const row of moving) {
      queue(outbox.delete([row.epoch, row.lane, row.seq]));
      const state = row.state === 'receipted' ? undoneOrSettled(row) : row.state;
      const next = placeNext(line, { ...bare(row), state });
      line = next.line;
      queue(outbox.put(next.row));
      placed.push(bare(next.row));
    }
    queue(tx.objectStore('facts').put(line, 'line'));
    return placed;
  });
}

async function rowsToMove(tx: RowsTx, contradicted: readonly LaneName[]): Promise<StoredRow[]> {
  const outbox = tx.objectStore('outbox');
  const waiting = [...(await outbox.index('held').getAll()), ...(await outbox.index('due').getAll())];
  const moving = new Map<EventId, StoredRow>(waiting.map((row) => [row.id, row]));
  const ranges = new Map<string, IDBKeyRange>();
  for (const { epoch, lane } of waiting) ranges.set(`${epoch}/${lane}`, placeRange(epoch, lane));
  for (const { epoch } of contradicted)
    for (const lane of [0, 1, 2, 3]) ranges.set(`${epoch}/${lane}`, placeRange(epoch, lane));
  for (const range of ranges.values()) for (const row of await outbox.getAll(range)) moving.set(row.id, row);
  return [...moving.values()].sort((a, b) => a.lane - b.lane || a.ord - b.ord);
}

/**
 * Takes up rows that only the mirror still had, under their old epoch, place and id, and moves on those that fell back to held. Other rows
 * whose id is known are left alone. Gives the number of rows taken.
 */
export function restoreRows(db: Database, rows: readonly Row[]): Promise<number> {
  return write(db, [...rowStores], async (tx, queue) => {
    let line = await lineOf(tx);
    let restored = 0;
    for (const row of rows) {
      const next = await restoredRow(tx, line, row);
      if (next === undefined) continue;
      line = next.line;
      queue(tx.objectStore('outbox').put(next.row));
      restored += 1;
    }
    queue(tx.objectStore('facts').put(line, 'line'));
    return restored;
  });
}

async function restoredRow(
  tx: RowsTx,
  line: Line,
  row: Row,
): Promise<{ readonly row: StoredRow; readonly line: Line } | undefined> {
  const outbox = tx.objectStore('outbox');
  const ord = line.ord + 1;
  const known = await outbox.index('id').get(row.id);
  if (known !== undefined) {
    if (known.state !== 'held' || !isUnreceipted(row)) return undefined;
    return {
      row: keyed({ ...bare(known), state: row.state, head: row.head, ord }),
      line: { ...line, ord },
    };
  }
  if ((await outbox.getKey([row.epoch, row.lane, row.seq])) !== undefined) return placeNext(line, row);
  const tops: [...Line['tops']] = [...line.tops];
  // A line that was rolled back: its end moves on, or the next tap would find its place taken.
  if (row.epoch === line.epoch && row.seq > tops[row.lane].seq) tops[row.lane] = { seq: row.seq, id: row.id };
  return { row: keyed({ ...row, ord }), line: { ...line, ord, tops } };
}
