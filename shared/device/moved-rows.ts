/** Rows that change their place or come back to it: the fork to a new epoch, and the return from the mirror; it judges no receipt. */
import { type EpochId, makeEpochId, type RandomBytes } from '../contract/ids.ts';
import type { Lane } from '../contract/lanes.ts';
import type { Row } from '../rules/outbox.ts';
import { type Database, guard, type Line, newLine, type StoredRow } from './disk.ts';
import { bare, begin, keyed, lineOf, placeNext, placeRange, undoneOrSettled } from './rows.ts';

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
