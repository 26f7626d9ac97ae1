/** Connects the broker with those who answer: events to intake, requests, presence and beats to the fleet; it decides nothing. */

import { centreLimits } from '../shared/contract/centre-limits.ts';
import type { DeviceId } from '../shared/contract/ids.ts';
import { limits } from '../shared/contract/limits.ts';
import {
  type CentreState,
  type ConfigPush,
  heartbeat,
  type LaneReceipt,
  presence,
  type Receipt,
  type ResponseMessage,
} from '../shared/contract/messages.ts';
import { readBytes, writeBytes } from '../shared/contract/reader.ts';
import type { RefusalCode } from '../shared/contract/refusal-codes.ts';
import type { DeviceConfig } from '../shared/contract/site-config.ts';
import type { UpChannel } from '../shared/contract/topics.ts';
import { admit } from './access.ts';
import type { AdminEffects } from './admin.ts';
import { type Broker, openBroker } from './broker.ts';
import { Calls } from './calls.ts';
import type { Desk } from './desk.ts';
import { DossierFeed } from './dossier-feed.ts';
import { Dossiers } from './dossiers.ts';
import { Fleet } from './fleet.ts';
import { Greeting } from './greeting.ts';
import { Intake, type IntakeNotice } from './intake.ts';
import type { CommandKey } from './keys.ts';
import type { LaneKey } from './lane-book.ts';
import { laneReceiptOf } from './lane-notes.ts';
import { Letters } from './letters.ts';
import type { Live } from './live.ts';
import type { CentreLog } from './log.ts';
import { Buckets } from './rates.ts';
import { Requests } from './requests.ts';
import { StatusStore } from './status-store.ts';

/** Buckets kept: five for each device of the largest fleet would be 75,000. */
const bucketsMax = 20_000;

export interface SwitchboardParts {
  readonly desk: Desk;
  readonly key: CommandKey;
  readonly instance: string;
  readonly live: Live;
  readonly log: CentreLog;
  readonly now: () => number;
}

export class Switchboard implements AdminEffects {
  readonly fleet: Fleet;
  readonly calls: Calls;
  readonly dossiers: Dossiers;
  readonly intake: Intake;
  readonly #parts: SwitchboardParts;
  readonly #status: StatusStore;
  readonly #buckets = new Buckets(bucketsMax);
  readonly #requests: Requests;
  readonly #timers: NodeJS.Timeout[] = [];
  #broker: Broker | undefined;
  #isLedgerWell = true;

  constructor(parts: SwitchboardParts) {
    this.#parts = parts;
    const { desk, key, live, log, now } = parts;
    const { register, sites, ledger, file } = desk;
    this.calls = new Calls({ now, changed: () => live.notify('fleet') });
    const calledSince = (device: string) => this.calls.find(device)?.since;
    this.fleet = new Fleet({ register, sites, now, calledSince, changed: () => live.notify('fleet') });
    this.#status = new StatusStore(file, this.fleet);
    this.dossiers = new Dossiers(file, now);
    this.intake = new Intake({
      ledger,
      register,
      now,
      send: (device, receipt) => this.#receipt(device, receipt),
      log: (notice) => this.#noticed(notice),
    });
    this.#requests = new Requests({
      register,
      dossiers: this.dossiers,
      feed: new DossierFeed(file, this.dossiers.places, now),
      sites,
      greeting: new Greeting({ ledger, file, register, sites, fleet: this.fleet, key, now }),
      letters: new Letters({ register, sites, tasks: desk.tasks, changed: () => live.notify('tasks') }),
      calls: this.calls,
      isWatched: () => live.boards() > 0,
      buckets: this.#buckets,
      now,
      answer: (device, message) => this.#answer(device, message),
      receipts: (device, lanes) => this.#receipts(device, lanes),
      configure: (device, config) => this.#configure(device, config),
      refused: (device, code, at) => log.refused(device, code, at),
    });
  }

  get isLedgerWell(): boolean {
    return this.#isLedgerWell;
  }

  /** Opens the broker and says that the centre is up, again and again. */
  async open(): Promise<Broker> {
    const { desk, instance, now, log } = this.#parts;
    this.#status.restore();
    this.#broker = await openBroker({
      instance,
      admit: (asked) => admit(asked, desk.register, this.#buckets, now()),
      publishWait: (device) =>
        desk.register.isSimulated(device) ? 0 : this.#buckets.take('publish', device, now()),
      hear: (device, channel, payload) => this.#hear(device, channel, payload),
      connected: (device, isConnected) => {
        this.fleet.connected(device, isConnected);
        this.#status.note(device);
      },
      refused: (device, code, at, retryAfterMs) => this.#refused(device, code, at, retryAfterMs),
    });
    await this.#say({ s: 'up', asks: 'state' });
    this.#every(limits.beaconEveryMs, () => void this.#say({ s: 'up' }));
    this.#every(centreLimits.statusSaveEveryMs, () => this.#save());
    this.#every(centreLimits.feedTidyMs, () => this.#tidy());
    log.pino.info({ instance }, 'up');
    return this.#broker;
  }

  /** Commits and receipts what has come, says that the centre goes, closes every connection. */
  async close(): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer);
    await this.intake.whenIdle();
    await this.#say({ s: 'down' });
    await this.#broker?.close();
    this.#save();
  }

  // ---- effects of an admin's verbs ----

  revoked(device: DeviceId): void {
    this.#broker?.expel(device);
    this.#parts.live.notify('fleet');
  }

  /** Every connected device of the site gets its new configuration; the others at their next hello. */
  siteChanged(site: string): void {
    const { register, sites } = this.#parts.desk;
    for (const device of register.list()) {
      const config = device.site === site ? sites.deviceConfig(device) : undefined;
      if (config !== undefined) this.#configure(device.id as DeviceId, config); // the register's ids were read
    }
    this.#parts.live.notify('fleet');
  }

  settled(key: LaneKey): void {
    this.#receipts(key.device as DeviceId, [laneReceiptOf(key, this.#parts.desk.ledger.lineOf(key))]); // as above
  }

  delivered(): void {
    this.#parts.live.notify('tasks');
  }

  counted(): void {
    this.#parts.live.notify('ratings');
  }

  #hear(device: DeviceId, channel: UpChannel, payload: Uint8Array): void {
    this.fleet.heard(device);
    switch (channel) {
      case 'evt':
        void this.intake.receive(device, payload);
        return;
      case 'req':
        void this.#requests.receive(device, payload);
        return;
      case 'tel':
        this.#beat(device, payload);
        return;
      case 'state':
        this.#state(device, payload);
        return;
    }
  }

  #beat(device: DeviceId, payload: Uint8Array): void {
    const read = readBytes(heartbeat, payload, limits.requestBytesMax);
    if (!read.ok) {
      this.#refused(device, read.refusal.code, 'tel');
      return;
    }
    this.fleet.beat(device, read.value);
    this.#status.beat(device, read.value, this.#parts.now());
  }

  #state(device: DeviceId, payload: Uint8Array): void {
    const read = readBytes(presence, payload, limits.requestBytesMax);
    if (!read.ok) this.#refused(device, read.refusal.code, 'state');
    else if (this.fleet.presence(device, read.value)) this.#status.note(device);
    else this.#parts.log.refused(device, 'E_SESSION', 'state');
  }

  #refused(device: string, code: RefusalCode, at: string, retryAfterMs?: number): void {
    this.#parts.log.refused(device, code, at);
    if (code === 'E_TOPIC') this.fleet.quarantined(device);
    if (code !== 'E_RATE' || at !== 'evt' || retryAfterMs === undefined) return;
    // Only an authenticated device has a publish rate.
    this.#receipt(device as DeviceId, { v: 1, lanes: [], refused: { code, path: '', retryAfterMs } });
  }

  #noticed(notice: IntakeNotice): void {
    const { log, live } = this.#parts;
    if (notice.kind === 'committed') {
      this.#isLedgerWell = true;
      if (notice.committed.counted + notice.committed.kept > 0) live.notify('ratings');
    } else if (notice.kind === 'refused') log.refused(notice.device, notice.code, notice.path);
    else {
      this.#isLedgerWell = false;
      log.pino.error({ err: notice.error, deliveries: notice.deliveries }, 'the ledger cannot write');
    }
  }

  #receipt(device: DeviceId, receipt: Receipt): void {
    this.#broker?.send(device, 'rcpt', writeBytes(receipt));
  }

  #receipts(device: DeviceId, lanes: readonly LaneReceipt[]): void {
    for (let at = 0; at < lanes.length; at += centreLimits.receiptLanesMax) {
      this.#receipt(device, { v: 1, lanes: lanes.slice(at, at + centreLimits.receiptLanesMax) });
    }
  }

  #answer(device: DeviceId, message: ResponseMessage): void {
    this.#broker?.send(device, 'res', writeBytes(message));
  }

  #configure(device: DeviceId, config: DeviceConfig): void {
    const push: ConfigPush = { v: 1, config };
    this.#broker?.send(device, 'cfg', writeBytes(push));
  }

  #say(state: Pick<CentreState, 's' | 'asks'>): Promise<void> {
    const { instance, now } = this.#parts;
    const message: CentreState = { v: 1, instance, at: now(), ...state };
    return this.#broker?.announce(writeBytes(message)) ?? Promise.resolve();
  }

  #every(ms: number, work: () => void): void {
    this.#timers.push(setInterval(work, ms).unref());
  }

  /** Dossiers that are over for long leave the kiosks; a chunk at a time. */
  #tidy(): void {
    try {
      if (this.dossiers.places.tidy()) setImmediate(() => this.#tidy());
    } catch (error) {
      this.#parts.log.pino.error({ err: error }, 'the dossier feed could not be tidied');
    }
  }

  #save(): void {
    try {
      this.#status.save();
    } catch (error) {
      this.#isLedgerWell = false;
      this.#parts.log.pino.error({ err: error }, 'the fleet could not be saved');
    }
  }
}
