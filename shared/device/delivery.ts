/** Everything between the outbox and the centre: link, sending, clock, heartbeat, configuration; loaded after the first paint. */
import type { EpochId } from '../contract/ids.ts';
import { limits } from '../contract/limits.ts';
import type { WelcomeClaims } from '../contract/messages.ts';
import { readValue, writeBytes } from '../contract/reader.ts';
import { deviceConfig } from '../contract/site-config.ts';
import type { Exchange } from '../rules/clock.ts';
import type { BookFigures } from './book.ts';
import type { BookKeeper } from './book-keeper.ts';
import type { Core } from './core.ts';
import { currentLine, layBallast, readFact, writeFact } from './disk.ts';
import { makeHeartbeat } from './heartbeat.ts';
import { type HelloBody, makeHello } from './hello.ts';
import { Link } from './link.ts';
import type { MirrorKeeper } from './mirror.ts';
import { Outbox } from './outbox.ts';
import { type ReadWelcome, readWelcome } from './signature.ts';
import { type StoreFacts, unknownFacts, usedShare } from './store-facts.ts';

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
  /** The welcome that was just taken, until the link says that it is online. */
  #claims: WelcomeClaims | undefined;
  /** Epochs that the last hello named: of others a welcome says nothing. */
  #named: ReadonlySet<EpochId> = new Set();
  #sess = 0;
  #cancels: (() => void)[] = [];
  /** A kiosk's: loaded with its copy of the dossiers. */
  #keeper: BookKeeper | undefined;
  #isStopped = false;

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
      epoch: async () => (await currentLine(disk.db)).epoch,
      makeHello: (sess) => this.#hello(sess),
      onWelcome: async (claims, t3) => {
        const { t0, t1, t2 } = claims;
        await this.#learn({ t0, t1, t2, t3 });
        core.clear('link-refused');
        core.clear('twin');
        this.#claims = claims;
      },
      onReceipt: (receipt) => void this.outbox.onReceipt(receipt),
      onConfig: (config) => this.#do(() => this.#takeConfig(config)),
      onTime: (stamps) => this.#do(() => this.#learn(stamps)),
      onRefused: (code) => {
        core.raise(code === 'E_TWIN' ? 'twin' : 'link-refused', code);
        // Revoked, or not known: what it knew of citizens goes.
        if (code === 'E_CREDENTIAL') this.#do(async () => this.#keeper?.forget());
      },
    });
    this.link.onChange(({ state }) => this.#follow(state === 'online'));
  }

  async start(): Promise<void> {
    await this.outbox.open();
    if (this.#isStopped) return;
    this.#every(limits.heartbeatEveryMs, () => this.#beat());
    this.#every(limits.timeEveryMs, async () => void (await this.link.ask({ kind: 'time' })));
    this.#every(limits.receiptWaitMs, async () => {
      if (this.outbox.isStuck) this.link.distrust();
    });
    if (this.#core.app === 'kiosk') this.#do(() => this.#keepBook());
    this.link.start();
    this.#do(() => layBallast(this.#core.parts.disk.db));
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    for (const cancel of this.#cancels) cancel();
    this.#cancels = [];
    await this.#keeper?.stop();
    await this.link.stop();
    this.outbox.goOffline();
    await this.outbox.idle();
  }

  /** Work that nobody waits for: what fails in it is an alarm, not an unheard rejection. */
  #do(work: () => Promise<unknown>): void {
    work().catch(() => this.#core.raise('storage-failed'));
  }

  #every(ms: number, work: () => Promise<void>): void {
    const at = this.#cancels.length;
    const again = (): void => {
      this.#cancels[at] = this.#core.parts.ports.clock.after(ms, () => {
        again();
        this.#do(work);
      });
    };
    again();
  }

  // ---- link ---------------------------------------------------------------------------------------------------------

  /** The first batch leaves once the link counts as online, with the welcome that made it so. */
  #follow(isOnline: boolean): void {
    const claims = this.#claims;
    this.#claims = undefined;
    if (!isOnline) this.outbox.goOffline();
    else if (claims !== undefined) {
      void this.outbox.goOnline(claims, this.#named);
      this.#do(() => this.#beat());
    }
  }

  async #nextSession(): Promise<number> {
    const { db } = this.#core.parts.disk;
    this.#sess = Math.max((await readFact(db, 'sess')) ?? 0, this.#sess) + 1;
    try {
      await writeFact(db, 'sess', this.#sess);
    } catch {
      // What waits must be able to leave a full disk. After a restart the centre takes this page's number for an old one a few times.
      this.#core.raise('storage-failed');
    }
    return this.#sess;
  }

  async #hello(sess: number): Promise<HelloBody> {
    const body = await makeHello(this.#core, await this.#facts(), sess);
    this.#named = new Set(body.epochs.map((one) => one.epoch));
    return body;
  }

  #facts(): Promise<StoreFacts> {
    return this.#options.storeFacts().catch(() => unknownFacts);
  }

  /** What was heard of the time counts at once, also where it cannot be written down for the next start. */
  async #learn(stamps: Exchange): Promise<void> {
    const { book } = this.#core.parts;
    await book.learn(stamps).catch(() => this.#core.raise('storage-failed'));
    if (book.isWrong) this.#core.raise('clock-wrong');
    else this.#core.clear('clock-wrong');
  }

  async #takeConfig(value: unknown): Promise<void> {
    const config = readValue(deviceConfig, value, 'E_CONFIG');
    if (config.ok) await this.#core.takeConfig(config.value);
  }

  /** The copy of the dossiers is loaded last: nothing waits for it. */
  async #keepBook(): Promise<void> {
    const core = this.#core;
    const [{ BookKeeper }, book] = await Promise.all([import('./book-keeper.ts'), core.answers.load()]);
    if (this.#isStopped) return;
    this.#keeper = new BookKeeper({
      book,
      link: this.link,
      ports: core.parts.ports,
      raise: (alarm, detail) => core.raise(alarm, detail),
      clear: (alarm) => core.clear(alarm),
    });
    this.#keeper.start();
    this.#cancels.push(core.onConfig(() => this.#do(async () => this.#keeper?.settle())));
  }

  // ---- every minute -------------------------------------------------------------------------------------------------

  async #beat(): Promise<void> {
    const core = this.#core;
    const facts = await this.#facts();
    const book = await this.#keepHouse(facts).catch(() => void core.raise('storage-failed'));
    if (!this.link.isOnline) return;
    const { mirror } = this.#options;
    const { outbox } = this;
    const parts = { core, mirror, outbox, facts, sess: this.#sess, startedAt: this.#startedAt, book };
    this.link.publish('tel', writeBytes(await makeHeartbeat(parts)));
  }

  async #keepHouse(facts: StoreFacts): Promise<BookFigures | undefined> {
    const core = this.#core;
    if (facts.persisted) core.clear('storage-not-persistent');
    else core.raise('storage-not-persistent');
    const isNearlyFull = usedShare(facts) > limits.outboxFullShare;
    if (isNearlyFull) await this.#keeper?.makeRoom();
    if (isNearlyFull) core.raise('outbox-nearly-full');
    else core.clear('outbox-nearly-full');
    const depth = await core.depth();
    if (isNearlyFull || depth[2] + depth[3] > limits.outboxRestRowsMax) await this.outbox.shed();
    // Not waited for: a heartbeat must come also while the mirror does not answer.
    this.#do(() => this.#options.mirror.heal(depth.reduce((sum, n) => sum + n, 0)));
    return this.#keeper?.keepHouse();
  }
}
