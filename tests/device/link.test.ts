// The link over a scripted wire: what is said in which order, what is waited for, and that it never gives up.
import { describe, expect, test } from 'vitest';
import { centreLimits } from '../../shared/contract/centre-limits.ts';
import type { EpochId } from '../../shared/contract/ids.ts';
import { limits } from '../../shared/contract/limits.ts';
import {
  type Hello,
  presence as presenceSchema,
  type Receipt,
  requestMessage,
  type WelcomeClaims,
} from '../../shared/contract/messages.ts';
import { readValue } from '../../shared/contract/reader.ts';
import { deviceFilters, topics } from '../../shared/contract/topics.ts';
import { Link } from '../../shared/device/link.ts';
import type { Identity } from '../../shared/device/ports.ts';
import { fakeChance } from '../fakes/chance.ts';
import { FakeClock } from '../fakes/clock.ts';
import { FakeLocks } from '../fakes/locks.ts';
import { FakeMirror } from '../fakes/mirror.ts';
import { fakeNotes } from '../fakes/notes.ts';
import { rest } from '../fakes/rest.ts';
import { bootOf, epochA } from '../fakes/rows.ts';
import { type FakeConnection, FakeWire } from '../fakes/wire.ts';

// A device id of the right shape, as everywhere in these tests.
const identity: Identity = {
  device: 'tablet-mau-5' as Identity['device'],
  secret: 's'.repeat(43),
  mqttPath: '/mqtt',
  keys: { command: [] },
};
const hello: Omit<Hello, 'v' | 'rid' | 'kind' | 't0'> = {
  epochs: [{ epoch: epochA, lanes: [{ lane: 0, min: 1, max: 2 }] }],
  epoch: epochA,
  depth: [2, 0, 0, 0],
  sess: 1,
  bootid: bootOf('boot'),
  cseq: 0,
  cfgver: 1,
  app: 'tablet',
  appver: '0',
  persisted: true,
  dataLoss: false,
};

class Scene {
  readonly clock = new FakeClock();
  readonly chance = fakeChance(5);
  readonly wire = new FakeWire();
  readonly states: string[] = [];
  readonly receipts: Receipt[] = [];
  readonly configs: unknown[] = [];
  readonly times: { t0: number; t1: number; t2: number; t3: number }[] = [];
  readonly refusals: string[] = [];
  readonly welcomed: number[] = [];
  readonly order: string[] = [];
  epoch: EpochId = epochA;
  sess = 0;
  /** How the centre takes a hello. */
  centre: 'welcomes' | 'refuses' | 'is silent' | 'lies' = 'welcomes';
  retryAfterMs: number | undefined = undefined;
  sessionFails = 0;
  helloFails = 0;
  welcomeFails = 0;
  readonly link: Link;

  constructor() {
    this.wire.onDial = (connection) => {
      this.order.push('dial');
      connection.onSaid = ({ channel, body }) => {
        if (channel === 'req' && body.kind === 'hello') this.#greet(connection, body.rid);
      };
    };
    this.link = new Link({
      ports: {
        clock: this.clock,
        chance: this.chance,
        wire: async () => this.wire,
        mirror: async () => new FakeMirror(),
        locks: new FakeLocks().page(),
        notes: fakeNotes(),
      },
      identity,
      boot: { id: bootOf('boot'), instance: 'page' },
      readWelcome: async (jws) =>
        jws === 'lie'
          ? { ok: false, refusal: { code: 'E_SIGNATURE', path: '' } }
          : { ok: true, value: JSON.parse(jws) },
      nextSession: async () => {
        this.sess += 1;
        if (this.sessionFails-- > 0) throw new Error('StorageFailed');
        this.order.push(`sess ${this.sess}`);
        return this.sess;
      },
      epoch: async () => this.epoch,
      makeHello: async (sess) => {
        if (this.helloFails-- > 0) throw new Error('StorageFailed');
        return { ...hello, sess };
      },
      onWelcome: async (_claims, t3) => {
        if (this.welcomeFails-- > 0) throw new Error('StorageFailed');
        this.welcomed.push(t3);
        this.order.push('welcomed');
      },
      onReceipt: (receipt) => this.receipts.push(receipt),
      onConfig: (config) => this.configs.push(config),
      onTime: (stamps) => this.times.push(stamps),
      onRefused: (code) => this.refusals.push(code),
    });
    this.link.onChange(({ state }) => {
      if (this.states.at(-1) === state) return; // the centre was heard, or no longer
      this.states.push(state);
      this.order.push(state);
    });
  }

  #greet(connection: FakeConnection, rid: string | undefined): void {
    if (this.centre === 'is silent') return;
    const claims: Partial<WelcomeClaims> = { t0: 1, t1: 2, t2: 3, lanes: [] };
    if (this.centre === 'refuses') {
      const wait = this.retryAfterMs === undefined ? {} : { retryAfterMs: this.retryAfterMs };
      connection.hear('res', { v: 1, rid, kind: 'refused', code: 'E_TWIN', path: '', ...wait });
    } else
      connection.hear('res', {
        v: 1,
        rid,
        kind: 'welcome',
        jws: this.centre === 'lies' ? 'lie' : JSON.stringify(claims),
      });
  }

  async start(): Promise<void> {
    this.link.start();
    await rest();
  }
  /** Time until the next dial, in ms; the beacon keeps coming meanwhile. */
  async untilDial(maxMs = 130_000): Promise<number> {
    const from = this.clock.mono;
    const count = this.wire.dials.length;
    while (this.wire.dials.length === count) {
      if (this.clock.mono - from > maxMs) throw new Error('nobody dialled');
      await this.clock.advance(50);
    }
    return this.clock.mono - from;
  }
}

describe('a link that comes up', () => {
  test('says hello before it is online, and is online before it says so', async () => {
    const s = new Scene();
    await s.start();
    expect(s.order).toEqual(['dialling', 'sess 1', 'dial', 'greeting', 'welcomed', 'online']);
    const said = s.wire.last.said.map((one) => (one.channel === 'state' ? one.body.s : one.body.kind));
    expect(said).toEqual(['init', 'hello', 'ready']);
    expect(s.link.view()).toEqual({ state: 'online', centreHeard: true });
  });
  test('listens to exact topics of its own and to the centre', async () => {
    const s = new Scene();
    await s.start();
    expect(s.wire.last.filters).toEqual(deviceFilters(identity.device));
  });
  test('says only what the contract knows', async () => {
    const s = new Scene();
    await s.start();
    void s.link.ask({ kind: 'time' });
    void s.link.ask({ kind: 'dossier', code: 'H1-190101-001', via: 'typed' });
    await rest();
    for (const body of s.wire.last.on('req'))
      expect(readValue(requestMessage, body)).toMatchObject({ ok: true });
    for (const body of s.wire.last.on('state'))
      expect(readValue(presenceSchema, body)).toMatchObject({ ok: true });
    expect(s.wire.last.said.filter((one) => one.channel === 'state').every((one) => one.qos === 1)).toBe(
      true,
    );
    expect(s.wire.last.said.filter((one) => one.channel === 'req').every((one) => one.qos === 0)).toBe(true);
  });
  test('leaves a will that carries the number of this very session', async () => {
    const s = new Scene();
    await s.start();
    s.wire.last.drop();
    await s.untilDial();
    const wills = s.wire.dials.map(({ will }) => [
      will.topic,
      JSON.parse(new TextDecoder().decode(will.bytes)),
    ]);
    expect(wills).toMatchObject(
      [1, 2].map((sess) => [topics.up(identity.device, 'state'), { s: 'lost', sess, epoch: epochA }]),
    );
    expect(s.wire.last.on('state').map((one) => one.sess)).toEqual([2, 2]);
  });
  test('publishes nothing before it is online, and nothing after its end', async () => {
    const s = new Scene();
    s.centre = 'is silent';
    await s.start();
    expect(s.link.publish('evt', new Uint8Array())).toBe(false);
    s.centre = 'welcomes';
    await s.clock.advance(60_000);
    expect(s.link.publish('evt', new TextEncoder().encode('{}'))).toBe(true);
    await s.link.stop();
    expect(s.link.publish('evt', new Uint8Array())).toBe(false);
  });
  test('stamps the hello as it leaves and the welcome as it comes', async () => {
    const s = new Scene();
    s.centre = 'is silent';
    await s.start();
    const [first] = s.wire.last.on('req');
    expect(first?.t0).toBe(s.clock.mono);
    const rid = first?.rid;
    s.clock.mono += 40;
    s.wire.last.hear('res', { v: 1, rid, kind: 'welcome', jws: '{"t0":1,"t1":2,"t2":3,"lanes":[]}' });
    s.clock.mono += 500; // while the signature is checked
    await rest();
    expect(s.welcomed).toEqual([1_040]);
  });
});

describe('a wire that fails', () => {
  test('is dialled again and again, with waits that grow to thirty seconds', async () => {
    const s = new Scene();
    s.chance.fix(0.99);
    s.wire.script = 'fail';
    await s.start();
    const waits: number[] = [];
    for (let i = 0; i < 9; i += 1) waits.push(await s.untilDial());
    expect(waits[0]).toBeLessThanOrEqual(550);
    expect(waits[8]).toBeGreaterThan(25_000);
    expect(Math.max(...waits)).toBeLessThanOrEqual(limits.dialWaitMaxMs + 50);
    s.wire.script = 'accept';
    await s.untilDial();
    await rest();
    expect(s.link.isOnline).toBe(true);
  });
  test('that refuses the credentials is asked again after fifteen to sixty seconds, for ever', async () => {
    const s = new Scene();
    s.wire.script = 'refuse';
    await s.start();
    for (let i = 0; i < 6; i += 1) {
      expect(s.link.view().state).toBe('refused');
      const waited = await s.untilDial();
      expect(waited).toBeGreaterThanOrEqual(limits.refusedWaitMinMs - 50);
      expect(waited).toBeLessThanOrEqual(limits.refusedWaitMaxMs + 50);
    }
    expect(s.refusals[0]).toBe('E_CREDENTIAL');
  });
  test.each(['silent', 'deaf'] as const)(
    'that stays %s is given up after a while and dialled anew',
    async (script) => {
      const s = new Scene();
      s.wire.script = script;
      await s.start();
      s.wire.script = 'accept';
      await s.untilDial(60_000);
      await rest();
      expect(s.link.isOnline).toBe(true);
      expect(s.wire.open).toHaveLength(script === 'silent' ? 2 : 1);
    },
  );
  test('whose connection closes before the topics were granted is dialled again', async () => {
    const s = new Scene();
    s.wire.script = 'deaf';
    await s.start();
    s.wire.last.drop();
    s.wire.script = 'accept';
    expect(await s.untilDial()).toBeLessThanOrEqual(limits.dialWaitMaxMs);
    await rest();
    expect(s.link.isOnline).toBe(true);
  });
  test('never has two connections, however often it is distrusted or restarted', async () => {
    const s = new Scene();
    await s.start();
    for (let i = 0; i < 4; i += 1) {
      s.link.distrust();
      s.link.distrust();
      if (i === 2) {
        const stopped = s.link.stop();
        s.link.start();
        await stopped;
        s.link.start();
      }
      await rest();
    }
    expect(s.wire.open).toHaveLength(1);
    expect(s.link.isOnline).toBe(true);
  });
  test('and a store that cannot count sessions are no reason to stop dialling', async () => {
    const s = new Scene();
    s.sessionFails = 2;
    await s.start();
    expect(s.link.view().state).toBe('offline');
    await s.untilDial();
    await rest();
    expect(s.link.isOnline).toBe(true);
  });
});

describe('a hello', () => {
  test('without an answer is said again over the same connection, each time later', async () => {
    const s = new Scene();
    s.centre = 'is silent';
    await s.start();
    await s.clock.advance(60_000);
    const hellos = s.wire.last.on('req');
    expect(hellos.length).toBeGreaterThanOrEqual(3);
    expect(hellos.length).toBeLessThanOrEqual(7);
    expect(s.wire.dials).toHaveLength(1);
    expect(new Set(hellos.map((one) => one.rid)).size).toBe(hellos.length);
    s.centre = 'welcomes';
    await s.clock.advance(limits.backoffMaxMs);
    expect(s.link.isOnline).toBe(true);
  });
  test('whose answer is signed by somebody else never brings the link online, and says why', async () => {
    const s = new Scene();
    s.centre = 'lies';
    await s.start();
    await s.clock.advance(60_000);
    expect(s.states).not.toContain('online');
    expect(s.refusals[0]).toBe('E_SIGNATURE');
  });
  test('that is refused hangs up and waits as long as the centre says', async () => {
    const s = new Scene();
    s.centre = 'refuses';
    s.retryAfterMs = centreLimits.twinPauseMs;
    await s.start();
    expect([s.link.view().state, s.refusals, s.wire.open.length]).toEqual(['refused', ['E_TWIN'], 0]);
    s.link.distrust(); // the network comes and goes meanwhile
    await s.clock.advance(centreLimits.twinPauseMs - 100);
    expect(s.wire.dials).toHaveLength(1);
    s.centre = 'welcomes';
    await s.untilDial();
    await rest();
    expect(s.link.isOnline).toBe(true);
  });
  test('that the store cannot make is made again later', async () => {
    const s = new Scene();
    s.helloFails = 1;
    await s.start();
    expect(s.link.view().state).toBe('greeting');
    await s.clock.advance(limits.backoffMaxMs);
    expect(s.link.isOnline).toBe(true);
  });
  test('whose welcome cannot be taken in is said again later', async () => {
    const s = new Scene();
    s.welcomeFails = 1;
    await s.start();
    expect(s.link.isOnline).toBe(false);
    await s.clock.advance(limits.backoffMaxMs);
    expect(s.link.isOnline).toBe(true);
  });
  test('answered after its connection has gone changes nothing', async () => {
    const s = new Scene();
    s.centre = 'is silent';
    await s.start();
    const { last } = s.wire;
    const rid = last.on('req')[0]?.rid;
    s.wire.script = 'fail';
    last.drop();
    last.isClosed = false;
    last.hear('res', { v: 1, rid, kind: 'welcome', jws: '{}' });
    await rest();
    expect(s.states).not.toContain('online');
  });
});

describe('a link that is online', () => {
  test('and hears nothing for forty-five seconds is dialled anew', async () => {
    const s = new Scene();
    await s.start();
    await s.clock.advance(limits.silenceMs - 1_000);
    expect(s.wire.dials).toHaveLength(1);
    await s.clock.advance(limits.beaconEveryMs + 1_000);
    expect(s.wire.dials).toHaveLength(2);
    expect(s.wire.dials[0]?.isClosed).toBe(true);
  });
  test('stays while the beacon, a receipt or an answer keeps coming', async () => {
    const s = new Scene();
    await s.start();
    for (let i = 0; i < 12; i += 1) {
      await s.clock.advance(30_000);
      if (i % 2 === 0) s.wire.last.beacon();
      else s.wire.last.hear('rcpt', { v: 1, lanes: [] });
    }
    expect(s.wire.dials).toHaveLength(1);
    expect(s.receipts).toHaveLength(6);
  });
  test('does not take a dying centre, garbage or another device’s topic for a sign of life', async () => {
    const s = new Scene();
    await s.start();
    for (let i = 0; i < 5; i += 1) {
      await s.clock.advance(14_000);
      s.wire.dials[0]?.beacon({ s: 'down' });
      s.wire.dials[0]?.hearTopic(topics.centre('one'), new Uint8Array([255, 0]));
      s.wire.dials[0]?.hearTopic(topics.down('other-device' as Identity['device'], 'rcpt'), {
        v: 1,
        lanes: [],
      });
      s.wire.dials[0]?.hearTopic('a/b', {});
    }
    expect(s.wire.dials.length).toBeGreaterThan(1);
    expect(s.receipts).toEqual([]);
  });
  test('says so when the centre falls silent', async () => {
    const s = new Scene();
    const heard: boolean[] = [];
    await s.start();
    s.link.onChange((view) => heard.push(view.centreHeard));
    s.centre = 'is silent';
    await s.clock.advance(2 * limits.silenceMs);
    expect(heard.at(-1)).toBe(false);
  });
  test('is dialled anew when the wall clock jumps, in either direction', async () => {
    const s = new Scene();
    await s.start();
    s.clock.setWall(s.clock.wall + 10 * 365 * 86_400_000);
    await s.clock.advance(limits.beaconEveryMs);
    expect(s.wire.dials).toHaveLength(2);
    s.clock.setWall(0);
    await s.clock.advance(limits.beaconEveryMs);
    expect(s.wire.dials).toHaveLength(3);
  });
  test('answers the beacon’s question for its state within five seconds, once, at a time of its own', async () => {
    const s = new Scene();
    await s.start();
    const count = () => s.wire.last.on('state').filter((one) => one.s === 'ready').length;
    expect(count()).toBe(1);
    s.chance.fix(0.5);
    s.wire.last.beacon({ asks: 'state' });
    s.wire.last.beacon({ asks: 'state' });
    await s.clock.advance(limits.startSpreadMs / 2 - 10);
    expect(count()).toBe(1);
    await s.clock.advance(limits.startSpreadMs);
    expect(count()).toBe(2);
  });
  test('hands on receipts and configurations that can be read, and drops the others', async () => {
    const s = new Scene();
    await s.start();
    s.wire.last.hear('cfg', { v: 1, config: { version: 2 } });
    s.wire.last.hear('cfg', { v: 9 });
    s.wire.last.hear('rcpt', { v: 1, lanes: 'none' });
    s.wire.last.hear('rcpt', new Uint8Array([0xff, 0xfe]));
    s.wire.last.hear('cmd', { v: 1 });
    expect([s.configs, s.receipts]).toEqual([[{ version: 2 }], []]);
  });
  test('says off before it goes, and leaves no timer behind', async () => {
    const s = new Scene();
    await s.start();
    s.wire.last.beacon({ asks: 'state' });
    await s.link.stop();
    expect(s.wire.last.on('state').at(-1)?.s).toBe('off');
    expect(s.wire.last.isFarewell).toBe(true);
    expect([s.wire.last.isClosed, s.link.view().state, s.clock.waits]).toEqual([true, 'offline', []]);
    await s.clock.advance(120_000);
    expect(s.wire.dials).toHaveLength(1);
  });
  test.each(['fail', 'refuse', 'silent', 'deaf'] as const)(
    'or on its way there (%s) is stopped without a timer left',
    async (script) => {
      const s = new Scene();
      s.wire.script = script;
      await s.start();
      await s.link.stop();
      expect(s.clock.waits).toEqual([]);
      await s.clock.advance(120_000);
      expect(s.wire.dials).toHaveLength(1);
    },
  );
});

describe('a question', () => {
  const question = { kind: 'dossier', code: 'H1-190101-001', via: 'camera' } as const;
  test('is repeated with the same id until it is answered', async () => {
    const s = new Scene();
    await s.start();
    const asked = s.link.ask(question);
    await s.clock.advance(limits.questionWaitMs / limits.questionTriesMax + 100);
    const said = s.wire.last.on('req').filter((one) => one.kind === 'dossier');
    expect(said).toHaveLength(2);
    expect(said[0]).toEqual(said[1]);
    s.wire.last.hear('res', { v: 1, rid: said[0]?.rid, kind: 'dossier', answer: null });
    expect(await asked).toMatchObject({ ok: true, value: { kind: 'dossier', answer: null } });
    expect(s.clock.waits).not.toContain(limits.questionWaitMs / limits.questionTriesMax);
  });
  test('that nobody answers is refused as busy after its wait', async () => {
    const s = new Scene();
    await s.start();
    const asked = s.link.ask(question);
    await s.clock.advance(limits.questionWaitMs + 100);
    expect(await asked).toMatchObject({ ok: false, refusal: { code: 'E_BUSY' } });
  });
  test('refused by the centre says whether it was asked too often', async () => {
    const s = new Scene();
    await s.start();
    for (const [code, expected] of [
      ['E_RATE', 'E_RATE'],
      ['E_DB', 'E_BUSY'],
    ] as const) {
      const asked = s.link.ask(question);
      await rest();
      s.wire.last.hear('res', {
        v: 1,
        rid: s.wire.last.on('req').at(-1)?.rid,
        kind: 'refused',
        code,
        path: '',
      });
      expect(await asked).toMatchObject({ ok: false, refusal: { code: expected } });
    }
  });
  test('is refused at once when the link goes, and when there is none', async () => {
    const s = new Scene();
    await s.start();
    const asked = s.link.ask(question);
    s.wire.last.drop();
    expect(await asked).toMatchObject({ ok: false, refusal: { code: 'E_BUSY' } });
    expect(await s.link.ask(question)).toMatchObject({ ok: false, refusal: { code: 'E_BUSY' } });
  });
  test('for the time is stamped anew with each try, and only an answer to a question of ours counts', async () => {
    const s = new Scene();
    await s.start();
    const asked = s.link.ask({ kind: 'time' });
    await s.clock.advance(limits.questionWaitMs / limits.questionTriesMax + 100);
    const said = s.wire.last.on('req').filter((one) => one.kind === 'time');
    expect(said.map((one) => one.t0)).toEqual([1_000, 3_000]);
    s.wire.last.hear('res', { v: 1, rid: 'f'.repeat(16), kind: 'time', t0: 1, t1: 2, t2: 3 });
    expect(s.times).toEqual([]);
    s.wire.last.hear('res', { v: 1, rid: said[1]?.rid, kind: 'time', t0: 3_000, t1: 2, t2: 3 });
    await asked;
    expect(s.times).toEqual([expect.objectContaining({ t0: 3_000, t1: 2, t2: 3, t3: s.clock.mono })]);
  });
});
