/** What a delivered row is worth beside what the centre knows: new, another, the same or older; and the dossier made of it. It writes nothing. */
import type { DossierStatus, LateReason, Timing } from '../../shared/contract/dossier.ts';
import type { DeliveryRow } from '../../shared/contract/dossier-delivery.ts';
import type { DossierPrivateDetail, DossierPublicDetail, DossierRow } from '../dossier-row.ts';
import type { DossierTable } from '../tables.ts';

/** What a row needs to know of its delivery. `freshAt`: when its source last told all that it knew; 0: never. */
export interface RowContext {
  readonly source: string;
  readonly asOf: number;
  readonly isWhole: boolean; // complete or up to date: rows that it leaves alone are as fresh
  readonly freshAt: number;
}

/** `touched`: the same, but known to be true at a later moment. `archived`: it stands in a closed year and is never overwritten. */
export type Weight = 'added' | 'changed' | 'touched' | 'same' | 'older' | 'archived';

const openStatuses: readonly DossierStatus[] = [
  'accepted',
  'in-progress',
  'supplement',
  'pay',
  'ready',
  'unknown',
];

/** A dossier that a citizen still waits for, or has not fetched. */
export const isOpenStatus = (status: string): boolean => openStatuses.some((open) => open === status);

/** The same as a list for SQL; made of our own words only. */
export const openStatusList = openStatuses.map((status) => `'${status}'`).join(', ');

/**
 * A version that is not higher changes nothing. Without versions the later `asOf` speaks, and equal content changes nothing. A
 * dossier that another source told before passes to this one.
 */
export function weigh(row: DeliveryRow, known: DossierTable | undefined, context: RowContext): Weight {
  if (known === undefined) return 'added';
  if (known.archive !== null) return 'archived';
  const isOwn = known.source === context.source;
  if (isOwn && row.version !== null) {
    if (row.version < known.version) return 'older';
    if (row.version === known.version) return sameOrTouched(known, context);
  } else if (isOwn && context.asOf < Math.max(known.as_of, context.freshAt)) return 'older';
  if (!isOwn && known.source !== null && context.asOf < known.as_of) return 'older';
  return isOwn && isEqual(row, known) ? sameOrTouched(known, context) : 'changed';
}

function sameOrTouched(known: DossierTable, { asOf, isWhole }: RowContext): Weight {
  return asOf > known.as_of && !isWhole ? 'touched' : 'same';
}

function isEqual(row: DeliveryRow, known: DossierTable): boolean {
  return (
    row.status === known.status &&
    row.statusCode === known.status_code &&
    row.timing === known.timing &&
    row.received === known.received &&
    row.due === known.due &&
    row.newDue === known.new_due &&
    row.finished === known.finished &&
    (row.since === null || row.since === known.since) &&
    row.lateReason === known.late_reason &&
    (row.secretHash === null || row.secretHash === known.secret_hash) &&
    spell(row.open) === spell(JSON.parse(known.public_detail)) &&
    spell(row.closed) === spell(known.private_detail === null ? null : JSON.parse(known.private_detail))
  );
}

/** One spelling of equal content: keys in order. */
function spell(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

/** The dossier that a row makes. Where the row does not say since when, the moment at which the change was learnt is taken. */
export function dossierOf(
  row: DeliveryRow,
  known: DossierTable | undefined,
  context: RowContext,
): DossierRow {
  const before = known?.status === row.status ? known.since : context.asOf;
  return {
    code: row.code,
    archive: null,
    grp: null,
    unit: row.unit,
    status: row.status,
    timing: row.timing,
    received: row.received,
    due: row.due,
    newDue: row.newDue,
    finished: row.finished,
    since: row.since ?? (known === undefined ? row.received : before),
    lateReason: row.lateReason,
    asOf: Math.max(context.asOf, known?.source === context.source ? known.as_of : 0),
    secretHash: row.secretHash ?? known?.secret_hash ?? null,
    publicDetail: row.open as DossierPublicDetail, // the schema gives no member as undefined
    privateDetail: row.closed,
    version: row.version ?? (known?.source === context.source ? known.version : 0) + 1,
    source: context.source,
  };
}

/** What is known, true at a later moment. */
export function touchedOf(known: DossierTable, asOf: number): DossierRow {
  // All of these were written from a typed DossierRow.
  const detail =
    known.private_detail === null ? null : (JSON.parse(known.private_detail) as DossierPrivateDetail);
  return {
    code: known.code,
    archive: null,
    grp: null,
    unit: known.unit,
    status: known.status as DossierStatus,
    timing: known.timing as Timing,
    received: known.received,
    due: known.due,
    newDue: known.new_due,
    finished: known.finished,
    since: known.since,
    lateReason: known.late_reason as LateReason | null,
    asOf,
    secretHash: known.secret_hash,
    publicDetail: JSON.parse(known.public_detail) as DossierPublicDetail,
    privateDetail: detail,
    version: known.version,
    source: known.source,
  };
}
