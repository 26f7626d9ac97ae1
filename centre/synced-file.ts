/** Small files that must survive a power cut: whole or not at all, and lines that are only ever added; it knows no content. */
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';

/** Writes a file beside and renames it over; both the file and its folder are synced. `mode` as for open(2). */
export function writeFileSynced(file: string, content: string | Uint8Array, mode = 0o644): void {
  mkdirSync(path.dirname(file), { recursive: true });
  const aside = `${file}.new`;
  const handle = openSync(aside, 'w', mode);
  try {
    writeFileSync(handle, content);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(aside, file);
  syncFolder(path.dirname(file));
}

/** A file to which lines are added, each synced before `add` returns; a torn last line is not read. */
export interface LineFile {
  readonly lines: readonly string[];
  add(line: string): void;
  close(): void;
}

/** Opens or makes a line file. Throws the file system's error when it cannot be written. */
export function openLineFile(file: string, mode = 0o600): LineFile {
  const isNew = !existsSync(file);
  const before = isNew ? '' : readFileSync(file, 'utf8');
  const whole = before.slice(0, before.lastIndexOf('\n') + 1);
  const handle = openSync(file, 'a', mode);
  if (isNew) syncFolder(path.dirname(file));
  // After a torn line the next one must start on its own.
  if (whole.length !== before.length) writeSync(handle, '\n');
  return {
    lines: whole.split('\n').filter((line) => line !== ''),
    add: (line) => {
      writeSync(handle, `${line}\n`);
      fsyncSync(handle);
    },
    close: () => closeSync(handle),
  };
}

function syncFolder(folder: string): void {
  if (process.platform === 'win32') return; // a folder cannot be opened there, and need not be
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
