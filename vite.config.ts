// One build, three apps that share no file: kiosk and tablet, each with its service worker, and the centre's board.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { defineConfig, type EnvironmentOptions, type Plugin, type UserConfig } from 'vite';
import { type AppPart, appParts, digestOf, root } from './centre/build-inputs.ts';
import { iconNodes } from './vite.icons.ts';

const installed = ['kiosk', 'tablet'] as const;
type Installed = (typeof installed)[number];
const isInstalled = (app: string): app is Installed => app === 'kiosk' || app === 'tablet';

const installDir = path.join(root, 'shared/install');
const words = JSON.parse(readFileSync(path.join(installDir, 'apps.json'), 'utf8')) as Record<
  Installed,
  object
>;
const packageVersion = (
  JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { version: string }
).version;

// zxing's modules only define things; without this the scanner chunk carries every symbology it never reads.
const treeshake = {
  moduleSideEffects: [{ test: /node_modules[\\/](?:@zxing|zxing-wasm)[\\/]/, sideEffects: false }],
};

/** The whole build as a value, so that the builder may choose the folder and the apps. */
export function buildConfig(out: string, apps: readonly AppPart[]): UserConfig {
  const environments: Record<string, EnvironmentOptions> = {};
  for (const app of apps) {
    const define = {
      __APP_NAME__: JSON.stringify(app),
      __APP_VERSION__: JSON.stringify(`${packageVersion}+${digestOf(app).slice(0, 8)}`),
    };
    environments[app] = pageOf(app, out, define);
    if (isInstalled(app)) environments[`${app}_sw`] = workerOf(app, out, define);
  }
  const wanted = (each: { name: string }) => each.name in environments;
  return {
    root,
    appType: 'mpa',
    oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
    plugins: [iconNodes(), onlyWoff2(), installable()],
    worker: { format: 'es', plugins: () => [iconNodes()], rolldownOptions: { treeshake } },
    environments,
    builder: {
      async buildApp(builder) {
        await Promise.all(
          Object.values(builder.environments)
            .filter(wanted)
            .map((each) => builder.build(each)),
        );
        for (const app of apps) finish(app, path.resolve(root, out));
      },
    },
  };
}

function pageOf(app: AppPart, out: string, define: Record<string, string>): EnvironmentOptions {
  return {
    consumer: 'client',
    define,
    build: {
      outDir: out,
      emptyOutDir: false,
      copyPublicDir: false,
      assetsDir: `${app}/assets`,
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      reportCompressedSize: false,
      rolldownOptions: { input: `${app === 'board' ? 'centre/board' : app}/index.html`, treeshake },
    },
  };
}

function workerOf(app: Installed, out: string, define: Record<string, string>): EnvironmentOptions {
  return {
    consumer: 'client',
    define: { ...define, 'process.env.NODE_ENV': '"production"' },
    build: {
      outDir: `${out}/${app}`,
      emptyOutDir: false,
      copyPublicDir: false,
      reportCompressedSize: false,
      rolldownOptions: { input: 'shared/boot/main.ts', output: { format: 'iife', entryFileNames: 'sw.js' } },
    },
  };
}

/** Gives each installed app its manifest and icons, and its page the links to them. */
function installable(): Plugin {
  const iconsOf = (app: Installed) => [`${app}.svg`, `${app}-192.png`, `${app}-512.png`];
  return {
    name: 'installable',
    generateBundle() {
      const app = this.environment.name;
      if (!isInstalled(app)) return;
      for (const icon of iconsOf(app)) {
        const source = readFileSync(path.join(installDir, icon));
        this.emitFile({ type: 'asset', fileName: `${app}/icons/${icon}`, source });
      }
      const source = JSON.stringify(manifestOf(app), null, 2);
      this.emitFile({ type: 'asset', fileName: `${app}/manifest.webmanifest`, source });
    },
    transformIndexHtml: {
      order: 'post',
      handler(_html, { path: page }) {
        const app = page.split('/')[1] ?? '';
        if (!isInstalled(app)) return [];
        return [
          { tag: 'link', attrs: { rel: 'manifest', href: `/${app}/manifest.webmanifest` } },
          { tag: 'link', attrs: { rel: 'icon', type: 'image/svg+xml', href: `/${app}/icons/${app}.svg` } },
          { tag: 'meta', attrs: { name: 'theme-color', content: '#FBF9F4' } },
        ];
      },
    },
  };
}

function manifestOf(app: Installed): object {
  const icon = (file: string, sizes: string) => ({ src: `/${app}/icons/${file}`, sizes });
  return {
    ...words[app],
    id: `/${app}/`,
    scope: `/${app}/`,
    start_url: `/${app}/`,
    lang: 'vi',
    dir: 'ltr',
    background_color: '#FBF9F4',
    theme_color: '#FBF9F4',
    icons: [
      { ...icon(`${app}-192.png`, '192x192'), type: 'image/png' },
      { ...icon(`${app}-512.png`, '512x512'), type: 'image/png' },
      { ...icon(`${app}-512.png`, '512x512'), type: 'image/png', purpose: 'maskable' },
    ],
  };
}

/** Chromium reads woff2; the older twin of every font face would only fill the precache. */
function onlyWoff2(): Plugin {
  return {
    name: 'only-woff2',
    enforce: 'pre',
    transform(code, id) {
      if (!/@fontsource[\\/].*\.css$/.test(id)) return null;
      return code.replace(/,\s*url\([^)]*\.woff\)\s*format\(['"]woff['"]\)/g, '');
    },
  };
}

/** After the bundles: the board's page moves beside its assets, a worker learns the list of its app's files. */
function finish(app: AppPart, out: string): void {
  if (isInstalled(app)) {
    const file = path.join(out, app, 'sw.js');
    const worker = readFileSync(file, 'utf8');
    const parts = worker.split('self.__WB_MANIFEST');
    if (parts.length !== 2)
      throw new Error(`the service worker of ${app} must name its manifest exactly once`);
    writeFileSync(file, parts.join(JSON.stringify(precacheOf(app, out))));
  } else {
    renameSync(path.join(out, 'centre/board/index.html'), path.join(out, app, 'index.html'));
    rmSync(path.join(out, 'centre'), { recursive: true });
  }
}

/** Every file of the app but its worker; a name that already carries a hash needs no revision. */
function precacheOf(app: Installed, out: string): { url: string; revision: string | null }[] {
  return readdirSync(path.join(out, app), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== 'sw.js')
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort()
    .map((file) => {
      const url = `/${path.relative(out, file).replaceAll(path.sep, '/')}`;
      const hashed = /\/assets\/.*-[\w-]{8}\.\w+$/.test(url);
      const revision = hashed
        ? null
        : createHash('sha256').update(readFileSync(file)).digest('hex').slice(0, 16);
      return { url, revision };
    });
}

const asked = process.env.MOTCUA_APPS?.split(',');
export default defineConfig(
  buildConfig(
    'dist',
    appParts.filter((app) => asked?.includes(app) ?? true),
  ),
);
