// One-stop software at the door of a running centre: its token, its batches, and what it is told when something is wrong.
import { describe, expect, test } from 'vitest';
import type { RunningCentre } from '../../centre/centre.ts';
import { startCentre } from '../../centre/centre.ts';
import { centreLimits } from '../../shared/contract/centre-limits.ts';
import { type Answer, get, post, running } from './running.ts';

async function tokenAt(centre: RunningCentre, wish: object = {}): Promise<string> {
  const { body } = await post(centre, '/api/tokens', { name: 'mot-cua', role: 'push', ...wish });
  return String(body.token);
}

async function put(centre: RunningCentre, token: string | null, body: unknown): Promise<Answer> {
  const response = await fetch(`${centre.url}/api/dossiers`, {
    method: 'PUT',
    headers: {
      'content-type': 'application/json',
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
    },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return { status: response.status, body: (await response.json()) as Answer['body'] }; // each test looks at what it names
}

const asOf = '2026-11-20T08:00:00+07:00';
const dossier = (n: number, more: object = {}) => ({
  ...{
    code: `H53.14-261101-${String(n).padStart(4, '0')}`,
    status: 4,
    received: '2026-11-01T08:30:00+07:00',
  },
  ...{
    due: '25/11/2026',
    unit: { vi: 'Sở Mẫu', en: 'Sample department' },
    name: 'Nguyễn Văn Mẫu',
    version: 1,
  },
  ...more,
});
const batch = (dossiers: readonly object[], more: object = {}) => ({
  source: 'portal',
  asOf,
  dossiers,
  ...more,
});
const start = (): Promise<RunningCentre> => running({ demo: false, now: () => Date.UTC(2026, 10, 22, 2) });

describe('a batch', () => {
  test('is taken, and taken again it changes nothing', async () => {
    const centre = await start();
    const token = await tokenAt(centre);
    const dossiers = [
      dossier(1),
      dossier(2, { pay: { what: 'Lệ phí', where: 'Quầy 3' }, papers: ['Đơn', 'Bản sao'] }),
    ];
    expect(await put(centre, token, batch(dossiers))).toMatchObject({
      status: 200,
      body: { state: 'applied', added: 2 },
    });
    expect(await put(centre, token, batch(dossiers))).toMatchObject({
      body: { added: 0, changed: 0, confirmed: 2 },
    });
    expect((await get(centre, '/api/sources')).body[0]).toMatchObject({ id: 'portal', dossiers: 2, open: 2 });
  });

  test('with bad rows is refused as a whole, and every one is named by its place', async () => {
    const centre = await start();
    const token = await tokenAt(centre, { units: ['H53'] });
    const dossiers = [
      dossier(1),
      dossier(2, { due: '31/02/2026' }),
      dossier(3, { code: 'H99.14-261101-0003' }),
      dossier(1),
      dossier(5, { secret: 'ngan', byPost: 'maybe' }),
    ];
    const { status, body } = await put(centre, token, batch(dossiers));
    expect([status, body.refused, body.code]).toEqual([422, 4, 'E_ROW']);
    expect((body.faults as { path: string; code: string }[]).map(({ path, code }) => [path, code])).toEqual([
      ['dossiers.1.due', 'E_ROW'],
      ['dossiers.2.code', 'E_UNIT'],
      ['dossiers.3.code', 'E_CONFLICT'],
      ['dossiers.4.byPost', 'E_ROW'],
      ['dossiers.4.secret', 'E_ROW'],
    ]);
    expect(JSON.stringify(body)).not.toMatch(/Mẫu|ngan|H99/);
    expect((await get(centre, '/api/sources')).body[0]).toMatchObject({ dossiers: 0 });
  });

  test('that turns too many waits: 202, then 409 until an admin decides', async () => {
    const centre = await start();
    const token = await tokenAt(centre);
    await put(centre, token, batch([dossier(1), dossier(2)]));
    const turned = await put(centre, token, batch([dossier(1, { status: 10, version: 2 })]));
    expect(turned).toMatchObject({ status: 202, body: { state: 'waiting', turned: 1, open: 2 } });
    expect(await put(centre, token, batch([dossier(3)]))).toMatchObject({
      status: 409,
      body: { code: 'E_WAITING' },
    });
    const id = String(turned.body.id);
    expect((await post(centre, `/api/deliveries/${id}/accept`, { by: 'Nguyễn Văn Mẫu' })).body).toMatchObject(
      {
        state: 'applied',
      },
    );
    expect(await put(centre, token, batch([dossier(3)]))).toMatchObject({ status: 200 });
  });

  test.each([
    ['no JSON', '{"source":', 400, 'E_JSON'],
    ['no dossiers', { asOf }, 400, 'E_SCHEMA'],
    ['an unknown source', { source: 'la', asOf, dossiers: [] }, 404, 'E_NOT_FOUND'],
    ['a moment that is none', { asOf: 'hôm qua', dossiers: [] }, 400, 'E_DATES'],
    ['a moment to come', { asOf: '2026-12-22T08:00:00+07:00', dossiers: [] }, 400, 'E_DATES'],
    ['too many', { asOf, dossiers: Array(centreLimits.pushRowsMax + 1).fill({}) }, 400, 'E_SCHEMA'],
    ['too many bytes', 'x'.repeat(centreLimits.pushBytesMax + 1), 413, 'E_TOO_BIG'],
  ])('is refused with %s', async (_name, body, status, code) => {
    const centre = await start();
    expect(await put(centre, await tokenAt(centre), body)).toMatchObject({ status, body: { code } });
  });

  test('of a token for some units cannot say what is all', async () => {
    const centre = await start();
    const token = await tokenAt(centre, { units: ['H53'] });
    for (const word of ['complete', 'upToDate']) {
      expect(await put(centre, token, batch([dossier(1)], { [word]: true }))).toMatchObject({
        body: { code: 'E_UNIT', path: word },
      });
    }
  });

  test('comes no more often than its rate', async () => {
    const centre = await start();
    const token = await tokenAt(centre);
    const answers: number[] = [];
    for (let i = 0; i <= centreLimits.pushesPerMinute; i += 1)
      answers.push((await put(centre, token, batch([]))).status);
    expect(answers.slice(0, -1).every((status) => status === 200)).toBe(true);
    expect(answers.at(-1)).toBe(429);
  });
});

describe('a door', () => {
  test('opens to no batch without a token in force with the role for it', async () => {
    const centre = await start();
    const dead = await tokenAt(centre, { name: 'cu' });
    const reader = await tokenAt(centre, { name: 'doc', role: 'read' });
    await post(centre, '/api/tokens/cu/revoke', {});
    for (const token of [null, dead, reader, 'mct_wrong']) {
      expect(await put(centre, token, batch([]))).toMatchObject({ status: 401, body: { code: 'E_TOKEN' } });
    }
  });

  test('opens as far as the role of a token says', async () => {
    const centre = await start();
    const ask = async (role: string, method: string, address: string): Promise<number> => {
      const token = await tokenAt(centre, {
        name: `${role}-${Math.abs(address.length)}-${method.length}`,
        role,
      });
      const response = await fetch(`${centre.url}${address}`, {
        method,
        headers: { authorization: `Bearer ${token}` },
      });
      return response.status;
    };
    expect(await ask('read', 'GET', '/api/sources')).toBe(200);
    expect(await ask('read', 'GET', '/api/fleet')).toBe(200);
    expect(await ask('read', 'GET', '/api/tokens')).toBe(401);
    expect(await ask('push', 'GET', '/api/sources')).toBe(401);
    expect(await ask('admin', 'GET', '/api/devices')).toBe(200);
  });

  test('lets nobody try many tokens', async () => {
    const centre = await start();
    const answers: unknown[] = [];
    for (let i = 0; i <= centreLimits.tokenFailuresPerMinute; i += 1) {
      answers.push((await put(centre, `mct_try${i}`, batch([]))).body.code);
    }
    expect(answers.at(-1)).toBe('E_RATE');
  });

  test('takes no token without TLS from another computer', async () => {
    const centre = await start();
    const token = await tokenAt(centre);
    const far = await fetch(`${centre.url}/api/dossiers`, {
      method: 'PUT',
      headers: {
        ...{ 'content-type': 'application/json', authorization: `Bearer ${token}` },
        'x-forwarded-for': '192.0.2.9', // as through a proxy: the other end is not this computer
      },
      body: JSON.stringify(batch([])),
    });
    expect([far.status, await far.json()]).toMatchObject([403, { code: 'E_PLAIN' }]);
  });
});

test('a centre is stopped while a batch waits, and asks about it again afterwards', async () => {
  const centre = await start();
  const token = await tokenAt(centre);
  await put(centre, token, batch([dossier(1)]));
  const { body } = await put(centre, token, batch([dossier(1, { status: 8, version: 2 })]));
  await centre.stop();
  const again = await startCentre({ data: centre.folder.path, demo: false, archive: false });
  try {
    const { body: listed } = await get(again, '/api/deliveries');
    const states = (listed as unknown as { id: string; state: string }[]).map(({ id, state }) => [id, state]);
    expect(states).toContainEqual([body.id, 'waiting']);
    expect((await get(again, '/api/sources')).body[0]).toMatchObject({ waiting: body.id });
  } finally {
    await again.stop();
  }
});
