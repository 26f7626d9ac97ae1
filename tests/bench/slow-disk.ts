/** Compiles the shim that slows every sync down, or says why this machine cannot; it measures nothing. */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export type SlowDisk = { readonly env: Readonly<Record<string, string>> } | { readonly missing: string };

/** The environment under which a process has a slow disk. */
export function makeSlowDisk(folder: string): SlowDisk {
  if (process.platform !== 'linux') return { missing: 'syncs can be slowed on Linux only' };
  const source = fileURLToPath(new URL('./slow-sync.c', import.meta.url));
  const library = path.join(folder, 'slow-sync.so');
  const args = ['-shared', '-fPIC', '-O2', '-o', library, source, '-ldl'];
  const run = spawnSync('cc', args, { encoding: 'utf8' });
  if (run.error !== undefined) return { missing: 'no cc on this machine: the slow disk cannot be made' };
  if (run.status !== 0) return { missing: `cc failed: ${run.stderr.split('\n', 1)[0] ?? ''}` };
  return { env: { LD_PRELOAD: library } };
}
