// What messages promise beyond their fields: the fullest one fits its packet, a bad event does not spoil a batch, and the wire keeps its secrets.
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { alarmNames } from '../../shared/contract/alarm.ts';
import { centreLimits } from '../../shared/contract/centre-limits.ts';
import { event, ratingGiven } from '../../shared/contract/event.ts';
import { limits } from '../../shared/contract/limits.ts';
import * as messages from '../../shared/contract/messages.ts';
import { readBytes, writeBytes } from '../../shared/contract/reader.ts';

const max = 2_147_483_647;
const epoch = 'e'.repeat(20);
const id = 'a'.repeat(32);
const bootid = 'b'.repeat(16);
const rid = 'c'.repeat(16);
const lanes = [0, 1, 2, 3] as const;

const fullest = {
  specversion: '1.0',
  type: 'vn.motcua.rating.given.v1',
  source: `urn:motcua:device:${'d'.repeat(32)}`,
  id,
  subject: 's'.repeat(60),
  datacontenttype: 'application/json',
  epoch,
  lane: 0,
  seq: max,
  previd: id,
  bootid,
  monoms: '9'.repeat(16),
  wallms: '9'.repeat(16),
  appver: 'v'.repeat(40),
  cfgver: max,
  traceparent: `00-${'1'.repeat(32)}-${'2'.repeat(16)}-00`,
  data: {
    site: 's'.repeat(40),
    counter: 'c'.repeat(40),
    scale: { id: 'x'.repeat(40), version: 9_999, size: 5 },
    index: 4,
    outcome: 'staff-cancelled',
    flags: Array.from({ length: 16 }, () => `${'f'.repeat(40)}@9999`),
    invitation: 'i'.repeat(64),
  },
};

describe('the fullest message of its kind', () => {
  test('an event fits its own limit, and a batch of that one fits a packet', () => {
    expect(v.is(event, fullest)).toBe(true);
    expect(v.is(ratingGiven, fullest.data)).toBe(true);
    expect(writeBytes(fullest).byteLength).toBeLessThanOrEqual(limits.eventBytesMax);
    expect(limits.eventBytesMax).toBeLessThan(limits.batchBytesMax);
    expect(limits.batchBytesMax).toBeLessThan(limits.packetBytesMax);
  });
  test('a hello of 32 epochs fits the limit of a hello', () => {
    const hello = {
      v: 1,
      rid,
      kind: 'hello',
      epochs: Array.from({ length: 32 }, () => ({
        epoch,
        lanes: lanes.map((lane) => ({ lane, min: max, max })),
      })),
      epoch,
      depth: [max, max, max, max],
      sess: max,
      bootid,
      cseq: max,
      cfgver: max,
      app: 'tablet',
      appver: 'v'.repeat(40),
      persisted: false,
      dataLoss: false,
      t0: Number.MAX_SAFE_INTEGER,
    };
    expect(readBytes(messages.hello, writeBytes(hello), centreLimits.helloBytesMax).ok).toBe(true);
  });
  test('the welcome that answers it fits its envelope and its packet', () => {
    const claims = {
      rid,
      aud: 'd'.repeat(32),
      lanes: Array.from({ length: 128 }, () => ({ epoch, lane: 0, hwm: max, hid: id })),
      cfgver: max,
      cseq: max,
      retryAfterMs: max,
      t0: Number.MAX_SAFE_INTEGER,
      t1: Number.MAX_SAFE_INTEGER,
      t2: Number.MAX_SAFE_INTEGER,
    };
    expect(v.is(messages.welcomeClaims, claims)).toBe(true);
    const jws = `${'h'.repeat(120)}.${Buffer.from(writeBytes(claims)).toString('base64url')}.${'s'.repeat(86)}`;
    const welcome = writeBytes({ v: 1, rid, kind: 'welcome', jws });
    expect(readBytes(messages.welcome, welcome, limits.packetBytesMax).ok).toBe(true);
  });
  test('a question and a heartbeat fit a request', () => {
    const question = {
      v: 1,
      rid,
      kind: 'dossier',
      code: 'H'.repeat(50),
      secret: 's'.repeat(64),
      via: 'camera',
    };
    expect(readBytes(messages.dossierQuestion, writeBytes(question), limits.requestBytesMax).ok).toBe(true);
    const count = Number.MAX_SAFE_INTEGER;
    const heartbeat = {
      v: 1,
      at: count,
      bootid,
      sess: count,
      epoch,
      tops: [count, count, count, count],
      depth: [count, count, count, count],
      oldestMs: count,
      unmirrored: count,
      dead: count,
      refusedTaps: count,
      appver: 'v'.repeat(40),
      cfgver: count,
      persisted: false,
      usedBytes: count,
      quotaBytes: count,
      uptimeMs: count,
      clock: { quality: 'sync', offsetms: -count },
      alarms: alarmNames,
    };
    expect(readBytes(messages.heartbeat, writeBytes(heartbeat), limits.requestBytesMax).ok).toBe(true);
  });
});

describe('a batch', () => {
  const wrapper = { v: 1, attempt: 0, sentms: 0 };
  test('is read even when one of its events is not', () => {
    const read = v.parse(messages.batch, {
      ...wrapper,
      events: [
        { at: null, clock: 'none', event: 'not an event' },
        { at: 1, clock: 'sync', event: fullest },
      ],
    });
    expect(v.is(event, read.events[0]?.event)).toBe(false);
    expect(v.is(event, read.events[1]?.event)).toBe(true);
  });
  test('keeps what an event says beyond this version', () => {
    const newer = { ...fullest, newattribute: 1, data: { ...fullest.data, mood: 2 } };
    const read = v.parse(messages.batch, { ...wrapper, events: [{ at: 1, clock: 'sync', event: newer }] });
    expect(read.events[0]?.event).toEqual(newer);
  });
  test('is written only with whole events', () => {
    const events = [{ at: 1, clock: 'sync', event: { ...fullest, previd: 'short' } }];
    expect(v.is(messages.writtenBatch, { ...wrapper, events })).toBe(false);
    expect(v.is(messages.batch, { ...wrapper, events })).toBe(true);
  });
});

test('neither a rating nor a scan has a field that could hold a dossier code', () => {
  const code = 'H56.14-240823-0001';
  const rating = fullest.data;
  for (const key of ['site', 'counter', 'outcome'] as const)
    expect(v.is(ratingGiven, { ...rating, [key]: code })).toBe(false);
  expect(v.is(ratingGiven, { ...rating, flags: [code] })).toBe(false);
  expect(v.is(event, { ...fullest, subject: code })).toBe(false);
  const invited = v.safeParse(ratingGiven, { ...rating, invitation: code });
  expect(invited.success).toBe(false);
});
