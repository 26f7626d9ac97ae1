// The letter of apology, the call for a person and the way on by telephone, as the kiosk decides and says them.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { generate } from 'lean-qr';
import { beforeAll, describe, expect, test } from 'vitest';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import { makeCaller } from '../../kiosk/caller.ts';
import { isLetterAsked, sayLetter } from '../../kiosk/letter.ts';
import { drawQr } from '../../kiosk/qr.ts';
import type { Outcome, Visit } from '../../kiosk/visit.ts';
import { step } from '../../kiosk/visit-table.ts';
import { kioskLimits } from '../../shared/contract/kiosk-limits.ts';
import type { CallReply, LetterReply } from '../../shared/contract/messages.ts';
import { accept, type Result, refuse } from '../../shared/contract/refusal.ts';
import { sampleAnswers, sampleConfig } from './sample-site.ts';

type Found = Extract<Outcome, { kind: 'answer' }>;
const lateFound: Found = { kind: 'answer', from: 'centre', isAmber: false, answer: sampleAnswers.late };
const code = { key: 'H56.14-261101-0001', shown: 'H56.14-261101-0001', hasSecret: false };
const showing = { name: 'showing', ticket: 3, code, via: 'camera', found: lateFound } as const;
const { site } = sampleConfig;
const unit = { vi: 'Bộ phận mẫu' };

describe('the letter of apology', () => {
  const { letterUnit: _, ...siteWithout } = site;
  test.each([
    ['of a late dossier with a unit that answers', showing, site, true, true],
    ['while the centre is not heard', showing, site, false, false],
    ['where no unit answers', showing, siteWithout, true, false],
    ['when the answer came from the cache', { found: { ...lateFound, from: 'cache' } }, site, true, false],
    ['of a dossier in time', { found: { ...lateFound, answer: sampleAnswers.early } }, site, true, false],
    [
      'of a late one that is finished',
      { found: { ...lateFound, answer: { ...sampleAnswers.late, status: 'ready' } } },
      site,
      true,
      false,
    ],
    [
      'already answered, when the centre is lost',
      { ...showing, letter: { kind: 'received' } },
      site,
      false,
      true,
    ],
  ] as const)('%s', (_name, visit, where, isOnline, isAsked) => {
    expect(isLetterAsked(visit as typeof showing, where as typeof site, isOnline)).toBe(isAsked); // readonly tuples of a table
  });

  test('is sent once, and again only when nobody heard it', () => {
    const sent = step(showing, { kind: 'letter', got: false });
    expect(sent.commands).toEqual([{ kind: 'letter', ticket: 3, key: code.key, got: false }]);
    expect(step(sent.state, { kind: 'letter', got: true }).commands).toEqual([]);
    const unheard = step(sent.state, { kind: 'lettered', ticket: 3, letter: { kind: 'unheard' } });
    expect(step(unheard.state, { kind: 'letter', got: true }).commands).toHaveLength(1);
    const told = step(sent.state, { kind: 'lettered', ticket: 3, letter: { kind: 'told', unit } });
    expect(told.state).toMatchObject({ letter: { kind: 'told', unit } });
    expect(step(told.state, { kind: 'letter', got: true }).commands).toEqual([]);
  });

  test('of another card or another state changes nothing', () => {
    const sent = step(showing, { kind: 'letter', got: false }).state;
    expect(step(sent, { kind: 'lettered', ticket: 2, letter: { kind: 'received' } }).state).toBe(sent);
    const rest: Visit = { name: 'attract', ticket: 4 };
    expect(step(rest, { kind: 'letter', got: false })).toEqual({ state: rest, commands: [] });
    expect(step(rest, { kind: 'lettered', ticket: 3, letter: { kind: 'received' } }).state).toBe(rest);
    const inTime: Visit = { ...showing, found: { ...lateFound, answer: sampleAnswers.early } };
    expect(step(inTime, { kind: 'letter', got: false }).commands).toEqual([]);
  });

  test('is answered behind the help screen too', () => {
    const sent = step(showing, { kind: 'letter', got: false }).state;
    const helped = step(sent, { kind: 'help' }).state;
    const heard = step(helped, { kind: 'lettered', ticket: 3, letter: { kind: 'received' } }).state;
    expect(heard.name).toBe('help');
    expect(step(heard, { kind: 'back' }).state).toMatchObject({
      name: 'showing',
      letter: { kind: 'received' },
    });
  });

  const reply: Result<LetterReply> = accept({
    v: 1,
    rid: 'a',
    kind: 'letter',
    got: false,
    unit,
  } as LetterReply); // a made id
  test.each([
    ['has been told', async () => reply, false, { kind: 'told', unit }],
    ['is counted', async () => reply, true, { kind: 'received' }],
    ['is not heard when refused', async () => refuse('E_RATE'), false, { kind: 'unheard' }],
    ['is not heard when it breaks', () => Promise.reject(new Error('gone')), true, { kind: 'unheard' }],
  ] as const)('%s', async (_name, letter, got, said) => {
    expect(await sayLetter({ letter }, { key: code.key, got })).toEqual(said);
  });
});

describe('a call for a person', () => {
  function caller(answer: () => Promise<Result<CallReply>>) {
    let now = 0;
    let asked = 0;
    const call = makeCaller({
      device: {
        call() {
          asked += 1;
          return answer();
        },
      },
      now: () => now,
    });
    const pass = (ms: number): void => {
      now += ms;
    };
    return { call, pass, asked: () => asked };
  }
  const reply = (watched: boolean) => async () =>
    accept({ v: 1, rid: 'a', kind: 'call', since: 0, watched } as CallReply); // a made id

  test('is said to be on its way only after the centre confirmed it, and not sent again within a minute', async () => {
    const { call, pass, asked } = caller(reply(true));
    expect(await call()).toBe('called');
    pass(kioskLimits.callAgainMs - 1);
    expect([await call(), asked()]).toEqual(['again', 1]);
    pass(1);
    expect([await call(), asked()]).toEqual(['called', 2]);
  });
  test.each([
    ['unwatched', reply(false)],
    ['unheard', async () => refuse('E_BUSY')],
    ['unheard', () => Promise.reject(new Error('gone'))],
  ] as const)('is %s otherwise, and may be tried again at once', async (outcome, answer) => {
    const { call, asked } = caller(answer);
    expect([await call(), await call(), asked()]).toEqual([outcome, outcome, 2]);
  });

  test('stands beside the visit: the way back leads to the card, and an answer that comes meanwhile is there', () => {
    const called = step(showing, { kind: 'call' });
    expect(called.commands).toEqual([{ kind: 'call' }]);
    expect(step(called.state, { kind: 'call' }).commands).toEqual([]);
    const heard = step(called.state, { kind: 'called', outcome: 'called' });
    expect(heard.state).toMatchObject({ name: 'calling', call: 'called' });
    expect(step(heard.state, { kind: 'call' }).commands).toEqual([{ kind: 'call' }]);
    expect(step(heard.state, { kind: 'back' }).state).toEqual(showing);
    expect(step(heard.state, { kind: 'over' }).state.name).toBe('ended');
  });
  test('that is answered after the visit changes nothing', () => {
    const rest: Visit = { name: 'attract', ticket: 4 };
    expect(step(rest, { kind: 'called', outcome: 'called' }).state).toBe(rest);
  });
});

describe('a hand-off symbol', () => {
  beforeAll(() => {
    const wasm = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm');
    prepareZXingModule({ overrides: { wasmBinary: Uint8Array.from(readFileSync(wasm)).buffer } });
  });

  /** The path painted as pixels, four to a module. */
  function pixelsOf({ size, path }: ReturnType<typeof drawQr>): ImageData {
    const scale = 4;
    const side = size * scale;
    const data = new Uint8ClampedArray(side * side * 4).fill(255);
    for (const [, x, y, run] of path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g))
      for (let dy = 0; dy < scale; dy += 1)
        for (let dx = 0; dx < Number(run) * scale; dx += 1) {
          const at = ((Number(y) * scale + dy) * side + Number(x) * scale + dx) * 4;
          data.fill(0, at, at + 3);
        }
    return { data, width: side, height: side, colorSpace: 'srgb' } as ImageData; // what the reader looks at
  }

  test.each([
    'https://dichvucong.gov.vn/',
    'tel:19000000',
    'https://zalo.me/0000000000',
    'sms:0000',
    `https://dichvucong.gov.vn/${'a'.repeat(180)}`,
  ])('of %s is read back as just that', async (link) => {
    const [read] = await readBarcodes(pixelsOf(drawQr(link)), { formats: ['QRCode'] });
    expect(read?.text).toBe(link);
  });
  test('has four modules of white around it', () => {
    const { size, path } = drawQr('tel:19000000');
    expect(size).toBe(generate('tel:19000000').size + 8);
    const rows = [...path.matchAll(/M(\d+) (\d+)h(\d+)/g)].map(([, x, y, run]) => [x, y, run].map(Number));
    for (const [x = 0, y = 0, run = 0] of rows) {
      expect(Math.min(x, y)).toBeGreaterThanOrEqual(4);
      expect(Math.max(x + run, y + 1)).toBeLessThanOrEqual(size - 4);
    }
  });
});
