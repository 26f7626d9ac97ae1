/** What a citizen answers about the letter of apology, judged: only for a dossier that is late here, and where a unit answers. */
import type { DossierAnswer } from '../shared/contract/dossier.ts';
import type { DeviceId, RequestId } from '../shared/contract/ids.ts';
import { isLate } from '../shared/contract/lateness.ts';
import { accept, type Result, refuse } from '../shared/contract/refusal.ts';
import type { Text } from '../shared/contract/scale.ts';
import type { Register } from './register.ts';
import type { Sites } from './sites.ts';
import type { Tasks } from './tasks.ts';

export interface LettersParts {
  readonly register: Pick<Register, 'find'>;
  readonly sites: Pick<Sites, 'find'>;
  readonly tasks: Tasks;
  /** What a board shows has changed. */
  readonly changed: () => void;
}

export interface LetterAsked {
  readonly device: DeviceId;
  readonly rid: RequestId;
  readonly code: string;
  readonly got: boolean;
  /** What the centre knows of this code. */
  readonly known: DossierAnswer | undefined;
}

export class Letters {
  readonly #parts: LettersParts;
  /** A request that is repeated, because its answer was lost, is counted once. */
  readonly #counted = new Map<DeviceId, RequestId>();

  constructor(parts: LettersParts) {
    this.#parts = parts;
  }

  /** The unit that answers, which now knows. Refuses E_NOT_FOUND (no such late dossier, or no unit that answers) or E_BUSY. */
  hear({ device, rid, code, got, known }: LetterAsked): Result<Text> {
    const { register, sites, tasks, changed } = this.#parts;
    const site = register.find(device)?.site;
    const unit = site === undefined ? undefined : sites.find(site)?.letterUnit;
    if (site === undefined || unit === undefined) return refuse('E_NOT_FOUND', { path: 'letterUnit' });
    if (known === undefined || !isLate(known)) return refuse('E_NOT_FOUND', { path: 'code' });
    if (!got) {
      const opened = tasks.letterMissing({ code, site, unit });
      if (!opened.ok) return opened;
    } else if (this.#counted.get(device) !== rid) {
      this.#counted.set(device, rid);
      tasks.letterReceived(site);
    }
    changed();
    return accept(unit);
  }
}
