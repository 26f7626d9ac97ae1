import { beforeEach, describe, expect, test } from 'vitest';
import type { Camera } from '../../kiosk/camera.ts';
import type { CodeSymbol, LookReply, LookRequest } from '../../kiosk/decoder.ts';
import { type Eye, makeEye } from '../../kiosk/eye.ts';
import { type Read, readCode } from '../../kiosk/reading.ts';
import { makeScanner } from '../../kiosk/scanner.ts';
import { kioskLimits } from '../../shared/contract/kiosk-limits.ts';
import { HandClock } from './hand-clock.ts';
import { sampleConfig, sampleNow } from './sample-site.ts';

const key = 'H56.14-261101-0001';
const other = 'H56.15-261102-0002';
const device = { config: () => sampleConfig, now: () => ({ ms: sampleNow, quality: 'sync' as const }) };
const bars = (text: string): CodeSymbol => ({ format: 'code-128', text });
const qr = (text: string): CodeSymbol => ({ format: 'qr', text });
const link = `https://example.invalid/tra-cuu?MHS=${key}&matra=bi-mat-0001`;

/** A picture that only knows whether it was closed. */
class Frame {
  isClosed = false;
  width = 2;
  height = 2;
  close(): void {
    this.isClosed = true;
  }
}

let clock: HandClock;
let view: readonly CodeSymbol[] | undefined;
let codes: Read[];
let foreign: number;
let glimpses: number[];
let choices: (readonly Read[])[];
let stalls: boolean[];
let known: string[];
let isCameraStuck: boolean;
let frames: Frame[];
let calls: string[];

beforeEach(() => {
  clock = new HandClock();
  view = [];
  codes = [];
  foreign = 0;
  glimpses = [];
  choices = [];
  stalls = [];
  known = [];
  isCameraStuck = false;
  frames = [];
  calls = [];
});

function begin() {
  const camera: Camera = {
    start: () => calls.push('camera on'),
    stop: () => calls.push('camera off'),
    light: (isOn) => calls.push(`light ${isOn ? 'on' : 'off'}`),
    frame: async () => {
      if (isCameraStuck) return new Promise<never>(() => {});
      const frame = new Frame();
      frames.push(frame);
      return frame;
    },
  };
  const eye: Eye = {
    look: async (frame) => {
      frame.close();
      return view;
    },
    close: () => calls.push('eye closed'),
  };
  const scanner = makeScanner({
    camera,
    eye,
    now: clock.now,
    after: clock.after,
    read: (text) => readCode(text, device),
    onCode: (read) => codes.push(read),
    onForeign: () => {
      foreign += 1;
    },
    isKnown: async (each) => known.includes(each),
    onChoice: (reads) => choices.push(reads),
    onGlimpse: (progress) => glimpses.push(progress),
    onStall: (isStalled) => stalls.push(isStalled),
  });
  scanner.start();
  return scanner;
}

/** So many looks at what is in view. */
async function look(times: number): Promise<void> {
  for (let i = 0; i < times; i += 1) {
    clock.move(kioskLimits.lookEveryMs);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

describe('the scanner', () => {
  test('says a Code 128 after two looks, and not again while it is held there', async () => {
    begin();
    view = [bars(key)];
    await look(1);
    expect(codes).toEqual([]);
    await look(10);
    expect(codes).toEqual([{ code: { key, shown: key, hasSecret: false } }]);
  });

  test('of several symbols in one look takes the one with a secret', async () => {
    begin();
    view = [bars(key), qr(link), qr('https://example.invalid/khac')];
    await look(5);
    expect(codes).toEqual([{ code: { key, shown: key, hasSecret: true }, secret: 'bi-mat-0001' }]);
    expect(foreign).toBe(0);
  });

  test('says that a symbol is none of ours, and hands its text to nobody', async () => {
    begin();
    view = [qr('012345678901|Nguyễn Văn Mẫu|01011950')];
    await look(60);
    expect(codes).toEqual([]);
    expect(foreign).toBe(1);
    expect(glimpses.length).toBeGreaterThan(10);
  });

  test('after a visit waits until the view was empty', async () => {
    const scanner = begin();
    view = [qr(key)];
    await look(3);
    scanner.forget();
    await look(30);
    expect(codes).toHaveLength(1);
    view = [];
    await look(1 + kioskLimits.emptyViewMs / kioskLimits.lookEveryMs);
    view = [qr(key)];
    await look(1);
    expect(codes).toHaveLength(2);
  });

  test('gives every frame away, and asks for the next only when the last was looked at', async () => {
    begin();
    await look(20);
    expect(frames).toHaveLength(20);
    expect(frames.every(({ isClosed }) => isClosed)).toBe(true);
  });

  test('goes on when a look failed', async () => {
    begin();
    view = undefined;
    await look(3);
    view = [qr(key)];
    await look(1);
    expect(codes).toHaveLength(1);
  });

  test('stopped it closes camera and worker and looks no more', async () => {
    const scanner = begin();
    await look(2);
    scanner.stop();
    await look(5);
    expect(calls).toEqual(['camera on', 'camera off', 'eye closed']);
    expect(frames).toHaveLength(2);
    expect(clock.waiting).toBe(0);
  });

  test('says a Code 128 after one look when the device knows the dossier', async () => {
    known = [key];
    begin();
    view = [bars(key)];
    await look(1);
    expect(codes).toEqual([{ code: { key, shown: key, hasSecret: false } }]);
    expect(glimpses).toEqual([1]);
  });

  test('shows how far it is: one look, then two', async () => {
    begin();
    view = [bars(key)];
    await look(2);
    expect(glimpses).toEqual([1, 2]);
  });

  test('hands two codes side by side over as a choice, each with its own secret', async () => {
    begin();
    view = [bars(key), bars(other), qr(link), qr('https://example.invalid/khac')];
    await look(10);
    expect(choices).toEqual([
      [
        { code: { key, shown: key, hasSecret: true }, secret: 'bi-mat-0001' },
        { code: { key: other, shown: other, hasSecret: false } },
      ],
    ]);
    expect(codes).toEqual([]);
  });

  test('none of two was right: the one that stays there alone is said', async () => {
    const scanner = begin();
    view = [qr(key), qr(other)];
    await look(3);
    scanner.lookAgain();
    view = [qr(other)];
    await look(3_000 / kioskLimits.lookEveryMs);
    expect(codes.map(({ code }) => code.key)).toEqual([other]);
  });

  test('begins anew when the looks have stopped by themselves, and says both', async () => {
    begin();
    await look(2);
    isCameraStuck = true;
    await look(2 + kioskLimits.lookStallMs / kioskLimits.lookEveryMs);
    isCameraStuck = false;
    await look(2 * (kioskLimits.lookStallMs / kioskLimits.lookEveryMs));
    expect(stalls).toEqual([true, false]);
    view = [qr(key)];
    await look(1);
    expect(codes).toHaveLength(1);
  });

  test('puts the light out with the visit', async () => {
    const scanner = begin();
    scanner.light(true);
    scanner.forget();
    expect(calls).toEqual(['camera on', 'light on', 'light off']);
  });

  test('a code of another vendor is asked and never shown', async () => {
    begin();
    view = [qr('D-bimatbimat-12345')];
    await look(1);
    expect(codes[0]?.code).toEqual({ key: 'D-12345', shown: null, hasSecret: true });
  });
});

describe('the eye', () => {
  class FakeWorker extends EventTarget {
    readonly requests: LookRequest[] = [];
    isEnded = false;
    postMessage(request: LookRequest): void {
      this.requests.push(request);
    }
    terminate(): void {
      this.isEnded = true;
    }
    answer(reply: LookReply): void {
      this.dispatchEvent(new MessageEvent('message', { data: reply }));
    }
  }

  function open() {
    const workers: FakeWorker[] = [];
    const engines: string[] = [];
    const eye = makeEye({
      after: clock.after,
      onEngine: (engine, trouble) => engines.push(trouble === undefined ? engine : `${engine}: ${trouble}`),
      open: () => {
        const worker = new FakeWorker();
        workers.push(worker);
        return worker;
      },
    });
    return { eye, workers, engines };
  }

  const read = (id: number, symbols: readonly CodeSymbol[]): LookReply => ({
    id,
    symbols,
    rung: 'plain',
    engine: 'wasm',
  });

  test('asks for Code 128 and QR and answers with what the worker read', async () => {
    const { eye, workers } = open();
    const first = eye.look(new Frame());
    workers[0]?.answer(read(1, [qr(key)]));
    expect(await first).toEqual([qr(key)]);
    const second = eye.look(new Frame());
    workers[0]?.answer(read(1, [bars('old')]));
    workers[0]?.answer(read(2, []));
    expect(await second).toEqual([]);
    expect(workers[0]?.requests.map(({ id, symbols }) => [id, symbols])).toEqual([
      [1, ['code-128', 'qr']],
      [2, ['code-128', 'qr']],
    ]);
    expect(clock.waiting).toBe(0);
  });

  test('says which engine reads, when it changes, and why the fast one does not', async () => {
    const { eye, workers, engines } = open();
    const replies: Omit<LookReply, 'id'>[] = [
      { symbols: [], rung: 'slow', engine: 'fallback' },
      { symbols: [], rung: 'slow', engine: 'fallback' },
      { symbols: [], rung: 'slow', engine: 'fallback', trouble: 'answered with 404' },
      { symbols: [], rung: 'plain', engine: 'wasm' },
    ];
    for (const [i, reply] of replies.entries()) {
      const look = eye.look(new Frame());
      workers[0]?.answer({ id: i + 1, ...reply });
      await look;
    }
    expect(engines).toEqual(['fallback', 'fallback: answered with 404', 'wasm']);
  });

  test('replaces a worker that stays silent, and the next look works', async () => {
    const { eye, workers } = open();
    const lost = eye.look(new Frame());
    clock.move(kioskLimits.lookWaitMs);
    expect(await lost).toBeUndefined();
    expect(workers[0]?.isEnded).toBe(true);
    const next = eye.look(new Frame());
    workers[1]?.answer(read(2, []));
    expect(await next).toEqual([]);
  });

  test('replaces a worker that broke', async () => {
    const { eye, workers } = open();
    const lost = eye.look(new Frame());
    workers[0]?.dispatchEvent(new Event('error'));
    expect(await lost).toBeUndefined();
    expect(workers[0]?.isEnded).toBe(true);
  });
});
