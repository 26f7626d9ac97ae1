/** Calls a person to this kiosk, and knows when that has just been done; it remembers a moment and nobody. */
import { kioskLimits } from '../shared/contract/kiosk-limits.ts';
import type { Device } from '../shared/device/device.ts';

/**
 * `called`: it stands on the board. `again`: it was called within the last minute. `unwatched`: it stands there, and no board is
 * open. `unheard`: the centre has not answered.
 */
export type CallOutcome = 'called' | 'again' | 'unwatched' | 'unheard';

export interface CallerParts {
  readonly device: Pick<Device, 'call'>;
  /** Monotonic ms. */
  readonly now: () => number;
}

/** Never rejects. */
export function makeCaller({ device, now }: CallerParts): () => Promise<CallOutcome> {
  let heardAt = Number.NEGATIVE_INFINITY;
  return async () => {
    if (now() - heardAt < kioskLimits.callAgainMs) return 'again';
    const reply = await device.call().catch(() => undefined);
    if (reply?.ok !== true) return 'unheard';
    if (!reply.value.watched) return 'unwatched';
    heardAt = now();
    return 'called';
  };
}
