/** Measures what each app weighs: its scripts before the first paint, zipped, and all that its service worker keeps; it starts no browser. */
import { statSync } from 'node:fs';
import path from 'node:path';
import { dist, firstPaintScripts, precachedAddresses, zippedBytes } from '../house/built-app.ts';
import type { Measurement } from './measurement.ts';

function firstPaint(app: string): number {
  const scripts = firstPaintScripts(app);
  if (scripts.length === 0) throw new Error(`the page of the ${app} names no script`);
  return zippedBytes(scripts) / 1000;
}

function precache(app: string): number {
  const kept = precachedAddresses(app);
  if (kept.length === 0) throw new Error(`the service worker of the ${app} keeps nothing`);
  return kept.reduce((sum, address) => sum + statSync(path.join(dist, address)).size, 0) / 1000;
}

export const measureSizes: Measurement = {
  name: 'sizes',
  title: 'what each app weighs before its first paint, and on the disk of a device',
  run: () =>
    Promise.resolve({
      'sizes.tablet-first-paint': firstPaint('tablet'),
      'sizes.kiosk-first-paint': firstPaint('kiosk'),
      'sizes.tablet-precache': precache('tablet'),
      'sizes.kiosk-precache': precache('kiosk'),
    }),
};
