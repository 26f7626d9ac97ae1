// The board stays fresh: on notice, on time, and honest about figures that stopped coming.
import { expect, test } from 'vitest';
import { type Api, makeApi } from '../../centre/board/api.ts';
import { type BoardFigures, isStale, noFigures, openFeed } from '../../centre/board/feed.ts';
import type { LiveEventName } from '../../shared/contract/board-api.ts';
import { centreLimits } from '../../shared/contract/centre-limits.ts';
import { fakeStage } from '../tablet/fakes.ts';
import {
  archive2019,
  noCalls,
  noTasks,
  sampleCounters,
  sampleSummary,
  smallFleet,
} from './sample-figures.ts';

async function settle(): Promise<void> {
  for (let i = 0; i < 30; i++) await Promise.resolve();
}

async function openSample() {
  const asked: string[] = [];
  let isDown = false;
  const answer = <T>(path: string, value: T) => {
    asked.push(path);
    return Promise.resolve(
      isDown ? { ok: false as const, fault: 'offline' as const } : { ok: true as const, value },
    );
  };
  const api: Api = {
    fleet: () => answer('fleet', smallFleet),
    ratings: (from, to) => answer(`ratings ${from} ${to}`, sampleSummary()),
    counters: (day) => answer(`counters ${day}`, sampleCounters()),
    dossiers: (year) => answer(`dossiers ${year}`, archive2019),
    calls: () => answer('calls', noCalls),
    tasks: () => answer('tasks', noTasks),
    sources: () => answer('sources', []),
    closeCall: () => Promise.resolve({ ok: false, fault: 'offline' }),
    closeTask: () => Promise.resolve({ ok: false, fault: 'offline' }),
  };
  const { stage, pass } = fakeStage();
  let notice = (_name: LiveEventName): void => {};
  let isListening = true;
  let figures: BoardFigures = noFigures;
  const stop = openFeed(
    {
      api,
      now: stage.now,
      later: stage.later,
      listen: (onNotice) => {
        notice = onNotice;
        return () => {
          isListening = false;
        };
      },
      archiveYear: 2019,
    },
    (next) => {
      figures = next;
    },
  );
  await settle();
  return {
    asked,
    pass,
    stop,
    now: stage.now,
    figures: () => figures,
    isListening: () => isListening,
    notice: (name: LiveEventName) => notice(name),
    goDown: () => {
      isDown = true;
    },
  };
}

test('everything is fetched at the start, and today is the day of the centre', async () => {
  const { asked, figures } = await openSample();
  expect(asked).toEqual([
    ...['calls', 'fleet', 'tasks', 'sources', 'ratings 2026-11-20 2026-11-20', 'counters 2026-11-20'],
    'dossiers 2019',
  ]);
  expect(figures().today.value?.total).toBe(214);
});

test('many notices within half a second lead to one fetch', async () => {
  const { asked, notice, pass } = await openSample();
  asked.length = 0;
  for (let i = 0; i < 20; i++) notice('ratings');
  expect(asked).toEqual([]);
  pass(centreLimits.boardGatherMs);
  await settle();
  expect(asked.filter((path) => path === 'fleet')).toHaveLength(1);
  expect(asked.filter((path) => path.startsWith('ratings'))).toHaveLength(1);
});

test('a notice of ratings is not lost behind a notice of the fleet', async () => {
  const { asked, notice, pass } = await openSample();
  asked.length = 0;
  notice('fleet');
  notice('ratings');
  pass(centreLimits.boardGatherMs);
  await settle();
  expect(asked.some((path) => path.startsWith('ratings'))).toBe(true);
});

test('a notice of the fleet asks for calls too, and one of tasks for tasks', async () => {
  const { asked, notice, pass } = await openSample();
  asked.length = 0;
  notice('fleet');
  pass(centreLimits.boardGatherMs);
  await settle();
  expect(asked).toEqual(['calls', 'fleet']);
  notice('tasks');
  pass(centreLimits.boardGatherMs);
  await settle();
  expect(asked.filter((path) => path === 'tasks')).toHaveLength(1);
});

test('without any notice the figures are fetched again after fifteen seconds, the archive only once', async () => {
  const { asked, pass } = await openSample();
  asked.length = 0;
  pass(centreLimits.boardEveryMs);
  await settle();
  expect(asked).toEqual([
    'calls',
    'fleet',
    'tasks',
    'sources',
    'ratings 2026-11-20 2026-11-20',
    'counters 2026-11-20',
  ]);
});

test('when the centre falls silent the last figures stay, marked as old', async () => {
  const { goDown, pass, figures, now } = await openSample();
  expect(isStale(figures().fleet, now())).toBe(false);
  goDown();
  pass(centreLimits.boardEveryMs);
  await settle();
  expect(figures().fleet.value).toBe(smallFleet);
  expect(figures().fleet.fault).toBe('offline');
  expect(isStale(figures().fleet, now())).toBe(true);
});

test('figures that nobody refreshed for 45 seconds are old even without a fault', async () => {
  const { figures, now } = await openSample();
  expect(isStale(figures().fleet, now() + centreLimits.boardStaleMs)).toBe(false);
  expect(isStale(figures().fleet, now() + centreLimits.boardStaleMs + 1)).toBe(true);
});

test('a stopped feed asks and listens no more', async () => {
  const { asked, stop, pass, isListening } = await openSample();
  stop();
  asked.length = 0;
  pass(centreLimits.boardEveryMs * 3);
  await settle();
  expect(asked).toEqual([]);
  expect(isListening()).toBe(false);
});

test('a refusal of the centre keeps its code, and a dead centre is offline', async () => {
  const refusing = makeApi(() => Promise.resolve(Response.json({ code: 'E_LOCAL_ONLY' }, { status: 403 })));
  expect(await refusing.fleet()).toEqual({ ok: false, fault: 'E_LOCAL_ONLY' });
  const sent: unknown[] = [];
  const noting = makeApi((path, body) => {
    sent.push([path, body]);
    return Promise.resolve(Response.json({}));
  });
  await noting.closeTask('a/b', 'Nguyễn Văn Mẫu');
  await noting.closeCall('c');
  expect(sent).toEqual([
    ['/api/tasks/a%2Fb/close', { by: 'Nguyễn Văn Mẫu' }],
    ['/api/calls/c/close', {}],
  ]);
  const dead = makeApi(() => Promise.reject(new TypeError('fetch failed')));
  expect(await dead.fleet()).toEqual({ ok: false, fault: 'offline' });
  const broken = makeApi(() => Promise.resolve(new Response('<html>')));
  expect(await broken.fleet()).toEqual({ ok: false, fault: 'offline' });
});
