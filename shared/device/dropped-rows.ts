/** Rows that leave the outbox without a receipt: refused for good, or dropped for room; ratings are never dropped. */
import type { Row } from '../rules/outbox.ts';
import { type Database, guard } from './disk.ts';
import { bare, laneRange, type PlaceKey, strict } from './rows.ts';

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
