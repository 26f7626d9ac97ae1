// The admin's command line as a process of its own: at a running centre over HTTP, in a free folder directly, never in a held one.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { openFolder } from '../../centre/folder.ts';
import { openLedgerFile } from '../../centre/ledger-file.ts';
import { Tasks } from '../../centre/tasks.ts';
import { post, running, siteOf, temporaryFolder } from './running.ts';

const root = path.resolve(import.meta.dirname, '../..');

async function centreVerb(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const child = spawn(process.execPath, ['centre/cli.ts', ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let err = '';
  child.stdout.on('data', (data) => (out += data));
  child.stderr.on('data', (data) => (err += data));
  const [code] = await once(child, 'close');
  return { code: Number(code), out, err };
}

describe('npm run centre', () => {
  test('adds a device at a running centre that it finds through its folder, and in the same folder when nobody runs', async () => {
    const centre = await running({ demo: false });
    const data = centre.folder.path;
    const add = (id: string) => [
      'device',
      'add',
      id,
      '--app',
      'tablet',
      '--site',
      'hoa-thanh',
      '--counter',
      'quay-1',
      '--data',
      data,
    ];
    const live = await centreVerb(...add('tablet-1'));
    const link = /(http\S+)\/tablet\/#enrol=([0-9A-Z]{26})/.exec(live.out);
    expect([live.code, link?.[1]]).toEqual([0, centre.url]);
    expect((await post(centre, '/api/enrol', { app: 'tablet', code: link?.[2] })).body).toMatchObject({
      device: 'tablet-1',
    });
    await centre.stop();
    expect(await centreVerb(...add('tablet-2'))).toMatchObject({ code: 0, err: '' });
    const { out } = await centreVerb('device', 'list', '--data', data, '--json');
    expect(JSON.parse(out)).toMatchObject([
      { id: 'tablet-1', enrolledAt: expect.any(Number) },
      { id: 'tablet-2', enrolledAt: null },
    ]);
  });

  test('sets a site, and says in one sentence why it will not', async () => {
    const centre = await running({ demo: false });
    const file = path.join(temporaryFolder(), 'site.json');
    writeFileSync(file, JSON.stringify(siteOf(3, false)));
    expect(await centreVerb('site', 'set', file, '--url', centre.url)).toMatchObject({
      code: 0,
      out: expect.stringContaining('hoa-thanh  3'),
    });
    writeFileSync(file, JSON.stringify(siteOf(2, false)));
    const older = await centreVerb('site', 'set', file, '--url', centre.url);
    expect(older).toMatchObject({ code: 1, out: '', err: expect.stringContaining('E_CONFIG_OLD') });
    expect(older.err.trim().split('\n')).toHaveLength(1);
    expect(await centreVerb('site', 'set', `${file}.none`, '--url', centre.url)).toMatchObject({ code: 1 });
  });

  test('prints a summary to the unit', async () => {
    const centre = await running();
    const { out } = await centreVerb(
      'summary',
      '--from',
      '2019-01-01',
      '--to',
      '2019-12-15',
      '--data',
      centre.folder.path,
      '--json',
    );
    expect(JSON.parse(out)).toMatchObject({
      total: 0,
      demo: true,
      levels: { 'very-satisfied': 0, satisfied: 0, neutral: 0 },
    });
  });

  test('says so when there is no centre, in a folder or at an address', async () => {
    expect(await centreVerb('device', 'list', '--data', temporaryFolder())).toMatchObject({
      code: 1,
      err: expect.stringContaining('there is no centre in'),
    });
    expect(await centreVerb('device', 'list', '--url', 'http://127.0.0.1:9')).toMatchObject({
      code: 1,
      err: expect.stringContaining('no centre answers'),
    });
  });

  test('helps with examples', async () => {
    const { code, out } = await centreVerb('--help');
    expect(code).toBe(0);
    for (const verb of ['device', 'site', 'quarantine', 'gap', 'summary'])
      expect(out).toContain(`npm run centre -- ${verb === 'gap' ? 'device' : verb}`);
    expect((await centreVerb('device', 'add', '--help')).out).toContain('--counter');
  });

  test('lists open tasks with their codes and closes one by name, in a folder where nobody runs', async () => {
    const folder = openFolder({ path: path.join(temporaryFolder(), 'data'), kind: 'real', now: Date.now() });
    const file = openLedgerFile(folder.file('ledger.db'));
    const unit = { vi: 'Bộ phận mẫu' };
    const wish = { code: 'H53.14-261021-0009', site: 'hoa-thanh', unit };
    const task = new Tasks(file, Date.now).letterMissing(wish);
    file.close();
    folder.close();
    const id = task.ok ? task.value.id : '';
    const verb = (...args: string[]) => centreVerb('task', ...args, '--data', folder.path);
    const { out } = await verb('list');
    for (const part of [id, 'Bộ phận mẫu', wish.code]) expect(out).toContain(part);
    expect(await verb('close', id, '--by', 'Nguyễn Văn Mẫu')).toMatchObject({ code: 0 });
    const all = await verb('list', '--all', '--json');
    expect(JSON.parse(all.out)).toMatchObject({
      open: [],
      closed: [{ id, code: null, by: 'Nguyễn Văn Mẫu' }],
    });
  });
});
