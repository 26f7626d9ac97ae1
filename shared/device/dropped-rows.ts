/** Rows that leave the outbox without a receipt: refused for good, or dropped for room. Their places are declared in the same transaction. */
import { limits } from '../contract/limits.ts';
import type { Gone } from '../contract/messages.ts';
import type { Row } from '../rules/outbox.ts';
import { type Database, write } from './disk.ts';
import { bare, laneRange, type PlaceKey } from './rows.ts';

/**
 * Takes a row that was refused for good out of the outbox and into the dead letters, of which the newest 1,000 stay. Gives the row, or
 * undefined when none that waits stands there.
 */
export function buryRow(db: Database, place: PlaceKey, code: string, at: number): Promise<Row | undefined> {
  return write(db, ['facts', 'outbox', 'dead'], async (tx, queue) => {
    const stored = await tx.objectStore('outbox').get([...place]);
    if (stored === undefined || stored.state === 'receipted') return undefined;
    const row = bare(stored);
    const letters = await tx.objectStore('dead').getAllKeys();
    for (const letter of letters.slice(0, Math.max(0, letters.length + 1 - limits.deadLettersMax)))
      queue(tx.objectStore('dead').delete(letter));
    queue(tx.objectStore('dead').put({ id: row.id, code, at, row }));
    queue(tx.objectStore('outbox').delete([...place]));
    // A fact is of the type of its name: it is only ever written under it.
    const gone = ((await tx.objectStore('facts').get('gone')) ?? []) as readonly Gone[];
    queue(tx.objectStore('facts').put(withGone(gone, row, 'dead'), 'gone'));
    return row;
  });
}

/** Drops the oldest rows of a lane behind P1 beyond a number; returns the rows whose places are now gone. */
export function dropOldest(db: Database, lane: 2 | 3, keep: number): Promise<Row[]> {
  return write(db, ['facts', 'outbox'], async (tx, queue) => {
    const index = tx.objectStore('outbox').index('due');
    const surplus = (await index.count(laneRange(lane))) - keep;
    if (surplus <= 0) return [];
    const dropped = (await index.getAll(laneRange(lane), surplus)).map(bare);
    for (const row of dropped) queue(tx.objectStore('outbox').delete([row.epoch, row.lane, row.seq]));
    const gone = ((await tx.objectStore('facts').get('gone')) ?? []) as readonly Gone[]; // as above
    const more = dropped.reduce((sum, row) => withGone(sum, row, 'dropped'), gone);
    queue(tx.objectStore('facts').put(more, 'gone'));
    return dropped;
  });
}

/** Declares one more place; neighbours lost for the same reason become one range. */
function withGone(gone: readonly Gone[], { epoch, lane, seq }: Row, reason: Gone['reason']): readonly Gone[] {
  const last = gone.at(-1);
  const range = last?.ranges.at(-1);
  const isNext =
    last?.epoch === epoch && last.lane === lane && last.reason === reason && range?.[1] === seq - 1;
  if (last === undefined || range === undefined || !isNext)
    return [...gone, { epoch, lane, ranges: [[seq, seq]], reason }];
  return [...gone.slice(0, -1), { ...last, ranges: [...last.ranges.slice(0, -1), [range[0], seq]] }];
}
