// Builds the screens into dist: aside first, then in one rename, so that a killed build is never taken for a good one.
import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { type AppPart, appParts, digestOf, type Part, root } from './build-inputs.ts';

const dist = path.join(root, 'dist');
const record = path.join(dist, 'build.json');
// Far longer than any build takes.
const leftoverAfterMs = 10 * 60_000;
const packer = path.join(root, 'device-config/pack.ts');

/** Whether anything that goes into dist changed since dist was built. */
export function isBuildStale(): boolean {
  return staleParts().length > 0;
}

export function staleParts(): Part[] {
  const built = builtDigests();
  return partsHere().filter((part) => built[part] !== digestOf(part));
}

/** Builds the named parts, all unless told; a running centre sees the old build until the new one is whole. */
export async function buildApps(parts: readonly Part[] = partsHere()): Promise<void> {
  const apps = appParts.filter((app) => parts.includes(app));
  if (apps.length > 0) await buildAside(apps);
  if (parts.includes('device-config')) packDeviceConfig();
}

function partsHere(): Part[] {
  return existsSync(packer) ? [...appParts, 'device-config'] : [...appParts];
}

function builtDigests(): Partial<Record<Part, string>> {
  return existsSync(record)
    ? (JSON.parse(readFileSync(record, 'utf8')) as Partial<Record<Part, string>>)
    : {};
}

async function buildAside(apps: readonly AppPart[]): Promise<void> {
  dropLeftovers();
  const aside = path.join(root, `dist.next.${process.pid}`);
  const digests = { ...builtDigests(), ...Object.fromEntries(apps.map((app) => [app, digestOf(app)])) };
  if (existsSync(dist)) {
    const kept = (name: string) => !apps.some((app) => app === name);
    for (const name of readdirSync(dist).filter(kept)) {
      cpSync(path.join(dist, name), path.join(aside, name), { recursive: true });
    }
  }
  // Only a build needs the bundler; whoever asks what is stale does not pay for it.
  // What is built is what is shipped, whoever asks: another mode would leave out the service worker.
  process.env.NODE_ENV = 'production';
  const { createBuilder } = await import('vite');
  const { buildConfig } = await import('../vite.config.ts');
  const config = buildConfig(path.basename(aside), apps);
  const builder = await createBuilder({ ...config, configFile: false, logLevel: 'warn' });
  await builder.buildApp();
  for (const app of apps) keepPrevious(app, aside);
  writeFileSync(path.join(aside, 'build.json'), JSON.stringify(digests, null, 2));
  swap(aside);
}

/** A page opened before the update may still ask for its lazy chunks: one older generation stays served. */
function keepPrevious(app: AppPart, aside: string): void {
  const before = path.join(dist, app, 'assets');
  if (!existsSync(before)) return;
  const names = (folder: string) => readdirSync(folder).sort().join();
  if (names(before) === names(path.join(aside, app, 'assets'))) return;
  const kept = path.join(aside, 'previous', app, 'assets');
  rmSync(kept, { recursive: true, force: true });
  cpSync(before, kept, { recursive: true });
}

function swap(aside: string): void {
  const old = path.join(root, `dist.old.${process.pid}`);
  if (existsSync(dist)) renameSync(dist, old);
  renameSync(aside, dist);
  rmSync(old, { recursive: true, force: true });
}

/** What a killed build left beside dist; a build that still runs keeps its folder. */
function dropLeftovers(): void {
  for (const name of readdirSync(root)) {
    const pid = /^dist\.(?:next|old)\.(\d+)$/.exec(name)?.[1];
    if (pid === undefined) continue;
    const folder = path.join(root, name);
    // The age decides when the number was given to another process since.
    const ageMs = Date.now() - statSync(folder).mtimeMs;
    if (Number(pid) === process.pid || !isRunning(Number(pid)) || ageMs > leftoverAfterMs) {
      rmSync(folder, { recursive: true, force: true });
    }
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Runs after the swap because the packer writes into dist itself; the record gains its line only when it succeeded. */
function packDeviceConfig(): void {
  const digest = digestOf('device-config');
  mkdirSync(dist, { recursive: true });
  const run = spawnSync(process.execPath, [packer], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
  if (run.status !== 0) throw new Error('packing the device configs failed; the reason stands above');
  const written = `${record}.${process.pid}`;
  writeFileSync(written, JSON.stringify({ ...builtDigests(), 'device-config': digest }, null, 2));
  renameSync(written, record);
}

if (process.argv[1] === import.meta.filename) {
  const asked = process.env.MOTCUA_APPS?.split(',');
  await buildApps(asked === undefined ? partsHere() : partsHere().filter((part) => asked.includes(part)));
}
