// The tablet as a citizen meets it: exact names, one tap one row, the same thanks for every answer, and a pause that says so.
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/preact';
import { afterEach, describe, expect, test } from 'vitest';
import { limits } from '../../shared/contract/limits.ts';
import type { Scale } from '../../shared/contract/scale.ts';
import type { Device, StartOutcome } from '../../shared/device/device.ts';
import { App } from '../../tablet/app.tsx';
import { moodsOf } from '../../tablet/mood.ts';
import { fakeDevice, fakeStage, placeNumber, sampleConfig } from './fakes.ts';

afterEach(cleanup);

function open(config = sampleConfig()) {
  const fake = fakeDevice(config);
  const time = fakeStage();
  const chimes: number[] = [];
  // The screen uses only what fakeDevice has.
  const outcome: StartOutcome = { kind: 'ready', device: fake.device as unknown as Device };
  const start = () => Promise.resolve(outcome);
  const view = render(
    <App start={start} stage={time.stage} chime={() => void chimes.push(1)} reload={() => {}} />,
  );
  return Object.assign(fake, time, { view, chimes });
}

const names = () =>
  screen
    .getAllByRole('button')
    .filter((each) => each.dataset.face !== undefined)
    .map((each) => each.textContent);
const state = () => document.querySelector('[data-state]')?.getAttribute('data-state');
const face = (name: string) => screen.findByRole('button', { name });

/** A finger (or mouse) down and up on one element. */
function touch(element: HTMLElement, change: Partial<PointerEventInit> = {}) {
  const init = { pointerId: 1, pointerType: 'mouse', button: 0, bubbles: true, clientX: 100, clientY: 100 };
  element.dispatchEvent(new PointerEvent('pointerdown', { ...init, ...change }));
  element.dispatchEvent(new PointerEvent('pointerup', { ...init, ...change }));
}

describe('the question', () => {
  test('has three faces with exactly the names of the scale, best first', async () => {
    open();
    await face('Rất hài lòng');
    expect(names()).toEqual(['Rất hài lòng', 'Hài lòng', 'Bình thường']);
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe(
      'Mời ông/bà đánh giá việc phục vụ tại quầy số 5',
    );
    expect(screen.getByText('Chạm một hình; không ghi tên ông/bà')).toBeDefined();
    expect(screen.getByText('1900 0000')).toBeDefined();
    expect(screen.getByText('DỮ LIỆU MẪU')).toBeDefined();
    expect(state()).toBe('asking');
  });

  test('names the site where the tablet is shared by several counters', async () => {
    open(sampleConfig({ counter: null }));
    await screen.findByRole('heading', { name: 'Mời ông/bà đánh giá việc phục vụ tại Trung tâm mẫu' });
  });

  test('is asked in English at one press, and in Vietnamese again of whoever comes next', async () => {
    const { asked, pass } = open();
    fireEvent.click(await screen.findByRole('button', { name: 'English' }));
    touch(await face('Very satisfied'));
    await asked[0]?.commit();
    await screen.findByRole('heading', { name: 'Thank you for your rating.' });
    pass(limits.thanksMs);
    await face('Rất hài lòng');
  });

  test('goes back to Vietnamese when nobody touches it', async () => {
    const { pass } = open();
    fireEvent.click(await screen.findByRole('button', { name: 'English' }));
    await face('Very satisfied');
    await waitFor(() => expect(document.documentElement.lang).toBe('en'));
    pass(limits.idleMs);
    await face('Rất hài lòng');
  });
});

describe('a tap', () => {
  test.each(['Rất hài lòng', 'Hài lòng', 'Bình thường'])(
    'on %s gets the same thanks, after the disk',
    async (name) => {
      const { asked, thanked, paint, chimes, view } = open();
      touch(await face(name));
      await waitFor(() => expect(state()).toBe('writing'));
      expect(screen.queryByText('Xin cảm ơn ông/bà đã đánh giá.')).toBeNull();
      await asked[0]?.commit();
      await screen.findByRole('heading', { name: 'Xin cảm ơn ông/bà đã đánh giá.' });
      expect(view.container.textContent).not.toContain(name);
      expect(screen.getByText('1900 0000')).toBeDefined();
      await waitFor(() => expect(chimes).toHaveLength(1));
      paint();
      expect(thanked).toEqual([placeNumber(1)]);
    },
  );

  test('by finger and click together makes one row', async () => {
    const { asked } = open();
    const button = await face('Hài lòng');
    touch(button);
    button.dispatchEvent(new MouseEvent('click', { bubbles: true, detail: 1 }));
    touch(button);
    expect(asked).toHaveLength(1);
  });

  test('by keyboard or switch counts too', async () => {
    const { asked } = open();
    fireEvent.click(await face('Bình thường'));
    expect(asked[0]?.data).toMatchObject({ index: 2 });
  });

  test('of a finger that only brushes the glass is none', async () => {
    const { asked } = open();
    touch(await face('Hài lòng'), { pointerType: 'touch' });
    expect(asked).toHaveLength(0);
    expect(state()).toBe('asking');
  });

  test('that cannot be written gets no thanks: the tablet says that it has paused, then asks again', async () => {
    const { asked, thanked, pass, paint } = open();
    touch(await face('Hài lòng'));
    await asked[0]?.refuse();
    await screen.findByRole('heading', { name: 'Tạm ngừng nhận đánh giá' });
    expect(state()).toBe('paused');
    paint();
    expect(thanked).toEqual([]);
    pass(limits.pausedRetryStartMs);
    await asked[1]?.commit();
    await face('Hài lòng');
  });
});

describe('before the faces', () => {
  const app = (start: () => Promise<StartOutcome>) =>
    render(<App start={start} stage={fakeStage().stage} chime={() => {}} reload={() => {}} />);

  test('a second window says that the app is open, and goes on when the first has gone', async () => {
    let free = (): void => {};
    const outcomes: StartOutcome[] = [
      { kind: 'already-open', free: new Promise((resolve) => (free = resolve)) },
      // The screen uses only what fakeDevice has.
      { kind: 'ready', device: fakeDevice().device as unknown as Device },
    ];
    app(() => Promise.resolve(outcomes.shift() ?? { kind: 'storage-failed', detail: '' }));
    await screen.findByRole('heading', { name: 'Ứng dụng đang mở ở một cửa sổ khác' });
    expect(state()).toBe('already-open');
    free();
    await face('Rất hài lòng');
  });

  test('an app without identity asks for its code, and one from the link is tried at once', async () => {
    const tried: string[] = [];
    // The screen uses only what fakeDevice has.
    const device = fakeDevice().device as unknown as Device;
    const enrol = (code: string) => {
      tried.push(code);
      return Promise.resolve({ ok: true as const, value: device });
    };
    app(() => Promise.resolve({ kind: 'enrol', enrol, codeFromLink: 'ABCDEFGHJK' }));
    await face('Rất hài lòng');
    expect(tried).toEqual(['ABCDEFGHJK']);
  });

  test('a store that fails, or a start that breaks, is said in words', async () => {
    app(() => Promise.resolve({ kind: 'storage-failed', detail: 'UnknownError' }));
    await screen.findByText('UnknownError');
    expect(state()).toBe('storage-failed');
    cleanup();
    app(() => Promise.reject(new Error('no')));
    await screen.findByRole('heading', { name: 'Máy tạm ngừng phục vụ' });
  });
});

test('two levels of one scale never share a face', () => {
  const polarities = ['positive', 'neutral', 'negative'] as const;
  const scales = (size: number): Scale['levels'][number]['polarity'][][] =>
    size === 0 ? [[]] : scales(size - 1).flatMap((rest) => polarities.map((each) => [...rest, each]));
  for (const size of [2, 3, 4, 5]) {
    for (const each of scales(size)) {
      const moods = moodsOf(each.map((polarity) => ({ polarity })));
      expect(new Set(moods).size).toBe(size);
    }
  }
});
