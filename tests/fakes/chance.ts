// Chance from a seed, so that a failing test fails again; `unit` can be told what to say next.
import type { Chance } from '../../shared/device/ports.ts';

export interface FakeChance extends Chance {
  /** What `unit` answers from now on; undefined: the seed decides again. */
  fix(unit: number | undefined): void;
}

/** Linear congruential, modulus 2^32: plenty for ids that only must differ. */
export function fakeChance(seed = 1): FakeChance {
  let state = (seed * 2_654_435_761) >>> 0;
  let fixed: number | undefined;
  const unit = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  return {
    bytes: (n) => Uint8Array.from({ length: n }, () => Math.floor(unit() * 256)),
    unit: () => fixed ?? unit(),
    fix: (value) => {
      fixed = value;
    },
  };
}
