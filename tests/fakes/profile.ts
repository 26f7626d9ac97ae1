// One browser profile with real device code on fakes, and a centre that counts what it is sent; pages come and go.
import { deleteDB } from 'idb';
import type { Enrolled } from '../../shared/contract/enrolment.ts';
import type { WelcomeClaims } from '../../shared/contract/messages.ts';
import type { Result } from '../../shared/contract/refusal.ts';
import type { DeviceConfig } from '../../shared/contract/site-config.ts';
import { assembleDevice } from '../../shared/device/assemble.ts';
import type { AssembleOptions } from '../../shared/device/assembly.ts';
import type { Core } from '../../shared/device/core.ts';
import { Delivery } from '../../shared/device/delivery.ts';
import type { Place, StartOutcome } from '../../shared/device/device.ts';
import type { StoreFacts } from '../../shared/device/store-facts.ts';
import { sampleConfig } from '../tablet/fakes.ts';
import { fakeChance } from './chance.ts';
import { FakeClock } from './clock.ts';
import { freshName } from './disk.ts';
import { FakeLocks } from './locks.ts';
import { FakeMirror } from './mirror.ts';
import { fakeNotes } from './notes.ts';
import { rest } from './rest.ts';
// Loaded here, so that a page that loads them behind its first paint has them at once.
import '../../shared/device/book.ts';
import '../../shared/device/bring-up.ts';
import { type FakeConnection, FakeWire } from './wire.ts';

export interface Counted {
  readonly id: string;
  readonly epoch: string;
  readonly lane: 0 | 1 | 2 | 3;
  readonly seq: number;
  readonly type: string;
  readonly data: {
    readonly index?: number | null;
    readonly outcome?: string;
    readonly flags?: string[];
    readonly [field: string]: unknown;
  };
}

/** One page of the profile. */
export interface Page {
  readonly outcome: StartOutcome;
  readonly core: Core;
  readonly delivery: () => Delivery | undefined;
  kill(): Promise<void>;
}

export class Profile {
  readonly store = freshName();
  readonly clock = new FakeClock();
  readonly chance = fakeChance(11);
  readonly mirror = new FakeMirror();
  readonly notes = fakeNotes();
  readonly locks = new FakeLocks();
  readonly wire = new FakeWire();
  config: DeviceConfig = sampleConfig();
  facts: StoreFacts = { persisted: true, usedBytes: 1, quotaBytes: 1_000 };
  /** Codes by which an identity was asked for. */
  readonly codes: string[] = [];
  identity: Result<Enrolled & { config: DeviceConfig }>;
  /** What the centre has counted, by id. */
  readonly counted = new Map<string, Counted>();
  /** Nothing is answered; or only batches are not. */
  isCentreSilent = false;
  isLedgerSilent = false;
  claims: Partial<WelcomeClaims> = {};

  constructor() {
    // A device id of the right shape.
    const device = this.config.device;
    this.identity = {
      ok: true,
      value: {
        device,
        secret: 's'.repeat(43),
        mqttPath: '/mqtt',
        keys: { command: [{ kid: 'k', kty: 'EC' }] },
        config: this.config,
      },
    };
    this.wire.onDial = (connection) => {
      connection.onSaid = ({ channel, body }) => {
        if (this.isCentreSilent) return;
        if (channel === 'req' && body.kind === 'hello') this.#welcome(connection, body.rid, Number(body.t0));
        if (channel === 'evt' && !this.isLedgerSilent)
          this.#count(connection, body.events as { event: Counted }[]); // as the device writes it
      };
    };
  }

  #welcome(connection: FakeConnection, rid: string | undefined, t0: number): void {
    const now = this.clock.wall;
    const claims = { lanes: [], cfgver: 1, cseq: 0, t0, t1: now, t2: now, ...this.claims };
    connection.hear('res', { v: 1, rid, kind: 'welcome', jws: JSON.stringify(claims) });
  }

  #count(connection: FakeConnection, events: readonly { event: Counted }[]): void {
    const lanes = events.map(({ event }) => {
      if (!this.counted.has(event.id)) this.counted.set(event.id, event);
      return {
        epoch: event.epoch,
        lane: event.lane,
        hwm: 0,
        also: [[event.seq, event.seq, event.id]],
        rej: [],
      };
    });
    connection.hear('rcpt', { v: 1, lanes });
  }

  /** Starts a page and lets it come to rest. */
  async open(more: Partial<AssembleOptions> = {}): Promise<Page> {
    const page = await this.begin(more);
    await rest();
    return page;
  }

  async begin(more: Partial<AssembleOptions> = {}): Promise<Page> {
    const locks = this.locks.page();
    let core: Core | undefined;
    let delivery: Delivery | undefined;
    const outcome = await assembleDevice({
      app: 'tablet',
      appVersion: '0.0.0-test',
      store: this.store,
      ports: {
        clock: this.clock,
        chance: this.chance,
        wire: async () => this.wire,
        mirror: async () => this.mirror,
        locks,
        notes: this.notes,
      },
      storeFacts: async () => this.facts,
      requestIdentity: async (code) => {
        this.codes.push(code);
        return this.identity;
      },
      loadDelivery: async () => ({ Delivery }),
      readWelcome: async (jws) => ({ ok: true, value: JSON.parse(jws) as WelcomeClaims }), // as #welcome wrote them
      onCore: (made) => {
        core = made;
      },
      onDelivering: (made) => {
        delivery = made;
      },
      ...more,
    });
    return {
      outcome,
      get core() {
        if (core === undefined) throw new Error(`no device: ${outcome.kind}`);
        return core;
      },
      delivery: () => delivery,
      kill: async () => {
        locks.die();
        await core?.stop();
        await rest();
      },
    };
  }

  /** The first start: with a code. */
  async enrol(more: Partial<AssembleOptions> = {}): Promise<Page> {
    const page = await this.begin(more);
    if (page.outcome.kind === 'enrol') await page.outcome.enrol('CODE');
    await rest();
    return page;
  }

  /** The browser loses the database; the mirror and the notes stand. */
  async wipe(): Promise<void> {
    await deleteDB(this.store);
  }

  /** Ratings counted, in order. */
  get ratings(): Counted[] {
    return [...this.counted.values()].filter((one) => one.lane === 0);
  }
  /** Faults counted, as alarm and state. */
  get faults(): string[] {
    return [...this.counted.values()]
      .filter((one) => one.lane === 1)
      .map(({ data }) => `${data.alarm} ${data.state}`);
  }
}

/** A citizen's tap. */
export function tap(core: Core, more: { index?: number; holdMs?: number } = {}): Promise<Place> {
  const config = core.config();
  const data = {
    site: config.site.site.id,
    counter: config.counter,
    scale: { id: 'hai-long-3', version: 1, size: 3 },
    index: more.index ?? 0,
    outcome: 'tapped',
    flags: [],
    invitation: null,
  } as const;
  return core.record(
    'vn.motcua.rating.given.v1',
    { ...data, flags: [] },
    more.holdMs === undefined ? {} : { holdMs: more.holdMs },
  );
}
