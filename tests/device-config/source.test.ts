// A source's file on the officer's bench: the example is good, faults have their line, and what is packed is what the centre takes.
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { checkSourceConfig } from '../../device-config/check.ts';
import { explainFault } from '../../device-config/explain.ts';
import { packSites } from '../../device-config/packing.ts';
import { readValue } from '../../shared/contract/reader.ts';
import { sourceConfig } from '../../shared/contract/source-config.ts';

const example = path.resolve(import.meta.dirname, '../../device-config/source.example.yaml');
const text = readFileSync(example, 'utf8');

test('the example is without fault, and packs into what the centre reads', () => {
  expect(checkSourceConfig(text, example)).toMatchObject({
    ok: true,
    config: { id: 'mot-cua' },
    warnings: [],
  });
  const folder = mkdtempSync(path.join(tmpdir(), 'motcua-source-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = path.join(folder, 'source.mot-cua.yaml');
  copyFileSync(example, file);
  const { packed, faults } = packSites(file, folder);
  expect([faults, packed.map(({ site }) => site)]).toEqual([[], ['source mot-cua']]);
  const json: unknown = JSON.parse(readFileSync(path.join(folder, 'source.mot-cua.json'), 'utf8'));
  expect(readValue(sourceConfig, json)).toMatchObject({
    ok: true,
    value: { statuses: { '10': 'handed-over' } },
  });
});

test.each([
  ['a status that does not exist', '"6": pay', '"6": money', 'statuses.6'],
  ['a field that does not exist', 'code: ["Số biên nhận"]', 'kode: ["Số biên nhận"]', 'columns.kode'],
  ['a form of date that does not exist', '"yyyy-MM-dd"]', '"yy-MM-dd"]', 'dates.1'],
  ['an old unit that becomes itself', 'to: "H53.17"', 'to: "000.00.17.H53"', 'aliases'],
])('%s is named with its line', (_name, good, bad, where) => {
  const checked = checkSourceConfig(text.replace(good, bad), 'source.x.yaml');
  const [fault] = checked.ok ? [] : checked.faults;
  expect(fault?.path.join('.')).toBe(where);
  const line = text.split('\n').findIndex((each) => each.includes(good)) + 1;
  expect(Math.abs((fault?.line ?? 0) - line)).toBeLessThanOrEqual(1);
  expect(fault && explainFault(fault, 'vi').length).toBeGreaterThan(20);
});
