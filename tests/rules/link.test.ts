// The link as a table: each row once, and a walk through every row that always finds the way back.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { centreLimits } from '../../shared/contract/centre-limits.ts';
import { limits } from '../../shared/contract/limits.ts';
import { type LinkCommand, type LinkEvent, type LinkPhase, stepLink } from '../../shared/rules/link.ts';

const stopped: LinkPhase = { kind: 'stopped' };
const offline: LinkPhase = { kind: 'offline', attempt: 2 };
const dialling: LinkPhase = { kind: 'dialling', attempt: 2 };
const greeting: LinkPhase = { kind: 'greeting', attempt: 2, hellos: 0 };
const online: LinkPhase = { kind: 'online' };
const refused: LinkPhase = { kind: 'refused', attempt: 2 };
const phases = [stopped, offline, dialling, greeting, online, refused];

const events: LinkEvent[] = [
  { kind: 'start' },
  { kind: 'stop' },
  { kind: 'waited' },
  { kind: 'dialled' },
  { kind: 'dial-failed', isRefusal: false },
  { kind: 'dial-failed', isRefusal: true },
  { kind: 'closed' },
  { kind: 'welcomed' },
  { kind: 'hello-unanswered' },
  { kind: 'hello-refused', retryAfterMs: 0 },
  { kind: 'distrusted' },
];
const nameOf = (event: LinkEvent): string =>
  event.kind === 'dial-failed' ? `${event.kind}${event.isRefusal ? ' by refusal' : ''}` : event.kind;

/** Where each event leads from each phase; a phase that is not named stays as it is and commands nothing. */
const table: Record<string, Partial<Record<LinkPhase['kind'], string>>> = {
  start: { stopped: 'dialling: dial' },
  stop: {
    offline: 'stopped: hang-up',
    dialling: 'stopped: hang-up',
    greeting: 'stopped: hang-up',
    online: 'stopped: hang-up',
    refused: 'stopped: hang-up',
  },
  waited: { offline: 'dialling: dial', refused: 'dialling: dial', greeting: 'greeting: say-hello' },
  dialled: { dialling: 'greeting: say-hello' },
  'dial-failed': { dialling: 'offline: wait' },
  'dial-failed by refusal': { dialling: 'refused: wait' },
  closed: { dialling: 'offline: wait', greeting: 'offline: wait', online: 'offline: wait' },
  welcomed: { greeting: 'online: ' },
  'hello-unanswered': { greeting: 'greeting: wait' },
  'hello-refused': { greeting: 'refused: hang-up, wait' },
  distrusted: {
    offline: 'dialling: hang-up, dial',
    greeting: 'dialling: hang-up, dial',
    online: 'dialling: hang-up, dial',
  },
};

describe.each(events.map((event) => [nameOf(event), event] as const))('the event %s', (name, event) => {
  test.each(phases.map((phase) => [phase.kind, phase] as const))(
    'from %s leads where the table says',
    (_kind, phase) => {
      const step = stepLink(phase, event, 0.5);
      const leadsTo = `${step.phase.kind}: ${step.commands.map((command) => command.kind).join(', ')}`;
      const expected = table[name]?.[phase.kind];
      if (expected === undefined) expect(step).toEqual({ phase, commands: [] });
      else expect(leadsTo).toBe(expected);
    },
  );
});

const waitOf = (commands: readonly LinkCommand[]): number | undefined =>
  commands.flatMap((command) => (command.kind === 'wait' ? [command.ms] : []))[0];
const units = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

describe('a wait', () => {
  test('after a failed dial grows with each attempt and never passes thirty seconds', () => {
    const longest = (attempt: number): number =>
      waitOf(
        stepLink({ kind: 'dialling', attempt }, { kind: 'dial-failed', isRefusal: false }, 0.999).commands,
      ) ?? 0;
    expect(longest(3)).toBeGreaterThan(longest(1));
    for (const attempt of [0, 1, 5, 20, 1_000, 1_000_000])
      expect(longest(attempt)).toBeLessThanOrEqual(limits.dialWaitMaxMs);
  });
  test('after refused credentials lies between fifteen and sixty seconds, for ever', () => {
    fc.assert(
      fc.property(units, fc.nat(1_000_000), (unit, attempt) => {
        const step = stepLink({ kind: 'dialling', attempt }, { kind: 'dial-failed', isRefusal: true }, unit);
        expect(waitOf(step.commands)).toBeGreaterThanOrEqual(limits.refusedWaitMinMs);
        expect(waitOf(step.commands)).toBeLessThanOrEqual(limits.refusedWaitMaxMs);
      }),
    );
  });
  test('after a refused hello is at least what the centre named', () => {
    const step = stepLink(greeting, { kind: 'hello-refused', retryAfterMs: centreLimits.twinPauseMs }, 0.5);
    expect(waitOf(step.commands)).toBe(centreLimits.twinPauseMs);
    const soon = stepLink(greeting, { kind: 'hello-refused', retryAfterMs: 1 }, 0);
    expect(waitOf(soon.commands)).toBe(limits.refusedWaitMinMs);
  });
  test('differs with chance, so that devices do not return together', () => {
    for (const [phase, event] of [
      [dialling, { kind: 'dial-failed', isRefusal: false }],
      [dialling, { kind: 'dial-failed', isRefusal: true }],
      [online, { kind: 'closed' }],
      [greeting, { kind: 'hello-unanswered' }],
    ] as const) {
      expect(waitOf(stepLink(phase, event, 0).commands)).not.toBe(
        waitOf(stepLink(phase, event, 0.9).commands),
      );
    }
  });
});

/** The world beside the table: what is under way, so that only events that can happen do happen. */
interface World {
  phase: LinkPhase;
  dials: number;
  waits: number[];
  hellos: number;
}

function play(world: World, event: LinkEvent, unit: number): void {
  if (event.kind === 'waited') world.waits = [];
  if (event.kind === 'dial-failed' || event.kind === 'dialled') world.dials = 0;
  if (event.kind === 'closed' && world.phase.kind === 'dialling') world.dials = 0;
  const step = stepLink(world.phase, event, unit);
  if (step.phase.kind !== world.phase.kind || step.commands.length > 0) world.waits = [];
  world.phase = step.phase;
  for (const command of step.commands) {
    if (command.kind === 'hang-up') world.dials = 0;
    else if (command.kind === 'dial') world.dials += 1;
    else if (command.kind === 'wait') world.waits.push(command.ms);
    else world.hellos += 1;
  }
}

describe('a walk through any events', () => {
  const anyEvent = fc.constantFrom(...events);
  test('never has two dials or two waits under way, and no wait is zero or without end', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(anyEvent, units), { maxLength: 60 }), (walk) => {
        const world: World = { phase: stopped, dials: 0, waits: [], hellos: 0 };
        for (const [event, unit] of walk) {
          play(world, event, unit);
          expect(world.dials).toBeLessThanOrEqual(1);
          expect(world.waits.length).toBeLessThanOrEqual(1);
          for (const ms of world.waits) {
            expect(ms).toBeGreaterThanOrEqual(limits.dialWaitStartMs / 2);
            expect(ms).toBeLessThanOrEqual(limits.backoffMaxMs);
          }
        }
      }),
    );
  });
  test('is always under way to somewhere: a dial, a wait, a hello, or a link', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(anyEvent, units), { maxLength: 60 }), (walk) => {
        const world: World = { phase: stopped, dials: 0, waits: [], hellos: 0 };
        for (const [event, unit] of walk) {
          play(world, event, unit);
          if (world.phase.kind === 'dialling') expect(world.dials).toBe(1);
          if (world.phase.kind === 'offline' || world.phase.kind === 'refused')
            expect(world.waits).toHaveLength(1);
        }
      }),
    );
  });
  test('comes online when the world is well again, from wherever it was', () => {
    const well: Record<LinkPhase['kind'], LinkEvent> = {
      stopped: { kind: 'start' },
      offline: { kind: 'waited' },
      refused: { kind: 'waited' },
      dialling: { kind: 'dialled' },
      greeting: { kind: 'welcomed' },
      online: { kind: 'welcomed' },
    };
    fc.assert(
      fc.property(fc.array(fc.tuple(anyEvent, units), { maxLength: 60 }), (walk) => {
        const world: World = { phase: stopped, dials: 0, waits: [], hellos: 0 };
        for (const [event, unit] of walk) play(world, event, unit);
        for (let i = 0; i < 4; i += 1) play(world, well[world.phase.kind], 0.5);
        expect(world.phase.kind).toBe('online');
      }),
    );
  });
});
