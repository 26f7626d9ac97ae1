import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type RunningCentre, startCentre } from '../../centre/centre.ts';
import { sampleCatalogue } from '../../centre/demo/procedures.ts';
import { openLedgerFile } from '../../centre/ledger-file.ts';
import { Procedures } from '../../centre/procedures.ts';
import { type CatalogueDraft, readCatalogue } from '../../shared/contract/procedure.ts';
import { readValue } from '../../shared/contract/reader.ts';
import { deviceConfig } from '../../shared/contract/site-config.ts';

const sample = sampleCatalogue();
const small = (count: number, asOf = sample.asOf): CatalogueDraft => ({
  ...sample,
  asOf,
  procedures: sample.procedures.slice(0, count),
});

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'procedures-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const open = (file = openLedgerFile(':memory:')) => new Procedures({ file, folder, demo: false });

describe('the sample catalogue', () => {
  test('has 1,872 procedures in the published split, each name only once', () => {
    const count = (level: string) => sample.procedures.filter((one) => one.level === level).length;
    expect([count('province'), count('district'), count('commune')]).toEqual([1_463, 266, 143]);
    expect(new Set(sample.procedures.map(({ name }) => name.vi)).size).toBe(1_872);
  });

  test('is the same at every run, and none of its codes is a real one', () => {
    expect(sampleCatalogue()).toEqual(sample);
    expect(sample.procedures.filter(({ code }) => !code.startsWith('9.'))).toEqual([]);
  });
});

describe('a catalogue that is taken', () => {
  test('stands under its own digest, and the one before it beside it until the next', async () => {
    const procedures = open();
    await procedures.take(small(3), false);
    await procedures.take(small(4), false);
    const [third] = [await procedures.take(small(5), false)];
    expect(third).toMatchObject({ ok: true, value: { outcome: 'taken', version: 3, procedures: 5 } });
    const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
    expect(files).toHaveLength(2);
    expect(files.map((name) => `/catalogue/${name}`)).toContain(procedures.current?.named.url);
    expect(readdirSync(folder)).toHaveLength(4);
  });

  test('is told with what it adds, changes and removes', async () => {
    const procedures = open();
    await procedures.take(small(3), false);
    const [first, second, , fourth] = sample.procedures;
    if (first === undefined || second === undefined || fourth === undefined) throw new Error('too few');
    const next = { ...small(0), procedures: [first, { ...second, papers: [] }, fourth] };
    expect(await procedures.take(next, true)).toMatchObject({
      value: { outcome: 'dry', added: ['9.000004'], changed: ['9.000002'], removed: ['9.000003'] },
    });
  });

  test('changes nothing when it is only looked at, or is the one in use', async () => {
    const procedures = open();
    await procedures.take(small(3), false);
    const before = procedures.current;
    await procedures.take(small(9), true);
    expect(await procedures.take(small(3), false)).toMatchObject({ value: { outcome: 'same', version: 1 } });
    expect(procedures.current).toBe(before);
  });

  test('is known again after a restart', async () => {
    const file = openLedgerFile(':memory:');
    const first = open(file);
    await first.take(small(3), false);
    expect(open(file).current).toEqual(first.current);
    expect(open(file).read()).toMatchObject({ ok: true, value: { version: 1, demo: false } });
  });

  test.each([
    [
      'a code that is there twice',
      { ...small(2), procedures: [...small(1).procedures, ...small(1).procedures] },
    ],
    ['a field that nobody lists', { ...small(1), fields: [] }],
    ['a day that does not exist', small(1, '2026-02-30')],
    ['nothing', undefined],
  ])('is refused with %s, and nothing has changed', async (_what, value) => {
    const procedures = open();
    expect((await procedures.take(value, false)).ok).toBe(false);
    expect(procedures.current).toBeUndefined();
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe('at a demo centre', () => {
  let centre: RunningCentre;
  beforeEach(async () => {
    centre = await startCentre({ data: path.join(folder, 'data'), archive: false });
  });
  afterEach(() => centre.stop());

  const configOf = async (app: 'kiosk' | 'tablet') => {
    const response = await fetch(`${centre.url}/api/enrol`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ app, code: centre.demo?.codes[app] }),
    });
    const read = readValue(deviceConfig, ((await response.json()) as { config: unknown }).config);
    if (!read.ok) throw new Error(read.refusal.path);
    return read.value;
  };

  test('a kiosk is told of the file, which is whole, public and never changes under its name', async () => {
    const { catalogue, version } = await configOf('kiosk');
    if (catalogue === undefined || catalogue === null) throw new Error('no catalogue');
    const response = await fetch(`${centre.url}${catalogue.url}`);
    const bytes = new Uint8Array(await response.arrayBuffer());
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(catalogue.sha256);
    expect([bytes.length, catalogue.procedures]).toEqual([catalogue.bytes, 1_872]);
    expect(readCatalogue(bytes)).toMatchObject({ ok: true, value: { demo: true, version: 1 } });
    expect(response.headers.get('cache-control')).toContain('immutable');
    expect(response.headers.get('content-encoding')).toBe('gzip');
    expect(version).toBe(2);
  });

  test('a tablet is not told of it', async () => {
    const { catalogue, version } = await configOf('tablet');
    expect([catalogue, version]).toEqual([undefined, 1]);
  });

  test("a kiosk's configuration rises with each catalogue, and the old file can still be fetched", async () => {
    const before = await configOf('kiosk');
    const answer = await fetch(`${centre.url}/api/procedures`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(small(7)),
    });
    expect(await answer.json()).toMatchObject({ outcome: 'taken', procedures: 7, version: 2 });
    const after = await configOf('kiosk');
    expect(after.version).toBe(before.version + 1);
    expect(after.catalogue?.url).not.toBe(before.catalogue?.url);
    expect((await fetch(`${centre.url}${before.catalogue?.url}`)).status).toBe(200);
  });

  test('nothing else of the folder is there', async () => {
    for (const name of ['ledger.db', '..%2Fledger.db', 'procedures.json', '']) {
      expect((await fetch(`${centre.url}/catalogue/${name}`)).status, name).toBe(404);
    }
  });
});
