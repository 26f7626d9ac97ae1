// What a device must load before its first paint stays small; lazy parts do not count.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';

const dist = path.resolve(import.meta.dirname, '../../dist');

test.each([
  { app: 'tablet', kilobytes: 25 },
  { app: 'kiosk', kilobytes: 30 },
])('the $app paints first with at most $kilobytes kB of zipped script', ({ app, kilobytes }) => {
  const page = readFileSync(path.join(dist, app, 'index.html'), 'utf8');
  const scripts = [...page.matchAll(/<(?:script|link rel="modulepreload")[^>]* (?:src|href)="([^"]+\.js)"/g)];
  expect(scripts).not.toEqual([]);
  const bytes = scripts
    .map(([, address]) => gzipSync(readFileSync(path.join(dist, address ?? '')), { level: 9 }).length)
    .reduce((sum, each) => sum + each, 0);
  expect(bytes).toBeLessThanOrEqual(kilobytes * 1000);
});
