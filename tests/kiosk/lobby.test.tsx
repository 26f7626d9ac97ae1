// What stands around the card, driven by a clock moved by hand: hours, lost receipts, the voice, the low layout and screens that break.
import { act, cleanup, render } from '@testing-library/preact';
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
import type { Mouth } from '../../kiosk/voice.ts';
import * as voiceKey from '../../kiosk/voice-key.tsx';
import { kioskLimits } from '../../shared/contract/kiosk-limits.ts';
import { limits } from '../../shared/contract/limits.ts';
import { accept } from '../../shared/contract/refusal.ts';
import type { DeviceConfig } from '../../shared/contract/site-config.ts';
import type { Device, Place } from '../../shared/device/device.ts';
import { HandClock } from './hand-clock.ts';
import { sampleAnswers, sampleConfig, sampleNow } from './sample-site.ts';

const code = 'H56.14-261101-0001';
/** 22/11/2026 19:00, when the sample site is closed; it opens every day at 7. */
const evening = Date.UTC(2026, 10, 22, 12, 0);

let clock: HandClock;
let host: Host;
let time: { ms: number; quality: 'sync' | 'none' };
let config: DeviceConfig;
let said: { text: string; volume: number; onend?: () => void }[];
let reloads: number;

/** A browser's speech with these voices; what it is given to say lands in `said`. */
function mouthOf(...languages: string[]): Mouth {
  // The browser's own types carry dozens of members that nobody here calls.
  return {
    synthesis: {
      getVoices: () => languages.map((lang) => ({ lang, localService: true })),
      speak: (utterance: { text: string; volume: number }) => said.push(utterance),
      cancel: () => {},
      addEventListener: () => {},
      removeEventListener: () => {},
    },
    utter: (text: string) => ({ text, volume: 1, lang: '' }),
  } as unknown as Mouth;
}

beforeEach(() => {
  clock = new HandClock();
  time = { ms: sampleNow, quality: 'sync' };
  config = sampleConfig;
  said = [];
  reloads = 0;
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

/** Only what the kiosk asks of its device. */
const device = () =>
  ({
    id: sampleConfig.device,
    app: 'kiosk',
    answers: { find: async () => undefined, keep: async () => {} },
    config: () => config,
    onConfig: () => () => {},
    link: () => ({ state: 'online', centreHeard: true }),
    onLink: () => () => {},
    record: async () => ({}) as Place, // the kiosk asks nothing of the place
    ask: async () => accept(sampleAnswers.ready),
    now: () => time,
    raise: () => {},
    clear: () => {},
    setAtRest: () => {},
  }) as unknown as Device;

const settle = () => act(() => new Promise<void>((resolve) => setTimeout(resolve, 5)));

async function open() {
  const start = async () => ({ kind: 'ready', device: device() }) as const;
  const screen = render(<App start={start} host={host} reload={() => (reloads += 1)} />);
  for (let n = 0; n < 3; n += 1) await settle();
  const press = async (name: string | RegExp): Promise<void> => {
    await pass(limits.pressAgainMs); // a hand is no faster
    const event = new MouseEvent('click', { bubbles: true });
    Object.defineProperty(event, 'timeStamp', { value: clock.ms });
    await act(() => void screen.getByRole('button', { name }).dispatchEvent(event));
    await settle();
  };
  return { ...screen, press, headline: () => screen.getByRole('heading', { level: 1 }).textContent };
}

async function scan(): Promise<void> {
  for (const char of `${code}\n`) {
    clock.move(8);
    const names: Readonly<Record<string, string>> = { '\n': 'Enter', '.': 'Period', '-': 'Minus' };
    const name = names[char] ?? (/\d/.test(char) ? `Digit${char}` : `Key${char}`);
    const event = new KeyboardEvent('keydown', {
      code: name,
      shiftKey: /[A-Z]/.test(char),
      cancelable: true,
    });
    Object.defineProperty(event, 'timeStamp', { value: clock.ms });
    window.dispatchEvent(event);
  }
  await act(() => clock.move(kioskLimits.wedgeGapMs));
  await settle();
}

async function pass(ms: number): Promise<void> {
  await act(() => clock.move(ms));
  await settle();
}

const state = (): string | null => document.querySelector('.kiosk')?.getAttribute('data-state') ?? null;
const isDim = (): boolean => document.documentElement.dataset.dim === 'true';

describe('outside the hours the kiosk', () => {
  test('is dim, and says when the desk opens next, whom to call, and that a dossier can be seen', async () => {
    time = { ms: evening, quality: 'sync' };
    const screen = await open();
    expect(isDim()).toBe(true);
    expect(screen.headline()).toBe('Mở cửa lại lúc 7\u00a0giờ, thứ Hai, 23/11/2026');
    const text = document.querySelector('main')?.textContent ?? '';
    for (const part of ['Ngoài giờ làm việc', '19:00', '1900 0000', 'Ông/bà vẫn xem được hồ sơ']) {
      expect(text).toContain(part);
    }
  });

  test('answers a receipt as usual, in full light, and is dim again after it', async () => {
    time = { ms: evening, quality: 'sync' };
    const screen = await open();
    await scan();
    expect([state(), isDim()]).toEqual(['showing', false]);
    await screen.press('Xong');
    await pass(kioskLimits.farewellMs);
    expect([state(), isDim()]).toEqual(['attract', true]);
  });

  test('is not closed while it does not know the time', async () => {
    time = { ms: evening, quality: 'none' };
    const screen = await open();
    expect([isDim(), screen.headline()?.startsWith('Mời ông/bà đưa mã vạch')]).toEqual([false, true]);
  });

  test('rests as always where the site wants no closed screen', async () => {
    time = { ms: evening, quality: 'sync' };
    const { site } = sampleConfig;
    config = { ...sampleConfig, site: { ...site, kiosk: { ...site.kiosk, closedScreen: false } } };
    await open();
    expect(isDim()).toBe(false);
  });

  test('closes by itself when the hours end', async () => {
    await open();
    expect(isDim()).toBe(false);
    time = { ms: evening, quality: 'sync' };
    await pass(5_000);
    expect(isDim()).toBe(true);
  });
});

describe('someone without a receipt', () => {
  test('reads where to go from the rest screen, and nothing is asked', async () => {
    const screen = await open();
    await screen.press('Tôi bị mất giấy hẹn');
    expect(state()).toBe('lost');
    const text = document.querySelector('main')?.textContent ?? '';
    expect(text).toContain('quầy hướng dẫn cạnh cửa vào');
    expect(text).toContain('1900 0000');
    expect(document.querySelector('input')).toBeNull();
    await screen.press('Quay lại');
    expect(state()).toBe('attract');
  });

  test('comes from a card over the help screen and back to the card', async () => {
    const screen = await open();
    await scan();
    await screen.press('Trợ giúp');
    await screen.press('Tôi bị mất giấy hẹn');
    await screen.press('Quay lại');
    expect(state()).toBe('showing');
  });
});

describe('the voice', () => {
  test('has no button on a computer without a Vietnamese voice', async () => {
    host = { ...host, mouth: mouthOf('en-GB') };
    const screen = await open();
    expect(screen.queryByRole('button', { name: 'Nghe đọc' })).toBeNull();
  });

  test('has no button where the site has switched it off', async () => {
    host = { ...host, mouth: mouthOf('vi-VN') };
    const { site } = sampleConfig;
    config = { ...sampleConfig, site: { ...site, kiosk: { ...site.kiosk, speech: 'off' } } };
    const screen = await open();
    expect(screen.queryByRole('button', { name: 'Nghe đọc' })).toBeNull();
  });

  test('reads the card without its code, and whoever listens is not asked whether they are there', async () => {
    host = { ...host, mouth: mouthOf('vi-VN') };
    const screen = await open();
    await scan();
    await screen.press('Nghe đọc');
    expect(said[0]?.text).toMatch(/^Đã có kết quả/);
    expect(said.map(({ text }) => text).join()).not.toContain(code);
    await pass(kioskLimits.idleAnswerMs + 10_000);
    expect(screen.queryByRole('alertdialog')).toBeNull();
    await act(() => said.at(-1)?.onend?.());
    await settle();
    await pass(kioskLimits.idleAnswerMs);
    expect(screen.queryByRole('alertdialog')).not.toBeNull();
  });

  test('is stopped by its button and can begin again', async () => {
    host = { ...host, mouth: mouthOf('vi-VN') };
    const screen = await open();
    await scan();
    await screen.press('Nghe đọc');
    const once = said.length;
    await screen.press('Dừng đọc');
    await screen.press('Nghe đọc');
    expect(said.length).toBe(once * 2);
  });

  test('that was made louder is as loud as ever for the next visitor', async () => {
    host = { ...host, mouth: mouthOf('vi-VN') };
    const screen = await open();
    await scan();
    await screen.press('Nghe đọc');
    const usual = said[0]?.volume ?? 0;
    await screen.press('To hơn');
    expect(said.at(-1)?.volume).toBeGreaterThan(usual);
    await screen.press('Xong');
    await pass(kioskLimits.farewellMs);
    await scan();
    await screen.press('Nghe đọc');
    expect(said.at(-1)?.volume).toBe(usual);
  });

  test('falls silent with its screen, and then the screen is as idle as any', async () => {
    host = { ...host, mouth: mouthOf('vi-VN') };
    const screen = await open();
    await scan();
    await screen.press('Nghe đọc');
    await screen.press('Trợ giúp');
    expect(screen.queryByRole('button', { name: 'Dừng đọc' })).toBeNull();
    await pass(limits.idleMs);
    expect(screen.queryByRole('alertdialog')).not.toBeNull();
  });
});

describe('at rest', () => {
  test('what is only looked at stands elsewhere every minute, and nothing that can be pressed is among it', async () => {
    await open();
    const places = new Set<string | undefined>();
    for (let minute = 0; minute < 4; minute += 1) {
      time = { ms: sampleNow + minute * kioskLimits.driftEveryMs, quality: 'sync' };
      await pass(5_000);
      places.add(document.querySelector<HTMLElement>('.kiosk')?.dataset.drift);
    }
    expect(places.size).toBe(4);
    const drifting = '.header, .status-line, .attract-title, .attract-drawing, .closed-said';
    const pressed = [...document.querySelectorAll('.kiosk button')];
    expect(pressed.length).toBeGreaterThan(5);
    expect(pressed.filter((button) => button.closest(drifting) !== null)).toEqual([]);
  });

  test('nothing drifts while somebody reads', async () => {
    await open();
    await scan();
    expect(document.querySelector<HTMLElement>('.kiosk')?.dataset.drift).toBe('0');
  });
});

test('a keyboard writes the last digits, erases them and goes on by Enter', async () => {
  const screen = await open();
  await screen.press(/^Nhập mã hồ sơ/);
  await screen.press(/H56\.14/);
  await screen.press('Tháng 11/2026');
  await screen.press('2');
  const strike = async (name: string, key: string): Promise<void> => {
    clock.move(400); // a person's pace
    const event = new KeyboardEvent('keydown', { code: name, key, cancelable: true });
    Object.defineProperty(event, 'timeStamp', { value: clock.ms });
    window.dispatchEvent(event);
    await pass(kioskLimits.wedgeGapMs * 2);
  };
  const typed = (): string | null | undefined => document.querySelector('.pad-typed')?.textContent;
  for (const digit of '00012') await strike(`Digit${digit}`, digit);
  expect(typed()).toBe('00012');
  await strike('Backspace', 'Backspace');
  expect(typed()).toBe('0001');
  await strike('Enter', 'Enter');
  expect(document.querySelector('.pad-code')?.textContent).toBe('H56.14-261102-0001');
});

test('the low layout goes with the visit', async () => {
  const screen = await open();
  const free = (): string => document.documentElement.style.getPropertyValue('--reach-top');
  await scan();
  expect(free()).toBe('0px');
  await screen.press('Chỗ ngồi, xe lăn');
  expect(Number.parseFloat(free())).toBeGreaterThan(0);
  await screen.press('Xong');
  expect(free()).toBe('0px');
});

test('a screen that breaks says so with a name for staff, and the page begins anew', async () => {
  const Broken = (): never => {
    throw new Error('broken on purpose');
  };
  host = { ...host, loadView: async () => ({ ...view, View: Broken }) };
  const screen = await open();
  await scan();
  expect(screen.headline()).toBe('Màn hình vừa gặp trục trặc');
  const text = document.querySelector('main')?.textContent ?? '';
  expect(text).toContain('K5');
  expect(text).toContain('1900 0000');
  expect(document.documentElement.outerHTML).not.toContain(code);
  expect(reloads).toBe(0);
  await pass(kioskLimits.faultRestMs);
  expect(reloads).toBe(1);
});
