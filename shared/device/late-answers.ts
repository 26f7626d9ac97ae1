/** The status cache, loaded behind the first paint when it is first asked; it keeps nothing itself. */
import type { createAnswers } from './answers.ts';

export type StatusCache = ReturnType<typeof createAnswers>;

/** The status cache, loaded when it is first asked: a tablet never asks. */
export function cacheWhenAsked(load: () => Promise<StatusCache>): StatusCache {
  let cache: Promise<StatusCache> | undefined;
  const get = (): Promise<StatusCache> => {
    cache ??= load().catch((cause: unknown) => {
      cache = undefined; // a part that could not be loaded is loaded when it is next asked for
      throw cause;
    });
    return cache;
  };
  return {
    find: async (code) => (await get()).find(code),
    keep: async (code, answer) => (await get()).keep(code, answer),
    sweep: async () => (await get()).sweep(),
  };
}
