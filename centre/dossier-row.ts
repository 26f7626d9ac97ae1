/** One dossier as the centre keeps it, and the answer made of it; it knows no database and no device. */
import type { DossierAnswer, DossierStatus, LateReason, Timing } from '../shared/contract/dossier.ts';
import type { Text } from '../shared/contract/scale.ts';

/** What every tier may show beside status and dates. `answers`: the unit that answers for a late dossier. */
export interface DossierPublicDetail {
  readonly unit: Text;
  readonly desk?: Text;
  readonly byPost?: boolean;
  readonly pay?: { readonly what: Text; readonly where: Text };
  readonly papers?: readonly Text[];
  readonly answers?: Text;
}

/** What only the secret opens: title, masked name, the whole timeline. */
export type DossierPrivateDetail = NonNullable<DossierAnswer['private']>;

/** Groups of an archived year; they exclude each other. */
export type ArchiveGroup = 'returned' | 'late' | 'in-time';

/** All times in ms since 1970 UTC. `code` is the canonical key. `archive` and `grp` are null for a living dossier. */
export interface DossierRow {
  readonly code: string;
  readonly archive: string | null; // '2019'
  readonly grp: ArchiveGroup | null;
  readonly unit: string; // the part of the code before the date
  readonly status: DossierStatus;
  readonly timing: Timing;
  readonly received: number;
  readonly due: number | null;
  readonly newDue: number | null;
  readonly finished: number | null;
  readonly since: number; // since when in this status
  readonly lateReason: LateReason | null;
  readonly asOf: number; // age of the knowledge
  readonly secretHash: string | null; // SHA-256 of the look-up secret, lower-case hex
  readonly publicDetail: DossierPublicDetail;
  readonly privateDetail: DossierPrivateDetail | null;
  readonly version: number; // a version that is not higher changes nothing
  readonly source?: string | null; // the system that told it; absent: none that reports by itself
}
