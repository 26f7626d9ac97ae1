// When pages of dossiers are asked for: at once while there are more, every minute after, and later and later when it fails.
import { expect, test } from 'vitest';
import { kioskLimits } from '../../shared/contract/kiosk-limits.ts';
import { limits } from '../../shared/contract/limits.ts';
import { type SyncEvent, type SyncPhase, stepSync } from '../../shared/rules/sync.ts';

const off: SyncPhase = { kind: 'off' };
const asking: SyncPhase = { kind: 'asking', failures: 0 };
const waiting: SyncPhase = { kind: 'waiting', failures: 0 };
const events: readonly SyncEvent[] = [
  { kind: 'online' },
  { kind: 'offline' },
  { kind: 'waited' },
  { kind: 'taken', more: true },
  { kind: 'taken', more: false },
  { kind: 'failed', retryAfterMs: 0 },
  { kind: 'full' },
];

test('a link that comes leads to a question within some seconds, so that a province does not ask at once', () => {
  expect(stepSync(off, { kind: 'online' }, 0).command).toEqual({ kind: 'wait', ms: 0 });
  expect(stepSync(off, { kind: 'online' }, 1)).toEqual({
    phase: waiting,
    command: { kind: 'wait', ms: limits.startSpreadMs },
  });
  expect(stepSync(waiting, { kind: 'online' }, 0)).toEqual({ phase: waiting, command: null });
});
test('a page with more behind it leads to the next question at once', () => {
  expect(stepSync(asking, { kind: 'taken', more: true }, 0)).toEqual({
    phase: asking,
    command: { kind: 'ask' },
  });
});
test('a whole copy is asked for again after a minute, give or take a quarter', () => {
  const waits = [0, 0.5, 1].map((unit) => stepSync(asking, { kind: 'taken', more: false }, unit).command);
  const { syncEveryMs } = kioskLimits;
  expect(waits).toEqual([0.75, 1, 1.25].map((share) => ({ kind: 'wait', ms: share * syncEveryMs })));
});
test('a refusal is waited for as the centre says, and longer when it comes again and again', () => {
  const first = stepSync(asking, { kind: 'failed', retryAfterMs: 1_000 }, 0);
  expect(first).toEqual({ phase: { kind: 'waiting', failures: 1 }, command: { kind: 'wait', ms: 1_000 } });
  let phase: SyncPhase = asking;
  let last = 0;
  for (let n = 0; n < 20; n += 1) {
    const step = stepSync(phase, { kind: 'failed', retryAfterMs: 1_000 }, 0.999);
    expect(step.command?.kind).toBe('wait');
    last = step.command?.kind === 'wait' ? step.command.ms : 0;
    expect(last).toBeGreaterThanOrEqual(1_000);
    expect(last).toBeLessThanOrEqual(kioskLimits.syncBackoffMaxMs);
    phase = stepSync(step.phase, { kind: 'waited' }, 0).phase;
  }
  expect(last).toBeGreaterThan(kioskLimits.syncBackoffMaxMs / 2);
  expect(stepSync(phase, { kind: 'taken', more: true }, 0).phase).toEqual(asking);
});
test('a full disk is left alone for an hour', () => {
  for (const phase of [asking, waiting])
    expect(stepSync(phase, { kind: 'full' }, 0)).toEqual({
      phase: waiting,
      command: { kind: 'wait', ms: kioskLimits.bookAgainMs },
    });
});
test('without a link nothing is asked, and everything else waits', () => {
  for (const phase of [off, waiting, asking])
    expect(stepSync(phase, { kind: 'offline' }, 0)).toEqual({ phase: off, command: { kind: 'rest' } });
  for (const event of events.filter(({ kind }) => kind !== 'online' && kind !== 'offline'))
    expect(stepSync(off, event, 0)).toEqual({ phase: off, command: null });
});
test('what comes when nobody asked changes nothing', () => {
  for (const event of events.filter(({ kind }) => kind === 'taken' || kind === 'failed'))
    expect(stepSync(waiting, event, 0)).toEqual({ phase: waiting, command: null });
  expect(stepSync(asking, { kind: 'waited' }, 0)).toEqual({ phase: asking, command: null });
});
