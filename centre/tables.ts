/** The tables of the ledger as types: text ids, milliseconds in bigint read as number, JSON as text; it runs no query. */
export interface MetaTable {
  key: string;
  value: string;
}

/** What is counted. `body` is the event without its place, in one spelling: equal text means equal content. */
export interface EventTable {
  id: string;
  device: string;
  type: string;
  body: string;
  stated_at: number | null; // corrected time as first stated
  clock: string;
  attempt: number;
  received_at: number;
  counted_at: number;
  flags: string; // JSON array
}

/** A rating spread out for reports; one row per counted event. */
export interface RatingTable {
  event_id: string;
  device: string;
  epoch: string;
  site: string;
  counter: string | null;
  scale_id: string;
  scale_version: number;
  scale_size: number;
  level: number | null;
  outcome: string;
  day: string;
  counted_at: number;
  received_at: number;
  flagged: number; // 1: `event.flags` is not empty
}

/** One place in a line. `previd` only where the row before it had not come yet. */
export interface PlaceTable {
  device: string;
  epoch: string;
  lane: number;
  seq: number;
  kind: 'event' | 'kept';
  id: string;
  previd: string | null;
}

/** Places that nobody will fill: declared by the device, or written off by a named admin. */
export interface GapTable {
  device: string;
  epoch: string;
  lane: number;
  first: number;
  last: number;
  reason: string;
  decided_by: string | null;
  at: number;
}

export interface LaneTopTable {
  device: string;
  epoch: string;
  lane: number;
  hwm: number;
  hid: string | null;
  at: number;
}

export interface QuarantineTable {
  id: string;
  device: string;
  code: string;
  path: string;
  bytes: Uint8Array;
  epoch: string | null;
  lane: number | null;
  seq: number | null;
  stated_at: number | null;
  clock: string;
  received_at: number;
  decision: 'waiting' | 'accepted' | 'excluded';
  decided_at: number | null;
  decided_by: string | null;
}

export interface DeviceTable {
  id: string;
  app: 'kiosk' | 'tablet';
  site: string;
  counter: string | null;
  simulated: number;
  secret_hash: string | null; // SHA-256 hex; null until enrolled
  moves: number; // raised when site or counter change: part of the configuration's version
  added_at: number;
  enrolled_at: number | null;
  revoked_at: number | null;
}

export interface EnrolCodeTable {
  hash: string; // SHA-256 hex of the code
  device: string | null; // null: standing demo code
  app: 'kiosk' | 'tablet';
  counter: string | null;
  expires_at: number | null;
  used_at: number | null;
}

export interface SiteConfigTable {
  site: string;
  version: number;
  config: string;
  changed_at: number;
}

export interface DossierTable {
  code: string;
  archive: string | null;
  grp: string | null;
  unit: string;
  status: string;
  timing: string;
  received: number;
  due: number | null;
  new_due: number | null;
  finished: number | null;
  since: number;
  late_reason: string | null;
  as_of: number;
  secret_hash: string | null;
  public_detail: string;
  private_detail: string | null;
  version: number;
  source: string | null; // the system that told it
  changed: number | null; // place of its last change; null: no kiosk keeps it
  leaves: number | null; // ms at which it falls out of the kiosks' window by age
  status_code: string | null; // the source's own word where its map does not know it
}

/** A dossier that kiosks may still hold and must drop. `at`: ms, so that it can be forgotten after a while. */
export interface DossierGoneTable {
  code: string;
  changed: number;
  at: number;
}

/** A run of places given at once: from `first` to the next mark. */
export interface DossierMarkTable {
  first: number;
  mark: string; // random
  at: number;
}

/** When a source last told all that it knows. */
export interface DossierSourceTable {
  source: string;
  as_of: number;
}

/** The latest heartbeat of each device, written now and then; single beats are never stored. */
export interface DeviceStatusTable {
  device: string;
  seen_at: number;
  beat: string | null;
  presence: string | null;
}

/** Hourly roll-up of heartbeats. */
export interface DeviceHourTable {
  device: string;
  hour: number; // ms at its start
  beats: number;
  depth_max: number;
  offset_max: number | null;
  alarms: string; // JSON array of names seen
}

/** What a unit has to do. `code` stands here only while the task is open. */
export interface TaskTable {
  id: string;
  kind: 'letter';
  unit: string; // JSON, a Text
  site: string;
  code: string | null;
  opened_at: number;
  closed_at: number | null;
  closed_by: string | null;
}

/** Answers to the question about the letter of apology, by day. `got` 0 or 1. */
export interface LetterCountTable {
  day: string;
  site: string;
  got: number;
  n: number;
}

/** What a source's columns, words and codes mean, version by version. */
export interface SourceConfigTable {
  source: string;
  version: number;
  config: string;
  changed_at: number;
}

export interface TokenTable {
  name: string;
  role: string;
  units: string; // JSON array of prefixes
  hash: string; // SHA-256 hex
  added_at: number;
  used_at: number | null;
  revoked_at: number | null;
}

export interface DossierDeliveryTable {
  id: string;
  source: string;
  kind: 'file' | 'push';
  state: 'staging' | 'waiting' | 'applied' | 'rejected';
  as_of: number;
  complete: number;
  up_to_date: number;
  counts: string; // JSON
  received_at: number;
  decided_at: number | null;
  decided_by: string | null;
}

/** A row that is not yet in force; null: it says nothing new. */
export interface DossierDeliveryRowTable {
  delivery: string;
  code: string;
  row: string | null;
}

export interface Tables {
  meta: MetaTable;
  event: EventTable;
  rating: RatingTable;
  place: PlaceTable;
  gap: GapTable;
  lane_top: LaneTopTable;
  quarantine: QuarantineTable;
  device: DeviceTable;
  enrol_code: EnrolCodeTable;
  site_config: SiteConfigTable;
  dossier: DossierTable;
  dossier_gone: DossierGoneTable;
  dossier_mark: DossierMarkTable;
  dossier_source: DossierSourceTable;
  task: TaskTable;
  letter_count: LetterCountTable;
  source_config: SourceConfigTable;
  token: TokenTable;
  dossier_delivery: DossierDeliveryTable;
  dossier_delivery_row: DossierDeliveryRowTable;
  device_status: DeviceStatusTable;
  device_hour: DeviceHourTable;
}
