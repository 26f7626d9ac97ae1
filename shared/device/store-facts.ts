/** What the browser says of the room it gives us; types and the value for silence only. */

/** null where the browser says nothing. */
export interface StoreFacts {
  readonly persisted: boolean;
  readonly usedBytes: number | null;
  readonly quotaBytes: number | null;
}

export const unknownFacts: StoreFacts = { persisted: false, usedBytes: null, quotaBytes: null };

/** Share of the allowed room that is used; 0 while unknown. */
export function usedShare({ usedBytes, quotaBytes }: StoreFacts): number {
  return usedBytes !== null && quotaBytes !== null && quotaBytes > 0 ? usedBytes / quotaBytes : 0;
}
