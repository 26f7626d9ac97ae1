/** The promise under two thousand more days of trouble; tests/fleet/simulation.test.ts runs the first ones with every change. */
import 'fake-indexeddb/auto';
import { beforeAll, expect, it } from 'vitest';
import { simulate } from '../fleet/simulation.ts';
import { watchTransactions } from '../fleet/world.ts';

const first = 10_000;
const perTest = 250;

beforeAll(async () => {
  watchTransactions();
  await simulate(1); // loads what is lazy: only then does a seed always give the same day
});

it.each(Array.from({ length: 8 }, (_, i) => first + i * perTest))(
  'nothing thanked is lost and nothing is counted twice in 250 seeds from %i',
  { timeout: 1_200_000 },
  async (from) => {
    for (let seed = from; seed < from + perTest; seed += 1) {
      const { broken, faults } = await simulate(seed);
      expect(broken, `MOTCUA_SEED=${seed} replays it: ${faults.join(', ')}`).toEqual([]);
    }
  },
);
