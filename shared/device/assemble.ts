/** Puts the parts of a device together in order, from handed-in ports: the same for a page and for a device driven in Node. */
import type { Enrolled } from '../contract/enrolment.ts';
import { makeBootId } from '../contract/fresh-ids.ts';
import { limits } from '../contract/limits.ts';
import { type Result, refuse } from '../contract/refusal.ts';
import type { DeviceConfig } from '../contract/site-config.ts';
import type { AssembleOptions, Start } from './assembly.ts';
import { ClockBook } from './clock-book.ts';
import { Core } from './core.ts';
import type { StartOutcome } from './device.ts';
import { type Disk, openDisk, readFact, write } from './disk.ts';
import type { Belongings } from './mirror.ts';
import { MirrorNotes } from './mirror-notes.ts';
import type { Boot, Ports } from './ports.ts';

/** Starts a device. Never rejects: what is wrong is an outcome that a screen can show. */
export async function assembleDevice(options: AssembleOptions): Promise<StartOutcome> {
  const { ports, store } = options;
  try {
    if (!(await ports.locks.tryHold(store)))
      return { kind: 'already-open', free: ports.locks.whenFree(store) };
    const id = makeBootId((n) => ports.chance.bytes(n));
    const boot: Boot = { id, instance: `${store}.page.${id}` };
    await ports.locks.tryHold(boot.instance);
    const disk = await openDisk(store, (n) => ports.chance.bytes(n), options.onStoreClosed);
    const own = await readBelongings(disk, ports);
    if (own.belongings !== undefined) {
      return { kind: 'ready', device: startCore(options, disk, boot, own.belongings, own.isRestored) };
    }
    const enrol = async (code: string): Promise<Result<Core>> => {
      const answer = await options.requestIdentity(code);
      if (!answer.ok) return answer;
      const belongings = await keepBelongings(disk, answer.value);
      return { ok: true, value: startCore(options, disk, boot, belongings, false) };
    };
    return {
      kind: 'enrol',
      enrol,
      ...(options.codeFromLink === undefined ? {} : { codeFromLink: options.codeFromLink }),
    };
  } catch (cause) {
    return {
      kind: 'storage-failed',
      detail: cause instanceof Error ? `${cause.name}: ${cause.message}` : 'unknown',
    };
  }
}

/** Identity and configuration from the database, or from the mirror when the browser has wiped the database. */
async function readBelongings(
  disk: Disk,
  ports: Ports,
): Promise<{ belongings: Belongings | undefined; isRestored: boolean }> {
  const [identity, config] = await Promise.all([readFact(disk.db, 'identity'), readFact(disk.db, 'config')]);
  if (identity !== undefined && config !== undefined)
    return { belongings: { identity, config }, isRestored: false };
  const { openMirror } = await import('./mirror.ts');
  const belongings = (await openMirror(await ports.mirror()))?.belongings;
  if (belongings === undefined) return { belongings: undefined, isRestored: false };
  await writeBelongings(disk, belongings);
  return { belongings, isRestored: true };
}

/** Identity and configuration stand or fall together. */
function writeBelongings(disk: Disk, { identity, config }: Belongings): Promise<void> {
  return write(disk.db, ['facts'], async (tx, queue) => {
    queue(tx.objectStore('facts').put(identity, 'identity'));
    queue(tx.objectStore('facts').put(config, 'config'));
  });
}

async function keepBelongings(
  disk: Disk,
  enrolled: Enrolled & { config: DeviceConfig },
): Promise<Belongings> {
  const { device, secret, mqttPath, keys, config } = enrolled;
  const belongings: Belongings = { identity: { device, secret, mqttPath, keys }, config };
  await writeBelongings(disk, belongings);
  return belongings;
}

function startCore(
  options: AssembleOptions,
  disk: Disk,
  boot: Boot,
  belongings: Belongings,
  isRestored: boolean,
): Core {
  const { ports, appVersion } = options;
  const book = new ClockBook(disk.db, ports.clock, boot);
  const mirror = new MirrorNotes();
  const core = new Core({ ports, disk, boot, book, mirror, appVersion, ...belongings });
  // Read before the first tap writes over it: after a wipe it names the end of the line that was lost.
  const lastPlace = ports.notes.read(`${core.app}.top.0`) ?? 'none';
  options.onCore?.(core);
  const start: Start = {
    belongings,
    isRestored,
    onRestored: (rows) => core.raise('storage-wiped', `${rows} rows restored, last rating ${lastPlace}`),
  };
  const load = (): void => {
    import('./bring-up.ts').then(
      ({ bringUp }) => bringUp(options, core, mirror, start),
      () => {
        // Before the whole app has been stored a part can be missing while there is no network.
        core.raise('storage-failed', 'the app is not whole');
        core.after(limits.loadAgainMs, load);
      },
    );
  };
  load();
  return core;
}

/** For `requestIdentity`: the refusal when the centre cannot be reached. */
export const unreachable = (): Result<never> => refuse('E_BUSY', { expected: 'the centre on the network' });
