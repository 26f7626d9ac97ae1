// One-time codes: who gets an identity, once, and that nobody can tell one refusal from another.
import { copyFileSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { centreLimits } from '../../shared/contract/centre-limits.ts';
import { enrolled as enrolledSchema } from '../../shared/contract/enrolment.ts';
import { readValue } from '../../shared/contract/reader.ts';
import { deviceConfig } from '../../shared/contract/site-config.ts';
import { enrolled, get, post, running } from './running.ts';

const add = { id: 'tablet-quay-1', app: 'tablet', site: 'hoa-thanh', counter: 'quay-1' };

describe('in a demo centre', () => {
  test('one printed code gives every browser profile its own id, secret and configuration', async () => {
    const centre = await running();
    const [one, other] = [await enrolled(centre), await enrolled(centre)];
    expect(one.device).toMatch(/^tablet-[0-9a-z]{6}$/);
    expect(other.device).not.toBe(one.device);
    expect(other.secret).not.toBe(one.secret);
    expect(readValue(enrolledSchema, one).ok).toBe(true);
    expect(readValue(deviceConfig, one.config)).toMatchObject({
      ok: true,
      value: { device: one.device, app: 'tablet', counter: 'quay-1', version: 1 },
    });
    const kiosk = await enrolled(centre, 'kiosk');
    expect(readValue(deviceConfig, kiosk.config)).toMatchObject({
      ok: true,
      value: { app: 'kiosk', counter: null },
    });
  });

  test('a printed code is still good after a restart', async () => {
    const first = await running();
    const { codes } = first.demo ?? {};
    await first.stop();
    const second = await running({ data: first.folder.path });
    expect(second.demo?.codes).toEqual(codes);
    await enrolled(second);
  });
});

describe('in a real centre', () => {
  test('a code works once, typed or by link, and its sister dies with it', async () => {
    const centre = await running({ demo: false });
    const { status, body } = await post(centre, '/api/devices', add);
    expect([status, body.link]).toEqual([201, `${centre.url}/tablet/#enrol=${String(body.linkCode)}`]);
    const typed = String(body.typedCode);
    const first = await post(centre, '/api/enrol', {
      app: 'tablet',
      code: `${typed.slice(0, 5)}-${typed.slice(5).toLowerCase()}`,
    });
    expect(first.body).toMatchObject({ device: 'tablet-quay-1', config: { counter: 'quay-1' } });
    for (const code of [body.typedCode, body.linkCode]) {
      expect((await post(centre, '/api/enrol', { app: 'tablet', code })).body).toMatchObject({
        code: 'E_ENROL',
      });
    }
  });

  test('wrong, used, expired, of another app, of a revoked device: all refusals are one and the same, and slow', async () => {
    let now = Date.now();
    const centre = await running({ demo: false, now: () => now });
    const codeFor = async (id: string) =>
      String((await post(centre, '/api/devices', { ...add, id })).body.linkCode);
    const used = await codeFor('tablet-used');
    await post(centre, '/api/enrol', { app: 'tablet', code: used });
    const otherApp = await codeFor('tablet-other');
    const revoked = await codeFor('tablet-revoked');
    await post(centre, '/api/devices/tablet-revoked/revoke', {});
    const expired = await codeFor('tablet-late');
    const asked = [
      { app: 'tablet', code: '0123456789' },
      { app: 'tablet', code: 'too short' },
      { app: 'tablet' },
      { app: 'tablet', code: used },
      { app: 'kiosk', code: otherApp },
      { app: 'tablet', code: revoked },
    ];
    const answers: unknown[] = [];
    for (const body of asked) {
      const began = performance.now();
      answers.push(await post(centre, '/api/enrol', body));
      expect(performance.now() - began).toBeGreaterThanOrEqual(centreLimits.enrolAnswerMs - 20);
    }
    now += centreLimits.enrolCodeMs + 1;
    answers.push(await post(centre, '/api/enrol', { app: 'tablet', code: expired }));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]).toMatchObject({ status: 403, body: { code: 'E_ENROL', path: 'code' } });
  });

  test('an address may try twenty times an hour', async () => {
    const centre = await running({ demo: false });
    const tries = Array.from({ length: centreLimits.enrolTriesPerHour + 1 }, () =>
      post(centre, '/api/enrol', { app: 'tablet', code: '0123456789' }),
    );
    const statuses = (await Promise.all(tries)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 403)).toHaveLength(centreLimits.enrolTriesPerHour);
    expect(statuses.filter((status) => status === 429)).toHaveLength(1);
  });

  test('neither codes nor secrets stand in the folder', async () => {
    const centre = await running({ demo: false });
    const { body } = await post(centre, '/api/devices', add);
    const { body: identity } = await post(centre, '/api/enrol', { app: 'tablet', code: body.linkCode });
    await centre.stop();
    const names = ['ledger.db', 'spent.log', 'log/centre.log', 'folder.json'];
    const files = names.map((name) => readFileSync(centre.folder.file(name), 'latin1')).join();
    for (const secret of [body.linkCode, body.typedCode, identity.secret]) {
      expect(files.includes(String(secret))).toBe(false);
    }
  });

  test('a ledger restored from a backup brings neither a used code nor a revoked device back', async () => {
    const first = await running({ demo: false });
    const data = first.folder.path;
    const { body: one } = await post(first, '/api/devices', add);
    const { body: two } = await post(first, '/api/devices', { ...add, id: 'tablet-quay-2' });
    await first.stop();
    copyFileSync(first.folder.file('ledger.db'), `${data}.backup`);
    const second = await running({ demo: false, data });
    expect((await post(second, '/api/enrol', { app: 'tablet', code: one.linkCode })).status).toBe(200);
    await post(second, '/api/devices/tablet-quay-2/revoke', {});
    await second.stop();
    copyFileSync(`${data}.backup`, second.folder.file('ledger.db'));
    const third = await running({ demo: false, data });
    for (const code of [one.linkCode, one.typedCode, two.linkCode]) {
      expect((await post(third, '/api/enrol', { app: 'tablet', code })).body).toMatchObject({
        code: 'E_ENROL',
      });
    }
    expect(
      (await post(third, '/api/devices', { ...add, id: 'tablet-quay-2', again: true })).body,
    ).toMatchObject({
      code: 'E_REVOKED',
    });
  });

  test('a device is added only to a site and a counter that exist, under an id that was never revoked', async () => {
    const centre = await running({ demo: false });
    const code = async (wish: object) => (await post(centre, '/api/devices', wish)).body.code;
    expect(await code({ ...add, site: 'nowhere' })).toBe('E_NOT_FOUND');
    expect(await code({ ...add, counter: 'quay-9' })).toBe('E_NOT_FOUND');
    expect(await code({ ...add, id: 'No Id' })).toBe('E_SCHEMA');
    expect(await code({ ...add, simulated: true })).toBe('E_DEMO');
    expect(await code(add)).toBeUndefined();
    expect(await code(add)).toBe('E_CONFLICT');
    expect(await code({ ...add, again: true })).toBeUndefined();
    expect(await code({ ...add, again: true, counter: 'quay-2' })).toBe('E_CONFLICT');
    await post(centre, '/api/devices/tablet-quay-1/revoke', {});
    expect(await code({ ...add, again: true })).toBe('E_REVOKED');
    expect((await get(centre, '/api/devices')).body).toMatchObject([
      { id: 'tablet-quay-1', revokedAt: expect.any(Number) },
    ]);
  });
});
