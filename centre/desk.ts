/** The parts of a centre that need no network, built on one data folder: used by the running centre and by the command line alike. */
import { centreLimits } from '../shared/contract/centre-limits.ts';
import { Admin, type AdminEffects } from './admin.ts';
import type { Folder } from './folder.ts';
import { Ledger } from './ledger.ts';
import { type LedgerFile, openLedgerFile } from './ledger-file.ts';
import { Procedures } from './procedures.ts';
import { Quarantine } from './quarantine.ts';
import { Ratings } from './ratings.ts';
import { Register } from './register.ts';
import { Sites } from './sites.ts';
import { SourceDesk } from './source-desk.ts';
import { openSpent } from './spent.ts';
import { Tasks } from './tasks.ts';

export interface Desk {
  readonly file: LedgerFile;
  readonly ledger: Ledger;
  readonly register: Register;
  readonly sites: Sites;
  readonly procedures: Procedures;
  readonly ratings: Ratings;
  readonly admin: Admin;
  readonly tasks: Tasks;
  readonly sources: SourceDesk;
  readonly demo: boolean;
  close(): void;
}

/** Opens the ledger of a folder that this process holds. Throws StartRefusal for a damaged or newer one. */
export function openDesk(folder: Folder, now: () => number, effects: AdminEffects): Desk {
  const demo = folder.birth.kind === 'demo';
  const file = openLedgerFile(folder.file('ledger.db'));
  const spent = openSpent(folder.file('spent.log'));
  const ledger = new Ledger(file);
  const register = new Register({ file, spent, now, codeMs: centreLimits.enrolCodeMs });
  const procedures = new Procedures({ file, folder: folder.file('catalogue'), demo });
  const sites = new Sites(file, now, procedures);
  const ratings = new Ratings({ file, sites, now, demo });
  const isSimulated = (device: string): boolean => register.isSimulated(device);
  const quarantine = new Quarantine({ file, ledger, isSimulated, now });
  const admin = new Admin({ register, sites, procedures, quarantine, ledger, ratings, demo, now, effects });
  return {
    file,
    ledger,
    register,
    sites,
    procedures,
    ratings,
    admin,
    tasks: new Tasks(file, now),
    sources: new SourceDesk({ file, sites, spent, now, changed: effects.delivered }),
    demo,
    close: () => {
      spent.close();
      file.close();
    },
  };
}
