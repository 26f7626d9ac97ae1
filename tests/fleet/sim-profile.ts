/** One simulated browser profile: its database, mirror, notes and, while a page is open, the real device code on them. */
import { deleteDB, type IDBPDatabase, openDB } from 'idb';
import type { DeviceId, EventId } from '../../shared/contract/ids.ts';
import type { WelcomeClaims } from '../../shared/contract/messages.ts';
import { assembleDevice } from '../../shared/device/assemble.ts';
import type { Core } from '../../shared/device/core.ts';
import { Delivery } from '../../shared/device/delivery.ts';
import type { Place } from '../../shared/device/device.ts';
import { openDisk } from '../../shared/device/disk.ts';
import type { Identity, Ports } from '../../shared/device/ports.ts';
import { foldMirror } from '../../shared/rules/mirror.ts';
import { sampleConfig } from '../tablet/fakes.ts';
import type { SimCentre } from './sim-centre.ts';
import { quiet, type World } from './world.ts';

interface Page {
  isAlive: boolean;
  core: Core | undefined;
  readonly locks: Set<string>;
}

export interface Thanks {
  readonly place: Place;
  /** Whether the citizen took the answer back and was told so. */
  isUndone: boolean;
}

const key = { kid: 'sim', kty: 'EC' };

export class SimProfile {
  readonly device: DeviceId;
  readonly store: string;
  /** Device wall clock minus true time, ms. */
  wallSkew = 0;
  page: Page | undefined;
  readonly #world: World;
  readonly #centre: SimCentre;
  #mirror: string[];
  #notes: Map<string, string>;

  constructor(world: World, centre: SimCentre, device: DeviceId, store: string) {
    this.#world = world;
    this.#centre = centre;
    this.device = device;
    this.store = store;
    this.#mirror = [];
    this.#notes = new Map();
  }

  // ---- the page -------------------------------------------------------------------------------------------------------

  async open(): Promise<void> {
    if (this.page !== undefined) return;
    const page: Page = { isAlive: true, core: undefined, locks: new Set() };
    this.page = page;
    const outcome = await assembleDevice({
      app: 'tablet',
      appVersion: '0.0.0-sim',
      store: this.store,
      ports: this.#ports(page),
      storeFacts: async () => ({ persisted: true, usedBytes: 1, quotaBytes: 1_000_000 }),
      requestIdentity: async () => {
        const config = { ...sampleConfig(), device: this.device };
        return {
          ok: true,
          value: {
            device: this.device,
            secret: 's'.repeat(43),
            mqttPath: '/mqtt',
            keys: { command: [key] },
            config,
          },
        };
      },
      loadDelivery: async () => ({ Delivery }),
      // The claims are as claimsAsText wrote them.
      readWelcome: async (jws) => ({ ok: true, value: JSON.parse(jws) as WelcomeClaims }),
      onCore: (core) => {
        page.core = core;
      },
    });
    if (outcome.kind === 'enrol' && page.isAlive) await outcome.enrol('SIMULATION');
    else if (outcome.kind === 'storage-failed' && page.isAlive) throw new Error(outcome.detail);
  }

  /** SIGKILL of the browser: nothing of the page acts any more; what the disk had committed stays. */
  async kill(): Promise<void> {
    const { page } = this;
    if (page === undefined) return;
    page.isAlive = false;
    this.page = undefined;
    page.core?.parts.disk.db.close();
    this.#centre.hangUp(page);
    await quiet();
  }

  #ports(page: Page): Ports {
    const world = this.#world;
    const bootAt = world.now;
    const never = new Promise<never>(() => {});
    return {
      clock: {
        wallMs: () => world.now + this.wallSkew,
        monoMs: () => world.now - bootAt,
        after: (ms, call) => {
          const cancel = world.after(ms, () => {
            if (page.isAlive) call();
          });
          return cancel;
        },
      },
      chance: { bytes: world.bytes, unit: world.unit },
      wire: async () => ({
        dial: async (identity: Identity) => {
          const connection = await this.#centre.dial(identity, page);
          return page.isAlive ? connection : never;
        },
      }),
      locks: {
        tryHold: async (name) => {
          page.locks.add(name);
          return true;
        },
        whenFree: async () => never,
        isFree: async (name) => !page.locks.has(name),
      },
      notes: {
        read: (name) => this.#notes.get(name) ?? null,
        write: (name, text) => {
          if (page.isAlive) this.#notes.set(name, text);
        },
      },
      mirror: async () => ({
        open: async () => [...this.#mirror],
        append: async (lines) => {
          await world.sleep(world.between(1, 300));
          if (!page.isAlive) {
            // The pull of a plug may leave some lines, and the last one torn.
            const kept = lines.slice(0, world.between(0, lines.length));
            this.#mirror.push(...kept);
            const torn = lines[kept.length];
            if (torn !== undefined && world.chance(0.5))
              this.#mirror.push(torn.slice(0, world.between(0, torn.length - 1)));
            return never;
          }
          this.#mirror.push(...lines);
          return undefined;
        },
        rewrite: async (lines) => {
          await world.sleep(world.between(1, 300));
          if (!page.isAlive) return never;
          this.#mirror = [...lines];
          return undefined;
        },
        close: () => {},
      }),
    };
  }

  // ---- what a citizen does ------------------------------------------------------------------------------------------

  /** A tap: resolves with what the citizen saw thanked, or undefined when the page died or refused before it. */
  async tap(index: number, holdMs: number): Promise<Thanks | undefined> {
    const { page } = this;
    const core = page?.core;
    if (page === undefined || core === undefined) return undefined;
    try {
      const place = await core.record(
        'vn.motcua.rating.given.v1',
        {
          site: core.config().site.site.id,
          counter: core.config().counter,
          scale: { id: 'hai-long-3', version: 1, size: 3 },
          index,
          outcome: 'tapped',
          flags: [],
          invitation: null,
        },
        { holdMs },
      );
      if (!page.isAlive) return undefined;
      core.thanked(place);
      return { place, isUndone: false };
    } catch {
      return undefined;
    }
  }

  async undo(thanks: Thanks): Promise<void> {
    const { page } = this;
    if (page?.core === undefined) return;
    try {
      if ((await page.core.undo(thanks.place)) && page.isAlive) thanks.isUndone = true;
    } catch {
      // The page died: nobody was told that the answer was taken back.
    }
  }

  // ---- what may happen to its disk ----------------------------------------------------------------------------------

  /** Chromium found its database damaged and deleted it; the mirror is another file and stays. */
  async wipeDatabase(): Promise<void> {
    await this.kill();
    await deleteDB(this.store);
  }

  async loseMirror(): Promise<void> {
    await this.kill();
    this.#mirror = [];
  }

  /** Makes this profile's disk a copy of another one's: an image that was cloned or restored. */
  async copyFrom(other: SimProfile): Promise<void> {
    await this.kill();
    await deleteDB(this.store);
    this.#mirror = [...other.#mirror];
    this.#notes = new Map(other.#notes);
    this.wallSkew = other.wallSkew;
    const from = await openIfThere(other.store);
    if (from === undefined) return;
    (await openDisk(this.store, this.#world.bytes)).db.close();
    const to = await openDB(this.store);
    for (const name of [...from.objectStoreNames]) await copyStore(from, to, name);
    from.close();
    to.close();
  }

  /** Ids of every row that this profile's disk still holds, in the database or in the mirror. */
  async heldIds(): Promise<Set<EventId>> {
    const db = await openIfThere(this.store);
    const rows: { id: EventId }[] = (await db?.getAll('outbox')) ?? [];
    db?.close();
    const mirrored = foldMirror(this.#mirror, () => undefined).rows;
    return new Set([...rows.map((row) => row.id), ...mirrored.keys()]);
  }

  async depth(): Promise<number> {
    const depth = (await this.page?.core?.depth()) ?? [1];
    return depth.reduce((sum: number, n) => sum + n, 0);
  }

  async remove(): Promise<void> {
    await this.kill();
    await deleteDB(this.store);
  }
}

/** Opening a database that does not exist would make an empty one. */
async function openIfThere(name: string): Promise<IDBPDatabase | undefined> {
  const all = await indexedDB.databases();
  return all.some((one) => one.name === name) ? openDB(name) : undefined;
}

async function copyStore(from: IDBPDatabase, to: IDBPDatabase, name: string): Promise<void> {
  const keys = await from.getAllKeys(name);
  const values = await from.getAll(name);
  const tx = to.transaction(name, 'readwrite');
  await tx.store.clear();
  await Promise.all(
    values.map((value, i) => tx.store.put(value, tx.store.keyPath === null ? keys[i] : undefined)),
  );
  await tx.done;
}
