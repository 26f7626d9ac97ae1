// Letters that did not come and calls for help, at a running centre: who may ask, what is kept, and what is gone afterwards.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { Calls } from '../../centre/calls.ts';
import type { RunningCentre } from '../../centre/centre.ts';
import { sampleDossiers } from '../../centre/demo/samples.ts';
import { openLedgerFile } from '../../centre/ledger-file.ts';
import { Tasks } from '../../centre/tasks.ts';
import { centreLimits } from '../../shared/contract/centre-limits.ts';
import { limits } from '../../shared/contract/limits.ts';
import { until } from '../journeys/until.ts';
import { noon } from './line.ts';
import { enrolled, get, post, running, siteOf, type Talker, talker, temporaryFolder } from './running.ts';

const unit = { vi: 'Bộ phận trả lời (mẫu)' };
const codeOf = (name: string): string =>
  sampleDossiers(Date.now()).find((sample) => sample.name === name)?.row.code ?? '';

interface Scene {
  readonly centre: RunningCentre;
  readonly device: string;
  ask(value: Record<string, unknown>): Promise<Record<string, unknown>>;
}

async function open(letterUnit = true): Promise<Scene> {
  const centre = await running();
  if (letterUnit) await post(centre, '/api/sites', { ...siteOf(2, true), letterUnit: unit });
  const identity = await enrolled(centre, 'kiosk');
  const kiosk: Talker = await talker(centre, identity);
  let asked = 0;
  return {
    centre,
    device: identity.device,
    async ask(value) {
      asked += 1;
      const rid = String(value.rid ?? asked.toString(16).padStart(16, '0'));
      const before = kiosk.on('res').length;
      await kiosk.say('req', { v: 1, rid, ...value });
      return until(
        'an answer',
        async () =>
          kiosk
            .on('res')
            .slice(before)
            .find((answer) => answer.rid === rid) ?? {},
        (answer) => 'kind' in answer,
      );
    },
  };
}

const openTasks = async (centre: RunningCentre) =>
  (await get(centre, '/api/tasks')).body.open as { id: string; code: string }[]; // compared below

describe('a letter that has not come', () => {
  test('opens one task for the unit that answers, however often it is said', async () => {
    const { centre, ask } = await open();
    const code = codeOf('late');
    const first = await ask({ kind: 'letter', code, got: false });
    const second = await ask({ kind: 'letter', code, got: false });
    expect([first, second]).toMatchObject([
      { kind: 'letter', got: false, unit },
      { kind: 'letter', got: false, unit },
    ]);
    expect(await openTasks(centre)).toMatchObject([
      { kind: 'letter', code, unit, site: 'hoa-thanh', closedAt: null },
    ]);
  });

  test('is refused for a dossier that is not late or not known, and where no unit answers', async () => {
    const { centre, ask } = await open();
    for (const code of [codeOf('in-progress'), '000.00.17.H53-200313-9999'])
      expect(await ask({ kind: 'letter', code, got: false })).toMatchObject({
        kind: 'refused',
        code: 'E_NOT_FOUND',
      });
    expect(await openTasks(centre)).toEqual([]);
    const without = await open(false);
    expect(await without.ask({ kind: 'letter', code: codeOf('late'), got: false })).toMatchObject({
      kind: 'refused',
      path: 'letterUnit',
    });
  });

  test('has the rate of a question', async () => {
    const { ask } = await open();
    const code = codeOf('late');
    for (let n = 0; n < limits.questionsPerMinute; n += 1) await ask({ kind: 'letter', code, got: false });
    expect(await ask({ kind: 'letter', code, got: false })).toMatchObject({ code: 'E_RATE' });
  });

  test('that has come is counted once for each request, and keeps no code', async () => {
    const { centre, ask } = await open();
    const letter = { kind: 'letter', code: codeOf('late'), got: true };
    await ask({ ...letter, rid: 'a'.repeat(16) });
    await ask({ ...letter, rid: 'a'.repeat(16) });
    await ask({ ...letter, rid: 'b'.repeat(16) });
    expect((await get(centre, '/api/tasks')).body).toMatchObject({
      open: [],
      letters: { received: 2, missing: 0 },
    });
  });

  test('is closed by name at the centre; a second time it is refused', async () => {
    const { centre, ask } = await open();
    await ask({ kind: 'letter', code: codeOf('late'), got: false });
    const [{ id } = { id: '' }] = await openTasks(centre);
    expect((await post(centre, `/api/tasks/${id}/close`, {})).status).toBe(400);
    const by = 'Nguyễn Văn Mẫu';
    expect((await post(centre, `/api/tasks/${id}/close`, { by })).body).toMatchObject({ id, code: null, by });
    expect((await post(centre, `/api/tasks/${id}/close`, { by })).status).toBe(409);
    expect((await get(centre, '/api/tasks')).body).toMatchObject({
      open: [],
      closed: [{ id, by, code: null }],
    });
  });
});

test('the code of a closed task is gone from every byte of the folder', () => {
  const folder = temporaryFolder();
  const file = openLedgerFile(path.join(folder, 'ledger.db'));
  const tasks = new Tasks(file, () => noon);
  const codes = ['000.00.17.H53-261120-0001', 'H56.14-261120-0002'];
  const opened = codes.map((code) => tasks.letterMissing({ code, site: 'hoa-thanh', unit }));
  const bytes = () =>
    readdirSync(folder)
      .map((name) => readFileSync(path.join(folder, name)).toString('latin1'))
      .join();
  for (const code of codes) expect(bytes()).toContain(code);
  for (const task of opened) if (task.ok) tasks.close(task.value.id, 'Nguyễn Văn Mẫu');
  for (const code of codes) expect(bytes()).not.toContain(code);
  file.close();
});

test('a closed task is deleted after its time, and too many open ones are refused', () => {
  let now = noon;
  const file = openLedgerFile(':memory:');
  const tasks = new Tasks(file, () => now);
  const open = (n: number) => tasks.letterMissing({ code: `H56.14-261120-${n}`, site: 'hoa-thanh', unit });
  const close = (n: number) => {
    const task = open(n);
    if (task.ok) tasks.close(task.value.id, 'Nguyễn Văn Mẫu');
  };
  close(1);
  now += centreLimits.taskKeepMs + 1;
  close(2);
  expect(tasks.list().closed).toHaveLength(1);
  for (let n = 10; n < 10 + centreLimits.openTasksMax; n += 1) open(n);
  expect(open(9_999)).toMatchObject({ ok: false, refusal: { code: 'E_BUSY' } });
  file.close();
});

describe('a site that shows more by written order', () => {
  const order = { number: '12/QĐ-MAU', date: '2026-11-01' };
  const askWith = async (disclosure: unknown) => {
    const { centre, ask } = await open(false);
    expect((await post(centre, '/api/sites', { ...siteOf(3, true), disclosure })).status).toBe(200);
    const { answer } = await ask({ kind: 'dossier', code: codeOf('agencies'), via: 'typed' });
    return answer as { private?: Record<string, unknown> }; // looked at by each test
  };

  test('shows to a bare code what the order names, and no masked name beside it', async () => {
    const { private: shown } = await askWith({ bare: ['title', 'timeline'], order });
    expect(Object.keys(shown ?? {}).sort()).toEqual(['timeline', 'title']);
    expect(shown?.timeline).toHaveLength(4);
  });
  test('shows the masked name only where it is named', async () => {
    const { private: shown } = await askWith({ bare: ['maskedName'], order });
    expect(shown).toEqual({ timeline: [], maskedName: expect.stringContaining('*') });
  });
  test('is refused without the number and date of that order', async () => {
    const centre = await running();
    for (const wrong of [
      {},
      { number: '12' },
      { date: '2026-11-01' },
      { number: '12', date: '01/11/2026' },
    ]) {
      const disclosure = { bare: ['title'], order: wrong };
      expect((await post(centre, '/api/sites', { ...siteOf(2, true), disclosure })).body).toMatchObject({
        code: 'E_CONFIG',
      });
    }
  });
});

describe('a call for help', () => {
  test('stands as an alarm of its device until somebody has come, and pressing again changes nothing', async () => {
    const { centre, device, ask } = await open(false);
    const first = await ask({ kind: 'call' });
    expect(first).toMatchObject({ kind: 'call', watched: false });
    expect(await ask({ kind: 'call' })).toMatchObject({ since: first.since });
    const alarms = async () => {
      const devices = (await get(centre, '/api/fleet')).body.devices as { id: string; alarms: unknown[] }[]; // looked at here
      return devices.find(({ id }) => id === device)?.alarms ?? [];
    };
    expect(await alarms()).toContainEqual({ name: 'help-called', since: first.since });
    const { calls } = (await get(centre, '/api/calls')).body as unknown as { calls: { id: string }[] }; // looked at here
    expect(calls).toMatchObject([{ device, site: 'hoa-thanh', since: first.since }]);
    expect((await post(centre, `/api/calls/${calls[0]?.id}/close`, {})).status).toBe(200);
    expect((await post(centre, `/api/calls/${calls[0]?.id}/close`, {})).status).toBe(404);
    expect(await alarms()).not.toContainEqual(expect.objectContaining({ name: 'help-called' }));
  });

  test('says whether a board is open, and has a rate of its own', async () => {
    const { centre, ask } = await open(false);
    const leave = new AbortController();
    const board = await fetch(`${centre.url}/api/live`, { signal: leave.signal });
    expect(await ask({ kind: 'call' })).toMatchObject({ watched: true });
    leave.abort();
    await board.body?.cancel().catch(() => {});
    for (let n = 1; n < centreLimits.callsPerMinute; n += 1) await ask({ kind: 'call' });
    expect(await ask({ kind: 'call' })).toMatchObject({ kind: 'refused', code: 'E_RATE' });
  });

  test('ends by itself after its time', () => {
    let now = noon;
    const calls = new Calls({ now: () => now, changed: () => {} });
    calls.raise('kiosk-1', 'hoa-thanh');
    now += centreLimits.helpCallMs - 1;
    expect(calls.list()).toHaveLength(1);
    now += 1;
    expect([calls.list(), calls.find('kiosk-1')]).toEqual([[], undefined]);
  });
});
