// Which files each built part is made of, and one digest over them; it does not know how parts are built.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

export const root = path.resolve(import.meta.dirname, '..');

export const appParts = ['kiosk', 'tablet', 'board'] as const;
export type AppPart = (typeof appParts)[number];
export type Part = AppPart | 'device-config';

const everyApp = ['shared', 'package.json', 'package-lock.json', 'vite.config.ts', 'vite.icons.ts'];
const inputsOf: Record<Part, readonly string[]> = {
  kiosk: ['kiosk', ...everyApp],
  tablet: ['tablet', ...everyApp],
  board: ['centre/board', ...everyApp],
  'device-config': ['device-config', 'shared/contract', 'package-lock.json'],
};

/** A hex digest that changes exactly when a file that goes into the part changes. */
export function digestOf(part: Part): string {
  const hash = createHash('sha256');
  for (const file of inputsOf[part].flatMap(filesUnder)) {
    hash
      .update(`${file}\0`)
      .update(readFileSync(path.join(root, file)))
      .update('\0');
  }
  return hash.digest('hex');
}

/** Paths relative to the root, with forward slashes and in one order on every machine. */
function filesUnder(start: string): string[] {
  const full = path.join(root, start);
  if (!existsSync(full)) return [];
  if (statSync(full).isFile()) return [start];
  return readdirSync(full, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.md$|^tsconfig.*\.json$/.test(entry.name))
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)).replaceAll(path.sep, '/'))
    .sort();
}
