// What counts as a tap, and what is a cloth, a sleeve or a resting hand.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { follow, noGesture, pressedFace, type Touch } from '../../tablet/tap.ts';

const down = (at: number, more: Partial<Extract<Touch, { kind: 'down' }>> = {}): Touch => ({
  kind: 'down',
  id: 1,
  isMouse: false,
  face: 0,
  x: 50,
  y: 50,
  at,
  ...more,
});
const up = (at: number, more: Partial<Extract<Touch, { kind: 'up' }>> = {}): Touch => ({
  kind: 'up',
  id: 1,
  face: 0,
  x: 50,
  y: 50,
  at,
  ...more,
});

function tapsOf(touches: readonly Touch[]): number[] {
  const taps: number[] = [];
  let gesture = noGesture;
  for (const touch of touches) {
    const next = follow(gesture, touch);
    gesture = next.gesture;
    if (next.tapped !== null) taps.push(next.tapped);
  }
  return taps;
}

describe('a tap', () => {
  test('is one finger down and up in one face', () => {
    expect(tapsOf([down(0), up(120)])).toEqual([0]);
  });

  test('lasts from 40 to 1,500 ms', () => {
    expect(tapsOf([down(0), up(39)])).toEqual([]);
    expect(tapsOf([down(0), up(40)])).toEqual([0]);
    expect(tapsOf([down(0), up(1_500)])).toEqual([0]);
    expect(tapsOf([down(0), up(1_501)])).toEqual([]);
  });

  test('may be as short as a mouse makes it', () => {
    expect(tapsOf([down(0, { isMouse: true }), up(1)])).toEqual([0]);
    expect(tapsOf([down(0, { isMouse: true }), up(1_501)])).toEqual([]);
  });

  test('moves less than 10 mm', () => {
    expect(tapsOf([down(0), up(100, { x: 59.9 })])).toEqual([0]);
    expect(tapsOf([down(0), up(100, { x: 60 })])).toEqual([]);
  });

  test('is not a drag that comes back to where it began', () => {
    expect(tapsOf([down(0), { kind: 'move', id: 1, x: 80, y: 50 }, up(200)])).toEqual([]);
  });

  test('does not slide from one face to another, nor in from beside', () => {
    expect(tapsOf([down(0), up(100, { face: 1 })])).toEqual([]);
    expect(tapsOf([down(0, { face: null }), up(100, { face: 1 })])).toEqual([]);
    expect(tapsOf([down(0), up(100, { face: null })])).toEqual([]);
  });

  test('is none while another finger lies anywhere on the glass', () => {
    const two = [down(0), down(10, { id: 2, face: null }), up(120), up(130, { id: 2, face: null })];
    expect(tapsOf(two)).toEqual([]);
    expect(tapsOf([...two, down(500), up(600)])).toEqual([0]);
  });

  test('is none when the system takes the touch away', () => {
    expect(tapsOf([down(0), { kind: 'cancel', id: 1 }, up(100)])).toEqual([]);
  });

  test('is possible again ten seconds after a finger whose lifting was never told', () => {
    expect(tapsOf([down(0, { id: 9 }), down(9_000), up(9_100)])).toEqual([]);
    expect(tapsOf([down(0, { id: 9 }), down(10_000), up(10_100)])).toEqual([0]);
  });
});

test('a face looks pressed only while the touch may still become a tap', () => {
  const pressed = follow(noGesture, down(0, { face: 2 })).gesture;
  expect(pressedFace(pressed)).toBe(2);
  expect(pressedFace(follow(pressed, { kind: 'move', id: 1, x: 90, y: 50 }).gesture)).toBeNull();
  expect(pressedFace(follow(pressed, down(5, { id: 2 })).gesture)).toBeNull();
  expect(pressedFace(follow(pressed, up(100, { face: 2 })).gesture)).toBeNull();
});

test('no sequence of touches gives more taps than fingers that came down', () => {
  const id = fc.nat(2);
  const face = fc.option(fc.nat(2), { nil: null });
  const place = { x: fc.nat(100), y: fc.nat(100) };
  const touch: fc.Arbitrary<Touch> = fc.oneof(
    fc.record({
      kind: fc.constant('down' as const),
      id,
      isMouse: fc.boolean(),
      face,
      ...place,
      at: fc.nat(3_000),
    }),
    fc.record({ kind: fc.constant('move' as const), id, ...place }),
    fc.record({ kind: fc.constant('up' as const), id, face, ...place, at: fc.nat(3_000) }),
    fc.record({ kind: fc.constant('cancel' as const), id }),
  );
  fc.assert(
    fc.property(fc.array(touch, { maxLength: 40 }), (touches) => {
      const downs = touches.filter((each) => each.kind === 'down').length;
      expect(tapsOf(touches).length).toBeLessThanOrEqual(downs);
    }),
  );
});
