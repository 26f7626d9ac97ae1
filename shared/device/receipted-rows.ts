/** Rows that the centre has receipted: marked, put back into the queue for a restored centre, swept; it judges no receipt. */
import type { EpochId, EventId } from '../contract/ids.ts';
import type { Lane } from '../contract/lanes.ts';
import { limits } from '../contract/limits.ts';
import { type Database, guard } from './disk.ts';
import {
  bare,
  begin,
  chunkRows,
  end,
  keyed,
  laneRange,
  lineOf,
  placeRange,
  undoneOrSettled,
} from './rows.ts';

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
