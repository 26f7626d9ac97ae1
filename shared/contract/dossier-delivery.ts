/** What a delivery of dossiers says on its way to the ledger: head, judged rows, batches of software, verdicts; it judges no row. */
import * as v from 'valibot';
import { centreLimits } from './centre-limits.ts';
import { dossierPrivate, dossierStatuses, lateReasons, timings } from './dossier.ts';
import type { RefusalCode } from './refusal-codes.ts';
import { text } from './scale.ts';
import { type dossierFields, sourceId } from './source-config.ts';

const ms = v.pipe(v.number(), v.integer());
const flag = v.optional(v.boolean(), false);

/** The first line of an import. `asOf`: when the source's data was true, ms. */
export const deliveryHead = v.strictObject({
  source: sourceId,
  asOf: ms,
  /** All dossiers that the source has: those it does not name are removed. */
  complete: flag,
  /** Everything that changed until `asOf` has been delivered: every row of the source is as fresh as that. */
  upToDate: flag,
  /** Judge and count, change nothing. */
  dryRun: flag,
});
export type DeliveryHead = v.InferOutput<typeof deliveryHead>;

/** One judged row. Names are masked and secrets hashed before it is made. `since` null: not said. `secretHash` null: keep what is known. */
export const deliveryRow = v.strictObject({
  code: v.pipe(v.string(), v.minLength(3), v.maxLength(50)),
  unit: v.pipe(v.string(), v.maxLength(40)),
  status: v.picklist(dossierStatuses),
  statusCode: v.nullable(v.pipe(v.string(), v.maxLength(40))), // what the map does not know, as far as it may be kept
  timing: v.picklist(timings),
  received: ms,
  due: v.nullable(ms),
  newDue: v.nullable(ms),
  finished: v.nullable(ms),
  since: v.nullable(ms),
  lateReason: v.nullable(v.picklist(lateReasons)),
  secretHash: v.nullable(v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/))),
  version: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(0))),
  open: v.strictObject({
    unit: text,
    desk: v.optional(text),
    byPost: v.optional(v.boolean()),
    pay: v.optional(v.strictObject({ what: text, where: text })),
    papers: v.optional(v.pipe(v.array(text), v.maxLength(10))),
    answers: v.optional(text),
  }),
  closed: v.nullable(dossierPrivate),
});
export type DeliveryRow = v.InferOutput<typeof deliveryRow>;

/** The last line of an import: without it, and with another count, nothing is taken. */
export const deliveryEnd = v.strictObject({ end: v.pipe(v.number(), v.integer(), v.minValue(0)) });

/** PUT /api/dossiers. Rows are judged one by one with the source's configuration; `asOf` in ISO 8601 or ms. */
export const pushBatch = v.strictObject({
  source: v.optional(sourceId, 'portal'),
  asOf: v.union([ms, v.pipe(v.string(), v.maxLength(40))]),
  complete: flag,
  upToDate: flag,
  dossiers: v.pipe(v.array(v.record(v.string(), v.unknown())), v.maxLength(centreLimits.pushRowsMax)),
});
export type PushBatch = v.InferOutput<typeof pushBatch>;

const by = v.pipe(v.string(), v.trim(), v.minLength(2), v.maxLength(80));
/** POST /api/deliveries/:id/accept and /reject. */
export const deliveryVerdict = v.strictObject({ by });

export const tokenRoles = ['push', 'read', 'admin'] as const;
export type TokenRole = (typeof tokenRoles)[number];
/** POST /api/tokens. `units`: prefixes of dossier codes; none means every unit. */
export const tokenToAdd = v.strictObject({
  name: v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'a-z, 0-9 and dashes')),
  role: v.picklist(tokenRoles),
  units: v.optional(v.pipe(v.array(v.pipe(v.string(), v.regex(/^[A-Z0-9.]{2,20}$/))), v.maxLength(200)), []),
});
export type TokenToAdd = v.InferOutput<typeof tokenToAdd>;

// ---- Answers, as types only: the centre makes them ------------------------------------------------------------------

export type DeliveryState = 'applied' | 'waiting' | 'rejected' | 'dry-run';

/** What a delivery did, or would do. `older`: rows that say less than what is known; `confirmed`: rows that change nothing. */
export interface DeliveryResult {
  readonly id: string;
  readonly source: string;
  readonly state: DeliveryState;
  readonly asOf: number;
  readonly rows: number;
  readonly added: number;
  readonly changed: number;
  readonly confirmed: number;
  readonly older: number;
  readonly removed: number;
  /** Open dossiers of the source before, and how many of them this closes, removes or turns. */
  readonly open: number;
  readonly turned: number;
  readonly unknownStatuses: number;
}

/** GET /api/deliveries: never a row. */
export interface DeliveryListed extends DeliveryResult {
  readonly kind: 'file' | 'push';
  readonly receivedAt: number;
  readonly decidedAt: number | null;
  readonly decidedBy: string | null;
}

/** One wrong place of one row. `found` says its shape at most, never a text that may be a person's. */
export interface RowFault {
  readonly line: number; // of the file, from 1; in a batch the position of the dossier, from 1
  readonly field: (typeof dossierFields)[number] | '';
  readonly code: RefusalCode;
  readonly found: string;
  readonly expected: string;
}

/** Body of a refused batch: the usual fields, and every refused row up to a limit. */
export interface PushRefused {
  readonly code: RefusalCode;
  readonly path: string;
  readonly expected: string;
  readonly message: string;
  readonly refused: number;
  readonly faults: readonly {
    readonly path: string;
    readonly code: RefusalCode;
    readonly expected: string;
  }[];
}

/** GET /api/sources. */
export interface SourceListed {
  readonly id: string;
  readonly name: string;
  readonly version: number;
  readonly dossiers: number;
  readonly open: number;
  readonly deliveredAt: number | null;
  readonly asOf: number | null; // of the newest delivery
  readonly freshAt: number | null; // asOf of the newest delivery that was complete or up to date
  readonly waiting: string | null; // id of the delivery that waits for an admin
  readonly unknownStatuses: readonly { readonly code: string; readonly dossiers: number }[];
}

/** GET /api/tokens: never the token. */
export interface TokenListed {
  readonly name: string;
  readonly role: TokenRole;
  readonly units: readonly string[];
  readonly addedAt: number;
  readonly usedAt: number | null;
  readonly revokedAt: number | null;
}

/** POST /api/tokens: shown once. */
export interface TokenAdded extends TokenListed {
  readonly token: string;
}
