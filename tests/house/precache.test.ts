// After one visit an installed app owns all of itself: its service worker lists every file that the build made for it.
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { dist, precachedAddresses } from './built-app.ts';

test.each(['kiosk', 'tablet'])(
  'the service worker of the %s lists each of its files once, and no other',
  (app) => {
    const urls = precachedAddresses(app);
    const files = readdirSync(path.join(dist, app), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name !== 'sw.js')
      .map(
        (entry) =>
          `/${path.relative(dist, path.join(entry.parentPath, entry.name)).replaceAll(path.sep, '/')}`,
      );
    expect(files).toContain(`/${app}/index.html`);
    expect(urls.toSorted()).toEqual(files.toSorted());
  },
);
