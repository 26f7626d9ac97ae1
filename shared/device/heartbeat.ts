/** How a device is, once a minute: depth, room, clock, alarms; it counts what the disk holds and decides nothing. */
import { lanes } from '../contract/lanes.ts';
import type { Heartbeat } from '../contract/messages.ts';
import type { BookFigures } from './book.ts';
import type { Core } from './core.ts';
import { currentLine } from './disk.ts';
import type { MirrorKeeper } from './mirror.ts';
import type { Outbox } from './outbox.ts';
import { countDepth, dueRows, heldRows } from './rows.ts';
import type { StoreFacts } from './store-facts.ts';

export interface HeartbeatParts {
  readonly core: Core;
  readonly mirror: MirrorKeeper;
  readonly outbox: Outbox;
  readonly facts: StoreFacts;
  readonly sess: number;
  /** Monotonic ms at which the device began. */
  readonly startedAt: number;
  /** A kiosk's copy of the dossiers. */
  readonly book?: BookFigures | undefined;
}

/** Wall ms of the oldest un-receipted row, by the stamps it was written with; null when nothing waits. */
async function oldestWallMs({ disk }: Core['parts']): Promise<number | null> {
  const fronts = await Promise.all(lanes.map((lane) => dueRows(disk.db, lane, 0, 1)));
  const waiting = [...fronts.flat(), ...(await heldRows(disk.db))];
  return waiting.length === 0 ? null : Math.min(...waiting.map((row) => row.wallms));
}

export async function makeHeartbeat(parts: HeartbeatParts): Promise<Heartbeat> {
  const { core, mirror, outbox, facts, sess, startedAt } = parts;
  const { disk, boot, book, ports, appVersion } = core.parts;
  const [line, depth, oldest, dead, refusedTaps] = await Promise.all([
    currentLine(disk.db),
    countDepth(disk.db),
    oldestWallMs(core.parts),
    disk.db.count('dead'),
    core.refusedTaps(),
  ]);
  const wallMs = Math.round(ports.clock.wallMs());
  return {
    v: 1,
    at: wallMs,
    bootid: boot.id,
    sess,
    epoch: line.epoch,
    tops: [line.tops[0].seq, line.tops[1].seq, line.tops[2].seq, line.tops[3].seq],
    depth,
    oldestMs: oldest === null ? null : Math.max(0, Math.round(wallMs - oldest)),
    unmirrored: mirror.isBroken ? depth.reduce((sum, n) => sum + n, 0) : mirror.unflushedCount,
    dead: dead + outbox.asideCount,
    refusedTaps,
    appver: appVersion,
    cfgver: core.config().version,
    persisted: facts.persisted,
    usedBytes: facts.usedBytes,
    quotaBytes: facts.quotaBytes,
    uptimeMs: Math.round(ports.clock.monoMs() - startedAt),
    clock: { quality: book.now().quality, offsetms: book.wallOffset },
    alarms: [...core.alarms],
    ...(parts.book === undefined ? {} : { book: { ...parts.book } }),
  };
}
