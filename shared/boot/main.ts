// The service worker: answers from the precached build, and steps aside for a newer one only when the page asks.
import { clientsClaim, setCacheNameDetails } from 'workbox-core';
import { createHandlerBoundToURL, type PrecacheEntry, precacheAndRoute } from 'workbox-precaching';
import { NavigationRoute, registerRoute } from 'workbox-routing';

declare const self: ServiceWorkerGlobalScope & { __WB_MANIFEST: PrecacheEntry[] };

// Must come first: both apps live on one origin, and the name decides whose cache is filled.
setCacheNameDetails({ prefix: __APP_NAME__ });
precacheAndRoute(self.__WB_MANIFEST);

// Any address within the scope is the one page; queries and fragments are for the page to read.
registerRoute(new NavigationRoute(createHandlerBoundToURL(`/${__APP_NAME__}/index.html`)));

// The first visit may lose the network before its lazy parts are asked for: serve that page too.
clientsClaim();

// The page knows when nobody stands before it. Until it says so, the old build goes on serving.
self.addEventListener('message', ({ data }) => {
  if (isSkipWaiting(data)) void self.skipWaiting();
});

function isSkipWaiting(data: unknown): boolean {
  return typeof data === 'object' && data !== null && 'type' in data && data.type === 'SKIP_WAITING';
}
