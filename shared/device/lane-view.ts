/** What the disk holds of one lane, as the rules want to see it; it changes nothing and judges nothing. */
import type { HeldLane } from '../rules/outbox.ts';
import { type Database, readFact } from './disk.ts';
import { type HeldRange, rowIdAt } from './rows.ts';

export interface LaneView extends HeldLane {
  /** New rows go here. */
  readonly isCurrent: boolean;
}

/** A lane with the ids at the places asked for. `isOpen` is left true: whether an old lane still has a queue is costly to say. */
export async function viewLane(db: Database, range: HeldRange, asked: readonly number[]): Promise<LaneView> {
  const { epoch, lane } = range;
  const line = await readFact(db, 'line');
  const isCurrent = line?.epoch === epoch;
  const ids = new Map(
    await Promise.all(asked.map(async (seq) => [seq, await rowIdAt(db, epoch, lane, seq)] as const)),
  );
  const top = isCurrent ? line.tops[lane].seq : range.max;
  return { ...range, top, isCurrent, isOpen: true, idAt: (seq) => ids.get(seq) };
}
