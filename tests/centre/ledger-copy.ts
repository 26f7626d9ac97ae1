// A ledger as a backup would bring it back: everything that is known of dossiers now, in another file.
import { type LedgerFile, openLedgerFile } from '../../centre/ledger-file.ts';

const tables = ['meta', 'dossier', 'dossier_gone', 'dossier_mark', 'dossier_source'] as const;

export function copyLedger(file: LedgerFile): LedgerFile {
  const copy = openLedgerFile(':memory:');
  for (const table of tables) {
    copy.adapter.raw.exec(`delete from ${table}`);
    for (const row of file.adapter.raw.prepare(`select * from ${table}`).all()) {
      const names = Object.keys(row);
      const holes = names.map(() => '?').join();
      copy.adapter.raw
        .prepare(`insert into ${table} (${names.join()}) values (${holes})`)
        .run(...Object.values(row));
    }
  }
  return copy;
}
