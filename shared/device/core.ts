/** One running device: writes events, keeps alarms and configuration, and hands the rest to its delivery; it knows no screen. */
import type { AlarmName } from '../contract/alarm.ts';
import type { DossierAnswer } from '../contract/dossier.ts';
import type { EventBodies } from '../contract/event.ts';
import { makeEventId } from '../contract/fresh-ids.ts';
import type { EventId } from '../contract/ids.ts';
import { type EventType, laneOf, sourcePrefix } from '../contract/lanes.ts';
import { limits } from '../contract/limits.ts';
import { type Result, refuse } from '../contract/refusal.ts';
import type { DeviceConfig } from '../contract/site-config.ts';
import type { Row } from '../rules/outbox.ts';
import { createAnswers } from './answers.ts';
import type { ClockBook } from './clock-book.ts';
import type { Device, LinkView, Place, RecordOptions } from './device.ts';
import { type Disk, readFact, StorageFull, writeFact } from './disk.ts';
import type { Link } from './link.ts';
import type { MirrorNotes } from './mirror-notes.ts';
import type { Outbox } from './outbox.ts';
import type { Boot, Identity, Ports } from './ports.ts';
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

const offline: LinkView = { state: 'offline', centreHeard: false };

/** Flags are rule id and version; `unthanked`: the page died between the commit and the painted thanks. */
function withFlag(head: string, flag: string): string {
  const event: { data: { flags: string[] } } = JSON.parse(head); // our own row: a rating, checked by the type of record()
  event.data.flags = [...event.data.flags, flag];
  return JSON.stringify(event);
}

function undoneHead(head: string): string {
  const event: { data: { index: number | null; outcome: string } } = JSON.parse(head); // as above
  event.data.index = null;
  event.data.outcome = 'undone';
  return JSON.stringify(event);
}

export class Core implements Device {
  readonly answers: ReturnType<typeof createAnswers>;
  readonly parts: CoreParts;
  readonly #alarms = new Set<AlarmName>();
  readonly #configListeners = new Set<(config: DeviceConfig) => void>();
  readonly #linkListeners = new Set<(view: LinkView) => void>();
  readonly #restListeners = new Set<() => void>();
  readonly #releases = new Map<EventId, () => void>();
  #config: DeviceConfig;
  #delivery: AttachedDelivery | undefined;
  #isAtRest = false;

  constructor(parts: CoreParts) {
    this.parts = parts;
    this.#config = parts.config;
    this.answers = createAnswers(parts.disk.db, () => parts.book.now().ms);
  }

  get id(): Identity['device'] {
    return this.parts.identity.device;
  }
  get app(): DeviceConfig['app'] {
    return this.#config.app;
  }
  get alarms(): readonly AlarmName[] {
    return [...this.#alarms];
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
    const row = await this.#write(() => appendRow(this.parts.disk.db, fresh)).catch(
      async (cause: unknown) => {
        if (lane === 0) await this.#countRefusedTap();
        throw cause;
      },
    );
    notes.write(`${this.app}.top.${lane}`, `${row.epoch}:${row.seq}`);
    this.#noteRow(row);
    if (options.holdMs !== undefined) this.#holdFor(id, options.holdMs);
    return { epoch: row.epoch, lane, seq: row.seq, id };
  }

  async #write<T>(write: () => Promise<T>): Promise<T> {
    try {
      const result = await write();
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

  /** A held row is settled when its thanks was painted and its window is over; without a word of thanks, after a grace, as unthanked. */
  #holdFor(id: EventId, holdMs: number): void {
    const { clock } = this.parts.ports;
    const started = clock.monoMs();
    const cancelGrace = clock.after(holdMs + limits.thanksGraceMs, () => void this.#settle(id, true));
    this.#releases.set(id, () => {
      cancelGrace();
      const left = Math.max(0, holdMs - (clock.monoMs() - started));
      if (left === 0) void this.#settle(id, false);
      else clock.after(left, () => void this.#settle(id, false));
    });
  }

  thanked(place: Place): void {
    const release = this.#releases.get(place.id);
    this.#releases.delete(place.id);
    release?.();
  }

  async #settle(id: EventId, isUnthanked: boolean): Promise<void> {
    this.#releases.delete(id);
    try {
      const row = await releaseRow(this.parts.disk.db, id, 'settled', ({ head }) =>
        isUnthanked ? withFlag(head, 'unthanked@1') : head,
      );
      if (row !== undefined) this.#noteRow(row);
    } catch {
      // The row stays held and is settled at the next start; the alarm tells that the store refuses.
      this.raise('storage-failed');
    }
  }

  async undo(place: Place): Promise<boolean> {
    const row = await this.#write(() =>
      releaseRow(this.parts.disk.db, place.id, 'undone', ({ head }) => undoneHead(head)),
    );
    this.#releases.delete(place.id);
    if (row !== undefined) this.#noteRow(row);
    return row !== undefined;
  }

  /** Rows left held by an earlier start whose page is gone: counted, and flagged because nobody knows whether thanks was seen. */
  async settleLeftovers(): Promise<number> {
    let count = 0;
    for (const row of await heldRows(this.parts.disk.db)) {
      if (row.instance === this.parts.boot.instance || !(await this.parts.ports.locks.isFree(row.instance)))
        continue;
      await this.#settle(row.id, true);
      count += 1;
    }
    return count;
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
    if (this.#delivery === undefined) return refuse('E_BUSY', { expected: 'a link to the centre' });
    const reply = await this.#delivery.link.ask({ kind: 'dossier', ...question });
    if (!reply.ok) return reply;
    return reply.value.kind === 'dossier' ? { ok: true, value: reply.value.answer } : refuse('E_SCHEMA');
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
    await this.#write(async () => {
      const tx = this.parts.disk.db.transaction('facts', 'readwrite', { durability: 'strict' });
      await Promise.all([
        tx.store.put(this.#config, 'previousConfig'),
        tx.store.put(config, 'config'),
        tx.done,
      ]);
    });
    this.#config = config;
    this.parts.mirror.noteBelongings({ identity: this.parts.identity, config });
    for (const listener of this.#configListeners) listener(config);
    return { ok: true, value: config };
  }

  raise(alarm: AlarmName, detail?: string): void {
    if (this.#alarms.has(alarm)) return;
    this.#alarms.add(alarm);
    this.#tellFault(alarm, 'raised', detail);
  }

  clear(alarm: AlarmName): void {
    if (this.#alarms.delete(alarm)) this.#tellFault(alarm, 'cleared');
  }

  #tellFault(alarm: AlarmName, state: 'raised' | 'cleared', detail?: string): void {
    if (state === 'raised' && (alarm === 'storage-full' || alarm === 'storage-failed')) return; // nothing can be written now: the heartbeat tells
    const body = detail === undefined ? { alarm, state } : { alarm, state, detail };
    // An alarm that cannot be written down still stands in the heartbeat.
    this.record('vn.motcua.device.faulted.v1', body).catch(() => {});
  }

  setAtRest(isAtRest: boolean): void {
    this.#isAtRest = isAtRest;
    if (isAtRest) for (const listener of this.#restListeners) listener();
  }

  onRest(listener: () => void): () => void {
    this.#restListeners.add(listener);
    return () => this.#restListeners.delete(listener);
  }

  /** Counts a touch that could not be thanked because nothing could be written; lost itself when the disk refuses even that. */
  async #countRefusedTap(): Promise<void> {
    const { db } = this.parts.disk;
    await writeFact(db, 'refusedTaps', ((await readFact(db, 'refusedTaps')) ?? 0) + 1).catch(() => {});
  }

  async stop(): Promise<void> {
    await this.#delivery?.stop();
    this.parts.mirror.close();
    this.parts.disk.db.close();
  }
}
