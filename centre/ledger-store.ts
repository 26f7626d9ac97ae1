/** What intake asks of a ledger, so that others can stand behind it; types only. */
import type { Gone, LaneReceipt } from '../shared/contract/messages.ts';
import type { ReadItem } from './batch-reader.ts';

/** One device's batch as it came in. `simulated`: the stated wall time counts and clock flags are off. */
export interface Delivery {
  readonly device: string;
  readonly simulated: boolean;
  readonly receivedAt: number;
  readonly items: readonly ReadItem[];
  readonly gone: readonly Gone[];
}

/** What a synced commit has settled for one device. `refused`: an event so broken that it has no place. */
export interface Settled {
  readonly device: string;
  readonly lanes: readonly LaneReceipt[];
  readonly refused: { readonly code: string; readonly path: string } | null;
}

export interface Committed {
  readonly settled: readonly Settled[];
  readonly counted: number;
  readonly duplicates: number;
  readonly kept: number;
  readonly conflicts: number;
}

export interface LedgerStore {
  /** All of it in one synced transaction; rejects, and then nothing was written, when the database cannot. */
  commit(deliveries: readonly Delivery[]): Promise<Committed>;
}
