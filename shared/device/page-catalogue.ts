/** The catalogue of a real page: a cache of its own, our own origin, the browser's word on room; it decides nothing. */
import { CatalogueKeeper, type Drawer } from './catalogue.ts';
import type { Core } from './core.ts';
import type { CatalogueShelf } from './device.ts';
import { pageStoreFacts } from './page-store.ts';

/** In Cache Storage, apart from the app's own files and from the outbox's database. */
function cacheDrawer(name: string): Drawer {
  const open = (): Promise<Cache> => caches.open(name);
  return {
    addresses: async () => (await (await open()).keys()).map(({ url }) => new URL(url).pathname),
    get: async (address) => (await (await open()).match(address))?.arrayBuffer(),
    put: async (address, bytes) => (await open()).put(address, new Response(bytes)),
    drop: async (address) => void (await (await open()).delete(address)),
  };
}

/** Where the page is not trusted enough for a cache: as long as it lives. */
function memoryDrawer(): Drawer {
  const kept = new Map<string, ArrayBuffer>();
  return {
    addresses: async () => [...kept.keys()],
    get: async (address) => kept.get(address)?.slice(0),
    put: async (address, bytes) => void kept.set(address, bytes),
    drop: async (address) => void kept.delete(address),
  };
}

/** Keeps the catalogue of this device from now on. */
export async function keepCatalogue(core: Core): Promise<CatalogueShelf> {
  const keeper = new CatalogueKeeper(core, {
    drawer: 'caches' in globalThis ? cacheDrawer(`motcua-${core.app}-catalogue`) : memoryDrawer(),
    // Kept once, in our own cache: the browser's would only hold it a second time.
    fetch: (address, signal) =>
      fetch(address, { signal, cache: 'no-store', credentials: 'omit', redirect: 'error' }),
    facts: pageStoreFacts,
  });
  await keeper.start();
  return keeper;
}
