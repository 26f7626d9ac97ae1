import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as v from 'valibot';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { canonicalJson } from '../../device-config/canonical.ts';
import { packSites } from '../../device-config/packing.ts';
import { siteConfig } from '../../shared/contract/site-config.ts';

const room = path.resolve(import.meta.dirname, '../../device-config');
const example = readFileSync(path.join(room, 'site.example.yaml'), 'utf8');

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'pack-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function put(name: string, text: string): string {
  const file = path.join(folder, name);
  writeFileSync(file, text);
  return file;
}

function run(...args: string[]) {
  const done = spawnSync(process.execPath, [path.join(room, 'pack.ts'), ...args], {
    cwd: folder,
    encoding: 'utf8',
  });
  return { status: done.status, out: done.stdout, err: done.stderr };
}

describe('packing', () => {
  it('writes the room’s own sites as JSON that the contract reads', () => {
    const out = path.join(folder, 'out');
    const { packed, faults, trouble } = packSites(room, out);
    expect({ faults, trouble }).toEqual({ faults: [], trouble: undefined });
    expect(readdirSync(out).sort()).toEqual(packed.map((each) => path.basename(each.out)).sort());
    expect(readdirSync(out)).toContain('demo.json');
    expect(readdirSync(out)).not.toContain('site.example.json');
    for (const each of packed) {
      expect(v.is(siteConfig, JSON.parse(readFileSync(each.out, 'utf8')))).toBe(true);
    }
  });

  it('writes the same bytes again, whatever the order of keys, comments and quotes', () => {
    put('one.yaml', example);
    packSites(folder, path.join(folder, 'a'));
    const [head = '', ...rest] = example.split('\ncentre:');
    const middle = rest.join('\ncentre:');
    const turned = `${`centre:${middle}`.replace('sound: true', 'sound: true # yes')}\n${head}`;
    put('one.yaml', turned);
    packSites(folder, path.join(folder, 'b'));
    const bytes = (out: string) => readFileSync(path.join(folder, out, 'one.json'));
    expect(bytes('b').equals(bytes('a'))).toBe(true);
    expect(packSites(folder, path.join(folder, 'c')).packed[0]?.sha256).toMatch(/^[0-9a-f]{64}$/);
  });

  it('sorts the keys at every depth and keeps the order of lists', () => {
    expect(canonicalJson({ b: [{ d: 1, c: 2 }, 1], a: 'ấ' })).toBe('{"a":"ấ","b":[{"c":2,"d":1},1]}\n');
  });

  it('writes nothing when one of several files has a fault', () => {
    put('good.yaml', example);
    put('wrong.yaml', example.replace('schema: 1', 'schema: one').replace('abc-tru-so', 'abc-hai'));
    const out = path.join(folder, 'out');
    const { packed, faults } = packSites(folder, out);
    expect(packed).toEqual([]);
    expect(faults).toHaveLength(1);
    expect(readdirSync(folder)).not.toContain('out');
  });

  it('refuses one site id in two files', () => {
    put('one.yaml', example);
    put('two.yaml', example);
    expect(packSites(folder, path.join(folder, 'out')).faults).toMatchObject([
      { kind: 'same-site', file: path.join(folder, 'two.yaml') },
    ]);
  });

  it('passes over examples, secrets and what is no site file', () => {
    put('site.example.yaml', 'not: read');
    put('secrets.yaml', 'not: read');
    put('notes.txt', 'not: read');
    expect(packSites(folder, folder).trouble).toEqual({ kind: 'noFiles', file: folder, reason: '' });
  });

  it('leaves the old file whole and no scraps when the new one cannot be written', () => {
    put('one.yaml', example);
    const out = path.join(folder, 'out');
    mkdirSync(path.join(out, 'one.json'), { recursive: true }); // a folder stands where the file should go
    expect(packSites(folder, out).trouble).toMatchObject({ kind: 'cannotWrite' });
    expect(readdirSync(out)).toEqual(['one.json']);
  });

  it('refuses file names that could not be fetched later', () => {
    const file = put('Điểm Một.yaml', example);
    expect(packSites(file, folder).trouble).toMatchObject({ kind: 'badName', file });
  });
});

describe('the command', () => {
  it('packs a file, says so in Vietnamese and ends with 0', () => {
    put('one.yaml', example);
    const { status, out, err } = run('one.yaml', '--out', 'packed');
    expect({ status, err }).toEqual({ status: 0, err: '' });
    expect(out).toContain('Đã đóng gói one.yaml → packed/one.json');
  });

  it('prints every fault with file, line and column on standard error and ends with 1', () => {
    put('one.yaml', example.replace('hotline:', 'hotlin:').replace('2027-02-08', '2027-02-30'));
    const { status, err } = run('one.yaml', '--out', 'packed', '--lang', 'en');
    expect(status).toBe(1);
    expect(err).toMatch(
      /^one\.yaml, line \d+, column 1: there is no key “hotlin” .*Did you mean “hotline”\?$/m,
    );
    expect(err).toMatch(/^one\.yaml, line \d+, column \d+: the date 2027-02-30 does not exist/m);
    expect(err).toContain('2 places need correction; nothing was written.');
  });

  it('prints one JSON object when asked to', () => {
    put('one.yaml', example.replace('demo: false', 'demo: maybe'));
    const { status, out, err } = run('one.yaml', '--json');
    expect({ status, err }).toEqual({ status: 1, err: '' });
    expect(JSON.parse(out)).toMatchObject({ ok: false, packed: [], faults: [{ path: ['demo'], column: 7 }] });
  });

  it.each([
    [['--lang', 'fr'], 'vi, en'],
    [['--nope'], '--nope'],
    [['missing.yaml'], 'ENOENT'],
    [['a', 'b'], 'argument'],
  ])('ends with 2 for %j and names the reason', (args, reason) => {
    const { status, err } = run(...args);
    expect(status).toBe(2);
    expect(err).toContain(reason);
  });

  it('explains itself and ends with 0', () => {
    expect(run('--help')).toMatchObject({ status: 0 });
  });
});
