/** Starts the device of a page with the browser's own parts; everything heavy is loaded after the first paint. */
import type { AppName } from '../contract/ids.ts';
import { assembleDevice } from './assemble.ts';
import { pageChance, pageClock, pageLocks, pageNotes } from './browser.ts';
import type { Core } from './core.ts';
import type { CatalogueShelf, StartOutcome } from './device.ts';
import type { Mirror } from './ports.ts';

/** Takes the enrolment code out of the address before anything is painted, so that nobody reads it over a shoulder or in the history. */
function takeCode(): string | undefined {
  const code = /^#enrol=([0-9A-Za-z-]{1,64})$/.exec(location.hash)?.[1];
  if (location.hash !== '') history.replaceState(null, '', location.pathname);
  return code;
}

/** From the first link on, or from when a screen asks; a part that did not come is asked for again. */
function keepCatalogueOf(core: Core): void {
  let shelf: Promise<CatalogueShelf> | undefined;
  const open = (): Promise<CatalogueShelf> => {
    shelf ??= import('./page-catalogue.ts')
      .then(({ keepCatalogue }) => keepCatalogue(core))
      .catch((cause: unknown) => {
        shelf = undefined;
        throw cause;
      });
    return shelf;
  };
  core.openCatalogue = open;
  core.onLink(({ state }) => {
    if (state === 'online') open().catch(() => core.raise('catalogue-missing', 'the app is not whole'));
  });
}

/** Starts the app's device; see StartOutcome. */
export function startDevice(app: AppName): Promise<StartOutcome> {
  const codeFromLink = takeCode();
  const base = `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}`;
  // One for the life of the page: its worker holds the files for itself.
  let mirror: Promise<Mirror> | undefined;
  return assembleDevice({
    app,
    appVersion: __APP_VERSION__,
    store: `motcua-${app}`,
    ports: {
      clock: pageClock,
      chance: pageChance,
      locks: pageLocks,
      notes: pageNotes,
      mirror: () => {
        mirror ??= import('./page-mirror.ts').then(({ createPageMirror }) => createPageMirror(app));
        return mirror;
      },
      wire: async () => (await import('./mqtt-wire.ts')).createMqttWire(base),
    },
    storeFacts: async () => (await import('./page-store.ts')).pageStoreFacts(),
    requestIdentity: async (code) => (await import('./enrol.ts')).requestIdentity(app, code),
    codeFromLink,
    loadDelivery: () => import('./delivery.ts'),
    onStoreClosed: () => location.reload(),
    onCore: (core) => {
      if (app === 'kiosk') keepCatalogueOf(core);
      if (import.meta.env.PROD) void import('./update.ts').then(({ keepUpdated }) => keepUpdated(core));
    },
    onDelivering: (delivery) => addEventListener('online', () => delivery.link.distrust()),
  });
}
