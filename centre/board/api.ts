/** Asks the centre over HTTP for what the board shows; it keeps nothing and paints nothing. */
import type {
  ApiError,
  DossiersSummary,
  Fleet,
  RatingsByCounter,
  RatingsSummary,
} from '../../shared/contract/board-api.ts';
import type { Day } from '../../shared/contract/day.ts';

/** What went wrong: the centre's own code, or `offline` when it did not answer. */
export type Fault = ApiError['code'] | 'offline';
export type Answer<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly fault: Fault };

export interface Api {
  fleet(): Promise<Answer<Fleet>>;
  ratings(from: Day, to: Day): Promise<Answer<RatingsSummary>>;
  counters(day: Day): Promise<Answer<RatingsByCounter>>;
  dossiers(year: number): Promise<Answer<DossiersSummary>>;
}

/** `get` is the browser's fetch, or a test's. Never rejects. */
export function makeApi(get: (path: string) => Promise<Response>): Api {
  async function ask<T>(path: string): Promise<Answer<T>> {
    try {
      const response = await get(path);
      const body: unknown = await response.json();
      // The centre serves this very page: both are of one build, so its answers have the types of board-api.ts.
      if (response.ok) return { ok: true, value: body as T };
      return { ok: false, fault: (body as ApiError).code };
    } catch {
      return { ok: false, fault: 'offline' };
    }
  }
  return {
    fleet: () => ask('/api/fleet'),
    ratings: (from, to) => ask(`/api/ratings/summary?from=${from}&to=${to}`),
    counters: (day) => ask(`/api/ratings/by-counter?day=${day}`),
    dossiers: (year) => ask(`/api/dossiers/summary?year=${year}`),
  };
}
