// What a device must load before its first paint stays small; lazy parts do not count.
import { expect, test } from 'vitest';
import { firstPaintScripts, zippedBytes } from './built-app.ts';

test.each([
  { app: 'tablet', kilobytes: 25 },
  { app: 'kiosk', kilobytes: 30 },
])('the $app paints first with at most $kilobytes kB of zipped script', ({ app, kilobytes }) => {
  const scripts = firstPaintScripts(app);
  expect(scripts).not.toEqual([]);
  expect(zippedBytes(scripts)).toBeLessThanOrEqual(kilobytes * 1000);
});
