import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { faultIds } from '../../kiosk/fault.tsx';

test('the page of fault names and the kiosk know the same ones', () => {
  const page = readFileSync(path.resolve(import.meta.dirname, '../../docs/faults.md'), 'utf8');
  const named = [...page.matchAll(/^\| (K\d+) \|/gm)].map(([, id]) => id);
  expect(named.sort()).toEqual(Object.values(faultIds).sort());
});
