/** What comes behind the first paint: mirror, leftovers, delivery; it paints nothing and is tried again until it stands. */
import { limits } from '../contract/limits.ts';
import { backoffMs } from '../rules/backoff.ts';
import type { AssembleOptions, Start } from './assembly.ts';
import type { Core } from './core.ts';
import { MirrorKeeper } from './mirror.ts';
import type { MirrorNotes } from './mirror-notes.ts';

const again = { startMs: limits.backoffStartMs, maxMs: limits.backoffMaxMs };

/** Mirror, leftovers, delivery, in this order. What fails is tried again later, for as long as it takes. */
export function bringUp(options: AssembleOptions, core: Core, mirror: MirrorNotes, start: Start): void {
  const { ports, disk, book } = core.parts;
  let wake = (): void => {};
  let keeper: MirrorKeeper | undefined;
  const later = async (): Promise<void> => {
    await book.open();
    keeper ??= new MirrorKeeper(await ports.mirror(), disk.db, {
      onFlushed: () => wake(),
      onBroken: () => core.raise('mirror-failed'),
      onHealed: () => core.clear('mirror-failed'),
      onRestored: (rows) => {
        start.onRestored(rows);
        core.settleLeftovers().then(wake, () => core.raise('storage-failed'));
      },
    });
    mirror.passTo(keeper);
    const { rows } = await keeper.reconcile(start.belongings);
    if (start.isRestored || rows > 0 || disk.dataLoss) start.onRestored(rows);
    await core.settleLeftovers();
    const { Delivery } = await options.loadDelivery();
    if (core.isStopped) return;
    const { storeFacts, readWelcome } = options;
    const delivery = new Delivery(core, { mirror: keeper, storeFacts, readWelcome });
    wake = () => delivery.outbox.wake();
    core.attach(delivery);
    await delivery.start();
    options.onDelivering?.(delivery);
  };
  const attempt = (count: number): void => {
    later().catch(() => {
      if (core.isStopped) return;
      core.raise('storage-failed');
      core.after(backoffMs(count, again, ports.chance.unit()), () => attempt(count + 1));
    });
  };
  attempt(1);
}
