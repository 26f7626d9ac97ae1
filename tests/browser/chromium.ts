// Finds one Chromium that really starts on this machine, or says in one sentence why there is none.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

export interface Chromium {
  readonly executablePath: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const knownPlaces = [
  ...['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'].flatMap(onPath),
  '/opt/google/chrome/chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:/Program Files/Google/Chrome/Application/chrome.exe',
];

let found: Promise<Chromium> | undefined;

/** The same answer for the whole process; the first call may unpack or install. */
export function findChromium(): Promise<Chromium> {
  found ??= search();
  return found;
}

async function search(): Promise<Chromium> {
  const named = process.env.MOTCUA_CHROMIUM;
  if (named !== undefined) {
    if (!starts(named)) throw new Error(`MOTCUA_CHROMIUM names ${named}, which does not start`);
    return { executablePath: named, args, env: {} };
  }
  const installed = knownPlaces.find((place) => existsSync(place) && starts(place));
  if (installed !== undefined) return { executablePath: installed, args, env: {} };
  const packed = await fromPackage();
  if (packed !== undefined) return packed;
  const fetched = fromApt();
  if (fetched !== undefined) return { executablePath: fetched, args, env: {} };
  throw new Error(
    'The browser tests need Chromium: install chromium or Google Chrome, or set MOTCUA_CHROMIUM to its path.',
  );
}

function onPath(name: string): string[] {
  return (process.env.PATH ?? '').split(path.delimiter).map((folder) => path.join(folder, name));
}

/** A wrapper that only tells people to install something else exits with an error: it does not count. */
function starts(executablePath: string, env: Record<string, string> = {}): boolean {
  // Windows' chrome.exe opens a window for --version; there, being present must do.
  if (process.platform === 'win32') return existsSync(executablePath);
  const run = spawnSync(executablePath, ['--no-sandbox', '--version'], {
    env: { ...process.env, ...env },
    timeout: 20_000,
  });
  return run.status === 0;
}

/** Unpacks the npm package once per version; two runs at the same time each unpack aside, one wins. */
async function fromPackage(): Promise<Chromium | undefined> {
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined;
  const home = path.dirname(path.dirname(createRequire(import.meta.url).resolve('@sparticuz/chromium')));
  const { version } = JSON.parse(readFileSync(path.join(home, 'package.json'), 'utf8')) as {
    version: string;
  };
  const folder = path.resolve(import.meta.dirname, `../../node_modules/.cache/chromium-${version}`);
  if (!existsSync(folder)) await unpack(path.join(home, 'bin'), folder);
  const executablePath = path.join(folder, 'chromium');
  const fonts: Record<string, string> = existsSync('/etc/fonts/fonts.conf')
    ? {}
    : { FONTCONFIG_PATH: path.join(folder, 'fonts') };
  if (starts(executablePath)) return { executablePath, args, env: fonts };
  const env = { ...fonts, LD_LIBRARY_PATH: path.join(folder, 'al2023/lib') };
  return starts(executablePath, env) ? { executablePath, args, env } : undefined;
}

async function unpack(archives: string, folder: string): Promise<void> {
  const { inflate } = await import('@sparticuz/chromium');
  const aside = `${folder}.${process.pid}`;
  mkdirSync(aside, { recursive: true });
  const temporary = process.env.TMPDIR;
  // The package always unpacks into the temporary folder, under fixed names.
  process.env.TMPDIR = aside;
  try {
    const names = ['chromium.br', 'fonts.tar.br', 'swiftshader.tar.br', 'al2023.tar.br'];
    await Promise.all(names.map((name) => inflate(path.join(archives, name))));
  } finally {
    if (temporary === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = temporary;
  }
  try {
    renameSync(aside, folder);
  } catch (error) {
    rmSync(aside, { recursive: true });
    if (!existsSync(folder)) throw error;
  }
}

function fromApt(): string | undefined {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return undefined;
  spawnSync('apt-get', ['update'], { stdio: 'ignore' });
  spawnSync('apt-get', ['install', '-y', '--no-install-recommends', 'chromium'], { stdio: 'ignore' });
  return onPath('chromium').find((place) => existsSync(place) && starts(place));
}
