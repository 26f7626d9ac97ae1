/** The mirror of a real page: its worker started under the page's Trusted Types policy. */
import { createFileMirror } from './mirror-file.ts';
import mirrorWorkerUrl from './mirror-worker.ts?worker&url';
import type { Mirror } from './ports.ts';
import { trustedScript } from './trusted.ts';

/** A mirror in files named after the app. */
export function createPageMirror(app: string): Mirror {
  const makeWorker = (): Worker => new Worker(trustedScript('worker', mirrorWorkerUrl), { type: 'module' });
  return createFileMirror(`motcua-${app}`, makeWorker);
}
