// Runs inside a page: everything its origin keeps, as plain values; it judges nothing and imports nothing.

export interface Stores {
  readonly address: string;
  readonly history: unknown;
  readonly local: Record<string, string>;
  readonly session: Record<string, string>;
  readonly databases: unknown;
  readonly files: Record<string, string>;
  readonly cached: Record<string, string>;
  /** Texts that the build wrote and the service worker keeps. */
  readonly assets: string;
}

/** Must stand alone: it is sent to the page as text. */
export async function readStores(): Promise<Stores> {
  const request = <T>(asked: IDBRequest<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      asked.onsuccess = () => resolve(asked.result);
      asked.onerror = () => reject(asked.error);
    });
  const plain = (value: unknown): unknown => {
    if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) {
      const bytes = value instanceof ArrayBuffer ? new Uint8Array(value) : new Uint8Array(value.buffer);
      return new TextDecoder().decode(bytes).replaceAll('\u0000', '');
    }
    if (Array.isArray(value)) return value.map(plain);
    if (value instanceof CryptoKey) return 'a key that cannot be read';
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]));
  };

  const databases: Record<string, unknown> = {};
  for (const { name = '' } of await indexedDB.databases()) {
    const database = await request(indexedDB.open(name));
    for (const store of database.objectStoreNames) {
      const open = database.transaction(store).objectStore(store);
      const [keys, values] = await Promise.all([request(open.getAllKeys()), request(open.getAll())]);
      databases[`${name}/${store}`] = plain({ keys, values });
    }
    database.close();
  }

  /** The app goes on writing: what changed between being found and being read is found again, what has gone keeps nothing. */
  const textOf = async (handle: FileSystemFileHandle): Promise<string> => {
    for (let tries = 1; ; tries += 1) {
      try {
        return await (await handle.getFile()).text();
      } catch (cause) {
        const name = cause instanceof DOMException ? cause.name : '';
        if (name === 'NotFoundError') return '';
        if (name !== 'NotReadableError' || tries >= 50) throw cause;
      }
    }
  };
  const files: Record<string, string> = {};
  const walk = async (folder: FileSystemDirectoryHandle, path: string): Promise<void> => {
    // Async iteration of a folder is not in the compiler's list of the DOM.
    const entries = folder as unknown as AsyncIterable<[string, FileSystemHandle]>;
    for await (const [name, handle] of entries) {
      if (handle instanceof FileSystemDirectoryHandle) await walk(handle, `${path}/${name}`);
      else if (handle instanceof FileSystemFileHandle) files[`${path}/${name}`] = await textOf(handle);
    }
  };
  await walk(await navigator.storage.getDirectory(), '');

  const cached: Record<string, string> = {};
  let assets = '';
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const { url } of await cache.keys()) {
      const response = await cache.match(url);
      const text = /text|json|javascript|svg/.test(response?.headers.get('content-type') ?? '')
        ? ((await response?.text()) ?? '')
        : '';
      if (name.includes('precache')) assets += text;
      else cached[url] = text;
    }
  }

  const entries =
    'navigation' in window
      ? (window.navigation as { entries(): { url: string; getState(): unknown }[] }).entries()
      : [];
  return {
    address: location.href,
    history: [
      history.state,
      window.name,
      document.cookie,
      document.referrer,
      ...entries.map((entry) => [entry.url, entry.getState()]),
    ],
    local: { ...localStorage },
    session: { ...sessionStorage },
    databases,
    files,
    cached,
    assets,
  };
}
