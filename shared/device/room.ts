/** Makes room on a full disk: drops the oldest rows of the lanes behind faults and declares them; ratings and faults never. */
import { limits } from '../contract/limits.ts';
import type { Database } from './disk.ts';
import { dropOldest } from './dropped-rows.ts';
import type { Flights } from './flights.ts';
import type { GoneList } from './gone.ts';
import type { MirrorKeeper } from './mirror.ts';

export interface RoomParts {
  readonly db: Database;
  readonly mirror: MirrorKeeper;
  readonly flights: Flights;
  readonly gone: GoneList;
}

export async function makeRoom({ db, mirror, flights, gone }: RoomParts): Promise<void> {
  for (const lane of [3, 2] as const) {
    const dropped = await dropOldest(db, lane, limits.outboxRestRowsMax / 2);
    for (const epoch of new Set(dropped.map((row) => row.epoch))) {
      const own = dropped.filter((row) => row.epoch === epoch);
      const seqs = new Set(own.map((row) => row.seq));
      flights.land(epoch, lane, (seq) => seqs.has(seq));
      mirror.noteCleared(
        epoch,
        lane,
        own.map((row) => row.id),
      );
    }
    if (dropped.length > 0) await gone.open();
  }
}
