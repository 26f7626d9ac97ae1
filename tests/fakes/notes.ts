// Notes beside the database, as localStorage keeps them.
import type { Notes } from '../../shared/device/ports.ts';

export function fakeNotes(kept = new Map<string, string>()): Notes & { readonly kept: Map<string, string> } {
  return { kept, read: (name) => kept.get(name) ?? null, write: (name, text) => void kept.set(name, text) };
}
