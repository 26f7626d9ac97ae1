/** Says to the centre whether the letter of apology has come, and turns its word into what stands on the card; it keeps nothing. */
import type { Device } from '../shared/device/device.ts';
import type { Letter } from './visit.ts';

/** Never rejects. */
export async function sayLetter(
  device: Pick<Device, 'letter'>,
  { key, got }: { readonly key: string; readonly got: boolean },
): Promise<Letter> {
  const reply = await device.letter(key, got).catch(() => undefined);
  if (reply?.ok !== true) return { kind: 'unheard' };
  return got ? { kind: 'received' } : { kind: 'told', unit: reply.value.unit };
}
