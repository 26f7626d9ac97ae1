// Decisions about names alone: who may connect, say and hear what; which requests are ours; how large a packet may be.
import type { IncomingMessage } from 'node:http';
import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { admit, maySubscribe, ownChannel } from '../../centre/access.ts';
import { Hosts } from '../../centre/hosts.ts';
import { type LedgerFile, openLedgerFile } from '../../centre/ledger-file.ts';
import { PacketMeter } from '../../centre/packet-meter.ts';
import { Buckets } from '../../centre/rates.ts';
import { Register } from '../../centre/register.ts';
import { openSpent } from '../../centre/spent.ts';
import { Twins } from '../../centre/twins.ts';
import { centreLimits } from '../../shared/contract/centre-limits.ts';
import type { DeviceId } from '../../shared/contract/ids.ts';
import {
  centreFilter,
  deviceFilters,
  downChannels,
  topics,
  upChannels,
} from '../../shared/contract/topics.ts';

const files: LedgerFile[] = [];
afterEach(() => {
  for (const file of files.splice(0)) file.close();
});

const me = 'tablet-1' as DeviceId;
const other = 'tablet-2' as DeviceId;

function register(): { register: Register; secret: string } {
  const file = openLedgerFile(':memory:');
  files.push(file);
  const made = new Register({ file, spent: openSpent(null), now: () => 0, codeMs: 1_000 });
  for (const id of [me, other])
    made.add({ id, app: 'tablet', site: 'hoa-thanh', counter: null, simulated: false });
  const device = made.find(me);
  if (device === undefined) throw new Error('not added');
  const enrolled = made.enrol('tablet', made.makeCodes(device).linkCode, null);
  if (!enrolled.ok) throw new Error('not enrolled');
  return { register: made, secret: enrolled.value.secret };
}

describe('who may connect', () => {
  test('only a device under its own name with its own secret', () => {
    const { register: known, secret } = register();
    const codeOf = (clientId: string, username: string | undefined, password: string | undefined): string => {
      const admission = admit({ clientId, username, password }, known, new Buckets(10), 0);
      return admission.ok ? 'in' : admission.code;
    };
    expect(codeOf(me, me, secret)).toBe('in');
    expect(codeOf(me, me, `${secret}x`)).toBe('E_CREDENTIAL');
    expect(codeOf(me, me, '')).toBe('E_CREDENTIAL');
    expect(codeOf(me, me, undefined)).toBe('E_CREDENTIAL');
    expect(codeOf(me, undefined, secret)).toBe('E_CREDENTIAL');
    expect(codeOf(other, me, secret)).toBe('E_CREDENTIAL');
    expect(codeOf(other, other, secret)).toBe('E_CREDENTIAL');
    expect(codeOf(other, other, '')).toBe('E_CREDENTIAL'); // added, never enrolled
    known.revoke(me);
    expect(codeOf(me, me, secret)).toBe('E_REVOKED');
  });
});

describe('topics', () => {
  test('a device speaks on its own four up/ topics and on no other', () => {
    for (const channel of upChannels) expect(ownChannel(me, topics.up(me, channel))).toBe(channel);
    const others = [
      ...upChannels.map((channel) => topics.up(other, channel)),
      ...downChannels.map((channel) => topics.down(me, channel)),
      topics.centre('c-1'),
      topics.quarantine(me),
      `${topics.up(me, 'evt')}/more`,
      topics.up(me, 'evt').toUpperCase(),
      'motcua/v2/d/tablet-1/up/evt',
      '',
    ];
    for (const topic of others) expect([topic, ownChannel(me, topic)]).toEqual([topic, undefined]);
  });

  test('a device hears its own down/ topics and the centre, named exactly', () => {
    for (const filter of deviceFilters(me)) expect(maySubscribe(me, filter)).toBe(true);
    const others = [
      '#',
      '+/#',
      'motcua/v1/d/tablet-1/down/#',
      'motcua/v1/d/+/down/res',
      topics.down(other, 'res'),
      topics.up(me, 'evt'),
      `${centreFilter}/x`,
    ];
    for (const filter of others) expect([filter, maySubscribe(me, filter)]).toEqual([filter, false]);
  });
});

describe('requests', () => {
  const request = (
    host: string | undefined,
    headers: object = {},
    remote = '127.0.0.1',
    local = '127.0.0.1',
  ) =>
    ({
      headers: { ...(host === undefined ? {} : { host }), ...headers },
      socket: { remoteAddress: remote, localAddress: local },
    }) as unknown as IncomingMessage; // the parts that are looked at
  const hosts = new Hosts(['centre.example.vn']);

  test.each([
    ['127.0.0.1:8080', undefined],
    ['localhost:8080', undefined],
    ['[::1]:8080', undefined],
    ['centre.example.vn', undefined],
    ['CENTRE.example.vn:443', undefined],
    ['example.vn', 'E_ORIGIN'],
    ['centre.example.vn.evil.example', 'E_ORIGIN'],
    ['127.0.0.1.evil.example', 'E_ORIGIN'],
    ['192.0.2.7:8080', 'E_ORIGIN'],
    ['', 'E_ORIGIN'],
    [undefined, 'E_ORIGIN'],
  ])('Host %s: %s', (host, code) => {
    expect(hosts.judge(request(host))).toBe(code);
  });

  test('the very address a socket came in at is ours, also as IPv6-mapped', () => {
    expect(hosts.judge(request('192.0.2.7:8080', {}, '192.0.2.9', '::ffff:192.0.2.7'))).toBeUndefined();
    expect(hosts.judge(request('192.0.2.8:8080', {}, '192.0.2.9', '192.0.2.7'))).toBe('E_ORIGIN');
  });

  test('an Origin must be the page of this very host and port', () => {
    const judged = (origin: string) => hosts.judge(request('127.0.0.1:8080', { origin }));
    expect(judged('http://127.0.0.1:8080')).toBeUndefined();
    for (const origin of [
      'http://127.0.0.1:8081',
      'https://evil.example',
      'null',
      'http://127.0.0.1:8080.evil.example',
      '',
    ]) {
      expect([origin, judged(origin)]).toEqual([origin, 'E_ORIGIN']);
    }
  });

  test('local means this computer at both ends, by a loopback name, without a proxy', () => {
    expect(hosts.judgeLocal(request('127.0.0.1:8080'))).toBeUndefined();
    expect(hosts.judgeLocal(request('localhost', {}, '::ffff:127.0.0.1'))).toBeUndefined();
    expect(hosts.judgeLocal(request('127.0.0.1:8080', {}, '192.0.2.9'))).toBe('E_LOCAL_ONLY');
    expect(hosts.judgeLocal(request('centre.example.vn'))).toBe('E_LOCAL_ONLY');
    expect(hosts.judgeLocal(request('127.0.0.1', { 'x-forwarded-for': '192.0.2.9' }))).toBe('E_LOCAL_ONLY');
  });
});

describe('the packet meter', () => {
  const packet = (length: number): Buffer => {
    const bytes = [0x30];
    let left = length;
    do {
      bytes.push((left & 127) | (left > 127 ? 128 : 0));
      left >>= 7;
    } while (left > 0);
    return Buffer.concat([Buffer.from(bytes), Buffer.alloc(length)]);
  };
  const feed = (bytes: Buffer, cuts: readonly number[]): boolean => {
    const meter = new PacketMeter(1_000);
    let at = 0;
    let isWell = true;
    for (const cut of [
      ...cuts.map((share) => Math.floor(share * bytes.length)).sort((a, b) => a - b),
      bytes.length,
    ]) {
      isWell = meter.takes(bytes.subarray(at, Math.max(at, cut))) && isWell;
      at = Math.max(at, cut);
    }
    return isWell;
  };

  test('lets packets up to the limit pass and stops the first larger one, wherever the stream is cut', () => {
    const shares = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 6 });
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 1_400 }), { minLength: 1, maxLength: 6 }),
        shares,
        (lengths, cuts) => {
          expect(feed(Buffer.concat(lengths.map(packet)), cuts)).toBe(
            lengths.every((length) => length <= 1_000),
          );
        },
      ),
    );
  });

  test('stops a length of more than four bytes', () => {
    expect(new PacketMeter(1_000).takes(Buffer.from([0x30, 0x80, 0x80, 0x80, 0x80, 0x00]))).toBe(false);
  });
});

describe('twins', () => {
  test('restarts are no twins, however many and however fast', () => {
    const twins = new Twins();
    for (const [i, boot] of ['a', 'b', 'b', 'c', 'd', 'd', 'e'].entries()) {
      expect(twins.judge(me, boot, i * 1_000)).toEqual({ kind: 'alone' });
    }
  });

  test('a boot that comes back within a minute of another is a twin; the other is refused for ten minutes', () => {
    const twins = new Twins();
    twins.judge(me, 'a', 0);
    twins.judge(me, 'b', 5_000);
    expect(twins.judge(me, 'a', 10_000)).toMatchObject({ kind: 'twin', boots: ['a', 'b'], isRefused: false });
    expect(twins.judge(me, 'b', 11_000)).toMatchObject({
      isRefused: true,
      retryAfterMs: centreLimits.twinPauseMs - 1_000,
    });
    expect(twins.judge(me, 'a', 12_000)).toEqual({ kind: 'alone' });
    expect(twins.judge(me, 'b', 10_000 + centreLimits.twinPauseMs)).toMatchObject({ kind: 'alone' });
  });

  test('a boot that comes back after a quiet minute is none', () => {
    const twins = new Twins();
    twins.judge(me, 'a', 0);
    twins.judge(me, 'b', 1_000);
    expect(twins.judge(me, 'a', 1_000 + centreLimits.twinWindowMs)).toEqual({ kind: 'alone' });
  });
});
