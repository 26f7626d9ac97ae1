// The camera's films: how long from "fully in view" to "read", for a level and an upright Code 128 and for a QR; it judges nothing.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { median, percentile } from '../bench/statistics.ts';
import { makeFilm, type Showing } from '../journeys/film.ts';
import type { FilmFacts, Reader } from './film-watch.ts';
import { ask, openStage } from './stage.ts';

const showings = {
  level: { symbol: 'code128', text: '000.00.17.H53-200313-0001', turn: 2 },
  upright: { symbol: 'code128', text: '000.00.17.H53-200313-0002', turn: 90 },
  qr: { symbol: 'qr', text: '000.00.17.H53-200313-0003', turn: 20 },
} as const satisfies Record<string, Showing>;
export const kinds = ['level', 'upright', 'qr'] as const;

export interface FilmRow {
  readonly reader: Reader;
  /** Of each kind: how often it came, how often it was read, and the delays in ms. */
  readonly kinds: Readonly<
    Record<(typeof kinds)[number], { shown: number; read: number; median: number | null; p95: number | null }>
  >;
  readonly wrong: number;
  readonly looksPerSecond: number;
  /** Main thread per look, median and p95 in ms; ours alone. */
  readonly pageMs: string | null;
  readonly longTasks: number;
  readonly longestTaskMs: number;
  readonly seconds: number;
}

/** Plays the film to each engine for so many seconds. */
export async function watchFilms(seconds: number): Promise<FilmRow[]> {
  const folder = mkdtempSync(path.join(tmpdir(), 'bench-scan-film-'));
  try {
    const clip = path.join(folder, 'film.y4m');
    const held = { heldSeconds: 1.2 };
    const all = kinds.map((kind) => ({ ...showings[kind], ...held }));
    makeFilm(clip, { showings: all, emptySeconds: 0.8, framesPerSecond: 30 });
    const rows: FilmRow[] = [];
    for (const reader of ['ours', 'browser', 'wasm', 'nothing'] as const) {
      await using stage = await openStage({ clip });
      await ask(stage.tab, 'ready', ['code-128', 'qr']);
      const texts = all.map(({ text }) => text);
      rows.push(rowOf(reader, await ask(stage.tab, 'film', reader, seconds, texts)));
    }
    return rows;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The film shows its three in turn, so that what was not read is known by its place. */
function rowOf(reader: Reader, facts: FilmFacts): FilmRow {
  const first = facts.delays.findIndex(({ ms }) => ms !== null);
  const texts: readonly string[] = kinds.map((kind) => showings[kind].text);
  const shift = first < 0 ? 0 : texts.indexOf(facts.delays[first]?.text ?? '') - first;
  const of = (place: number) => {
    const own = facts.delays.filter((_each, i) => (((i + shift - place) % 3) + 3) % 3 === 0);
    const ms = own.flatMap((each) => (each.ms === null ? [] : [Math.round(each.ms)]));
    return {
      shown: own.length,
      read: ms.length,
      median: ms.length === 0 ? null : median(ms),
      p95: ms.length === 0 ? null : percentile(ms, 0.95),
    };
  };
  return {
    reader,
    kinds: { level: of(0), upright: of(1), qr: of(2) },
    wrong: facts.wrong.length,
    looksPerSecond: Math.round((facts.looks / facts.seconds) * 10) / 10,
    pageMs:
      facts.pageMs.length === 0
        ? null
        : `${median(facts.pageMs).toFixed(2)} / ${percentile(facts.pageMs, 0.95).toFixed(2)}`,
    longTasks: facts.longTasksMs.length,
    longestTaskMs: Math.round(Math.max(0, ...facts.longTasksMs)),
    seconds: Math.round(facts.seconds),
  };
}
