// A desk of sources on a ledger in memory with a clock of the test's own, and ways to bring it rows.
import { onTestFinished } from 'vitest';
import { type ImportWish, importFile, type NamedFault } from '../../centre/import/import-file.ts';
import { folderSources } from '../../centre/import/source-door.ts';
import { openLedgerFile } from '../../centre/ledger-file.ts';
import { Sites } from '../../centre/sites.ts';
import { SourceDesk } from '../../centre/source-desk.ts';
import { openSpent } from '../../centre/spent.ts';
import type { DeliveryHead, DeliveryResult, DeliveryRow } from '../../shared/contract/dossier-delivery.ts';
import type { Result } from '../../shared/contract/refusal.ts';

/** 22/11/2026 09:00. */
export const now = Date.UTC(2026, 10, 22, 2);

export function sourceLine(file = ':memory:', spent: string | null = null) {
  const ledger = openLedgerFile(file);
  onTestFinished(() => {
    try {
      ledger.close();
    } catch {
      // A test may have closed it, to open it again.
    }
  });
  const clock = { now };
  const time = (): number => clock.now;
  const spentFile = openSpent(spent);
  const sites = new Sites(ledger, time);
  const desk = new SourceDesk({ file: ledger, sites, spent: spentFile, now: time, changed: () => undefined });
  return { ledger, clock, desk, spent: spentFile };
}
export type SourceLine = ReturnType<typeof sourceLine>;

export interface Taken {
  readonly result: Result<DeliveryResult>;
  readonly faults: readonly NamedFault[];
  readonly encoding: string;
}

/** Imports a file as the command line does. */
export async function take(line: SourceLine, file: string, wish: Partial<ImportWish> = {}): Promise<Taken> {
  const faults: NamedFault[] = [];
  const whole: ImportWish = {
    ...{ file, source: 'portal', encoding: undefined, asOf: line.clock.now },
    ...{ complete: false, upToDate: false, dryRun: false },
    ...wish,
  };
  const imported = await importFile(whole, {
    door: folderSources(line.desk),
    now: () => line.clock.now,
    progress: () => undefined,
    fault: (fault) => faults.push(fault),
  });
  return 'notes' in imported
    ? { result: imported.result, faults, encoding: imported.notes.reading.encoding }
    : { result: imported, faults, encoding: '' };
}

export function rowOf(n: number, more: Partial<DeliveryRow> = {}): DeliveryRow {
  return {
    code: `H53.14-261101-${String(n).padStart(4, '0')}`,
    ...{ unit: 'H53.14', status: 'in-progress', statusCode: null, timing: 'on-time' },
    ...{ received: now - 1e9, due: now + 1e9, newDue: null, finished: null, since: null },
    ...{
      lateReason: null,
      secretHash: null,
      version: null,
      open: { unit: { vi: 'Đơn vị mẫu' } },
      closed: null,
    },
    ...more,
  } as DeliveryRow;
}

export const rowsTo = (n: number, more: Partial<DeliveryRow> = {}): DeliveryRow[] =>
  Array.from({ length: n }, (_, i) => rowOf(i + 1, more));

/** Delivers judged rows at once. */
export function deliver(
  { desk, clock }: SourceLine,
  rows: readonly DeliveryRow[],
  head: Partial<DeliveryHead> = {},
): Result<DeliveryResult> {
  const begun = desk.deliveries.begin('push', {
    ...{ source: 'portal', asOf: clock.now, complete: false, upToDate: false, dryRun: false },
    ...head,
  });
  if (!begun.ok) return begun;
  const added = begun.value.add(rows);
  const result = added.ok ? ({ ok: true, value: begun.value.finish() } as const) : added;
  begun.value.drop();
  return result;
}

export interface Kept {
  readonly code: string;
  readonly status: string;
  readonly as_of: number;
  readonly source: string | null;
  readonly public_detail: string;
  readonly private_detail: string | null;
  readonly [column: string]: unknown;
}

/** All dossiers, by code. */
export function kept({ ledger }: Pick<SourceLine, 'ledger'>): Kept[] {
  return ledger.rows(ledger.query.selectFrom('dossier').selectAll().orderBy('code')) as unknown as Kept[]; // rows with more columns
}
