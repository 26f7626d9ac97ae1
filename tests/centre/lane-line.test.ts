// A lane's line against a plain set of places: whatever the order, the same runs.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LaneLine, type Run } from '../../centre/lane-line.ts';

/** Runs of a set of places, the slow way. */
function runsOf(places: ReadonlySet<number>, idAt: (seq: number) => string | null): Run[] {
  const runs: Run[] = [];
  for (const seq of [...places].sort((a, b) => a - b)) {
    const last = runs.at(-1);
    if (last?.last === seq - 1) runs[runs.length - 1] = { first: last.first, last: seq, id: idAt(seq) };
    else runs.push({ first: seq, last: seq, id: idAt(seq) });
  }
  return runs;
}

const settling = fc.record({
  first: fc.integer({ min: 1, max: 30 }),
  more: fc.integer({ min: 0, max: 6 }),
  isGap: fc.boolean(),
});

test('settled in any order, a line names the runs of exactly those places and the ids at their ends', () => {
  fc.assert(
    fc.property(fc.array(settling, { maxLength: 25 }), (settlings) => {
      const line = new LaneLine();
      const places = new Set<number>();
      const ids = new Map<number, string>();
      for (const { first, more, isGap } of settlings) {
        const last = isGap ? first + more : first;
        if (!isGap) ids.set(first, `id-${first}`);
        for (let seq = first; seq <= last; seq += 1) places.add(seq);
        line.settle({ first, last, id: ids.get(last) ?? null });
      }
      const runs = runsOf(places, (seq) => ids.get(seq) ?? null);
      const head = runs[0]?.first === 1 ? runs[0] : undefined;
      expect(line.hwm).toBe(head?.last ?? 0);
      expect(line.hid).toBe(head?.id ?? null);
      expect(line.beyond).toEqual(head === undefined ? runs : runs.slice(1));
      for (let seq = 1; seq <= 38; seq += 1) expect(line.spotOf(seq) === 'settled').toBe(places.has(seq));
    }),
  );
});

test('the place right behind hwm is the next one only when nothing stands beyond', () => {
  const line = new LaneLine([{ first: 1, last: 3, id: 'c' }]);
  expect([line.spotOf(3), line.spotOf(4), line.spotOf(5)]).toEqual(['settled', 'next', 'loose']);
  line.settle({ first: 6, last: 6, id: 'f' });
  expect(line.spotOf(4)).toBe('loose');
  expect(new LaneLine().spotOf(1)).toBe('next');
});
