/** What an admin may do, the same over HTTP and from the command line; it opens no port and prints nothing. */
import {
  type DeviceToAdd,
  deviceToAdd,
  type GapToWriteOff,
  gapToWriteOff,
  quarantineVerdict,
  summaryAsked,
} from '../shared/contract/admin-api.ts';
import type {
  DeviceAdded,
  ProceduresTaken,
  QuarantineDecision,
  QuarantineEntry,
  RatingsSummary,
  RegisteredDevice,
  SiteListed,
} from '../shared/contract/board-api.ts';
import { readDay } from '../shared/contract/day.ts';
import type { DeviceId } from '../shared/contract/ids.ts';
import type { Catalogue } from '../shared/contract/procedure.ts';
import { readValue } from '../shared/contract/reader.ts';
import { accept, type Result, refuse } from '../shared/contract/refusal.ts';
import { defaultScale } from '../shared/contract/scale.ts';
import type { LaneKey } from './lane-book.ts';
import type { Ledger } from './ledger.ts';
import type { Procedures } from './procedures.ts';
import type { Quarantine } from './quarantine.ts';
import type { Ratings } from './ratings.ts';
import type { KnownDevice, Register } from './register.ts';
import type { Sites } from './sites.ts';

/** What must follow at a running centre. */
export interface AdminEffects {
  readonly revoked: (device: DeviceId) => void;
  readonly siteChanged: (site: string) => void;
  readonly settled: (key: LaneKey) => void;
  readonly counted: () => void;
  /** Dossiers came, or wait for an admin. */
  readonly delivered: () => void;
}

export interface AdminParts {
  readonly register: Register;
  readonly sites: Sites;
  readonly procedures: Procedures;
  readonly quarantine: Quarantine;
  readonly ledger: Ledger;
  readonly ratings: Ratings;
  readonly demo: boolean;
  readonly now: () => number;
  readonly effects: AdminEffects;
}

export class Admin {
  readonly #parts: AdminParts;

  constructor(parts: AdminParts) {
    this.#parts = parts;
  }

  devices(): RegisteredDevice[] {
    return this.#parts.register.list().map(listed);
  }

  /** Refuses E_SCHEMA, E_DEMO, E_NOT_FOUND (site or counter), E_CONFLICT (the id is in use), E_REVOKED. */
  addDevice(value: unknown): Result<DeviceAdded> {
    const { register, demo } = this.#parts;
    const read = readValue(deviceToAdd, value);
    if (!read.ok) return read;
    const wish = read.value;
    if (wish.simulated && !demo) return refuse('E_DEMO', { path: 'simulated' });
    const device = wish.again ? this.#again(wish) : this.#addNew(wish);
    if (!device.ok) return device;
    const codes = register.makeCodes(device.value);
    return accept({ device: listed(device.value), link: `/${wish.app}/#enrol=${codes.linkCode}`, ...codes });
  }

  /** Refuses E_NOT_FOUND. */
  revoke(id: string): Result<RegisteredDevice> {
    const { register, effects } = this.#parts;
    if (!register.revoke(id)) return refuse('E_NOT_FOUND', { path: 'id' });
    effects.revoked(id as DeviceId); // the register knows it
    const device = register.find(id);
    return device === undefined ? refuse('E_NOT_FOUND') : accept(listed(device));
  }

  sites(): SiteListed[] {
    return this.#parts.sites.list().map(({ config, changedAt }) => ({
      id: config.site.id,
      name: config.site.name.vi,
      version: config.version,
      counters: config.counters.length,
      changedAt,
    }));
  }

  /** Refuses E_CONFIG, E_CONFIG_OLD, and E_DEMO for a demo site in a real centre or the other way round. */
  setSite(value: unknown): Result<SiteListed> {
    const { sites, demo, effects } = this.#parts;
    const isDemo = typeof value === 'object' && value !== null && 'demo' in value ? value.demo : undefined;
    if (typeof isDemo === 'boolean' && isDemo !== demo) return refuse('E_DEMO', { path: 'demo' });
    const set = sites.set(value);
    if (!set.ok) return set;
    effects.siteChanged(set.value.site.id);
    const found = this.sites().find(({ id }) => id === set.value.site.id);
    return found === undefined ? refuse('E_NOT_FOUND') : accept(found);
  }

  /** Refuses E_NOT_FOUND while there is none. */
  catalogue(): Result<Catalogue> {
    return this.#parts.procedures.read();
  }

  /** Every kiosk is told of it at once. Refuses as Procedures.take does. */
  async takeCatalogue(value: unknown, isDry: boolean): Promise<Result<ProceduresTaken>> {
    const { procedures, sites, effects } = this.#parts;
    const taken = await procedures.take(value, isDry);
    if (taken.ok && taken.value.outcome === 'taken') {
      for (const { config } of sites.list()) effects.siteChanged(config.site.id);
    }
    return taken;
  }

  quarantine(decided?: QuarantineDecision): QuarantineEntry[] {
    return this.#parts.quarantine.list(decided);
  }

  /** Refuses E_SCHEMA, E_NOT_FOUND, E_CONFLICT, or on accept what is still wrong with the bytes. */
  decide(id: string, verb: 'accept' | 'exclude', value: unknown): Result<QuarantineEntry> {
    const read = readValue(quarantineVerdict, value);
    if (!read.ok) return read;
    const { quarantine, effects } = this.#parts;
    const decided =
      verb === 'accept' ? quarantine.accept(id, read.value.by) : quarantine.exclude(id, read.value.by);
    if (decided.ok) effects.counted();
    return decided;
  }

  /** Settles places for good that a device will never fill. Refuses E_SCHEMA, E_NOT_FOUND. */
  writeOff(value: unknown): Result<GapToWriteOff> {
    const { ledger, register, now, effects } = this.#parts;
    const read = readValue(gapToWriteOff, value);
    if (!read.ok) return read;
    const { device, epoch, lane: at, from, to, by } = read.value;
    if (register.find(device) === undefined) return refuse('E_NOT_FOUND', { path: 'device' });
    if (to < from) return refuse('E_SCHEMA', { path: 'to', expected: 'not below from' });
    const key = { device, epoch, lane: at };
    ledger.writeOff(key, { first: from, last: to, by, at: now() });
    effects.settled(key);
    return accept(read.value);
  }

  /** Refuses E_DATES or E_SCHEMA. */
  summary(value: unknown): Result<RatingsSummary> {
    const read = readValue(summaryAsked, value);
    if (!read.ok)
      return read.refusal.path === 'from' || read.refusal.path === 'to'
        ? refuse('E_DATES', { path: read.refusal.path, expected: 'a date YYYY-MM-DD' })
        : read;
    const from = readDay(read.value.from);
    const to = readDay(read.value.to);
    if (!from.ok) return refuse('E_DATES', { ...from.refusal, path: 'from' });
    if (!to.ok) return refuse('E_DATES', { ...to.refusal, path: 'to' });
    if (to.value < from.value) return refuse('E_DATES', { path: 'to', expected: 'not before from' });
    const { site, scale } = read.value;
    return accept(
      this.#parts.ratings.summary({
        from: from.value,
        to: to.value,
        site: site ?? null,
        scale: scale ?? defaultScale.id,
      }),
    );
  }

  #addNew(wish: DeviceToAdd): Result<KnownDevice> {
    const { register, sites } = this.#parts;
    const { id, app, site, counter, simulated } = wish;
    const config = sites.find(site);
    if (config === undefined) return refuse('E_NOT_FOUND', { path: 'site', expected: 'a site that was set' });
    if (counter !== undefined && !config.counters.some((one) => one.id === counter)) {
      return refuse('E_NOT_FOUND', { path: 'counter', expected: 'a counter of the site' });
    }
    return register.add({ id, app, site, counter: counter ?? null, simulated });
  }

  #again(wish: DeviceToAdd): Result<KnownDevice> {
    const { register } = this.#parts;
    const known = register.find(wish.id);
    if (known === undefined) return this.#addNew(wish);
    if (register.isRevoked(wish.id)) return refuse('E_REVOKED', { path: 'id' });
    const isSame =
      known.app === wish.app &&
      known.site === wish.site &&
      known.counter === (wish.counter ?? null) &&
      (known.simulated === 1) === wish.simulated;
    return isSame
      ? accept(known)
      : refuse('E_CONFLICT', { path: 'id', expected: 'the device as it was added' });
  }
}

function listed(device: KnownDevice): RegisteredDevice {
  return {
    id: device.id,
    app: device.app,
    site: device.site,
    counter: device.counter,
    simulated: device.simulated === 1,
    enrolledAt: device.enrolled_at,
    revokedAt: device.revoked_at,
  };
}
