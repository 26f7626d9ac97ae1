/** What the centre's HTTP API answers to its board and to admins, as types only; it fetches nothing. Times are ms since 1970 UTC unless named otherwise. */
import type { AlarmName } from './alarm.ts';
import type { Day } from './day.ts';
import type { Timing } from './dossier.ts';
import type { AppName } from './ids.ts';
import type { ClockQuality } from './messages.ts';
import type { RefusalCode } from './refusal-codes.ts';
import type { Text } from './scale.ts';

/** Body of every answer that is not 2xx. */
export interface ApiError {
  readonly code: RefusalCode;
  readonly path: string;
  readonly expected: string;
  readonly message: string;
}

/** GET /healthz (also off loopback). */
export interface Health {
  readonly status: 'ok';
  readonly demo: boolean;
  readonly version: string;
  readonly ledger: 'ok' | 'failed';
}

export interface ScaleName {
  readonly id: string;
  readonly version: number;
  readonly size: number;
}

/**
 * GET /api/ratings/summary?from=YYYY-MM-DD&to=YYYY-MM-DD[&site=][&scale=id or id@version]. Days are inclusive, in
 * Asia/Ho_Chi_Minh, by the time that counts. `total` is the sum of `levels` of one scale and version; the others stand in
 * `otherScales`, never added. A level that the scale has not is absent, never 0.
 */
export interface RatingsSummary {
  readonly total: number;
  readonly levels: Readonly<Record<string, number>>;
  readonly asOf: string; // ISO 8601 with +07:00
  readonly from: Day;
  readonly to: Day;
  readonly site: string | null;
  readonly scale: ScaleName;
  readonly hasNegativeLevel: boolean;
  readonly otherScales: readonly (ScaleName & { readonly total: number })[];
  readonly undone: number;
  /** Of `total`: how many carry at least one flag. */
  readonly flagged: number;
  /** Kept in quarantine until an admin decides; outside `total`. */
  readonly awaitingDecision: number;
  readonly demo: boolean;
}

/** One counter on one day; `levels` covers the oldest `levelsOf` ratings and is null while privacy forbids it. */
export interface CounterRatings {
  readonly site: string;
  readonly counter: string | null; // null: shared tablet, the rating belongs to the site
  readonly total: number;
  readonly levels: Readonly<Record<string, number>> | null;
  readonly levelsOf: number;
}

/** GET /api/ratings/by-counter?day=YYYY-MM-DD (today when absent). */
export interface RatingsByCounter {
  readonly day: Day;
  readonly asOf: string;
  readonly scale: ScaleName;
  readonly counters: readonly CounterRatings[];
  readonly demo: boolean;
}

/** Alarms a device raises itself, and those that the centre raises about it. */
export type FleetAlarmName = AlarmName | 'silent' | 'config-behind' | 'quarantined' | 'help-called';
export interface FleetAlarm {
  readonly name: FleetAlarmName;
  readonly since: number;
  readonly detail?: string;
}

export interface FleetDevice {
  readonly id: string;
  readonly app: AppName;
  readonly site: string;
  readonly counter: string | null;
  readonly simulated: boolean;
  readonly revoked: boolean;
  readonly online: boolean;
  readonly presence: 'init' | 'ready' | 'sleeping' | 'off' | 'lost' | null;
  readonly lastSeen: number | null;
  readonly appver: string | null;
  readonly cfgver: number | null;
  readonly depth: readonly [number, number, number, number] | null;
  readonly oldestMs: number | null;
  readonly unmirrored: number | null;
  readonly dead: number | null;
  readonly refusedTaps: number | null;
  readonly alarms: readonly FleetAlarm[];
  readonly clock: { readonly quality: ClockQuality; readonly offsetMs: number | null } | null;
  readonly sess: number | null;
  /** A kiosk's copy of the dossiers; null where the device tells of none. `syncedMs`: since it was last whole, null: never. */
  readonly book: { readonly rows: number; readonly syncedMs: number | null } | null;
  /** The two boot ids that used one identity at once, newest pair; null when none. */
  readonly twin: readonly [string, string] | null;
}

/** GET /api/fleet. */
export interface Fleet {
  readonly asOf: number;
  readonly centre: {
    readonly version: string;
    readonly instance: string;
    readonly startedAt: number;
    readonly demo: boolean;
  };
  readonly devices: readonly FleetDevice[];
}

/** GET /api/dossiers/summary?year=2019. The three groups exclude each other and add up to `received`. */
export interface DossiersSummary {
  readonly year: number;
  readonly asOf: string | null; // ISO 8601 with +07:00; null: nothing archived for this year
  readonly received: number;
  readonly returned: number;
  readonly late: number;
  readonly inTime: number;
  readonly timings: Readonly<Partial<Record<Timing, number>>>;
  readonly lateReasons: Readonly<Record<string, number>>;
  readonly demo: boolean;
}

/** GET /api/live: server-sent events with these names; `data` is a LiveNotice as JSON. Fetch again what changed. */
export type LiveEventName = 'fleet' | 'ratings' | 'tasks';
export interface LiveNotice {
  readonly at: number;
}

/** GET /api/devices. */
export interface RegisteredDevice {
  readonly id: string;
  readonly app: AppName;
  readonly site: string;
  readonly counter: string | null;
  readonly simulated: boolean;
  readonly enrolledAt: number | null; // null: a code was made, nobody has used it yet
  readonly revokedAt: number | null;
}

/** POST /api/devices: the one-time codes (shown once) by which a device to be gets its secret. */
export interface DeviceAdded {
  readonly device: RegisteredDevice;
  readonly linkCode: string;
  readonly typedCode: string;
  readonly link: string;
  readonly expiresAt: number;
}

/** GET /api/sites. */
export interface SiteListed {
  readonly id: string;
  readonly name: string;
  readonly version: number;
  readonly counters: number;
  readonly changedAt: number;
}

export type QuarantineDecision = 'waiting' | 'accepted' | 'excluded';
/** GET /api/quarantine?[decision=waiting]: never the bytes. */
export interface QuarantineEntry {
  readonly id: string;
  readonly device: string;
  readonly code: RefusalCode;
  readonly path: string;
  readonly bytes: number;
  readonly receivedAt: number;
  readonly decision: QuarantineDecision;
  readonly decidedAt: number | null;
  readonly decidedBy: string | null;
}

/** Something a unit has to do. `code`: the dossier, null once the task is closed. */
export interface Task {
  readonly id: string;
  readonly kind: 'letter';
  readonly unit: Text;
  readonly site: string;
  readonly code: string | null;
  readonly openedAt: number;
  readonly closedAt: number | null;
  readonly by: string | null;
}

/** GET /api/tasks; `letters`: what citizens answered today about the letter of apology. */
export interface TaskList {
  readonly asOf: number;
  readonly open: readonly Task[];
  readonly closed: readonly Task[];
  readonly letters: { readonly day: Day; readonly received: number; readonly missing: number };
}

/** Somebody at a device wants a person to come. */
export interface HelpCall {
  readonly id: string;
  readonly device: string;
  readonly site: string;
  readonly since: number;
}

/** GET /api/calls. */
export interface HelpCalls {
  readonly asOf: number;
  readonly calls: readonly HelpCall[];
}

/** POST /api/procedures[?dry=1]: a whole catalogue, taken or only looked at; codes by what would change. */
export interface ProceduresTaken {
  /** `same`: it is the one in use, and stays. */
  readonly outcome: 'taken' | 'same' | 'dry';
  readonly version: number;
  readonly procedures: number;
  readonly bytes: number;
  readonly sha256: string;
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly removed: readonly string[];
}
