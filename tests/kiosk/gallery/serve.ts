/** Builds the gallery of kiosk screens into a folder and serves it on a free port, under the policy that the real pages have. */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import path from 'node:path';
import { build } from 'vite';
import { buildConfig } from '../../../vite.config.ts';
import { demoSite } from './demo-site.ts';

// Named here so that it has a reader: the page itself is asked for by its HTML.
export const galleryEntry = new URL('./main.tsx', import.meta.url);

const root = path.resolve(import.meta.dirname, '../../..');
const page = 'tests/kiosk/gallery/index.html';
const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.woff2': 'font/woff2',
};
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; require-trusted-types-for 'script'";

export interface Gallery {
  readonly url: string;
  close(): Promise<void>;
}

/** `folder` is filled with the build; the caller removes it. */
export async function serveGallery(folder: string): Promise<Gallery> {
  const { oxc, plugins = [] } = buildConfig(folder, []);
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    ...(oxc === undefined ? {} : { oxc }),
    plugins,
    define: {
      __APP_VERSION__: '"gallery"',
      __APP_NAME__: '"kiosk"',
      __DEMO_SITE__: JSON.stringify(await demoSite()),
    },
    build: {
      outDir: folder,
      emptyOutDir: true,
      assetsInlineLimit: 0,
      rolldownOptions: { input: path.join(root, page) },
    },
  });
  const server = createServer((request, response) => {
    const file = path.join(folder, path.normalize(new URL(request.url ?? '/', 'http://local').pathname));
    readFile(file).then(
      (body) => {
        response.setHeader('content-type', types[path.extname(file)] ?? 'application/octet-stream');
        response.setHeader('content-security-policy', policy);
        response.end(body);
      },
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the gallery has no port');
  return {
    url: `http://127.0.0.1:${address.port}/${page}`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
