// The verb import as a process of its own: in a folder and at a running centre, killed in the middle, and silent about who the citizens are.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openDoor } from '../../centre/admin-door.ts';
import { openFolder } from '../../centre/folder.ts';
import { importFile } from '../../centre/import/import-file.ts';
import { tellResult, tellTrouble } from '../../centre/import/tell.ts';
import { openLedgerFile } from '../../centre/ledger-file.ts';
import { canaries } from '../privacy/canaries.ts';
import { scanFolder, scanLog } from '../privacy/scan.ts';
import { get, running, temporaryFolder } from './running.ts';
import { csvOf, sampleRows, toVni, writeFile } from './source-files.ts';

// Processes of their own on a machine that may be busy.
const slow = { timeout: 60_000 };
// The command line has the clock of its machine: these days are past everywhere.
const rows = sampleRows.map((row) => ({ ...row, code: row.code.replace('-2611', '-2408') }));
const root = path.resolve(import.meta.dirname, '../..');

function start(...args: string[]) {
  const child = spawn(process.execPath, ['centre/cli.ts', ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const said = { out: '', err: '' };
  child.stdout.on('data', (data) => (said.out += data));
  child.stderr.on('data', (data) => (said.err += data));
  return { child, said };
}

async function centreVerb(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const { child, said } = start(...args);
  const [code] = await once(child, 'close');
  return { code: Number(code), ...said };
}

/** The same without a process of its own: through the door that the verb opens. */
async function taken(data: string, file: string): Promise<string> {
  const door = openDoor({ folder: data, url: undefined, now: Date.now });
  try {
    const wish = { file, source: 'portal', encoding: undefined, asOf: undefined };
    const imported = await importFile(
      { ...wish, complete: false, upToDate: false, dryRun: false },
      { door: door.sources, now: Date.now, progress: () => undefined, fault: () => undefined },
    );
    return 'notes' in imported && imported.result.ok
      ? tellResult(imported.result.value, imported.notes)
      : JSON.stringify(imported);
  } finally {
    door.close();
  }
}

/** What of a person or a dossier was said; the example in the sentence is nobody's. */
function said(text: string) {
  return scanLog(text, 'terminal').filter(({ found }) => found !== '000.00.17.H53-200313-0001');
}

function folder(): string {
  const data = path.join(temporaryFolder(), 'data');
  openFolder({ path: data, kind: 'real', now: 0 }).close();
  openLedgerFile(path.join(data, 'ledger.db')).close();
  return data;
}

/** Asks the ledger beside the process that writes, without ever standing in its way. */
function ask(data: string, question: string): Record<string, unknown>[] {
  const ledger = new DatabaseSync(path.join(data, 'ledger.db'), { readOnly: true });
  try {
    return ledger.prepare(question).all();
  } finally {
    ledger.close();
  }
}

const codesIn = (data: string): string[] =>
  ask(data, 'select code, status from dossier order by code').map(({ code, status }) => `${code} ${status}`);
const stagedIn = (data: string): number => ask(data, 'select code from dossier_delivery_row').length;

const head = 'code,status,received,due,unit,name,secret,title\n';
const line = (n: number, status = 4): string =>
  `H53.${10 + Math.floor(n / 9_999)}-240823-${String(1 + (n % 9_999)).padStart(4, '0')},${status},01/11/2026,25/11/2026,Sở Mẫu,${canaries.name},${canaries.secret},Cấp bản sao cho ${canaries.name}\n`;
const lines = (n: number, status?: number): string =>
  head + Array.from({ length: n }, (_, i) => line(i, status)).join('');

describe('an import', slow, () => {
  test('works in a folder, and at the centre that runs on it, and a second time changes nothing', async () => {
    const data = folder();
    const file = writeFile(temporaryFolder(), 'a.csv', csvOf(rows, ';'));
    const first = await centreVerb('import', file, '--data', data, '--json');
    expect([first.code, first.err, JSON.parse(first.out)]).toMatchObject([
      0,
      '',
      { state: 'applied', added: 2 },
    ]);
    const centre = await running({ demo: false, data });
    const second = await centreVerb('import', file, '--data', data);
    expect(second).toMatchObject({ code: 0, err: '', out: expect.stringContaining('unchanged 2') });
    expect(await taken(data, writeFile(temporaryFolder(), 'b.csv', lines(2_500)))).toContain('new 2500');
    expect((await get(centre, '/api/sources')).body[0]).toMatchObject({ dossiers: 2_502 });
  });

  test('with bad lines says each, writes all of them down, and ends with 1', async () => {
    const data = folder();
    const bad = Array.from(
      { length: 30 },
      (_, i) => `sai-${i},4,01/11/2026,,Sở Mẫu,${canaries.name},,\n`,
    ).join('');
    const file = writeFile(temporaryFolder(), 'a.csv', lines(50) + bad);
    const errors = path.join(temporaryFolder(), 'loi.csv');
    const { code, out, err } = await centreVerb('import', file, '--data', data, '--errors', errors);
    expect([code, out]).toEqual([1, '']);
    expect(err).toContain('dòng 52, cột «code»: thấy «aaa-9», cần mã hồ sơ');
    expect(err).toContain('30 of 80 lines are bad');
    expect(err.trim().split('\n')).toHaveLength(22);
    expect(readFileSync(errors, 'utf8').trim().split('\n')).toHaveLength(31);
    expect(said(`${err}\n${readFileSync(errors, 'utf8')}`)).toEqual([]);
    expect(codesIn(data)).toEqual([]);
  });

  test('of text from before Unicode says which it is and what to do', async () => {
    const file = writeFile(temporaryFolder(), 'a.csv', Buffer.from(toVni(csvOf(rows)), 'latin1'));
    const error = await taken(folder(), file).catch((thrown: unknown) => thrown);
    expect(tellTrouble(error)).toMatch(/^E_ENCODING: Tệp là chữ VNI .*--encoding vni/);
  });

  test('that turns too many waits with exit code 2, and an admin takes or drops it', async () => {
    const data = folder();
    const at = ['--data', data];
    await taken(data, writeFile(temporaryFolder(), 'a.csv', lines(10)));
    const turned = writeFile(temporaryFolder(), 'b.csv', lines(3, 10));
    const waits = await centreVerb('import', turned, ...at, '--json');
    const { id } = JSON.parse(waits.out) as { id: string };
    expect(waits.code).toBe(2);
    expect(codesIn(data).filter((row) => row.endsWith('handed-over'))).toEqual([]);
    expect((await centreVerb('import', 'pending', ...at)).out).toContain(id);
    const accepted = await centreVerb('import', 'accept', id, '--by', 'Nguyễn Văn Mẫu', ...at);
    expect(accepted).toMatchObject({ code: 0, out: expect.stringContaining('applied') });
    expect(codesIn(data).filter((row) => row.endsWith('handed-over'))).toHaveLength(3);
  });
});

/** Ends the import at the first row that its folder or its centre has put aside. */
async function killedInTheMiddle(data: string, args: readonly string[]): Promise<void> {
  const file = writeFile(temporaryFolder(), 'b.csv', lines(60_000, 9));
  const { child } = start('import', file, '--complete', ...args);
  await expect.poll(() => stagedIn(data), { timeout: 15_000, interval: 5 }).toBeGreaterThan(0);
  child.kill('SIGKILL');
  await once(child, 'close');
  expect(child.signalCode).toBe('SIGKILL');
}

describe('an import that is killed', slow, () => {
  test('in a folder leaves every dossier as it was, and the next one works', async () => {
    const data = folder();
    const file = writeFile(temporaryFolder(), 'a.csv', lines(20));
    await taken(data, file);
    const before = codesIn(data);
    await killedInTheMiddle(data, ['--data', data]);
    expect(codesIn(data)).toEqual(before);
    expect(await taken(data, file)).toContain('unchanged 20');
    expect(codesIn(data)).toEqual(before);
  });

  test('at a running centre leaves every dossier as it was, and the next one works at once', async () => {
    const centre = await running({ demo: false });
    const data = centre.folder.path;
    const file = writeFile(temporaryFolder(), 'a.csv', lines(20));
    await taken(data, file);
    const before = codesIn(data);
    await killedInTheMiddle(data, ['--data', data]);
    expect(codesIn(data)).toEqual(before);
    // The centre hears that the other end has gone, and forgets what it sent.
    await expect.poll(() => stagedIn(data), { timeout: 15_000 }).toBe(0);
    expect(await taken(data, file)).toContain('unchanged 20');
    expect(codesIn(data)).toEqual(before);
  });
});

test(
  'of a citizen nothing but stars stays: neither in the folder, nor in the log, nor on the terminal',
  slow,
  async () => {
    const centre = await running({ demo: false });
    const data = centre.folder.path;
    const bytes =
      lines(40).replace('status', 'trang thai') +
      `sai,4,${canaries.phone},${canaries.address},x,${canaries.name},${canaries.secret},\n`;
    const bad = await centreVerb('import', writeFile(temporaryFolder(), 'a.csv', bytes), '--data', data);
    const good = await taken(data, writeFile(temporaryFolder(), 'b.csv', lines(40)));
    const waits = await taken(data, writeFile(temporaryFolder(), 'c.csv', lines(40, 8)));
    expect([bad.code, good, waits]).toEqual([
      1,
      expect.stringContaining('Took 40'),
      expect.stringContaining('CHƯA NHẬN'),
    ]);
    await centre.stop();
    expect(said(`${bad.err}\n${good}\n${waits}`)).toEqual([]);
    expect(scanFolder(data)).toEqual([]);
    const ledger = openLedgerFile(path.join(data, 'ledger.db'));
    const [row] = ledger.rows(ledger.query.selectFrom('dossier').selectAll().limit(1));
    ledger.close();
    expect(row?.private_detail).toContain('"maskedName":"T*** T** H*** Y** M**"');
    expect(row?.private_detail).toContain('Cấp bản sao cho T*** T** H*** Y** M**');
  },
);
