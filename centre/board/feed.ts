/** Keeps the board's figures fresh: fetches on notice and on time, and remembers when each last came; it knows no figure's meaning. */
import type {
  DossiersSummary,
  Fleet,
  HelpCalls,
  LiveEventName,
  RatingsByCounter,
  RatingsSummary,
  TaskList,
} from '../../shared/contract/board-api.ts';
import { centreLimits } from '../../shared/contract/centre-limits.ts';
import { dayOf } from '../../shared/contract/day.ts';
import type { SourceListed } from '../../shared/contract/dossier-delivery.ts';
import type { Answer, Api, Fault } from './api.ts';

/** One set of figures: the last that came, when (ms), and what went wrong since. */
export interface Figures<T> {
  readonly value: T | undefined;
  readonly at: number;
  readonly fault: Fault | undefined;
}

export interface BoardFigures {
  readonly fleet: Figures<Fleet>;
  readonly today: Figures<RatingsSummary>;
  readonly counters: Figures<RatingsByCounter>;
  readonly archive: Figures<DossiersSummary>;
  readonly calls: Figures<HelpCalls>;
  readonly tasks: Figures<TaskList>;
  readonly sources: Figures<readonly SourceListed[]>;
}

export interface FeedParts {
  readonly api: Api;
  readonly now: () => number;
  readonly later: (ms: number, run: () => void) => () => void;
  /** Calls for every notice of the centre; the answer ends it. */
  readonly listen: (onNotice: (name: LiveEventName) => void) => () => void;
  readonly archiveYear: number;
}

const none = { value: undefined, at: 0, fault: undefined };
export const noFigures: BoardFigures = {
  ...{ fleet: none, today: none, counters: none, archive: none },
  ...{ calls: none, tasks: none, sources: none },
};

/** Fetches everything, then what changes; `show` hears every new state. The answer stops it. */
export function openFeed(parts: FeedParts, show: (figures: BoardFigures) => void): () => void {
  const { api, now, later } = parts;
  let figures = noFigures;
  let isOver = false;
  let cancelGather: (() => void) | undefined;
  let cancelTurn = (): void => {};

  function take<K extends keyof BoardFigures>(name: K, answer: Answer<BoardFigures[K]['value']>): void {
    if (isOver) return;
    const old = figures[name];
    const next = answer.ok
      ? { value: answer.value, at: now(), fault: undefined }
      : { ...old, fault: answer.fault };
    figures = { ...figures, [name]: next };
    show(figures);
  }

  /** A call for help is an alarm of its device too: both are asked together. */
  async function fetchFleet(): Promise<void> {
    const [calls, fleet] = await Promise.all([api.calls(), api.fleet()]);
    take('calls', calls);
    take('fleet', fleet);
  }

  /** What waits for somebody's decision: tasks, and deliveries of dossiers. */
  async function fetchTasks(): Promise<void> {
    const [tasks, sources] = await Promise.all([api.tasks(), api.sources()]);
    take('tasks', tasks);
    take('sources', sources);
  }

  /** The day is the centre's: its clock counts, not this computer's. */
  async function fetchRatings(): Promise<void> {
    const day = dayOf(figures.fleet.value?.asOf ?? now());
    const [today, counters] = await Promise.all([api.ratings(day, day), api.counters(day)]);
    take('today', today);
    take('counters', counters);
  }

  async function turn(): Promise<void> {
    cancelGather?.();
    cancelGather = undefined;
    await fetchFleet();
    await fetchTasks();
    await fetchRatings();
    if (figures.archive.value === undefined) take('archive', await api.dossiers(parts.archiveYear));
    if (!isOver) cancelTurn = later(centreLimits.boardEveryMs, () => void turn());
  }

  const noticed = new Set<LiveEventName>();
  const unlisten = parts.listen((name) => {
    noticed.add(name);
    cancelGather ??= later(centreLimits.boardGatherMs, () => {
      cancelGather = undefined;
      void fetchFleet();
      if (noticed.has('ratings')) void fetchRatings();
      if (noticed.has('tasks')) void fetchTasks();
      noticed.clear();
    });
  });
  void turn();

  return () => {
    isOver = true;
    unlisten();
    cancelGather?.();
    cancelTurn();
  };
}

/** Figures that have not come for too long, or whose last fetch failed. */
export function isStale(figures: Figures<unknown>, now: number): boolean {
  return (
    figures.value !== undefined &&
    (figures.fault !== undefined || now - figures.at > centreLimits.boardStaleMs)
  );
}
