// A dossier's status as the centre answers it, of an invented unit.
import type { DossierAnswer } from '../../shared/contract/dossier.ts';

export const sampleAnswer: DossierAnswer = {
  status: 'in-progress',
  timing: 'on-time',
  unit: { vi: 'Phòng mẫu', en: 'Sample office' },
  since: 1,
  received: 1,
  due: 2,
  asOf: 3,
};
