import { describe, expect, test } from 'vitest';
import { kioskLimits } from '../../shared/contract/kiosk-limits.ts';
import { limits } from '../../shared/contract/limits.ts';
import { type IdleView, lookIdle, makeIdle, startIdle, touchIdle } from '../../shared/screen/idle.ts';
import { HandClock } from '../kiosk/hand-clock.ts';

const wait = kioskLimits.idleAnswerMs;
const extend = limits.idleExtendMs;

describe('an idle screen', () => {
  test('is quiet, then asks, then is over', () => {
    const state = startIdle(wait, 0);
    expect(lookIdle(state, wait - 1)).toEqual({ kind: 'quiet', nextMs: 1 });
    expect(lookIdle(state, wait)).toMatchObject({ kind: 'notice', mayExtend: true });
    expect(lookIdle(state, wait + extend - 1)).toMatchObject({ kind: 'notice' });
    expect(lookIdle(state, wait + extend)).toEqual({ kind: 'over' });
  });

  test('shows numbers only in the last ten seconds', () => {
    const state = startIdle(wait, 0);
    const secondsAt = (left: number) => {
      const view = lookIdle(state, wait + extend - left);
      return view.kind === 'notice' ? view.seconds : undefined;
    };
    expect([secondsAt(10_001), secondsAt(10_000), secondsAt(9_001), secondsAt(1)]).toEqual([null, 10, 10, 1]);
  });

  test('a touch while quiet costs no extension', () => {
    let state = startIdle(wait, 0);
    for (let now = 0; now < 40 * wait; now += wait / 2) state = touchIdle(state, now);
    expect(state.extended).toBe(0);
  });

  test('a touch on the notice extends ten times and not an eleventh', () => {
    let state = startIdle(wait, 0);
    let now = 0;
    for (let n = 0; n < limits.idleExtendTimes; n += 1) {
      now += wait + 1;
      expect(lookIdle(state, now)).toMatchObject({ kind: 'notice', mayExtend: true });
      state = touchIdle(state, now);
      expect(lookIdle(state, now).kind).toBe('quiet');
    }
    now += wait + 1;
    expect(lookIdle(state, now)).toMatchObject({ kind: 'notice', mayExtend: false });
    expect(touchIdle(state, now)).toBe(state);
    expect(lookIdle(state, now + extend).kind).toBe('over');
  });

  test('a clock that goes back keeps it quiet', () => {
    expect(lookIdle(startIdle(wait, 1_000), 0).kind).toBe('quiet');
  });
});

describe('the walk through real time', () => {
  function begin() {
    const clock = new HandClock();
    const shown: IdleView[] = [];
    const idle = makeIdle({ now: clock.now, after: clock.after, show: (view) => shown.push(view) });
    idle.start(wait);
    return { clock, shown, idle };
  }

  test('tells of the notice, each of the last ten seconds, and the end, once', () => {
    const { clock, shown } = begin();
    clock.move(wait + extend + 60_000);
    expect(shown.map((view) => (view.kind === 'notice' ? (view.seconds ?? 'notice') : view.kind))).toEqual([
      'quiet',
      'notice',
      ...[10, 9, 8, 7, 6, 5, 4, 3, 2, 1],
      'over',
    ]);
    expect(clock.waiting).toBe(0);
  });

  test('a touch on the notice makes it quiet again at once', () => {
    const { clock, shown, idle } = begin();
    clock.move(wait + 5_000);
    idle.touch();
    expect(shown.at(-1)?.kind).toBe('quiet');
    clock.move(wait - 1);
    expect(shown.at(-1)?.kind).toBe('quiet');
  });

  test('stopped it says nothing more', () => {
    const { clock, shown, idle } = begin();
    idle.stop();
    const before = shown.length;
    clock.move(10 * wait);
    idle.touch();
    expect(shown).toHaveLength(before);
  });
});
