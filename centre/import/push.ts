/** A batch of one-stop software -> one delivery: all of its rows or, with every fault named, none. */
import { centreLimits } from '../../shared/contract/centre-limits.ts';
import {
  type DeliveryResult,
  type DeliveryRow,
  type PushBatch,
  type PushRefused,
  pushBatch,
} from '../../shared/contract/dossier-delivery.ts';
import { readValue } from '../../shared/contract/reader.ts';
import type { Refusal } from '../../shared/contract/refusal.ts';
import { apiError, statusOf } from '../api-error.ts';
import type { SourceDesk } from '../source-desk.ts';
import type { KnownToken } from '../tokens.ts';
import { prepareSource } from './prepared-source.ts';
import { objectReader } from './records.ts';
import { RowJudge } from './row-judge.ts';
import { readMoment } from './row-values.ts';

export type Pushed =
  | { readonly ok: true; readonly value: DeliveryResult }
  | { readonly ok: false; readonly status: number; readonly refused: PushRefused };

type NamedFault = PushRefused['faults'][number];

/** Takes a batch. Refuses E_SCHEMA, E_NOT_FOUND (source), E_DATES, E_WAITING, E_BUSY, E_ROW, E_UNIT, E_CODE_*, E_ENCODING, E_CONFLICT. */
export function takePush(body: unknown, token: KnownToken, desk: SourceDesk): Pushed {
  const read = readValue(pushBatch, body);
  if (!read.ok) return whole(read.refusal);
  const batch = read.value;
  const asOf = readMoment(batch.asOf, ['yyyy-MM-dd', 'dd/MM/yyyy']);
  if (!asOf)
    return whole({ code: 'E_DATES', path: 'asOf', expected: 'ISO 8601, or milliseconds since 1970' });
  const source = desk.sources.find(batch.source);
  if (source === undefined)
    return whole({ code: 'E_NOT_FOUND', path: 'source', expected: 'a source that was set' });
  // A token for some units cannot say what all of a source's dossiers are.
  if ((batch.complete || batch.upToDate) && token.units.length > 0) {
    const path = batch.complete ? 'complete' : 'upToDate';
    return whole({ code: 'E_UNIT', path, expected: 'false, for a token that is bound to units' });
  }
  const judge = new RowJudge({
    source: prepareSource(source.config, source.sites),
    asOf: asOf.at,
    now: desk.now(),
    units: token.units.length === 0 ? null : token.units,
  });
  const judged = judgeAll(batch, judge, objectReader(source.config));
  if (judged.faults.length > 0) return refusedRows(judged.faults);
  return deliver({ ...batch, asOf: asOf.at, dryRun: false }, judged.rows, desk);
}

function judgeAll(
  batch: PushBatch,
  judge: RowJudge,
  fieldsOf: ReturnType<typeof objectReader>,
): { rows: DeliveryRow[]; faults: NamedFault[] } {
  const rows: DeliveryRow[] = [];
  const faults: NamedFault[] = [];
  const firstAt = new Map<string, number>();
  for (const [i, dossier] of batch.dossiers.entries()) {
    const judged = judge.judge(fieldsOf(dossier));
    if (!judged.ok) {
      for (const { field, code, expected } of judged.faults) {
        faults.push({ path: `dossiers.${i}.${field}`, code, expected });
      }
      continue;
    }
    const before = firstAt.get(judged.row.code);
    if (before !== undefined) {
      const expected = `each dossier once; it stands at dossiers.${before} too`;
      faults.push({ path: `dossiers.${i}.code`, code: 'E_CONFLICT', expected });
    } else firstAt.set(judged.row.code, i);
    rows.push(judged.row);
  }
  return { rows, faults };
}

function deliver(
  head: Parameters<SourceDesk['deliveries']['begin']>[1],
  rows: readonly DeliveryRow[],
  desk: SourceDesk,
): Pushed {
  const { source, asOf, complete, upToDate, dryRun } = head;
  const begun = desk.deliveries.begin('push', { source, asOf, complete, upToDate, dryRun });
  if (!begun.ok) return whole(begun.refusal);
  const staging = begun.value;
  try {
    const added = staging.add(rows);
    if (added.ok) return { ok: true, value: staging.finish() };
    const { code, path, expected = '' } = added.refusal;
    return refusedRows([{ code, path: `dossiers.${path}.code`, expected }]);
  } finally {
    staging.drop();
  }
}

function whole(refusal: Refusal): Pushed {
  return {
    ok: false,
    status: statusOf(refusal.code),
    refused: { ...apiError(refusal), refused: 0, faults: [] },
  };
}

/** The first fault speaks for the batch; all of them stand beside it, up to the limit. */
function refusedRows(faults: readonly NamedFault[]): Pushed {
  const [first] = faults;
  if (first === undefined) return whole({ code: 'E_ROW', path: 'dossiers' });
  const refused = new Set(faults.map(({ path }) => path.split('.')[1])).size;
  const named = faults.slice(0, centreLimits.pushFaultsNamed);
  return { ok: false, status: 422, refused: { ...apiError(first), refused, faults: named } };
}
