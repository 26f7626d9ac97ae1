import { act, cleanup, fireEvent, render } from '@testing-library/preact';
import type { ComponentChildren } from 'preact';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Choosing } from '../../kiosk/choosing.tsx';
import { Looking } from '../../kiosk/looking.tsx';
import { vi } from '../../kiosk/text/vi.ts';
import type { SightView } from '../../kiosk/use-sight.ts';
import type { VisitEvent } from '../../kiosk/visit.ts';
import { KioskWordsContext, makeKioskWords } from '../../kiosk/words.ts';
import { HandClock } from './hand-clock.ts';
import { sampleConfig } from './sample-site.ts';

let clock: HandClock;
let lit: boolean[];
beforeEach(() => {
  clock = new HandClock();
  lit = [];
});
afterEach(cleanup);

const light = (isOn: boolean): void => void lit.push(isOn);
const seeing: SightView = { state: 'on', seen: 0, torch: 'none', light };

const words = makeKioskWords({}, 'vi', { vi });
const spoken = (screen: ComponentChildren) => (
  <KioskWordsContext.Provider value={words}>{screen}</KioskWordsContext.Provider>
);

function looking(sight: SightView, camera: 'environment' | 'user' = 'environment') {
  const { site } = sampleConfig;
  return spoken(
    <Looking
      video={document.createElement('video')}
      sight={sight}
      site={{ ...site, kiosk: { ...site.kiosk, camera } }}
      after={clock.after}
      onType={() => {}}
      onBack={() => {}}
    />,
  );
}
const said = (): string => document.querySelector('.looking-said')?.textContent ?? '';
const pass = (ms: number) => act(() => clock.move(ms));
const typeButton = () =>
  [...document.querySelectorAll('button')].find((button) => button.textContent?.includes('Nhập mã hồ sơ'));

describe('the looking screen', () => {
  test('helps in words after three and six seconds, and then offers to type', async () => {
    render(looking(seeing));
    expect(said()).toContain('Giữ giấy phẳng');
    await pass(3_000);
    expect(said()).toContain('lại gần');
    expect(typeButton()?.className).not.toContain('primary');
    await pass(3_000);
    expect(said()).toContain('nghiêng nhẹ');
    expect(typeButton()?.className).toContain('primary');
    await pass(60_000);
    expect(clock.waiting).toBe(0);
  });

  test('fills its bar by the first and the second look, and waits with its help meanwhile', async () => {
    const screen = render(looking({ ...seeing, seen: 1 }));
    const bar = () => document.querySelector<HTMLElement>('.looking-window')?.dataset.seen;
    expect([bar(), said()]).toEqual(['1', 'Đã thấy mã, xin giữ yên']);
    await pass(10_000);
    screen.rerender(looking({ ...seeing, seen: 2 }));
    expect(bar()).toBe('2');
    screen.rerender(looking(seeing));
    expect(said()).toContain('Giữ giấy phẳng');
  });

  test('shows a front camera like a mirror and no other', () => {
    const mirrored = () => document.querySelector<HTMLElement>('.looking-frame')?.dataset.mirrored;
    const screen = render(looking(seeing));
    expect(mirrored()).toBe('false');
    screen.rerender(looking(seeing, 'user'));
    expect(mirrored()).toBe('true');
  });

  test('offers the light only where the camera has one', () => {
    const screen = render(looking(seeing));
    expect(screen.queryByRole('button', { name: 'Bật đèn' })).toBeNull();
    screen.rerender(looking({ ...seeing, torch: 'off' }));
    fireEvent.click(screen.getByRole('button', { name: 'Bật đèn' }));
    cleanup(); // the same button twice at once is a trembling finger
    const bright = render(looking({ ...seeing, torch: 'on' }));
    fireEvent.click(bright.getByRole('button', { name: 'Tắt đèn' }));
    expect(lit).toEqual([true, false]);
  });

  test.each([
    ['refused', 'chưa được phép'],
    ['missing', 'chưa có máy quét hình'],
    ['busy', 'đang bận việc khác'],
    ['lost', 'đang được mở lại'],
  ] as const)('with a camera that is %s says so, and what still works', (state, words) => {
    render(looking({ ...seeing, state }));
    expect(said()).toContain(words);
    for (const way of ['nhập mã', 'đầu đọc cầm tay', 'quầy hướng dẫn']) expect(said()).toContain(way);
    expect(typeButton()?.className).toContain('primary');
    expect(document.querySelector('h1')?.textContent).toBe('Máy quét hình chưa dùng được');
  });
});

test('codes to choose from are buttons by their code, and by number where a code may not be shown', () => {
  const sent: VisitEvent[] = [];
  const options = [
    { code: { key: 'H56.14-261101-0001', shown: 'H56.14-261101-0001', hasSecret: false } },
    { code: { key: 'D-4711', shown: null, hasSecret: true }, secret: 'bi-mat-0001' },
  ];
  const screen = render(spoken(<Choosing options={options} send={(event) => sent.push(event)} />));
  expect(document.body.textContent).not.toMatch(/4711|bi-mat/);
  fireEvent.click(screen.getByRole('button', { name: /Mã thứ 2/ }));
  fireEvent.click(screen.getByRole('button', { name: 'H56.14-261101-0001' }));
  fireEvent.click(screen.getByRole('button', { name: 'Không phải mã của tôi' }));
  expect(sent).toEqual([{ kind: 'chosen', place: 1 }, { kind: 'chosen', place: 0 }, { kind: 'back' }]);
});
