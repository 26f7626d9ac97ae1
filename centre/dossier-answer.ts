/** The answer that a dossier's row gives, by tier of disclosure; it knows no database. */
import type { DossierAnswer, DossierStatus, LateReason, Timing } from '../shared/contract/dossier.ts';
import type { Disclosure } from '../shared/contract/site-config.ts';
import type { DossierPrivateDetail, DossierPublicDetail } from './dossier-row.ts';
import type { DossierTable } from './tables.ts';

/** What a bare answer is made of: nothing that only a secret opens. */
export const bareColumns = [
  'unit',
  'status',
  'timing',
  'received',
  'due',
  'new_due',
  'since',
  'late_reason',
  'as_of',
  'public_detail',
] as const satisfies readonly (keyof DossierTable)[];
export type BareRow = Pick<DossierTable, (typeof bareColumns)[number]>;

/** The tier of a bare code. */
export function bareAnswerOf(row: BareRow): DossierAnswer {
  // All of these were written from a typed DossierRow.
  const open = JSON.parse(row.public_detail) as DossierPublicDetail;
  return {
    status: row.status as DossierStatus,
    timing: row.timing as Timing,
    unit: open.unit,
    since: row.since,
    received: row.received,
    due: row.due,
    ...(row.new_due === null ? {} : { newDue: row.new_due }),
    ...(row.late_reason === null ? {} : { lateReason: row.late_reason as LateReason }),
    ...(open.answers === undefined ? {} : { answers: open.answers }),
    ...(open.desk === undefined ? {} : { desk: open.desk }),
    ...(open.byPost === undefined ? {} : { byPost: open.byPost }),
    ...(open.pay === undefined ? {} : { pay: open.pay }),
    ...(open.papers === undefined ? {} : { papers: [...open.papers] }),
    asOf: row.as_of,
  };
}

/** With as much of the private tier as is shown: all of it to a secret, else only what a centre's order names. */
export function answerOf(row: DossierTable, shown: 'all' | Disclosure['bare']): DossierAnswer {
  const bare = bareAnswerOf(row);
  if (row.private_detail === null || shown.length === 0) return bare;
  const all = JSON.parse(row.private_detail) as DossierPrivateDetail; // as above
  if (shown === 'all') return { ...bare, private: all };
  const { title, maskedName, timeline } = all;
  return {
    ...bare,
    private: {
      timeline: shown.includes('timeline') ? timeline : [],
      ...(shown.includes('title') && title !== undefined ? { title } : {}),
      ...(shown.includes('maskedName') && maskedName !== undefined ? { maskedName } : {}),
    },
  };
}
