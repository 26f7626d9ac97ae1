// Tokens: shown once, kept as a hash, revoked at once and for good, and good for their role alone.

import { cpSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from './running.ts';
import { sourceLine } from './source-line.ts';

const push = { name: 'mot-cua', role: 'push', units: ['H53'] };

test('a token has 256 random bits, is shown once, and only its hash is kept', () => {
  const folder = temporaryFolder();
  const line = sourceLine(path.join(folder, 'ledger.db'), path.join(folder, 'spent.log'));
  const added = line.desk.tokens.add(push);
  const token = added.ok ? added.value.token : '';
  expect(token).toMatch(/^mct_[\w-]{43}$/);
  expect(line.desk.tokens.find(token)).toMatchObject({ name: 'mot-cua', role: 'push', units: ['H53'] });
  for (const wrong of [`${token}x`, token.slice(0, -1), 'mct_', ''])
    expect(line.desk.tokens.find(wrong)).toBeUndefined();
  expect(JSON.stringify(line.desk.tokens.list())).not.toContain(token.slice(4, 20));
  line.ledger.adapter.raw.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  expect(readFileSync(path.join(folder, 'ledger.db')).includes(token)).toBe(false);
});

test('a token shows when it was used last', () => {
  const line = sourceLine();
  const added = line.desk.tokens.add(push);
  expect(line.desk.tokens.list()).toMatchObject([{ usedAt: null }]);
  line.clock.now += 5_000;
  line.desk.tokens.find(added.ok ? added.value.token : '');
  expect(line.desk.tokens.list()).toMatchObject([{ usedAt: line.clock.now }]);
});

test('a name in force is given once; a revoked one can be given anew, and the old token stays dead', () => {
  const line = sourceLine();
  const first = line.desk.tokens.add(push);
  expect(line.desk.tokens.add(push)).toMatchObject({ refusal: { code: 'E_CONFLICT', path: 'name' } });
  expect(line.desk.tokens.revoke('mot-cua')).toMatchObject({ ok: true });
  expect(line.desk.tokens.revoke('khong-co')).toMatchObject({ refusal: { code: 'E_NOT_FOUND' } });
  expect(line.desk.tokens.find(first.ok ? first.value.token : '')).toBeUndefined();
  const second = line.desk.tokens.add({ ...push, role: 'read' });
  expect(line.desk.tokens.find(second.ok ? second.value.token : '')).toMatchObject({ role: 'read' });
  expect(line.desk.tokens.find(first.ok ? first.value.token : '')).toBeUndefined();
});

test('a ledger restored from a backup does not revive a revoked token', () => {
  const folder = temporaryFolder();
  const ledger = path.join(folder, 'ledger.db');
  const backup = path.join(folder, 'backup.db');
  const spent = path.join(folder, 'spent.log');
  const before = sourceLine(ledger, spent);
  const added = before.desk.tokens.add(push);
  before.ledger.close();
  cpSync(ledger, backup);
  const after = sourceLine(ledger, spent);
  after.desk.tokens.revoke('mot-cua');
  after.ledger.close();
  const restored = sourceLine(backup, spent);
  expect(restored.desk.tokens.find(added.ok ? added.value.token : '')).toBeUndefined();
  expect(restored.desk.tokens.list()).toMatchObject([{ name: 'mot-cua', revokedAt: expect.any(Number) }]);
});

test.each([
  { name: 'Một cửa', role: 'push' },
  { name: 'a', role: 'root' },
  { name: 'a', role: 'push', units: ['h53'] },
])('a token of another shape is refused: %o', (wish) => {
  expect(sourceLine().desk.tokens.add(wish)).toMatchObject({ refusal: { code: 'E_SCHEMA' } });
});
