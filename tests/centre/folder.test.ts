// Starting: one clear sentence and exit code 1 whenever a centre cannot start, and nothing overwritten; as processes of their own.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openFolder, runningUrl } from '../../centre/folder.ts';
import { openLedgerFile } from '../../centre/ledger-file.ts';
import { temporaryFolder } from './running.ts';

const root = path.resolve(import.meta.dirname, '../..');
const run = "const { main } = await import('./centre/main.ts'); await main(process.argv.slice(1));";

interface Started {
  readonly child: ChildProcess;
  readonly out: () => string;
  readonly err: () => string;
}

function start(args: readonly string[], env: Record<string, string> = {}): Started {
  const child = spawn(process.execPath, ['--input-type=module', '-e', run, '--', ...args], {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let out = '';
  let err = '';
  child.stdout.on('data', (data) => (out += data));
  child.stderr.on('data', (data) => (err += data));
  return { child, out: () => out, err: () => err };
}

async function ready(started: Started): Promise<string> {
  while (!started.out().includes('ready ')) {
    if (started.child.exitCode !== null) throw new Error(started.err());
    await Promise.race([once(started.child.stdout ?? started.child, 'data'), once(started.child, 'exit')]);
  }
  return /^ready (\S+)$/m.exec(started.out())?.[1] ?? '';
}

/** Sentence and exit code of a start that must fail. */
async function refused(args: readonly string[], env: Record<string, string> = {}): Promise<string> {
  const started = start(args, env);
  const [code] = await once(started.child, 'exit');
  expect(code).toBe(1);
  expect(started.out()).not.toContain('ready');
  expect(started.err().trim().split('\n')).toHaveLength(1);
  return started.err();
}

const real = (data: string, ...more: string[]): string[] => [
  '--no-demo',
  '--port',
  '0',
  '--data',
  data,
  ...more,
];

describe('a centre', () => {
  test('says ready alone on its line, notes its address in the folder, and ends with 0 on SIGTERM and Ctrl-C', async () => {
    const data = path.join(temporaryFolder(), 'data');
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      const started = start(real(data));
      const url = await ready(started);
      expect(runningUrl(data)).toBe(url);
      expect((await (await fetch(`${url}/healthz`)).json()) as object).toMatchObject({
        status: 'ok',
        demo: false,
      });
      started.child.kill(signal);
      expect(await once(started.child, 'exit')).toEqual([0, null]);
      expect(runningUrl(data)).toBeUndefined();
      expect(started.err()).toBe('');
    }
  });

  test('shuts a second one out of its folder, and a killed one leaves the folder free', async () => {
    const data = path.join(temporaryFolder(), 'data');
    const first = start(real(data));
    await ready(first);
    expect(await refused(real(data))).toContain('another centre is already running');
    first.child.kill('SIGKILL');
    await once(first.child, 'exit');
    expect(runningUrl(data)).toBeUndefined();
    const third = start(real(data));
    await ready(third);
  });

  test('takes its options from the environment too', async () => {
    const data = path.join(temporaryFolder(), 'data');
    const started = start([], { MOTCUA_DEMO: '0', MOTCUA_PORT: '0', MOTCUA_DATA: data });
    await ready(started);
    expect(existsSync(path.join(data, 'ledger.db'))).toBe(true);
  });

  test('keeps its key and its spent codes to itself', async () => {
    const data = path.join(temporaryFolder(), 'data');
    await ready(start(real(data)));
    for (const file of ['keys/command.json', 'spent.log']) {
      expect(statSync(path.join(data, file)).mode & 0o077).toBe(0);
    }
  });
});

describe('one sentence and exit code 1', () => {
  test('when the port is taken; then no folder is made', async () => {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => void server.close());
    const address = server.address();
    const port = typeof address === 'object' ? String(address?.port) : '';
    const data = path.join(temporaryFolder(), 'data');
    expect(await refused(['--no-demo', '--port', port, '--data', data])).toContain(
      `127.0.0.1:${port} is already in use`,
    );
    expect(existsSync(data)).toBe(false);
  });

  test('when the folder cannot be written', async () => {
    const file = path.join(temporaryFolder(), 'file');
    writeFileSync(file, '');
    expect(await refused(real(path.join(file, 'data')))).toContain('cannot be written');
  });

  test('when the folder holds other things, and it touches none of them', async () => {
    const data = temporaryFolder();
    writeFileSync(path.join(data, 'letters.txt'), 'dear');
    expect(await refused(real(data))).toContain('holds other files');
    expect(readdirSync(data)).toEqual(['letters.txt']);
  });

  test('when a real centre is asked to take a demo folder, or a demo a real one', async () => {
    const data = path.join(temporaryFolder(), 'data');
    openFolder({ path: data, kind: 'real', now: 0 }).close();
    expect(await refused(['--port', '0', '--data', data])).toContain('holds real data');
    const demo = path.join(temporaryFolder(), 'data');
    openFolder({ path: demo, kind: 'demo', now: 0 }).close();
    expect(await refused(real(demo))).toContain('was made with sample data');
  });

  test.each([
    ['sample data on the network', ['--host', '0.0.0.0'], '--demo-on-lan'],
    ['an address of another computer', ['--no-demo', '--host', '203.0.113.7'], 'has no address'],
    ['a port that is none', ['--port', '70000'], 'not a port'],
    ['a certificate without its key', ['--tls-cert', 'x.pem'], 'belong together'],
    ['a certificate that is not there', ['--tls-cert', 'x.pem', '--tls-key', 'y.pem'], 'cannot be read'],
  ])('for %s', async (_name, args, sentence) => {
    const data = path.join(temporaryFolder(), 'data');
    expect(await refused(['--data', data, ...args])).toContain(sentence);
    expect(existsSync(data)).toBe(false);
  });
});

describe('a ledger', () => {
  function folderWithLedger(): { data: string; ledger: string } {
    const data = path.join(temporaryFolder(), 'data');
    openFolder({ path: data, kind: 'real', now: 0 }).close();
    const ledger = path.join(data, 'ledger.db');
    openLedgerFile(ledger).close();
    return { data, ledger };
  }

  test('that is no database is refused and left as it was', async () => {
    const { data, ledger } = folderWithLedger();
    writeFileSync(ledger, 'x'.repeat(8_192));
    expect(await refused(real(data))).toContain('is damaged');
    expect(readFileSync(ledger, 'utf8')).toBe('x'.repeat(8_192));
  });

  test('with torn pages is refused and left as it was', async () => {
    const { data, ledger } = folderWithLedger();
    const bytes = readFileSync(ledger);
    bytes.fill(0xa5, 4_096 * 2, 4_096 * 6);
    writeFileSync(ledger, bytes);
    expect(await refused(real(data))).toContain('is damaged');
    expect(readFileSync(ledger).equals(bytes)).toBe(true);
  });

  test('of a newer version is refused and left as it was', async () => {
    const { data, ledger } = folderWithLedger();
    const db = new DatabaseSync(ledger);
    db.exec("UPDATE meta SET value = '99' WHERE key = 'schema'");
    db.close();
    const before = readFileSync(ledger);
    expect(await refused(real(data))).toContain('newer version (99');
    expect(readFileSync(ledger).equals(before)).toBe(true);
  });

  test('opened again has everything that was synced, also from a copy made while it was open', () => {
    const { ledger } = folderWithLedger();
    const file = openLedgerFile(ledger);
    file.run(file.query.insertInto('meta').values({ key: 'kept', value: 'yes' }));
    const copy = path.join(temporaryFolder(), 'copy');
    mkdirSync(copy);
    cpSync(path.dirname(ledger), copy, { recursive: true });
    file.close();
    const opened = openLedgerFile(path.join(copy, 'ledger.db'));
    const rows = opened.rows(opened.query.selectFrom('meta').selectAll().where('key', '=', 'kept'));
    opened.close();
    expect(rows).toEqual([{ key: 'kept', value: 'yes' }]);
  });
});
