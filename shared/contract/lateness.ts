/** Which dossiers are late in a citizen's eyes: open, and past their day as the centre says; it reads no clock and holds no schema. */
import type { DossierAnswer, DossierStatus } from './dossier.ts';

/** Still on its way to a result. */
export const isOpen = (status: DossierStatus): boolean =>
  status === 'accepted' || status === 'in-progress' || status === 'supplement' || status === 'pay';

/** An apology is due. */
export const isLate = ({ status, timing }: Pick<DossierAnswer, 'status' | 'timing'>): boolean =>
  timing === 'late' && isOpen(status);
