/** Keeps the procedure catalogue on the device: fetched at rest, checked, then put in the place of the one before; it reads no procedure. */
import { kioskLimits } from '../contract/kiosk-limits.ts';
import { limits } from '../contract/limits.ts';
import type { CatalogueNamed } from '../contract/site-config.ts';
import { backoffMs } from '../rules/backoff.ts';
import type { Core } from './core.ts';
import type { CatalogueShelf } from './device.ts';
import { type StoreFacts, usedShare } from './store-facts.ts';

/** Where catalogue files lie, by address. What is put is there whole or not at all. */
export interface Drawer {
  addresses(): Promise<readonly string[]>;
  get(address: string): Promise<ArrayBuffer | undefined>;
  put(address: string, bytes: ArrayBuffer): Promise<void>;
  drop(address: string): Promise<void>;
}

export interface CataloguePorts {
  readonly drawer: Drawer;
  /** Asks our own origin. Rejects when nobody answers. */
  readonly fetch: (address: string, signal: AbortSignal) => Promise<Response>;
  readonly facts: () => Promise<StoreFacts>;
}

/** What it needs of the device. */
export type CatalogueCore = Pick<
  Core,
  | 'config'
  | 'onConfig'
  | 'link'
  | 'onLink'
  | 'isAtRest'
  | 'onRest'
  | 'alarms'
  | 'raise'
  | 'clear'
  | 'isStopped'
> & { readonly parts: { readonly ports: Pick<Core['parts']['ports'], 'clock' | 'chance'> } };

const again = { startMs: kioskLimits.catalogueAgainMs, maxMs: kioskLimits.catalogueAgainMaxMs };

const digestOf = async (bytes: ArrayBuffer): Promise<string> =>
  [...new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('');

export class CatalogueKeeper implements CatalogueShelf {
  readonly #core: CatalogueCore;
  readonly #ports: CataloguePorts;
  readonly #listeners = new Set<() => void>();
  #held: string | undefined;
  #tries = 0;
  /** Monotonic ms before which nothing is fetched again. */
  #notBefore = 0;
  #isLooking = false;
  #isAskedAgain = false;

  constructor(core: CatalogueCore, ports: CataloguePorts) {
    this.#core = core;
    this.#ports = ports;
  }

  /** Looks now, and whenever something has changed that matters; resolves after the first look. */
  async start(): Promise<void> {
    const core = this.#core;
    core.onConfig(() => this.#lookAnew());
    core.onRest(() => void this.look());
    core.onLink(({ state }) => {
      if (state === 'online') this.#lookAnew();
    });
    const tick = (): void => {
      if (core.isStopped) return;
      core.parts.ports.clock.after(kioskLimits.catalogueLookMs, tick);
      void this.look();
    };
    core.parts.ports.clock.after(kioskLimits.catalogueLookMs, tick);
    await this.look();
  }

  held(): string | undefined {
    return this.#held;
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async open(): Promise<ArrayBuffer | undefined> {
    return this.#held === undefined ? undefined : this.#ports.drawer.get(this.#held);
  }

  async discard(): Promise<void> {
    if (this.#held === undefined) return;
    await this.#ports.drawer.drop(this.#held);
    this.#failed('unreadable');
    await this.look();
  }

  /** What is held is compared with what is named; at rest and online the difference is fetched. Never rejects. */
  async look(): Promise<void> {
    if (this.#isLooking) {
      this.#isAskedAgain = true;
      return;
    }
    this.#isLooking = true;
    try {
      do {
        this.#isAskedAgain = false;
        await this.#look();
      } while (this.#isAskedAgain && !this.#core.isStopped);
    } catch {
      this.#failed('store');
    } finally {
      this.#isLooking = false;
    }
  }

  #lookAnew(): void {
    this.#tries = 0;
    this.#notBefore = 0;
    void this.look();
  }

  async #look(): Promise<void> {
    const { drawer } = this.#ports;
    const named = this.#core.config().catalogue ?? undefined;
    const facts = await this.#ports.facts();
    const addresses = await drawer.addresses();
    if (named === undefined || this.#mustGiveWay(facts)) {
      for (const address of addresses) await drawer.drop(address);
      this.#hold(undefined);
      if (named === undefined) this.#core.clear('catalogue-missing');
      else this.#core.raise('catalogue-missing', 'room');
      return;
    }
    if (addresses.includes(named.url)) await this.#settle(named.url, addresses);
    else {
      this.#hold(addresses.at(-1));
      await this.#fetchAtRest(named, facts);
    }
  }

  /** The catalogue is on paper too, a rating is not: it goes first. */
  #mustGiveWay(facts: StoreFacts): boolean {
    const { alarms } = this.#core;
    const isFull = alarms.includes('storage-full') || alarms.includes('outbox-nearly-full');
    return isFull || usedShare(facts) > limits.outboxFullShare;
  }

  async #fetchAtRest(named: CatalogueNamed, facts: StoreFacts): Promise<void> {
    const core = this.#core;
    const { clock } = core.parts.ports;
    if (core.link().state !== 'online' || !core.isAtRest || clock.monoMs() < this.#notBefore) return;
    const after = { ...facts, usedBytes: (facts.usedBytes ?? 0) + named.bytes };
    if (usedShare(after) > kioskLimits.catalogueRoomShare) {
      core.raise('catalogue-missing', 'room');
      return;
    }
    try {
      const bytes = await this.#fetch(named);
      await this.#ports.drawer.put(named.url, bytes);
      await this.#settle(named.url, await this.#ports.drawer.addresses());
    } catch (cause) {
      this.#failed(cause instanceof Error ? cause.message : 'fetch');
    }
  }

  /** Rejects unless it is, byte for byte, what the configuration names. */
  async #fetch(named: CatalogueNamed): Promise<ArrayBuffer> {
    if (named.bytes > kioskLimits.catalogueBytesMax) throw new Error('too large');
    const stop = new AbortController();
    const cancel = this.#core.parts.ports.clock.after(kioskLimits.catalogueFetchMs, () => stop.abort());
    try {
      const response = await this.#ports.fetch(named.url, stop.signal);
      if (!response.ok) throw new Error(`answer ${response.status}`);
      const bytes = await wholeBody(response, named.bytes);
      if ((await digestOf(bytes)) !== named.sha256) throw new Error('another file');
      return bytes;
    } finally {
      cancel();
      stop.abort();
    }
  }

  /** The named file is whole: it is the one from now on, and no other is kept. */
  async #settle(address: string, addresses: readonly string[]): Promise<void> {
    this.#tries = 0;
    this.#core.clear('catalogue-missing');
    this.#hold(address);
    for (const other of addresses) if (other !== address) await this.#ports.drawer.drop(other);
  }

  #failed(detail: string): void {
    const { clock, chance } = this.#core.parts.ports;
    const waitMs = backoffMs(this.#tries, again, chance.unit());
    this.#tries += 1;
    this.#notBefore = clock.monoMs() + waitMs;
    this.#core.raise('catalogue-missing', detail);
    clock.after(waitMs, () => {
      if (!this.#core.isStopped) void this.look();
    });
  }

  #hold(address: string | undefined): void {
    if (this.#held === address) return;
    this.#held = address;
    for (const listener of this.#listeners) listener();
  }
}

/** Exactly so many bytes: what is longer is not read to its end. */
async function wholeBody(response: Response, length: number): Promise<ArrayBuffer> {
  const whole = new Uint8Array(length);
  const reader = response.body?.getReader();
  let at = 0;
  for (;;) {
    const part = await reader?.read();
    if (part === undefined || part.done) break;
    if (at + part.value.length > length) throw new Error('too long');
    whole.set(part.value, at);
    at += part.value.length;
  }
  if (at !== length) throw new Error('too short');
  return whole.buffer;
}
