/** What a device says when it greets: every line it holds, where new rows go, what waits; it sends nothing. */
import type { EpochId } from '../contract/ids.ts';
import { limits } from '../contract/limits.ts';
import type { Hello } from '../contract/messages.ts';
import type { Core } from './core.ts';
import { currentLine, readFact } from './disk.ts';
import { countDepth, heldRanges } from './rows.ts';
import type { StoreFacts } from './store-facts.ts';

export type HelloBody = Omit<Hello, 'v' | 'rid' | 'kind' | 't0'>;

export async function makeHello(core: Core, facts: StoreFacts, sess: number): Promise<HelloBody> {
  const { disk, boot, appVersion } = core.parts;
  const [line, ranges, depth, cseq] = await Promise.all([
    currentLine(disk.db),
    heldRanges(disk.db),
    countDepth(disk.db),
    readFact(disk.db, 'cseq'),
  ]);
  const epochs = new Map<EpochId, Hello['epochs'][number]>();
  for (const { epoch, lane, min, max } of ranges) {
    const known = epochs.get(epoch) ?? { epoch, lanes: [] };
    known.lanes.push({ lane, min, max });
    epochs.set(epoch, known);
  }
  const config = core.config();
  return {
    // The current epoch and as many others as there is room for: the rest is named when these have been swept.
    epochs: [...epochs.values()]
      .sort((a, b) => Number(b.epoch === line.epoch) - Number(a.epoch === line.epoch))
      .slice(0, limits.helloEpochsMax),
    epoch: line.epoch,
    depth,
    sess,
    bootid: boot.id,
    cseq: cseq ?? 0,
    cfgver: config.version,
    app: config.app,
    appver: appVersion,
    persisted: facts.persisted,
    dataLoss: disk.dataLoss,
  };
}
