// What HTTP gives to whom: this computer, the network, a foreign page; the headers of each app; files of this build and the one before.
import { mkdirSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { RunningCentre } from '../../centre/centre.ts';
import { headersFor } from '../../centre/http-headers.ts';
import { centreLimits } from '../../shared/contract/centre-limits.ts';
import { get, post, running, siteOf, temporaryFolder } from './running.ts';

/** fetch hides Host and Origin; this does not. */
function ask(
  centre: RunningCentre,
  address: string,
  headers: Record<string, string>,
  method = 'GET',
): Promise<{ status: number; body: string }> {
  const { hostname, port } = new URL(centre.url);
  return new Promise((resolve, reject) => {
    const request = http.request({ hostname, port, path: address, method, headers }, (response) => {
      let body = '';
      response.on('data', (part) => (body += part));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body }));
    });
    request.on('error', reject);
    request.end();
  });
}

function distFolder(): string {
  const dist = temporaryFolder();
  const put = (file: string, text: string): void => {
    mkdirSync(path.dirname(path.join(dist, file)), { recursive: true });
    writeFileSync(path.join(dist, file), text);
  };
  put('device-config/demo.json', JSON.stringify(siteOf(1, true)));
  for (const app of ['kiosk', 'tablet', 'board']) {
    put(`${app}/index.html`, `<p>${app}`);
    put(`${app}/sw.js`, '//');
    put(`${app}/assets/new-12345678.js`, '1');
    put(`previous/${app}/assets/old-12345678.js`, '0');
    put(`previous/${app}/index.html`, 'never');
  }
  put('build.json', '{}');
  return dist;
}

describe('the screens', () => {
  test('come with the policy of their app, the kiosk alone may run WebAssembly and see through a camera', async () => {
    const centre = await running({ dist: distFolder() });
    for (const app of ['kiosk', 'tablet', 'board'] as const) {
      const { headers, status } = await fetch(`${centre.url}/${app}/`);
      expect(status).toBe(200);
      for (const [name, value] of Object.entries(headersFor(`/${app}/`)))
        expect(headers.get(name)).toBe(value);
      expect(headers.get('content-security-policy')?.includes("'wasm-unsafe-eval'")).toBe(app === 'kiosk');
      expect(headers.get('permissions-policy')?.includes('camera=(self)')).toBe(app === 'kiosk');
      expect(headers.get('content-security-policy')).not.toMatch(
        /unsafe-inline|unsafe-eval'(?<!wasm-unsafe-eval')|http/,
      );
    }
  });

  test('pages and workers are asked for again each time, hashed assets never', async () => {
    const centre = await running({ dist: distFolder() });
    const kept = async (address: string) =>
      (await fetch(`${centre.url}${address}`)).headers.get('cache-control');
    expect(await kept('/kiosk/')).toBe('no-cache');
    expect(await kept('/kiosk/sw.js')).toBe('no-cache');
    expect(await kept('/kiosk/assets/new-12345678.js')).toContain('immutable');
    expect(await kept('/api/fleet')).toBe('no-store');
  });

  test('an open page of the build before still finds its assets, and nothing else of it', async () => {
    const centre = await running({ dist: distFolder() });
    const status = async (address: string) =>
      (await fetch(`${centre.url}${address}`, { redirect: 'manual' })).status;
    expect(await status('/tablet/assets/old-12345678.js')).toBe(200);
    expect(await status('/tablet/assets/gone-12345678.js')).toBe(404);
    expect(await status('/previous/tablet/index.html')).toBe(404);
    expect(await status('/build.json')).toBe(404);
    expect(await status('/kiosk')).toBe(301);
    expect(await status('/')).toBe(302);
  });

  test.each([
    '/kiosk/../build.json',
    '/kiosk/%2e%2e/build.json',
    '/kiosk/..%2fbuild.json',
    '/kiosk/assets/../../build.json',
    '/kiosk//index.html',
    '/kiosk/%00',
  ])('there is no way up: %s', async (address) => {
    const centre = await running({ dist: distFolder() });
    expect((await ask(centre, address, { host: new URL(centre.url).host })).status).toBeGreaterThanOrEqual(
      400,
    );
  });
});

describe('who may ask', () => {
  const guarded = [
    '/api/fleet',
    '/api/ratings/summary?from=2026-01-01&to=2026-01-02',
    '/board/',
    '/samples/',
    '/api/devices',
  ];

  test('under a name that is not ours nobody gets anything', async () => {
    const centre = await running({ dist: distFolder() });
    for (const address of [...guarded, '/kiosk/', '/healthz', '/api/enrol']) {
      expect(await ask(centre, address, { host: 'rebound.example.org' })).toMatchObject({
        status: 403,
        body: expect.stringContaining('E_ORIGIN'),
      });
    }
  });

  test('under a name the network uses the screens and enrolment answer, the board and the API do not', async () => {
    const centre = await running({ dist: distFolder(), names: ['centre.example.vn'] });
    const host = 'centre.example.vn:8443';
    for (const address of guarded) {
      expect(await ask(centre, address, { host })).toMatchObject({
        status: 403,
        body: expect.stringContaining('E_LOCAL_ONLY'),
      });
    }
    expect((await ask(centre, '/kiosk/', { host })).status).toBe(200);
    expect((await ask(centre, '/healthz', { host })).status).toBe(200);
    expect((await ask(centre, '/api/enrol', { host }, 'POST')).body).not.toContain('E_LOCAL_ONLY');
  });

  test('behind a proxy on this computer the board stays closed', async () => {
    const centre = await running();
    const host = new URL(centre.url).host;
    expect((await ask(centre, '/api/fleet', { host })).status).toBe(200);
    expect((await ask(centre, '/api/fleet', { host, 'x-forwarded-for': '203.0.113.9' })).status).toBe(403);
  });

  test('a foreign page cannot use the admin, though its browser runs here', async () => {
    const centre = await running();
    const foreign = { origin: 'https://example.org' };
    expect(await post(centre, '/api/devices', {}, foreign)).toMatchObject({
      status: 403,
      body: { code: 'E_ORIGIN' },
    });
    expect((await post(centre, '/api/devices', {}, { origin: centre.url })).body).toMatchObject({
      code: 'E_SCHEMA',
    });
  });
});

describe('errors', () => {
  test('have one shape, with code, path, expectation and meaning, and echo nothing', async () => {
    const centre = await running();
    expect(await get(centre, '/api/nothing')).toEqual({
      status: 404,
      body: { code: 'E_NOT_FOUND', path: '', expected: '', message: 'There is no such thing here.' },
    });
    const bad = await fetch(`${centre.url}/api/sites`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"a":',
    });
    expect([bad.status, await bad.json()]).toMatchObject([400, { code: 'E_JSON' }]);
    const { status, body } = await post(centre, '/api/sites', {
      pad: 'x'.repeat(centreLimits.apiBodyBytesMax),
    });
    expect([status, body.code]).toEqual([413, 'E_TOO_BIG']);
    const wrong = await post(centre, '/api/sites', { ...siteOf(2, true), hotline: { number: 'gọi tôi' } });
    expect(wrong).toMatchObject({ status: 400, body: { code: 'E_CONFIG', path: 'hotline.number' } });
    expect(JSON.stringify(wrong.body)).not.toContain('gọi');
  });

  test('a real site is no guest in a demo centre, nor a sample in a real one', async () => {
    const demo = await running();
    expect((await post(demo, '/api/sites', siteOf(2, false))).body).toMatchObject({ code: 'E_DEMO' });
    const real = await running({ demo: false });
    expect((await post(real, '/api/sites', siteOf(2, true))).body).toMatchObject({ code: 'E_DEMO' });
    expect((await get(real, '/healthz')).body).toEqual({
      status: 'ok',
      demo: false,
      version: expect.any(String),
      ledger: 'ok',
    });
    expect((await fetch(`${real.url}/samples/`)).status).toBe(404);
  });
});

test('a board is told that something changed, at most twice a second, and only so many boards', async () => {
  const centre = await running();
  const open = async () => fetch(`${centre.url}/api/live`);
  const first = await open();
  expect(first.headers.get('content-type')).toContain('text/event-stream');
  const reader = first.body?.getReader();
  let text = '';
  for (let i = 0; i < 4; i += 1)
    await post(centre, '/api/enrol', { app: 'tablet', code: centre.demo?.codes.tablet });
  while (!text.includes('event: fleet')) text += new TextDecoder().decode((await reader?.read())?.value);
  expect(text.match(/event: fleet/g)).toHaveLength(1);
  const others = await Promise.all(Array.from({ length: centreLimits.liveClientsMax }, open));
  expect(others.filter(({ status }) => status === 503)).toHaveLength(1);
  await reader?.cancel();
  for (const { body } of others) await body?.cancel();
});
