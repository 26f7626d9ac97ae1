/** Everything between the outbox and the centre: link, sending, clock, heartbeat, configuration; loaded after the first paint. */
import type { EpochId } from '../contract/ids.ts';
import { limits } from '../contract/limits.ts';
import type { Heartbeat, Hello, WelcomeClaims } from '../contract/messages.ts';
import { readValue, writeBytes } from '../contract/reader.ts';
import { deviceConfig } from '../contract/site-config.ts';
import type { Core } from './core.ts';
import { layBallast, readFact, writeFact } from './disk.ts';
import { Link } from './link.ts';
import type { MirrorKeeper } from './mirror.ts';
import { Outbox } from './outbox.ts';
import { countDepth, dueRows, heldRanges, heldRows } from './rows.ts';
import { type ReadWelcome, readWelcome } from './signature.ts';

/** What the browser says of its store; null where it says nothing. */
export interface StoreFacts {
  readonly persisted: boolean;
  readonly usedBytes: number | null;
  readonly quotaBytes: number | null;
}

export interface DeliveryOptions {
  readonly mirror: MirrorKeeper;
  readonly storeFacts: () => Promise<StoreFacts>;
  /** Reads a signed welcome; the pinned keys judge it unless a simulation signs otherwise. */
  readonly readWelcome?: ReadWelcome | undefined;
}

export class Delivery {
  readonly link: Link;
  readonly outbox: Outbox;
  readonly #core: Core;
  readonly #options: DeliveryOptions;
  readonly #startedAt: number;
  #sess = 0;
  #cancels: (() => void)[] = [];

  constructor(core: Core, options: DeliveryOptions) {
    this.#core = core;
    this.#options = options;
    const { ports, disk, identity, boot, book } = core.parts;
    const { mirror } = options;
    this.#startedAt = ports.clock.monoMs();
    this.outbox = new Outbox({
      db: disk.db,
      clock: ports.clock,
      chance: ports.chance,
      book,
      mirror,
      send: (bytes) => this.link.publish('evt', bytes),
      onForked: (reason) => core.raise('outbox-forked', reason),
      onDead: () => core.raise('dead-letters'),
      onFailed: () => core.raise('storage-failed'),
    });
    this.link = new Link({
      ports,
      identity,
      boot,
      readWelcome: options.readWelcome ?? readWelcome,
      nextSession: () => this.#nextSession(),
      epoch: async () => (await this.#line()).epoch,
      makeHello: (sess) => this.#hello(sess),
      onWelcome: async (claims, t3) => {
        await book.learn({ t0: claims.t0, t1: claims.t1, t2: claims.t2, t3 });
        core.clear('link-refused');
        core.clear('twin');
        this.#judgeClock();
        // The link is counted online by its own step after this; the first batch leaves once it is.
        this.#claims = claims;
      },
      onReceipt: (receipt) => void this.outbox.onReceipt(receipt),
      onConfig: (config) => void this.#takeConfig(config),
      onTime: (stamps) => void book.learn(stamps).then(() => this.#judgeClock()),
      onRefused: (code) => core.raise(code === 'E_TWIN' ? 'twin' : 'link-refused', code),
    });
    this.link.onChange(({ state }) => {
      const claims = this.#claims;
      this.#claims = undefined;
      if (state === 'online' && claims !== undefined) {
        void this.outbox.goOnline(claims, this.#named);
        void this.#beat();
      } else if (state !== 'online') this.outbox.goOffline();
    });
  }

  #claims: WelcomeClaims | undefined;
  /** Epochs that the last hello named: of others a welcome says nothing. */
  #named: ReadonlySet<EpochId> = new Set();

  async start(): Promise<void> {
    await this.outbox.open();
    this.#every(limits.heartbeatEveryMs, () => this.#beat());
    this.#every(limits.timeEveryMs, async () => void (await this.link.ask({ kind: 'time' })));
    this.#every(limits.receiptWaitMs, async () => {
      if (this.outbox.isStuck) this.link.distrust();
    });
    this.link.start();
    await layBallast(this.#core.parts.disk.db);
  }

  async stop(): Promise<void> {
    for (const cancel of this.#cancels) cancel();
    this.#cancels = [];
    await this.link.stop();
    await this.outbox.idle();
  }

  #every(ms: number, work: () => Promise<void>): void {
    const at = this.#cancels.length;
    const again = (): void => {
      this.#cancels[at] = this.#core.parts.ports.clock.after(ms, () => {
        work().catch(() => this.#core.raise('storage-failed'));
        again();
      });
    };
    again();
  }

  async #line() {
    // Written when the database is made and never deleted.
    const line = await readFact(this.#core.parts.disk.db, 'line');
    if (line === undefined) throw new Error('the line of the outbox is missing');
    return line;
  }

  async #nextSession(): Promise<number> {
    const { db } = this.#core.parts.disk;
    this.#sess = ((await readFact(db, 'sess')) ?? 0) + 1;
    await writeFact(db, 'sess', this.#sess);
    return this.#sess;
  }

  #judgeClock(): void {
    if (this.#core.parts.book.isWrong) this.#core.raise('clock-wrong');
    else this.#core.clear('clock-wrong');
  }

  async #hello(sess: number): Promise<Omit<Hello, 'v' | 'rid' | 'kind' | 't0'>> {
    const { disk, boot, appVersion } = this.#core.parts;
    const [line, ranges, depth, facts, cseq] = await Promise.all([
      this.#line(),
      heldRanges(disk.db),
      countDepth(disk.db),
      this.#options.storeFacts(),
      readFact(disk.db, 'cseq'),
    ]);
    const epochs = new Map<string, Hello['epochs'][number]>();
    for (const { epoch, lane, min, max } of ranges) {
      const known = epochs.get(epoch) ?? { epoch, lanes: [] };
      known.lanes.push({ lane, min, max });
      epochs.set(epoch, known);
    }
    const config = this.#core.config();
    // The current epoch and as many others as a hello has room for: the rest is named when these have been swept.
    const named = [...epochs.values()]
      .sort((a, b) => Number(b.epoch === line.epoch) - Number(a.epoch === line.epoch))
      .slice(0, limits.helloEpochsMax);
    this.#named = new Set(named.map((one) => one.epoch));
    return {
      epochs: named,
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

  async #takeConfig(value: unknown): Promise<void> {
    const config = readValue(deviceConfig, value, 'E_CONFIG');
    if (config.ok) await this.#core.takeConfig(config.value);
  }

  async #beat(): Promise<void> {
    const core = this.#core;
    const { disk, boot, book, ports } = core.parts;
    const { mirror } = this.#options;
    const facts = await this.#options.storeFacts();
    const share =
      facts.usedBytes !== null && facts.quotaBytes !== null ? facts.usedBytes / facts.quotaBytes : 0;
    if (facts.persisted) core.clear('storage-not-persistent');
    else core.raise('storage-not-persistent');
    if (share > limits.outboxFullShare) core.raise('outbox-nearly-full');
    else core.clear('outbox-nearly-full');
    const depth = await core.depth();
    if (share > limits.outboxFullShare || depth[2] + depth[3] > limits.outboxRestRowsMax)
      await this.outbox.shed();
    await mirror.heal(depth.reduce((sum, n) => sum + n, 0));
    await core.answers.sweep();
    if (!this.link.isOnline) return;
    const line = await this.#line();
    const [first] = await heldRows(disk.db);
    const [oldest] = await dueRows(disk.db, 0, 0, 1);
    const oldestRow = oldest ?? first;
    const beat: Heartbeat = {
      v: 1,
      at: Math.round(ports.clock.wallMs()),
      bootid: boot.id,
      sess: this.#sess,
      epoch: line.epoch,
      tops: [line.tops[0].seq, line.tops[1].seq, line.tops[2].seq, line.tops[3].seq],
      depth,
      oldestMs:
        oldestRow === undefined ? null : Math.max(0, Math.round(ports.clock.wallMs() - oldestRow.wallms)),
      unmirrored: mirror.isBroken ? depth.reduce((sum, n) => sum + n, 0) : mirror.unflushedCount,
      dead: (await disk.db.count('dead')) + this.outbox.asideCount,
      refusedTaps: (await readFact(disk.db, 'refusedTaps')) ?? 0,
      appver: core.parts.appVersion,
      cfgver: core.config().version,
      persisted: facts.persisted,
      usedBytes: facts.usedBytes,
      quotaBytes: facts.quotaBytes,
      uptimeMs: Math.round(ports.clock.monoMs() - this.#startedAt),
      clock: { quality: book.now().quality, offsetms: book.wallOffset },
      alarms: [...core.alarms],
    };
    this.link.publish('tel', writeBytes(beat));
  }
}
