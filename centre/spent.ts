/** Used codes, revoked devices and revoked tokens in a file that is only added to: a ledger restored from a backup does not undo them. */
import { openLineFile } from './synced-file.ts';

export interface Spent {
  isCodeUsed(hash: string): boolean;
  isRevoked(device: string): boolean;
  useCode(hash: string): void;
  revoke(device: string): void;
  isTokenRevoked(hash: string): boolean;
  revokeToken(hash: string): void;
  close(): void;
}

/** Opens `spent.log`; without a file it remembers in memory only (tests, simulations). */
export function openSpent(file: string | null): Spent {
  const log = file === null ? null : openLineFile(file);
  const known = new Set(log?.lines ?? []);
  const add = (line: string): void => {
    if (known.has(line)) return;
    log?.add(line);
    known.add(line);
  };
  return {
    isCodeUsed: (hash) => known.has(`code ${hash}`),
    isRevoked: (device) => known.has(`revoked ${device}`),
    useCode: (hash) => add(`code ${hash}`),
    revoke: (device) => add(`revoked ${device}`),
    isTokenRevoked: (hash) => known.has(`token ${hash}`),
    revokeToken: (hash) => add(`token ${hash}`),
    close: () => log?.close(),
  };
}
