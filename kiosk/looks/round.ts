/** Whose turn it is: one rung of the ladder per frame, round and round; a rung that found something looks once more. Pure but for its place. */
import { type Rung, rungs } from './ladder.ts';

const others: readonly Rung[] = [
  rungs.fine,
  rungs.even,
  rungs.negative,
  rungs.broad,
  rungs.smooth,
  rungs.healed,
  rungs.fine,
  rungs.sharp,
  rungs.negativeBars,
  rungs.denoised,
  rungs.soft,
  rungs.blurred,
  rungs.edged,
  rungs.close,
];

/** The plain look, which reads what is held well, comes at every other frame. */
export const order: readonly Rung[] = others.flatMap((rung) => [rungs.plain, rung]);

export interface Turn {
  readonly rung: Rung;
  /** The second of two looks by one rung: the picture is to be moved a little, so that both do not err alike. */
  readonly isAgain: boolean;
}

export interface Round {
  next(): Turn;
  /** What came of the last turn. */
  saw(hasFound: boolean): void;
}

export function makeRound(): Round {
  let at = -1;
  let turn: Turn = { rung: rungs.plain, isAgain: true };
  let isWanted = false;
  return {
    next() {
      if (isWanted) {
        turn = { ...turn, isAgain: true };
      } else {
        at = (at + 1) % order.length;
        turn = { rung: order[at] ?? rungs.plain, isAgain: false };
      }
      isWanted = false;
      return turn;
    },
    saw(hasFound) {
      isWanted = hasFound && !turn.isAgain;
    },
  };
}
