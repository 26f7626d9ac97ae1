/** The centre's log: JSON lines with device, channel and refusal code; never a dossier code, a secret, a name or an address. */
import { existsSync, mkdirSync, openSync, renameSync, statSync } from 'node:fs';
import path from 'node:path';
import pino, { type Logger } from 'pino';
import type { RefusalCode } from '../shared/contract/refusal-codes.ts';

/** One older log is kept beside; together they stay below twice this size plus what one run writes. */
const fileBytesMax = 20 * 1024 * 1024;
/** One line for each device, code and path in this time, with how often it happened. */
const repeatMs = 60_000;
const repeatsMax = 10_000;

export interface CentreLog {
  readonly pino: Logger;
  /** Something was refused. A flood of them makes one line a minute. */
  refused(device: string, code: RefusalCode | string, at: string): void;
  close(): void;
}

/** Logs into a file; null: nowhere. */
export function openLog(file: string | null): CentreLog {
  const destination = file === null ? undefined : openFile(file);
  const log =
    destination === undefined ? pino({ level: 'silent' }) : pino({ base: null, redact }, destination);
  const repeats = new Map<string, number>();
  const flush = (): void => {
    for (const [key, times] of repeats) {
      const [device, code, at] = key.split(' ');
      if (times > 0) log.warn({ device, code, at, times }, 'refused again');
    }
    repeats.clear();
  };
  const timer = setInterval(flush, repeatMs);
  timer.unref();
  return {
    pino: log,
    refused: (device, code, at) => {
      const key = `${device} ${code} ${at}`;
      const times = repeats.get(key);
      if (times !== undefined) repeats.set(key, times + 1);
      else if (repeats.size < repeatsMax) {
        repeats.set(key, 0);
        log.warn({ device, code, at }, 'refused');
      }
    },
    close: () => {
      clearInterval(timer);
      flush();
      destination?.flushSync();
      destination?.end();
    },
  };
}

/** Should one of these ever reach a log call, it is not written. */
const redact = [
  'secret',
  'password',
  'code.raw',
  'key',
  'linkCode',
  'typedCode',
  'answer',
  'payload',
  'req',
  'res',
];

function openFile(file: string) {
  mkdirSync(path.dirname(file), { recursive: true });
  if (existsSync(file) && statSync(file).size > fileBytesMax) renameSync(file, `${file}.1`);
  // Opened here and now: a log that opens itself later cannot be closed before.
  return pino.destination({ dest: openSync(file, 'a'), sync: false });
}
