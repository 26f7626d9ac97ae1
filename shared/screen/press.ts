/** One press per half second: a trembling finger's second, identical press is not a wish. */
import { useRef } from 'preact/hooks';
import { limits } from '../contract/limits.ts';

/** Wraps what a button does; the second press within `limits.pressAgainMs` (by the event's own time stamp) is ignored. */
export function usePress(then: () => void): (event: { readonly timeStamp: number }) => void {
  const last = useRef(Number.NEGATIVE_INFINITY);
  return ({ timeStamp }) => {
    if (timeStamp - last.current < limits.pressAgainMs) return;
    last.current = timeStamp;
    then();
  };
}
