/** What the centre knows of its devices now: sessions, heartbeats, alarms; it counts nothing and sends nothing. */
import type { FleetAlarm, FleetAlarmName, FleetDevice } from '../shared/contract/board-api.ts';
import { centreLimits } from '../shared/contract/centre-limits.ts';
import type { Heartbeat, Hello, Presence } from '../shared/contract/messages.ts';
import { isOpen } from '../shared/contract/opening.ts';
import type { KnownDevice, Register } from './register.ts';
import type { Sites } from './sites.ts';

/** One device's state in memory. */
export interface Seen {
  isConnected: boolean;
  seenAt: number | null;
  beat: Heartbeat | null;
  presence: Presence | null;
  /** Epoch and session of the presence that counts; a lower session of the same epoch is a late echo. */
  epoch: string | null;
  sess: number | null;
  cfgver: number | null;
  appver: string | null;
  quarantined: number | null; // when a message was last put aside
  twin: readonly [string, string] | null;
  readonly alarmSince: Map<FleetAlarmName, number>;
}

export interface FleetParts {
  readonly register: Register;
  readonly sites: Sites;
  readonly now: () => number;
  /** Since when somebody at the device wants a person to come. */
  readonly calledSince?: (device: string) => number | undefined;
  /** Something a board shows has changed. */
  readonly changed: () => void;
}

export class Fleet {
  readonly #parts: FleetParts;
  readonly #seen = new Map<string, Seen>();

  constructor(parts: FleetParts) {
    this.#parts = parts;
  }

  connected(device: string, isConnected: boolean): void {
    const seen = this.seenOf(device);
    seen.isConnected = isConnected;
    seen.seenAt = this.#parts.now();
    this.#parts.changed();
  }

  /** Takes a birth or a will. False: an echo of a session that is over. */
  presence(device: string, presence: Presence): boolean {
    const seen = this.seenOf(device);
    if (seen.epoch !== null && presence.epoch !== seen.epoch) return false;
    if (seen.sess !== null && presence.sess < seen.sess) return false;
    seen.epoch = presence.epoch;
    seen.sess = presence.sess;
    seen.presence = presence;
    seen.seenAt = this.#parts.now();
    this.#parts.changed();
    return true;
  }

  /** A greeted device: its epoch counts from now on, and with a new epoch its sessions start anew. */
  greeted(device: string, hello: Hello): void {
    const seen = this.seenOf(device);
    if (seen.epoch !== hello.epoch) {
      seen.epoch = hello.epoch;
      seen.sess = null;
      seen.presence = null;
    }
    seen.sess = Math.max(seen.sess ?? 0, hello.sess);
    seen.cfgver = hello.cfgver;
    seen.appver = hello.appver;
    seen.seenAt = this.#parts.now();
    this.#parts.changed();
  }

  beat(device: string, beat: Heartbeat): void {
    const seen = this.seenOf(device);
    seen.beat = beat;
    seen.cfgver = beat.cfgver;
    seen.appver = beat.appver;
    seen.seenAt = this.#parts.now();
    this.#parts.changed();
  }

  /** Something arrived from the device: it is alive. */
  heard(device: string): void {
    this.seenOf(device).seenAt = this.#parts.now();
  }

  quarantined(device: string): void {
    this.seenOf(device).quarantined = this.#parts.now();
    this.#parts.changed();
  }

  twin(device: string, boots: readonly [string, string]): void {
    this.seenOf(device).twin = boots;
    this.#parts.changed();
  }

  /** What was known before a restart. */
  restore(device: string, seenAt: number, beat: Heartbeat | null, presence: Presence | null): void {
    const seen = this.seenOf(device);
    Object.assign(seen, {
      seenAt,
      beat,
      presence,
      epoch: presence?.epoch ?? null,
      sess: presence?.sess ?? null,
    });
    seen.appver = beat?.appver ?? null;
    seen.cfgver = beat?.cfgver ?? null;
  }

  seenOf(device: string): Seen {
    const known = this.#seen.get(device);
    if (known !== undefined) return known;
    const made: Seen = {
      isConnected: false,
      seenAt: null,
      beat: null,
      presence: null,
      epoch: null,
      sess: null,
      cfgver: null,
      appver: null,
      quarantined: null,
      twin: null,
      alarmSince: new Map(),
    };
    this.#seen.set(device, made);
    return made;
  }

  devices(): FleetDevice[] {
    return this.#parts.register
      .list()
      .filter((device) => device.enrolled_at !== null)
      .map((device) => this.#view(device));
  }

  #view(device: KnownDevice): FleetDevice {
    const seen = this.seenOf(device.id);
    const { beat } = seen;
    return {
      id: device.id,
      app: device.app,
      site: device.site,
      counter: device.counter,
      simulated: device.simulated === 1,
      revoked: device.revoked_at !== null,
      online: seen.isConnected,
      presence: seen.presence?.s ?? null,
      lastSeen: seen.seenAt,
      appver: seen.appver,
      cfgver: seen.cfgver,
      depth: beat?.depth ?? null,
      oldestMs: beat?.oldestMs ?? null,
      unmirrored: beat?.unmirrored ?? null,
      dead: beat?.dead ?? null,
      refusedTaps: beat?.refusedTaps ?? null,
      alarms: this.#alarms(device, seen),
      clock: beat === null ? null : { quality: beat.clock.quality, offsetMs: beat.clock.offsetms },
      sess: seen.sess,
      book: beat?.book ?? null,
      twin: seen.twin,
    };
  }

  /** The device's own alarms and those only the centre can see; simulated devices have neither clock nor silence. */
  #alarms(device: KnownDevice, seen: Seen): FleetAlarm[] {
    const now = this.#parts.now();
    const names = new Set<FleetAlarmName>(device.simulated === 1 ? [] : seen.beat?.alarms);
    if (device.simulated !== 1 && this.#isSilent(device, seen, now)) names.add('silent');
    if (this.#isBehind(device, seen)) names.add('config-behind');
    if (seen.quarantined !== null && now - seen.quarantined < 60 * 60_000) names.add('quarantined');
    if (seen.twin !== null) names.add('twin');
    const calledSince = this.#parts.calledSince?.(device.id);
    if (calledSince !== undefined) names.add('help-called');
    for (const known of seen.alarmSince.keys()) if (!names.has(known)) seen.alarmSince.delete(known);
    return [...names].map((name) => {
      const since = (name === 'help-called' ? calledSince : seen.alarmSince.get(name)) ?? now;
      seen.alarmSince.set(name, since);
      return name === 'twin' && seen.twin !== null
        ? { name, since, detail: seen.twin.join(' ') }
        : { name, since };
    });
  }

  #isSilent(device: KnownDevice, seen: Seen, now: number): boolean {
    const hours = this.#parts.sites.find(device.site)?.hours;
    const isQuiet = seen.seenAt === null || now - seen.seenAt > centreLimits.silentMs;
    return isQuiet && device.revoked_at === null && hours !== undefined && isOpen(hours, now);
  }

  #isBehind(device: KnownDevice, seen: Seen): boolean {
    const want = this.#parts.sites.deviceConfig(device)?.version;
    return want !== undefined && seen.cfgver !== null && seen.cfgver < want;
  }
}
