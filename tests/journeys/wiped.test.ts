// The browser deletes the tablet's database under the running page: it starts anew by itself, is the same device, and nothing thanked is lost.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { launchProfile } from '../browser/launch.ts';
import { Centre } from './centre.ts';
import { Scene } from './scene.ts';
import { levels, TabletPage } from './tablet-page.ts';
import { until } from './until.ts';

/** Rating rows that stand settled in the mirror's files. */
const settledInMirror = async (tablet: TabletPage): Promise<number> =>
  tablet.page.evaluate(async () => {
    const folder = await navigator.storage.getDirectory();
    const ids = new Set<string>();
    for (const name of ['motcua-tablet-mirror-a', 'motcua-tablet-mirror-b']) {
      const handle = await folder.getFileHandle(name).catch(() => undefined);
      // The app goes on writing: a file that changed while it was read is read with the next look.
      const file = await handle?.getFile();
      const text = (await file?.text().catch(() => '')) ?? '';
      for (const line of text.split('\n')) {
        const id = /"lane":0.*?"id":"([0-9a-f]{32})".*"state":"settled"/.exec(line)?.[1];
        if (id !== undefined) ids.add(id);
      }
    }
    return ids.size;
  });

test('a deleted database costs no thanked rating and no visit', { timeout: 180_000 }, async () => {
  const profiles = mkdtempSync(path.join(tmpdir(), 'motcua-wiped-'));
  await using centre = await Centre.begin();
  const context = await launchProfile(path.join(profiles, 'tablet'));
  try {
    const scene = new Scene(centre);
    const tablet = await TabletPage.enrol(context, centre, scene);
    await tablet.page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    await centre.kill();
    for (const level of levels) await tablet.rate(level);
    await until(
      'ratings in the mirror',
      () => settledInMirror(tablet),
      (count) => count === 3,
      20_000,
    );

    const reloaded = tablet.page.waitForEvent('load', { timeout: 30_000 });
    const session = await context.newCDPSession(tablet.page);
    await session.send('Storage.clearDataForOrigin', { origin: centre.url, storageTypes: 'indexeddb' });
    await reloaded;
    await tablet.asks();
    await tablet.rate('Hài lòng');

    await centre.start();
    await until(
      'ratings counted',
      () => centre.ratings().then(({ total }) => total),
      (total) => total >= 4,
      90_000,
    );
    expect((await centre.ratings()).levels).toEqual({ 'very-satisfied': 1, satisfied: 2, neutral: 1 });
    const { devices } = (await (await fetch(`${centre.url}/api/fleet`)).json()) as {
      devices: { app: string }[];
    };
    expect(devices.filter(({ app }) => app === 'tablet')).toHaveLength(1);
    await scene.judge([tablet.page]);
  } finally {
    await context.close();
    rmSync(profiles, { recursive: true, force: true });
  }
});
