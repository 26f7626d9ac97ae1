import { act, cleanup, fireEvent, render } from '@testing-library/preact';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { App } from '../../kiosk/app.tsx';
import * as before from '../../kiosk/before.tsx';
import * as closed from '../../kiosk/closed.tsx';
import { makeLibrary } from '../../kiosk/library.ts';
import * as reading from '../../kiosk/reading.ts';
import type { Host } from '../../kiosk/stand.ts';
import * as english from '../../kiosk/text/en.ts';
import * as vietnamese from '../../kiosk/text/vi.ts';
import * as view from '../../kiosk/view.tsx';
import * as voiceKey from '../../kiosk/voice-key.tsx';
import type { DossierAnswer } from '../../shared/contract/dossier.ts';
import { kioskLimits } from '../../shared/contract/kiosk-limits.ts';
import { limits } from '../../shared/contract/limits.ts';
import { accept, type Result, refuse } from '../../shared/contract/refusal.ts';
import type { Device, Place, StartOutcome } from '../../shared/device/device.ts';
import { HandClock } from './hand-clock.ts';
import { sampleAnswers, sampleConfig, sampleNow } from './sample-site.ts';

const key = 'H56.14-261101-0001';
const other = 'H56.15-261102-0002';

let clock: HandClock;
let reply: Result<DossierAnswer | null>;
let asked: string[];
let recorded: unknown[];
let rests: boolean[];
let host: Host;

beforeEach(() => {
  clock = new HandClock();
  reply = accept(sampleAnswers.ready);
  asked = [];
  recorded = [];
  rests = [];
  host = {
    root: document.documentElement,
    now: clock.now,
    after: clock.after,
    chime: () => {},
    video: document.createElement('video'),
    loadReading: async () => reading,
    loadBefore: async () => before,
    loadView: async () => view,
    openLibrary: async (device) => makeLibrary({ device, readBook: async () => undefined }),
    loadClosed: async () => closed,
    loadVoice: async () => voiceKey,
    loadTables: { vi: async () => vietnamese.vi, en: async () => english.en },
    openSight: async () => ({ light: () => {}, forget: () => {}, lookAgain: () => {}, close: () => {} }),
  };
});
afterEach(cleanup);

const device = (): Device => ({
  id: sampleConfig.device,
  app: 'kiosk',
  answers: {
    find: async () => undefined,
    has: async () => false,
    absence: async () => undefined,
    keep: async () => {},
  },
  config: () => sampleConfig,
  onConfig: () => () => {},
  link: () => ({ state: 'online', centreHeard: true }),
  onLink: () => () => {},
  record: async (_type, data) => {
    recorded.push(data);
    return {} as Place; // the kiosk asks nothing of the place
  },
  undo: async () => false,
  thanked: () => {},
  ask: async ({ code }) => {
    asked.push(code);
    return reply;
  },
  letter: async () => refuse('E_BUSY'),
  call: async () => refuse('E_BUSY'),
  now: () => ({ ms: sampleNow, quality: 'sync' }),
  raise: () => {},
  clear: () => {},
  setAtRest: (isAtRest) => rests.push(isAtRest),
  depth: async () => [0, 0, 0, 0],
});

/** Lets promises and effects run their course. */
const settle = () => act(() => new Promise<void>((resolve) => setTimeout(resolve, 5)));

async function open(outcome: StartOutcome = { kind: 'ready', device: device() }) {
  const start = async () => outcome;
  const screen = render(<App start={start} host={host} reload={() => {}} />);
  await settle();
  await settle();
  return screen;
}

/** The handler reads the clock that moves by hand; the keys carry its stamps. `gapOf` tells the ms before the n-th key. */
function press(text: string, gapOf: (n: number) => number = () => 8): void {
  [...`${text}\n`].forEach((char, n) => {
    clock.move(gapOf(n));
    const code =
      char === '\n'
        ? 'Enter'
        : /\d/.test(char)
          ? `Digit${char}`
          : char === '.'
            ? 'Period'
            : char === '-'
              ? 'Minus'
              : `Key${char}`;
    const event = new KeyboardEvent('keydown', { code, shiftKey: /[A-Z]/.test(char), cancelable: true });
    Object.defineProperty(event, 'timeStamp', { value: clock.ms });
    window.dispatchEvent(event);
  });
}

async function wedge(text: string, gapOf?: (n: number) => number): Promise<void> {
  press(text, gapOf);
  await settle();
}

async function pass(ms: number): Promise<void> {
  await act(() => clock.move(ms));
  await settle();
}

const state = (): string | null => document.querySelector('.kiosk')?.getAttribute('data-state') ?? null;
const body = (): string => document.documentElement.outerHTML;

describe('the kiosk', () => {
  test('rests, and lets a new version in only there', async () => {
    await open();
    expect(state()).toBe('attract');
    expect(rests.at(-1)).toBe(true);
    await wedge(key);
    expect(rests.at(-1)).toBe(false);
  });

  test('a scanned receipt becomes an answer with its code, status and one way on', async () => {
    const screen = await open();
    await wedge(key);
    expect(state()).toBe('showing');
    expect(document.querySelector('[data-status="ready"]')).not.toBeNull();
    expect(screen.getByRole('heading', { level: 1 }).textContent).toMatch(/^Đã có kết quả\. Mời ông\/bà đến/);
    expect(body()).toContain(key);
    expect(recorded).toEqual([{ site: 'phuong-mau', via: 'wedge', from: 'centre', outcome: 'ready' }]);
  });

  test.each([
    ['once, before its first half was read', (n: number) => (n === 4 ? 300 : 8)],
    ['twice, in long halves', (n: number) => (n === 9 || n === 13 ? 400 : 8)],
    ['at every key', (n: number) => (n % 3 === 0 ? 180 : 70)],
  ])('a scan that the page was too busy to take %s is still the whole code', async (_how, gapOf) => {
    await open();
    await wedge(key, gapOf);
    await pass(kioskLimits.typedAnswerMs);
    expect(asked).toEqual([key]);
    expect(state()).toBe('showing');
  });

  test('a scan that comes before there is a device is read when there is one', async () => {
    let begin = (_outcome: StartOutcome): void => {};
    const start = () => new Promise<StartOutcome>((resolve) => (begin = resolve));
    render(<App start={start} host={host} reload={() => {}} />);
    press(key);
    begin({ kind: 'ready', device: device() });
    await settle();
    await settle();
    expect(asked).toEqual([key]);
    expect(state()).toBe('showing');
  });

  test('a scan reads no key twice that came before there was a device', async () => {
    let begin = (_outcome: StartOutcome): void => {};
    const start = () => new Promise<StartOutcome>((resolve) => (begin = resolve));
    render(<App start={start} host={host} reload={() => {}} />);
    press(key);
    begin({ kind: 'ready', device: device() });
    await settle();
    await wedge(other);
    expect(asked).toEqual([key, other]);
  });

  test('after Xong nothing of the visit is left on the page, in the address or in the history', async () => {
    const screen = await open();
    const steps = history.length;
    await wedge(key);
    await act(() => screen.getByRole('button', { name: 'Xong' }).click());
    await settle();
    expect(state()).toBe('ended');
    expect(body()).not.toContain(key);
    expect(body()).not.toContain('quầy số 3');
    await pass(kioskLimits.farewellMs);
    expect(state()).toBe('attract');
    expect([history.length, location.href.includes(key)]).toEqual([steps, false]);
  });

  test('the next receipt replaces the card at once', async () => {
    await open();
    await wedge(key);
    await pass(500);
    await wedge(other);
    expect(asked).toEqual([key, other]);
    expect(body()).not.toContain(key);
    expect(body()).toContain(other);
  });

  test('an answer left alone asks after 45 seconds, and is gone 30 seconds later', async () => {
    const screen = await open();
    await wedge(key);
    await pass(kioskLimits.idleAnswerMs);
    expect(screen.getByRole('alertdialog').textContent).toContain('Ông/bà còn xem không?');
    expect(screen.getByRole('alertdialog').textContent).not.toMatch(/\d+ giây/);
    await pass(limits.idleExtendMs - 5_000);
    expect(screen.getByRole('alertdialog').textContent).toContain('Còn 5 giây');
    await pass(5_000);
    expect(state()).toBe('ended');
    expect(body()).not.toContain(key);
  });

  test('one touch on the notice keeps the answer and presses nothing below', async () => {
    const screen = await open();
    await wedge(key);
    await pass(kioskLimits.idleAnswerMs + 1_000);
    await act(() => {
      fireEvent.pointerDown(screen.getByRole('alertdialog'));
    });
    await settle();
    expect(screen.queryByRole('alertdialog')).toBeNull();
    expect(state()).toBe('showing');
  });

  test('other screens ask after 20 seconds; rest never does', async () => {
    const screen = await open();
    await pass(10 * 60_000);
    expect(screen.queryByRole('alertdialog')).toBeNull();
    await act(() => screen.getByRole('button', { name: /Nhập mã hồ sơ/ }).click());
    await settle();
    expect(state()).toBe('pad');
    await pass(limits.idleMs);
    expect(screen.queryByRole('alertdialog')).not.toBeNull();
  });

  test('language, size and contrast go back to default with the visit', async () => {
    const screen = await open();
    await wedge(key);
    for (const name of ['English', 'Large text', 'Contrast']) {
      await act(() => screen.getByRole('button', { name }).click());
      await settle();
    }
    const root = document.documentElement;
    expect([root.lang, root.dataset.size, root.dataset.contrast]).toEqual(['en', 'large', 'high']);
    await act(() => screen.getByRole('button', { name: 'Done' }).click());
    await settle();
    expect([root.lang, root.dataset.size, root.dataset.contrast]).toEqual(['vi', 'normal', 'normal']);
  });

  test('without the centre it says so kindly, with the hotline and another try', async () => {
    reply = refuse('E_BUSY');
    const screen = await open();
    await wedge(key);
    expect(state()).toBe('offline');
    expect(document.querySelector('main')?.textContent).toContain('1900 0000');
    reply = accept(sampleAnswers['in-progress']);
    await act(() => screen.getByRole('button', { name: 'Thử lại' }).click());
    await settle();
    expect(state()).toBe('showing');
  });

  test('a symbol that is no dossier code leaves no trace', async () => {
    await open();
    await wedge('012345678901-012345');
    expect(state()).toBe('not-a-code');
    expect(body()).not.toContain('012345678901');
    expect(asked).toEqual([]);
  });

  test('a demo says so on every screen', async () => {
    const screen = await open();
    expect(screen.getByText('DỮ LIỆU MẪU')).not.toBeNull();
    await wedge(key);
    expect(screen.getByText('DỮ LIỆU MẪU')).not.toBeNull();
  });
});

describe('before there is a device', () => {
  test('a one-time code is asked for, and the right one opens the kiosk', async () => {
    const given: string[] = [];
    const enrol = async (code: string): Promise<Result<Device>> => {
      given.push(code);
      return code === 'ABCDE12345' ? accept(device()) : refuse('E_ENROL');
    };
    const screen = await open({ kind: 'enrol', enrol });
    const enter = async (code: string) => {
      for (const char of code) await act(() => screen.getByRole('button', { name: char }).click());
    };
    expect(state()).toBe('enrol');
    await enter('0000000000');
    await act(() => screen.getByRole('button', { name: 'Đăng ký' }).click());
    await settle();
    expect(screen.getByText(/Mã sai, đã dùng hoặc đã hết hạn/).textContent).toContain('E_ENROL');
    await enter('ABCDE12345');
    await act(() => {
      fireEvent.keyDown(window, { key: 'Enter' });
    });
    await settle();
    expect(given).toEqual(['0000000000', 'ABCDE12345']);
    expect(state()).toBe('attract');
  });

  test('the code of the opening link is tried once, by itself', async () => {
    const given: string[] = [];
    const enrol = async (code: string): Promise<Result<Device>> => {
      given.push(code);
      return accept(device());
    };
    await open({ kind: 'enrol', codeFromLink: 'X'.repeat(26), enrol });
    await settle();
    expect(given).toEqual(['X'.repeat(26)]);
    expect(state()).toBe('attract');
  });

  test('a second window says that the app is already open', async () => {
    const screen = await open({ kind: 'already-open', free: new Promise(() => {}) });
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('Ứng dụng đang mở ở một cửa sổ khác');
  });

  test('a store that failed is said with a way to start again', async () => {
    const screen = await open({ kind: 'storage-failed', detail: 'QuotaExceededError' });
    expect(screen.getByRole('button', { name: 'Khởi động lại' })).not.toBeNull();
  });
});
