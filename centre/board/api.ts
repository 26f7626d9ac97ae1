/** Asks the centre over HTTP for what the board shows; it keeps nothing and paints nothing. */
import type {
  ApiError,
  DossiersSummary,
  Fleet,
  HelpCall,
  HelpCalls,
  RatingsByCounter,
  RatingsSummary,
  Task,
  TaskList,
} from '../../shared/contract/board-api.ts';
import type { Day } from '../../shared/contract/day.ts';
import type { SourceListed } from '../../shared/contract/dossier-delivery.ts';

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
  calls(): Promise<Answer<HelpCalls>>;
  tasks(): Promise<Answer<TaskList>>;
  sources(): Promise<Answer<readonly SourceListed[]>>;
  /** Somebody has come to the device that called. */
  closeCall(id: string): Promise<Answer<HelpCall>>;
  /** A task is done; `by` stands beside it. */
  closeTask(id: string, by: string): Promise<Answer<Task>>;
}

/** `fetch` is the browser's, or a test's; a body makes it a POST. Never rejects. */
export function makeApi(fetch: (path: string, body?: object) => Promise<Response>): Api {
  async function ask<T>(path: string, sent?: object): Promise<Answer<T>> {
    try {
      const response = await fetch(path, sent);
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
    calls: () => ask('/api/calls'),
    tasks: () => ask('/api/tasks'),
    sources: () => ask('/api/sources'),
    closeCall: (id) => ask(`/api/calls/${encodeURIComponent(id)}/close`, {}),
    closeTask: (id, by) => ask(`/api/tasks/${encodeURIComponent(id)}/close`, { by }),
  };
}
