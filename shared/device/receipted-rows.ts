/** Rows that the centre has receipted: marked, put back into the queue for a restored centre, swept; it judges no receipt. */
import type { EpochId, EventId } from '../contract/ids.ts';
import type { Lane } from '../contract/lanes.ts';
import { limits } from '../contract/limits.ts';
import type { Row } from '../rules/outbox.ts';
import { type Database, write } from './disk.ts';
import { bare, chunkRows, end, keyed, laneRange, lineOf, rowStores, undoneOrSettled } from './rows.ts';

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
  return write(db, [...rowStores], async (tx, queue) => {
    const ids: EventId[] = [];
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
        queue(tx.objectStore('outbox').put(keyed({ ...bare(row), state: 'receipted', ord })));
      }
      if (chunk.length < chunkRows || hits.length === 0) break;
      above = chunk.at(-1)?.ord ?? end;
    }
    if (ids.length > 0) queue(tx.objectStore('facts').put({ ...line, ord }, 'line'));
    return { ids };
  });
}

/**
 * Puts receipted rows above a place back into the queue: the centre was restored and has lost them. They are looked up before the write
 * begins: a tap must not wait while a long backlog is found to hold none.
 */
export async function requeueRows(db: Database, epoch: EpochId, lane: Lane, above: number): Promise<Row[]> {
  const places = (await db.getAllKeysFromIndex('outbox', 'kept'))
    .filter((place) => place[0] === epoch && place[1] === lane && place[2] > above)
    .sort((a, b) => a[2] - b[2]);
  if (places.length === 0) return [];
  return write(db, [...rowStores], async (tx, queue) => {
    const line = await lineOf(tx);
    const requeued: Row[] = [];
    for (const place of places) {
      const stored = await tx.objectStore('outbox').get(place);
      if (stored?.state !== 'receipted') continue;
      const ord = line.ord + requeued.length + 1;
      const row: Row = { ...bare(stored), state: undoneOrSettled(stored), ord };
      queue(tx.objectStore('outbox').put(keyed(row)));
      requeued.push(row);
    }
    queue(tx.objectStore('facts').put({ ...line, ord: line.ord + requeued.length }, 'line'));
    return requeued;
  });
}

/** Deletes the oldest receipted rows beyond the number that is kept for a restored centre. */
export async function sweepRows(db: Database, keep: number = limits.receiptedRowsKept): Promise<number> {
  const surplus = (await db.countFromIndex('outbox', 'kept')) - keep;
  if (surplus <= 0) return 0;
  return write(db, ['outbox'], async (tx, queue) => {
    const places = await tx.objectStore('outbox').index('kept').getAllKeys(null, surplus);
    for (const place of places) queue(tx.objectStore('outbox').delete(place));
    return places.length;
  });
}
