import { describe, expect, test } from 'vitest';
import { type AskParts, makeAsk } from '../../kiosk/ask.ts';
import { countMiss, countTyped, freshTypedLimit, isPaused } from '../../kiosk/typed-limit.ts';
import type { DossierAnswer } from '../../shared/contract/dossier.ts';
import { kioskLimits } from '../../shared/contract/kiosk-limits.ts';
import { limits } from '../../shared/contract/limits.ts';
import { accept, refuse } from '../../shared/contract/refusal.ts';
import type { RefusalCode } from '../../shared/contract/refusal-codes.ts';
import type { Absence } from '../../shared/device/device.ts';
import { sampleAnswers, sampleNow } from './sample-site.ts';

interface World {
  readonly reply: DossierAnswer | null | RefusalCode;
  readonly kept?: DossierAnswer;
  readonly absence?: Absence;
  /** Told when the link is there; without it there is one from the start. */
  readonly link?: { come: () => void };
}

function makeWorld({ reply, kept, absence, link }: World) {
  let isLinked = link === undefined;
  const asked: unknown[] = [];
  const keptNow: [string, DossierAnswer][] = [];
  const waits: number[] = [];
  let ms = 0;
  const device: AskParts['device'] = {
    link: () => ({ state: isLinked ? 'online' : 'dialling', centreHeard: isLinked }),
    onLink(listener) {
      if (link !== undefined) {
        link.come = () => {
          isLinked = true;
          listener(device.link());
        };
      }
      return () => {};
    },
    now: () => ({ ms: sampleNow, quality: 'sync' }),
    ask: async (question) => {
      asked.push(question);
      return typeof reply === 'string' ? refuse(reply) : accept(reply);
    },
    answers: {
      find: async () => (kept === undefined ? undefined : { answer: kept, isAmber: true }),
      has: async () => kept !== undefined,
      absence: async () => absence,
      keep: async (code, answer) => {
        keptNow.push([code, answer]);
      },
    },
  };
  const ask = makeAsk({
    device,
    now: () => ms,
    wait: (wait) => {
      waits.push(wait);
      // Who waits for a link is left waiting, so that the link alone can end it.
      return wait === limits.questionWaitMs && link !== undefined ? new Promise(() => {}) : Promise.resolve();
    },
  });
  return {
    ask: (key: string, via: 'camera' | 'typed' = 'camera') => ask({ key, via }),
    asked,
    keptNow,
    waits,
    pass: (by: number) => {
      ms += by;
    },
  };
}
const key = 'H56.14-261101-0001';

describe('a question', () => {
  test('of a page just opened waits for its first link, and later ones for none', async () => {
    const link = { come: () => {} };
    const world = makeWorld({ reply: sampleAnswers.ready, link });
    const outcome = world.ask(key);
    expect(world.asked).toEqual([]);
    link.come();
    expect((await outcome).kind).toBe('answer');
    await world.ask(key);
    expect(world.waits).toEqual([limits.questionWaitMs]);
  });

  test('of a page without a link for longer is asked at once', async () => {
    const world = makeWorld({ reply: 'E_BUSY', link: { come: () => {} } });
    world.pass(limits.helloWaitMs);
    expect(await world.ask(key)).toEqual({ kind: 'offline' });
    expect(world.waits).toEqual([]);
  });

  test('is answered by the centre, and the answer is kept for the next time', async () => {
    const world = makeWorld({ reply: sampleAnswers.ready });
    expect(await world.ask(key)).toEqual({
      kind: 'answer',
      from: 'centre',
      isAmber: false,
      answer: sampleAnswers.ready,
    });
    expect(world.keptNow).toEqual([[key, sampleAnswers.ready]]);
  });

  test('an old knowledge of the centre is amber too', async () => {
    const old = { ...sampleAnswers.ready, asOf: sampleNow - limits.cacheAmberMs - 1 };
    expect(await makeWorld({ reply: old }).ask(key)).toMatchObject({ from: 'centre', isAmber: true });
  });

  test('without the centre the device says what it still knows', async () => {
    const world = makeWorld({ reply: 'E_BUSY', kept: sampleAnswers.ready });
    expect(await world.ask(key)).toMatchObject({ kind: 'answer', from: 'cache', isAmber: true });
  });

  test.each([
    ['E_BUSY', 'offline'],
    ['E_DB', 'offline'],
    ['E_RATE', 'busy'],
  ] as const)('%s and an empty cache is %s', async (reply, kind) => {
    expect(await makeWorld({ reply }).ask(key)).toEqual({ kind });
  });

  test('without the centre the copy says when it was not known, or that the unit is another one', async () => {
    const absent = { kind: 'absent', asOf: 5 } as const;
    expect(await makeWorld({ reply: 'E_BUSY', absence: absent }).ask(key)).toEqual({
      kind: 'not-found',
      asOf: 5,
    });
    expect(await makeWorld({ reply: 'E_BUSY', absence: { kind: 'elsewhere' } }).ask(key)).toEqual({
      kind: 'elsewhere',
    });
  });

  test('too many questions are not answered from the cache either', async () => {
    expect(await makeWorld({ reply: 'E_RATE', kept: sampleAnswers.ready }).ask(key)).toEqual({
      kind: 'busy',
    });
  });

  test('not found is the word of the centre alone', async () => {
    const world = makeWorld({ reply: null, kept: sampleAnswers.ready });
    expect(await world.ask(key)).toEqual({ kind: 'not-found' });
  });

  test('a typed one waits its fixed time, found or not, cached or not; a scanned one does not', async () => {
    for (const reply of [sampleAnswers.ready, null, 'E_BUSY'] as const) {
      const world = makeWorld({ reply });
      await world.ask(key, 'typed');
      await world.ask(key);
      expect(world.waits).toEqual([kioskLimits.typedAnswerMs]);
    }
  });
});

describe('typing code after code', () => {
  test('five consecutive numbers send people to the desk for five minutes, without the centre too', async () => {
    const world = makeWorld({ reply: 'E_BUSY', kept: sampleAnswers.ready });
    const kinds: string[] = [];
    for (let n = 1; n <= 6; n += 1) {
      kinds.push((await world.ask(`H56.14-261101-000${n}`, 'typed')).kind);
      world.pass(10_000);
    }
    expect(kinds).toEqual(['answer', 'answer', 'answer', 'answer', 'busy', 'busy']);
    expect(world.asked).toHaveLength(4);
    world.pass(limits.missPauseMs);
    expect((await world.ask(key, 'typed')).kind).toBe('answer');
  });

  test.each([{ kind: 'absent', asOf: 5 }, { kind: 'elsewhere' }] as const)(
    'eight codes that the copy does not hold ($kind) are misses too',
    async (absence) => {
      const world = makeWorld({ reply: 'E_BUSY', absence });
      for (let n = 0; n < limits.missesMax; n += 1)
        await world.ask(`H56.14-261101-${1_000 + 7 * n}`, 'typed');
      expect((await world.ask(key, 'typed')).kind).toBe('busy');
    },
  );

  test('a scanned receipt is answered during the pause', async () => {
    const world = makeWorld({ reply: null });
    for (let n = 0; n < limits.missesMax; n += 1) await world.ask(`H56.14-261101-${1_000 + 7 * n}`, 'typed');
    expect((await world.ask(key, 'typed')).kind).toBe('busy');
    expect((await world.ask(key)).kind).toBe('not-found');
  });

  test('eight misses within ten minutes are too many, spread over more they are not', () => {
    const walk = (gap: number) => {
      let limit = freshTypedLimit;
      for (let n = 0; n < limits.missesMax; n += 1) limit = countMiss(limit, n * gap);
      return isPaused(limit, limits.missesMax * gap);
    };
    expect(walk(1_000)).toBe(true);
    expect(walk(limits.missWindowMs / 7)).toBe(false);
  });

  test('the same code typed again is no run of neighbours', () => {
    let limit = freshTypedLimit;
    for (let n = 0; n < 8; n += 1) limit = countTyped(limit, key, n * 1_000);
    expect(isPaused(limit, 9_000)).toBe(false);
  });

  test('what is remembered for the limit holds no code', () => {
    expect(JSON.stringify(countTyped(freshTypedLimit, key, 0))).not.toMatch(/H56|261101/);
  });
});
