/** One running device: writes events, keeps alarms and configuration, and hands the rest to its delivery; it knows no screen. */
import type { AlarmName } from '../contract/alarm.ts';
import type { DossierAnswer } from '../contract/dossier.ts';
import type { EventBodies } from '../contract/event.ts';
import { makeEventId } from '../contract/fresh-ids.ts';
import { type EventType, laneOf, sourcePrefix } from '../contract/lanes.ts';
import type { CallReply, LetterReply, ResponseMessage } from '../contract/messages.ts';
import { type Result, refuse } from '../contract/refusal.ts';
import type { DeviceConfig } from '../contract/site-config.ts';
import type { Row } from '../rules/outbox.ts';
import { Alarms } from './alarms.ts';
import type { ClockBook } from './clock-book.ts';
import type { CatalogueShelf, Device, LinkView, Place, RecordOptions } from './device.ts';
import { type Database, type Disk, StorageFull, write } from './disk.ts';
import { Holding } from './holding.ts';
import { bookWhenAsked, type LateBook } from './late-answers.ts';
import type { Link } from './link.ts';
import type { MirrorNotes } from './mirror-notes.ts';
import type { Outbox } from './outbox.ts';
import type { Boot, Identity, Ports } from './ports.ts';
import { RefusedTaps } from './refused-taps.ts';
import type { Question } from './requests.ts';
import { appendRow, countDepth, heldRows, releaseRow } from './rows.ts';

export interface CoreParts {
  readonly ports: Ports;
  readonly disk: Disk;
  readonly identity: Identity;
  readonly boot: Boot;
  readonly book: ClockBook;
  readonly mirror: MirrorNotes;
  readonly appVersion: string;
  readonly config: DeviceConfig;
}

/** What a device needs of its delivery. */
export interface AttachedDelivery {
  readonly link: Pick<Link, 'view' | 'onChange' | 'ask'>;
  readonly outbox: Pick<Outbox, 'wake'>;
  stop(): Promise<void>;
}

type Asked = Extract<Question, { kind: 'dossier' | 'letter' | 'call' }>;

const offline: LinkView = { state: 'offline', centreHeard: false };

function undoneHead(head: string): string {
  const event: { data: { index: number | null; outcome: string } } = JSON.parse(head); // our own row; only a rating is undone
  event.data.index = null;
  event.data.outcome = 'undone';
  return JSON.stringify(event);
}

/** Keeps a configuration that is newer than the one on the disk, and that one beside it; false when it is not newer. */
function keepConfig(db: Database, config: DeviceConfig): Promise<boolean> {
  return write(db, ['facts'], async (tx, queue) => {
    const facts = tx.objectStore('facts');
    // A fact is of the type of its name: it is only ever written under it.
    const known = (await facts.get('config')) as DeviceConfig | undefined;
    if (known !== undefined && known.version >= config.version) return false;
    if (known !== undefined) queue(facts.put(known, 'previousConfig'));
    queue(facts.put(config, 'config'));
    return true;
  });
}

export class Core implements Device {
  readonly answers: LateBook;
  readonly parts: CoreParts;
  openCatalogue?: () => Promise<CatalogueShelf>;
  readonly #alarms: Alarms;
  readonly #holding: Holding;
  readonly #refusedTaps: RefusedTaps;
  readonly #configListeners = new Set<(config: DeviceConfig) => void>();
  readonly #linkListeners = new Set<(view: LinkView) => void>();
  readonly #restListeners = new Set<() => void>();
  #config: DeviceConfig;
  #delivery: AttachedDelivery | undefined;
  #isAtRest = false;
  #isStopped = false;
  #cancelAfter: () => void = () => {};

  constructor(parts: CoreParts) {
    this.parts = parts;
    this.#config = parts.config;
    const { disk, ports, boot } = parts;
    const site = (): string => this.#config.site.site.id;
    this.answers = bookWhenAsked({ db: disk.db, clock: ports.clock, now: () => parts.book.now().ms, site });
    this.#alarms = new Alarms((fault) => this.record('vn.motcua.device.faulted.v1', fault));
    this.#refusedTaps = new RefusedTaps(disk.db);
    this.#holding = new Holding({
      db: disk.db,
      clock: ports.clock,
      locks: ports.locks,
      boot,
      onSettled: (row) => this.#noteRow(row),
      onFailed: () => this.raise('storage-failed'),
    });
  }

  get id(): Identity['device'] {
    return this.parts.identity.device;
  }
  get app(): DeviceConfig['app'] {
    return this.#config.app;
  }
  get alarms(): readonly AlarmName[] {
    return this.#alarms.names;
  }
  get isStopped(): boolean {
    return this.#isStopped;
  }
  get isAtRest(): boolean {
    return this.#isAtRest;
  }

  // ---- events -------------------------------------------------------------------------------------------------------

  async record<T extends EventType>(
    type: T,
    data: EventBodies[T],
    options: RecordOptions = {},
  ): Promise<Place> {
    const { clock, chance, notes } = this.parts.ports;
    const id = makeEventId((n) => chance.bytes(n));
    const monoms = Math.round(clock.monoMs());
    const wallms = Math.round(clock.wallMs());
    const lane = laneOf[type];
    const head = JSON.stringify({
      specversion: '1.0',
      type,
      source: `${sourcePrefix}${this.id}`,
      id,
      subject: options.subject,
      datacontenttype: 'application/json',
      lane,
      bootid: this.parts.boot.id,
      monoms: String(monoms),
      wallms: String(wallms),
      appver: this.parts.appVersion,
      cfgver: this.#config.version,
      data,
    });
    const state = options.holdMs === undefined ? 'settled' : 'held';
    const { instance, id: bootid } = this.parts.boot;
    const fresh = { lane, id, state, head, instance, bootid, monoms, wallms } as const;
    const row = await this.#write(() => appendRow(this.parts.disk.db, fresh)).catch((cause: unknown) => {
      if (lane === 0) this.#refusedTaps.add();
      throw cause;
    });
    notes.write(`${this.app}.top.${lane}`, `${row.epoch}:${row.seq}`);
    this.#noteRow(row);
    if (options.holdMs !== undefined) this.#holding.add(id, options.holdMs);
    return { epoch: row.epoch, lane, seq: row.seq, id };
  }

  async #write<T>(write: () => Promise<T>): Promise<T> {
    try {
      const result = await write();
      this.#refusedTaps.keep();
      this.clear('storage-full');
      this.clear('storage-failed');
      return result;
    } catch (cause) {
      this.raise(cause instanceof StorageFull ? 'storage-full' : 'storage-failed');
      throw cause;
    }
  }

  #noteRow(row: Row): void {
    this.parts.mirror.noteRow(row);
    this.#delivery?.outbox.wake();
  }

  thanked(place: Place): void {
    this.#holding.thanked(place.id);
  }

  async undo(place: Place): Promise<boolean> {
    const row = await this.#write(() =>
      releaseRow(this.parts.disk.db, place.id, 'undone', ({ head }) => undoneHead(head)),
    );
    this.#holding.drop(place.id);
    if (row !== undefined) this.#noteRow(row);
    return row !== undefined;
  }

  /** See holding.ts. */
  settleLeftovers(): Promise<void> {
    return this.#holding.settleLeftovers();
  }

  async isHolding(): Promise<boolean> {
    return (await heldRows(this.parts.disk.db)).length > 0;
  }

  depth(): Promise<[number, number, number, number]> {
    return countDepth(this.parts.disk.db);
  }

  // ---- centre -------------------------------------------------------------------------------------------------------

  attach(delivery: AttachedDelivery): void {
    this.#delivery = delivery;
    delivery.link.onChange((view) => {
      for (const listener of this.#linkListeners) listener(view);
    });
  }

  link(): LinkView {
    return this.#delivery?.link.view() ?? offline;
  }

  onLink(listener: (view: LinkView) => void): () => void {
    this.#linkListeners.add(listener);
    return () => this.#linkListeners.delete(listener);
  }

  async ask(question: Parameters<Device['ask']>[0]): Promise<Result<DossierAnswer | null>> {
    const reply = await this.#request('dossier', question);
    return reply.ok ? { ok: true, value: reply.value.answer } : reply;
  }

  letter(code: string, got: boolean): Promise<Result<LetterReply>> {
    return this.#request('letter', { code, got });
  }

  call(): Promise<Result<CallReply>> {
    return this.#request('call', {});
  }

  /** One question and the answer of the same kind. */
  async #request<K extends Asked['kind']>(
    kind: K,
    body: Omit<Extract<Asked, { kind: K }>, 'kind'>,
  ): Promise<Result<Extract<ResponseMessage, { kind: K }>>> {
    if (this.#delivery === undefined) return refuse('E_BUSY', { expected: 'a link to the centre' });
    const reply = await this.#delivery.link.ask({ ...body, kind } as Asked); // a body goes with its kind
    if (!reply.ok) return reply;
    const { value } = reply;
    // The kind was compared.
    return value.kind === kind
      ? { ok: true, value: value as Extract<ResponseMessage, { kind: K }> }
      : refuse('E_SCHEMA');
  }

  now(): ReturnType<ClockBook['now']> {
    return this.parts.book.now();
  }

  // ---- configuration, alarms, rest ----------------------------------------------------------------------------------

  config(): DeviceConfig {
    return this.#config;
  }

  onConfig(listener: (config: DeviceConfig) => void): () => void {
    this.#configListeners.add(listener);
    return () => this.#configListeners.delete(listener);
  }

  /** Takes a configuration whose version is higher; the one before is kept. Refuses E_CONFIG_OLD or E_CONFIG. */
  async takeConfig(config: DeviceConfig): Promise<Result<DeviceConfig>> {
    if (config.device !== this.id || config.app !== this.app) return refuse('E_CONFIG', { path: 'device' });
    if (config.version <= this.#config.version) return refuse('E_CONFIG_OLD', { path: 'version' });
    const isTaken = await this.#write(() => keepConfig(this.parts.disk.db, config));
    if (!isTaken || config.version <= this.#config.version)
      return refuse('E_CONFIG_OLD', { path: 'version' });
    this.#config = config;
    this.parts.mirror.noteBelongings({ identity: this.parts.identity, config });
    for (const listener of this.#configListeners) listener(config);
    return { ok: true, value: config };
  }

  raise(alarm: AlarmName, detail?: string): void {
    if (!this.#isStopped) this.#alarms.raise(alarm, detail);
  }

  clear(alarm: AlarmName): void {
    this.#alarms.clear(alarm);
  }

  setAtRest(isAtRest: boolean): void {
    this.#isAtRest = isAtRest;
    if (isAtRest) for (const listener of this.#restListeners) listener();
  }

  onRest(listener: () => void): () => void {
    this.#restListeners.add(listener);
    return () => this.#restListeners.delete(listener);
  }

  /** Touches that could not be thanked because nothing could be written. */
  refusedTaps(): Promise<number> {
    return this.#refusedTaps.count();
  }

  /** Calls back once after `ms`, unless the device is stopped before. */
  after(ms: number, call: () => void): void {
    if (this.#isStopped) return;
    this.#cancelAfter();
    this.#cancelAfter = this.parts.ports.clock.after(ms, call);
  }

  /** Ends timers and link, then lets go of mirror and disk. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#cancelAfter();
    this.#holding.stop();
    await this.#delivery?.stop();
    this.parts.mirror.close();
    this.parts.disk.db.close();
  }
}
