// Waiting for what will be true: asks again until it is, and says what it last saw when it never was.
import { setTimeout as wait } from 'node:timers/promises';

const everyMs = 50;

/** Resolves with the first value that `isRight`; rejects after `withinMs` with the last one. */
export async function until<T>(
  what: string,
  ask: () => Promise<T> | T,
  isRight: (value: T) => boolean,
  withinMs = 20_000,
): Promise<T> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    const value = await ask();
    if (isRight(value)) return value;
    if (Date.now() > deadline) throw new Error(`${what}: still ${JSON.stringify(value)}`);
    await wait(everyMs);
  }
}
