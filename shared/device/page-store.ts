/** What the browser of a real page says of its store; it stores nothing. */
import type { StoreFacts } from './store-facts.ts';

/** Asks once for a store that the browser may not evict, and reports what it says. */
export async function pageStoreFacts(): Promise<StoreFacts> {
  const { usage, quota } = await navigator.storage.estimate();
  const persisted = (await navigator.storage.persisted()) || (await navigator.storage.persist());
  return { persisted, usedBytes: usage ?? null, quotaBytes: quota ?? null };
}
