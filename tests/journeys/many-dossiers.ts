// Writes invented living dossiers into the ledger of a centre that is not running, and reads how far a page's copy of them has come.
import path from 'node:path';
import type { Page } from 'playwright-core';
import type { DossierRow } from '../../centre/dossier-row.ts';
import { Dossiers } from '../../centre/dossiers.ts';
import { openLedgerFile } from '../../centre/ledger-file.ts';

const day = 86_400_000;
const units = 96; // communes and wards of a merged province
const perTransaction = 10_000;

/** The nth invented code, all different. */
export function manyCode(n: number): string {
  const unit = String(1 + (n % units)).padStart(2, '0');
  return `H53.${unit}-2610${String(1 + (n % 20)).padStart(2, '0')}-${String(1_000 + Math.floor(n / units)).padStart(5, '0')}`;
}

function rowOf(n: number, now: number): DossierRow {
  const unit = manyCode(n).split('-')[0] ?? '';
  const desk = { vi: `Quầy ${1 + (n % 12)}, tầng 1`, en: `Counter ${1 + (n % 12)}, ground floor` };
  const status = (['in-progress', 'accepted', 'ready', 'supplement'] as const)[n % 4] ?? 'in-progress';
  return {
    code: manyCode(n),
    archive: null,
    grp: null,
    unit,
    status,
    timing: 'on-time',
    received: now - (n % 30) * day,
    due: now + (n % 20) * day,
    newDue: null,
    finished: status === 'ready' ? now - day : null,
    since: now - (n % 9) * day,
    lateReason: null,
    asOf: now,
    secretHash: null,
    publicDetail: {
      unit: { vi: `Ủy ban nhân dân xã mẫu ${unit}`, en: `Sample commune ${unit}` },
      desk,
      ...(status === 'supplement' ? { papers: [{ vi: `Bản sao giấy tờ mẫu ${n % 50}` }] } : {}),
    },
    privateDetail: null,
    version: 1,
    source: 'mot-cua-mau',
  };
}

/** `folder`: the centre's data folder. */
export function writeMany(folder: string, count: number, now: number): void {
  const file = openLedgerFile(path.join(folder, 'ledger.db'));
  const dossiers = new Dossiers(file, () => now);
  for (let from = 0; from < count; from += perTransaction) {
    const rows = Array.from({ length: Math.min(perTransaction, count - from) }, (_, i) =>
      rowOf(from + i, now),
    );
    file.transaction(() => dossiers.saveDossiers(rows));
  }
  file.transaction(() => dossiers.sourceComplete('mot-cua-mau', now));
  file.close();
}

export interface CopySeen {
  readonly rows: number;
  readonly cursor: string;
  readonly isWhole: boolean;
}

/** How far the copy in this page's browser has come. */
export function copyOf(page: Page): Promise<CopySeen> {
  return page.evaluate(async () => {
    const request = <T>(asked: IDBRequest<T>): Promise<T> =>
      new Promise((resolve, reject) => {
        asked.onsuccess = () => resolve(asked.result);
        asked.onerror = () => reject(asked.error);
      });
    const database = await request(indexedDB.open('motcua-kiosk'));
    try {
      const tx = database.transaction(['book', 'facts']);
      const [rows, state] = await Promise.all([
        request(tx.objectStore('book').count()),
        request(tx.objectStore('facts').get('book')),
      ]);
      const isWhole = state !== undefined && state.whole === state.generation;
      return { rows, cursor: String(state?.cursor ?? ''), isWhole };
    } finally {
      database.close();
    }
  });
}
