/** Puts the parts of a device together in order, from handed-in ports: the same for a page and for a device driven in Node. */
import type { Enrolled } from '../contract/enrolment.ts';
import { makeBootId } from '../contract/fresh-ids.ts';
import type { AppName } from '../contract/ids.ts';
import { type Result, refuse } from '../contract/refusal.ts';
import type { DeviceConfig } from '../contract/site-config.ts';
import { ClockBook } from './clock-book.ts';
import { Core } from './core.ts';
import type { Delivery, StoreFacts } from './delivery.ts';
import type { StartOutcome } from './device.ts';
import { type Disk, openDisk, readFact } from './disk.ts';
import type { Belongings } from './mirror.ts';
import { MirrorNotes } from './mirror-notes.ts';
import type { Boot, Ports } from './ports.ts';
import type { ReadWelcome } from './signature.ts';

export interface AssembleOptions {
  readonly app: AppName;
  readonly appVersion: string;
  /** Name of the database and of the lock that keeps a second tab out. */
  readonly store: string;
  readonly ports: Ports;
  readonly storeFacts: () => Promise<StoreFacts>;
  /** Trades a one-time code for an identity at the centre. */
  readonly requestIdentity: (code: string) => Promise<Result<Enrolled & { config: DeviceConfig }>>;
  readonly codeFromLink?: string | undefined;
  /** The part behind the first paint, loaded when the screen stands. */
  readonly loadDelivery: () => Promise<{ Delivery: typeof Delivery }>;
  readonly readWelcome?: ReadWelcome;
  /** Called once a device stands, before its delivery starts. */
  readonly onCore?: (core: Core) => void;
  readonly onDelivering?: (delivery: Delivery) => void;
}

/** Starts a device. Never rejects: what is wrong is an outcome that a screen can show. */
export async function assembleDevice(options: AssembleOptions): Promise<StartOutcome> {
  const { ports, store } = options;
  if (!(await ports.locks.tryHold(store))) return { kind: 'already-open', free: ports.locks.hold(store) };
  const id = makeBootId((n) => ports.chance.bytes(n));
  const boot: Boot = { id, instance: `${store}.page.${id}` };
  await ports.locks.tryHold(boot.instance);
  try {
    const disk = await openDisk(store, (n) => ports.chance.bytes(n));
    const own = await readBelongings(disk, ports);
    if (own.belongings !== undefined) {
      return { kind: 'ready', device: await startCore(options, disk, boot, own.belongings, own.isRestored) };
    }
    const enrol = async (code: string): Promise<Result<Core>> => {
      const answer = await options.requestIdentity(code);
      if (!answer.ok) return answer;
      const belongings = await keepBelongings(disk, answer.value);
      return { ok: true, value: await startCore(options, disk, boot, belongings, false) };
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
  const belongings = (await openMirror(ports.mirror))?.belongings;
  if (belongings === undefined) return { belongings: undefined, isRestored: false };
  await writeBelongings(disk, belongings);
  return { belongings, isRestored: true };
}

async function writeBelongings(disk: Disk, { identity, config }: Belongings): Promise<void> {
  const tx = disk.db.transaction('facts', 'readwrite', { durability: 'strict' });
  await Promise.all([tx.store.put(identity, 'identity'), tx.store.put(config, 'config'), tx.done]);
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

async function startCore(
  options: AssembleOptions,
  disk: Disk,
  boot: Boot,
  belongings: Belongings,
  isRestored: boolean,
): Promise<Core> {
  const { ports, appVersion } = options;
  const book = new ClockBook(disk.db, ports.clock, boot);
  const mirror = new MirrorNotes();
  const core = new Core({ ports, disk, boot, book, mirror, appVersion, ...belongings });
  let wake = (): void => {};
  options.onCore?.(core);
  const welcomeBack = async (rows: number): Promise<void> => {
    core.raise('storage-wiped', `${rows} rows restored`);
    await core.settleLeftovers();
    wake();
  };
  const later = async (): Promise<void> => {
    await book.open();
    const { MirrorKeeper } = await import('./mirror.ts');
    const keeper = new MirrorKeeper(ports.mirror, disk.db, {
      onFlushed: () => wake(),
      onBroken: () => core.raise('mirror-failed'),
      onHealed: () => core.clear('mirror-failed'),
      onRestored: (rows) => void welcomeBack(rows),
    });
    mirror.passTo(keeper);
    const restored = await keeper.reconcile(belongings);
    if (isRestored || restored.rows > 0 || disk.dataLoss)
      core.raise('storage-wiped', `${restored.rows} rows restored`);
    await core.settleLeftovers();
    const { Delivery } = await options.loadDelivery();
    const delivery = new Delivery(core, {
      mirror: keeper,
      storeFacts: options.storeFacts,
      readWelcome: options.readWelcome,
    });
    wake = () => delivery.outbox.wake();
    core.attach(delivery);
    await delivery.start();
    options.onDelivering?.(delivery);
  };
  later().catch(() => core.raise('storage-failed'));
  return core;
}

/** For `requestIdentity`: the refusal when the centre cannot be reached. */
export const unreachable = (): Result<never> => refuse('E_BUSY', { expected: 'the centre on the network' });
