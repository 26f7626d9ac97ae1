/** The service worker of this app: registered after the first paint; a waiting one is taken in use only at rest, with nothing held. */
import { Workbox } from 'workbox-window';
import type { Core } from './core.ts';
import { trustedScript } from './trusted.ts';

const lookEveryMs = 60 * 60_000; // a page that never navigates would not look for a new version by itself

/** Registers `<scope>sw.js` and looks after it. The page reloads once when a new worker has taken over. */
export function keepUpdated(core: Core): void {
  if (!('serviceWorker' in navigator)) return;
  const worker = new Workbox(trustedScript('sw', `/${core.app}/sw.js`), { updateViaCache: 'none' });
  let isWaiting = false;
  let isTaking = false;
  let hasFailed = false;
  const activate = async (): Promise<void> => {
    if (!isWaiting || !core.isAtRest || (await core.isHolding())) return;
    isWaiting = false;
    isTaking = true;
    worker.messageSkipWaiting();
  };
  worker.addEventListener('waiting', () => {
    isWaiting = true;
    void activate();
  });
  worker.addEventListener('controlling', (event) => {
    // A page that installed the first worker itself is told of no update, although it has just asked for one.
    if (event.isUpdate || isTaking) location.reload();
  });
  core.onRest(() => void activate());
  const look = (): void => {
    core.parts.ports.clock.after(lookEveryMs, look);
    // Offline is no news here: the next look, or the next start, finds it.
    worker.update().catch(() => {});
  };
  core.parts.ports.clock.after(lookEveryMs, look);
  const register = (): void => {
    hasFailed = false;
    worker.register().then(
      () => core.clear('app-not-kept'),
      () => {
        hasFailed = true;
        core.raise('app-not-kept');
      },
    );
  };
  core.onLink(({ state }) => {
    if (state !== 'online') return;
    if (hasFailed) register();
    else worker.update().catch(() => {});
  });
  register();
}
