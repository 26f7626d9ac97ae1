/** The letter of apology: when it is asked for, and how the answer is said to the centre; it keeps nothing. */
import { isLate } from '../shared/contract/lateness.ts';
import type { SiteConfig } from '../shared/contract/site-config.ts';
import type { Device } from '../shared/device/device.ts';
import type { Letter, Visit } from './visit.ts';

/** Never rejects. */
export async function sayLetter(
  device: Pick<Device, 'letter'>,
  { key, got }: { readonly key: string; readonly got: boolean },
): Promise<Letter> {
  const reply = await device.letter(key, got).catch(() => undefined);
  if (reply?.ok !== true) return { kind: 'unheard' };
  return got ? { kind: 'received' } : { kind: 'told', unit: reply.value.unit };
}

type Showing = Extract<Visit, { name: 'showing' }>;

/**
 * Asked only where a unit answers, of a dossier that the centre itself has just called late, and while it is heard; an answer that
 * was given stays.
 */
export function isLetterAsked(
  { found, letter }: Pick<Showing, 'found' | 'letter'>,
  site: Pick<SiteConfig, 'letterUnit'>,
  isOnline: boolean,
): boolean {
  const isAbout = site.letterUnit !== undefined && found.from === 'centre' && isLate(found.answer);
  return isAbout && (isOnline || letter !== undefined);
}
