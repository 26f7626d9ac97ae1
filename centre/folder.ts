/** The data folder: born demo or real for ever, held by one centre at a time; it does not know what its files say. */
import { randomBytes } from 'node:crypto';
import { accessSync, constants, existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { startRefusal } from './start-refusal.ts';
import { writeFileSynced } from './synced-file.ts';

/** `instance` names this centre in topics; `bornAt` in ms. */
export interface Birth {
  readonly kind: 'demo' | 'real';
  readonly instance: string;
  readonly bornAt: number;
}

const birthFile = 'folder.json';
const lockFile = 'lock.db';
const urlFile = 'running.json';

export interface Folder {
  readonly path: string;
  readonly birth: Birth;
  file(...parts: string[]): string;
  /** Lets the command line find the running centre. */
  announce(url: string): void;
  /** Gives the folder free. */
  close(): void;
}

export interface FolderWish {
  readonly path: string;
  /** null: whatever the folder is; then it must exist. */
  readonly kind: Birth['kind'] | null;
  readonly now: number;
}

/**
 * Takes the folder for this process; makes it when it is new. Throws StartRefusal when it cannot be written, holds other things,
 * is of the other kind, or another centre has it; then nothing in it was changed.
 */
export function openFolder(wish: FolderWish): Folder {
  const known = readBirth(wish.path);
  if (known === undefined && holdsOtherThings(wish.path)) throw startRefusal('folderForeign', wish.path);
  if (known !== undefined && wish.kind !== null && known.kind !== wish.kind) {
    throw startRefusal(known.kind === 'demo' ? 'folderIsDemo' : 'folderIsReal', wish.path);
  }
  makeWritable(wish.path);
  const unlock = takeLock(wish.path);
  try {
    const born = readBirth(wish.path) ?? giveBirth(wish);
    return {
      path: wish.path,
      birth: born,
      file: (...parts) => path.join(wish.path, ...parts),
      announce: (url) => writeFileSynced(path.join(wish.path, urlFile), JSON.stringify({ url })),
      close: () => {
        rmSync(path.join(wish.path, urlFile), { force: true });
        unlock();
      },
    };
  } catch (error) {
    unlock();
    throw error;
  }
}

/** The URL of the centre that runs on this folder; undefined when none does. A killed centre's note is not believed. */
export function runningUrl(folder: string): string | undefined {
  const note = path.join(folder, urlFile);
  if (!existsSync(note) || !isLocked(folder)) return undefined;
  const { url } = fieldsOf(readJsonFile(note));
  return typeof url === 'string' ? url : undefined;
}

/** What kind of folder stands there; undefined when it is none yet. */
export function readBirth(folder: string): Birth | undefined {
  const file = path.join(folder, birthFile);
  if (!existsSync(file)) return undefined;
  const { kind, instance, bornAt } = fieldsOf(readJsonFile(file));
  const isOurs = kind === 'demo' || kind === 'real';
  if (
    !isOurs ||
    typeof instance !== 'string' ||
    !/^[a-z0-9-]{1,32}$/.test(instance) ||
    typeof bornAt !== 'number'
  ) {
    throw startRefusal('folderForeign', folder);
  }
  return { kind, instance, bornAt };
}

function giveBirth(wish: FolderWish): Birth {
  if (wish.kind === null) throw startRefusal('folderForeign', wish.path);
  const born: Birth = {
    kind: wish.kind,
    instance: `c-${randomBytes(4).toString('hex')}`,
    bornAt: wish.now,
  };
  writeFileSynced(path.join(wish.path, birthFile), `${JSON.stringify(born)}\n`);
  return born;
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  // Any object may be looked at by name; what is found is checked by the caller.
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}

function readJsonFile(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

/** Dotfiles and our own lock (left by a start that was refused later) do not count. */
function holdsOtherThings(folder: string): boolean {
  if (!existsSync(folder)) return false;
  try {
    return readdirSync(folder).some((name) => !name.startsWith('.') && !name.startsWith(lockFile));
  } catch {
    throw startRefusal('folderUnwritable', folder);
  }
}

function makeWritable(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK | constants.X_OK);
  } catch {
    throw startRefusal('folderUnwritable', folder);
  }
}

/** An exclusive transaction held open: the kernel gives the lock free when the process dies, however it dies. */
function takeLock(folder: string): () => void {
  let held: DatabaseSync | undefined;
  try {
    held = new DatabaseSync(path.join(folder, lockFile));
    held.exec('PRAGMA journal_mode = DELETE; BEGIN EXCLUSIVE');
  } catch (error) {
    held?.close();
    throw isBusy(error) ? startRefusal('folderBusy', folder) : startRefusal('folderUnwritable', folder);
  }
  const lock = held;
  return () => lock.close();
}

/** Whether a centre holds the folder now. */
export function isLocked(folder: string): boolean {
  if (!existsSync(path.join(folder, lockFile))) return false;
  try {
    takeLock(folder)();
    return false;
  } catch {
    return true;
  }
}

function isBusy(error: unknown): boolean {
  // node:sqlite puts SQLite's own result code into errcode; 5 = SQLITE_BUSY, 6 = SQLITE_LOCKED.
  const code = (error as { errcode?: number }).errcode;
  return code === 5 || code === 6;
}
