// Reads an app as it was built: what its page loads before the first paint and what its service worker keeps; it judges no size.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';

export const dist = path.resolve(import.meta.dirname, '../../dist');

/** Addresses of the scripts that the page itself names; lazy parts are not among them. */
export function firstPaintScripts(app: string): string[] {
  const page = readFileSync(path.join(dist, app, 'index.html'), 'utf8');
  const named = page.matchAll(/<(?:script|link rel="modulepreload")[^>]* (?:src|href)="([^"]+\.js)"/g);
  return [...named].map(([, address]) => address ?? '');
}

/** Bytes of files of the build, each zipped alone as a server sends it. */
export function zippedBytes(addresses: readonly string[]): number {
  return addresses
    .map((address) => gzipSync(readFileSync(path.join(dist, address)), { level: 9 }).length)
    .reduce((sum, each) => sum + each, 0);
}

/** Addresses of everything that the app's service worker keeps. */
export function precachedAddresses(app: string): string[] {
  const worker = readFileSync(path.join(dist, app, 'sw.js'), 'utf8');
  const list = /\[\{"url":.*?\}\]/.exec(worker)?.[0] ?? '[]';
  return (JSON.parse(list) as { url: string; revision: string | null }[]).map(({ url }) => url);
}
