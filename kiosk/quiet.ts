/** The idle time of each screen of a visit, joined to the timer; when it is over the visit is told, and nothing else. */
import { useEffect, useMemo, useState } from 'preact/hooks';
import { kioskLimits } from '../shared/contract/kiosk-limits.ts';
import { limits } from '../shared/contract/limits.ts';
import { type Idle, type IdleView, makeIdle } from '../shared/screen/idle.ts';
import type { Host, Stand } from './stand.ts';
import type { Visit } from './visit.ts';

const quietMs = (visit: Visit): number | undefined =>
  visit.name === 'attract' || visit.name === 'asking' || visit.name === 'ended'
    ? undefined
    : visit.name === 'showing'
      ? kioskLimits.idleAnswerMs
      : limits.idleMs;

const quiet: IdleView = { kind: 'quiet', nextMs: 0 };

/** What the idle timer says of the screen of this visit, and how it is told of a sign of life. */
export function useIdle(visit: Visit, { usher }: Stand, host: Host): { view: IdleView; touch: () => void } {
  const [view, setView] = useState<IdleView>(quiet);
  const idle = useMemo<Idle>(
    () =>
      makeIdle({
        now: host.now,
        after: host.after,
        show(next) {
          setView(next);
          if (next.kind === 'over') usher.send({ kind: 'over' });
        },
      }),
    [usher, host],
  );
  useEffect(() => {
    const ms = quietMs(visit);
    if (ms === undefined) idle.stop();
    else idle.start(ms);
    if (ms === undefined) setView(quiet);
    return () => idle.stop();
  }, [idle, visit]);
  return { view, touch: idle.touch };
}
