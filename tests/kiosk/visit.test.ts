import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Option, VisitCode } from '../../kiosk/choice.ts';
import { firstVisit, type Outcome, type Step, type Visit, type VisitEvent } from '../../kiosk/visit.ts';
import { step } from '../../kiosk/visit-table.ts';
import { sampleAnswers } from './sample-site.ts';

const codeOf = (key: string, hasSecret = false): VisitCode => ({ key, shown: key, hasSecret });
const first = codeOf('H56.14-261101-0001');
const second = codeOf('H56.14-261101-0002');
const found: Outcome = {
  kind: 'answer',
  from: 'centre',
  isAmber: false,
  answer: sampleAnswers.ready,
};
const scan = (code: VisitCode, secret?: string): VisitEvent => ({
  kind: 'code',
  code,
  via: 'camera',
  ...(secret === undefined ? {} : { secret }),
});

function walk(...events: VisitEvent[]): Step {
  let last: Step = { state: firstVisit, commands: [] };
  for (const event of events) last = step(last.state, event);
  return last;
}
const answered = (outcome: Outcome, ticket = 1): VisitEvent => ({ kind: 'answered', ticket, outcome });
const names = (walked: Step) => walked.commands.map((command) => command.kind);

describe('a visit', () => {
  test('a code at rest is asked at once, with a chime', () => {
    const walked = walk(scan(first));
    expect(walked.state).toEqual({ name: 'asking', ticket: 1, code: first, via: 'camera' });
    expect(walked.commands).toEqual([
      { kind: 'ask', ticket: 1, key: first.key, via: 'camera' },
      { kind: 'chime' },
    ]);
  });

  test('the secret of a symbol goes into the question and into no state', () => {
    const walked = walk(scan(codeOf(first.key, true), 'secret-0001'));
    expect(walked.commands[0]).toMatchObject({ kind: 'ask', secret: 'secret-0001' });
    expect(JSON.stringify(walked.state)).not.toContain('secret-0001');
  });

  test('an answer is shown and counted by status, without its code', () => {
    const walked = walk(scan(first), answered(found));
    expect(walked.state).toMatchObject({ name: 'showing', code: first });
    expect(walked.commands).toEqual([{ kind: 'record', via: 'camera', from: 'centre', outcome: 'ready' }]);
  });

  test.each([
    ['not-found', { kind: 'not-found' }, 'centre'],
    ['offline', { kind: 'offline' }, 'none'],
    ['busy', { kind: 'busy' }, 'none'],
  ] as const)('%s has its own screen and is counted', (name, outcome, from) => {
    const walked = walk(scan(first), answered(outcome));
    expect(walked.state.name).toBe(name);
    expect(walked.commands).toEqual([{ kind: 'record', via: 'camera', from, outcome: name }]);
  });

  test('the screen that sends people to the desk holds no code', () => {
    expect(JSON.stringify(walk(scan(first), answered({ kind: 'busy' })).state)).not.toContain(first.key);
  });

  test('an answer to an older question is not believed', () => {
    const walked = walk(scan(first), scan(second), answered(found, 1));
    expect(walked.state).toMatchObject({ name: 'asking', code: second, ticket: 2 });
    expect(walked.commands).toEqual([]);
  });

  test('the same receipt, still held there, changes nothing', () => {
    expect(walk(scan(first), scan(first)).commands).toEqual([]);
    expect(walk(scan(first), answered(found), scan(first)).state.name).toBe('showing');
  });

  test('the same receipt with a secret asks again, and without it never takes the secret answer away', () => {
    const withSecret = codeOf(first.key, true);
    expect(walk(scan(first), answered(found), scan(withSecret, 'secret-0001')).state.name).toBe('asking');
    expect(walk(scan(withSecret, 'secret-0001'), answered(found), scan(first)).state.name).toBe('showing');
  });

  test('offline can be asked again', () => {
    const walked = walk(scan(first), answered({ kind: 'offline' }), { kind: 'again' });
    expect(walked.state).toMatchObject({ name: 'asking', ticket: 2 });
    expect(names(walked)).toEqual(['ask']);
  });

  test('a foreign symbol has its sentence once, and is counted', () => {
    const walked = walk({ kind: 'foreign', via: 'wedge' });
    expect(walked.state.name).toBe('not-a-code');
    expect(walked.commands).toEqual([{ kind: 'record', via: 'wedge', from: 'none', outcome: 'not-a-code' }]);
    expect(step(walked.state, { kind: 'foreign', via: 'camera' }).commands).toEqual([]);
  });

  test('what the camera sees beside a code disturbs neither an answer nor fingers; a scanner does', () => {
    const foreign: VisitEvent = { kind: 'foreign', via: 'camera' };
    expect(walk(scan(first), answered(found), foreign).state.name).toBe('showing');
    expect(walk({ kind: 'type' }, foreign).state.name).toBe('pad');
    expect(walk(scan(first), answered(found), { kind: 'foreign', via: 'wedge' }).state.name).toBe(
      'not-a-code',
    );
  });

  test('help goes back to where it was called, and an answer that comes meanwhile is shown', () => {
    expect(walk({ kind: 'type' }, { kind: 'help' }, { kind: 'back' }).state.name).toBe('pad');
    expect(walk(scan(first), { kind: 'help' }, answered(found)).state.name).toBe('showing');
  });

  test('the catalogue is one touch away, gives way to a scan at once, and is no matter for the camera', () => {
    const reading = walk({ kind: 'procedures' });
    expect(reading.state.name).toBe('procedures');
    expect(walk({ kind: 'procedures' }, { kind: 'foreign', via: 'camera' }).state.name).toBe('procedures');
    expect(walk({ kind: 'procedures' }, { kind: 'help' }, { kind: 'back' }).state.name).toBe('procedures');
    expect(walk({ kind: 'procedures' }, { kind: 'over' }).state.name).toBe('ended');
    expect(walk({ kind: 'procedures' }, { kind: 'over' }, { kind: 'procedures' }).state.name).toBe('ended');
  });

  test('done and a long silence end a visit with one order to forget; at rest they mean nothing', () => {
    for (const kind of ['done', 'over'] as const) {
      const walked = walk(scan(first), answered(found), { kind });
      expect(walked.state).toEqual({ name: 'ended', ticket: 2 });
      expect(walked.commands).toEqual([{ kind: 'forget' }]);
      expect(walk({ kind })).toEqual({ state: firstVisit, commands: [] });
    }
  });

  test('a farewell gives way to the next receipt and otherwise to rest', () => {
    const ended = walk({ kind: 'type' }, { kind: 'done' }).state;
    expect(step(ended, { kind: 'rested' }).state.name).toBe('attract');
    expect(step(ended, scan(second)).state.name).toBe('asking');
    expect(step(ended, { kind: 'help' }).state.name).toBe('ended');
  });
});

describe('several codes in view', () => {
  const secretOf = (code: VisitCode, secret: string): Option => ({
    code: { ...code, hasSecret: true },
    secret,
  });
  const choice = (...options: Option[]): VisitEvent => ({ kind: 'choice', options });
  const both = choice({ code: first }, secretOf(second, 'secret-0002'));
  const chosen = (place: number): VisitEvent => ({ kind: 'chosen', place });

  test('are offered, with a chime, whatever stood there', () => {
    for (const before of [[], [scan(first), answered(found)], [{ kind: 'type' } as const]]) {
      const walked = walk(...before, both);
      expect(walked.state.name).toBe('choosing');
      expect(names(walked)).toEqual(['chime']);
    }
  });

  test('the chosen one is asked with its own secret, and no state holds a secret any more', () => {
    const walked = walk(both, chosen(1));
    expect(walked.state).toMatchObject({ name: 'asking', code: { key: second.key } });
    expect(walked.commands).toEqual([
      { kind: 'ask', ticket: 2, key: second.key, via: 'camera', secret: 'secret-0002' },
    ]);
    expect(JSON.stringify(walked.state)).not.toContain('secret-0002');
    expect(walk(both, chosen(7)).state.name).toBe('choosing');
  });

  test('keep their places when more is read, and a secret read later is used', () => {
    const third = codeOf('H56.14-261101-0003');
    const walked = walk(both, choice({ code: third }, secretOf(first, 'secret-0001'), { code: second }));
    expect(walked.state).toMatchObject({
      options: [{ code: { key: first.key } }, { code: { key: second.key } }, { code: { key: third.key } }],
    });
    expect(names(walked)).toEqual([]);
    expect(step(walked.state, chosen(0)).commands[0]).toMatchObject({
      key: first.key,
      secret: 'secret-0001',
    });
  });

  test('ask nothing again while they lie beside the chosen one, but for its own secret', () => {
    const shown = walk(both, chosen(0), answered(found, 2));
    expect(shown.state).toMatchObject({ name: 'showing', code: first });
    expect(step(shown.state, both)).toEqual({ state: shown.state, commands: [] });
    const again = step(shown.state, choice(secretOf(first, 'secret-0001'), { code: second }));
    expect(again.commands).toMatchObject([{ kind: 'ask', key: first.key, secret: 'secret-0001' }]);
    expect(step(again.state, both).state).toBe(again.state);
  });

  test('none of which is the right one lead back to the picture, and are forgotten', () => {
    const walked = walk(both, { kind: 'back' });
    expect(walked.state).toEqual({ name: 'looking', ticket: 1 });
    expect(names(walked)).toEqual(['look-again']);
  });

  test('stay there behind help, and are gone when nobody chooses', () => {
    expect(walk(both, { kind: 'help' }, { kind: 'back' }).state.name).toBe('choosing');
    const helped = walk(both, { kind: 'help' }, choice(secretOf(first, 'secret-0001')), { kind: 'back' });
    expect(helped.state).toMatchObject({ name: 'choosing', options: [{ secret: 'secret-0001' }, {}] });
    expect(walk(both, { kind: 'over' }).state).toEqual({ name: 'ended', ticket: 2 });
  });

  test('give way to a hand scanner at once', () => {
    const scanned = walk(both, { kind: 'code', code: second, via: 'wedge' });
    expect(scanned.state).toMatchObject({ name: 'asking', code: second, via: 'wedge' });
  });
});

const anyOutcome = fc.constantFrom<Outcome[]>(
  found,
  { kind: 'not-found' },
  { kind: 'offline' },
  { kind: 'busy' },
);
const anyVia = fc.constantFrom('camera', 'wedge', 'typed' as const);
const anyEvent: fc.Arbitrary<VisitEvent> = fc.oneof(
  fc.constantFrom<VisitEvent>(
    { kind: 'look' },
    { kind: 'type' },
    { kind: 'help' },
    { kind: 'back' },
    { kind: 'again' },
    { kind: 'done' },
    { kind: 'over' },
    { kind: 'rested' },
  ),
  fc.record({ kind: fc.constant('foreign' as const), via: anyVia }),
  fc.record({ kind: fc.constant('chosen' as const), place: fc.nat({ max: 4 }) }),
  fc.constant<VisitEvent>({
    kind: 'choice',
    options: [{ code: first }, { code: { ...second, hasSecret: true }, secret: 'H56-bi-mat' }],
  }),
  fc.record({ kind: fc.constant('code' as const), via: anyVia, code: fc.constantFrom(first, second) }),
  fc.record({
    kind: fc.constant('answered' as const),
    ticket: fc.nat({ max: 12 }),
    outcome: anyOutcome,
  }),
);
const remembers = (visit: Visit): boolean => /H56|quầy số 3/.test(JSON.stringify(visit));

describe('for any order of events', () => {
  test('once a visit has ended nothing of its code or answer is left', () => {
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 30 }), (events) => {
        const { state } = step(walk(...events).state, { kind: 'over' });
        expect(['ended', 'attract']).toContain(state.name);
        expect(remembers(state)).toBe(false);
        const late = step(state, { kind: 'answered', ticket: state.ticket, outcome: found });
        expect(late.state).toBe(state);
      }),
    );
  });

  test('a new receipt is asked at once from every state', () => {
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 30 }), (events) => {
        const fresh = codeOf('H56.99-261101-0009');
        const next = step(walk(...events).state, scan(fresh));
        expect(next.state).toMatchObject({ name: 'asking', code: fresh });
        expect(names(next)).toEqual(['ask', 'chime']);
      }),
    );
  });
});
