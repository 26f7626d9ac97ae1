/** How the ledger's tables came to be, step by step; steps only add, and a published step is never changed. */
import type { CreateTableBuilder, Kysely } from 'kysely';
import { sql } from 'kysely';
import type { Tables } from './tables.ts';

/** Builds statements; `keyed` marks a table whose rows SQLite keeps in its primary key. */
type Step = (db: Kysely<Tables>) => readonly { compile(): { sql: string } }[];

/** SQLite alone keeps a second tree of row numbers; without it a place costs one tree, not two. */
function keyed<T extends CreateTableBuilder<string, string>>(table: T): T {
  // modifyEnd hands back the builder it was called on.
  return table.modifyEnd(sql`without rowid`) as T;
}

const first: Step = ({ schema }) => [
  schema
    .createTable('event')
    .addColumn('id', 'text', (c) => c.primaryKey().notNull())
    .addColumn('device', 'text', (c) => c.notNull())
    .addColumn('type', 'text', (c) => c.notNull())
    .addColumn('body', 'text', (c) => c.notNull())
    .addColumn('stated_at', 'bigint')
    .addColumn('clock', 'text', (c) => c.notNull())
    .addColumn('attempt', 'integer', (c) => c.notNull())
    .addColumn('received_at', 'bigint', (c) => c.notNull())
    .addColumn('counted_at', 'bigint', (c) => c.notNull())
    .addColumn('flags', 'text', (c) => c.notNull()),
  // No key of its own: a row is written only with its event, whose id is the key.
  schema
    .createTable('rating')
    .addColumn('event_id', 'text', (c) => c.notNull())
    .addColumn('device', 'text', (c) => c.notNull())
    .addColumn('epoch', 'text', (c) => c.notNull())
    .addColumn('site', 'text', (c) => c.notNull())
    .addColumn('counter', 'text')
    .addColumn('scale_id', 'text', (c) => c.notNull())
    .addColumn('scale_version', 'integer', (c) => c.notNull())
    .addColumn('scale_size', 'integer', (c) => c.notNull())
    .addColumn('level', 'integer')
    .addColumn('outcome', 'text', (c) => c.notNull())
    .addColumn('day', 'text', (c) => c.notNull())
    .addColumn('counted_at', 'bigint', (c) => c.notNull())
    .addColumn('received_at', 'bigint', (c) => c.notNull())
    .addColumn('flagged', 'integer', (c) => c.notNull()),
  schema.createIndex('rating_day').on('rating').columns(['day', 'site']),
  keyed(
    schema
      .createTable('place')
      .addColumn('device', 'text', (c) => c.notNull())
      .addColumn('epoch', 'text', (c) => c.notNull())
      .addColumn('lane', 'integer', (c) => c.notNull())
      .addColumn('seq', 'integer', (c) => c.notNull())
      .addColumn('kind', 'text', (c) => c.notNull())
      .addColumn('id', 'text', (c) => c.notNull())
      .addColumn('previd', 'text')
      .addPrimaryKeyConstraint('place_pk', ['device', 'epoch', 'lane', 'seq']),
  ),
  schema
    .createTable('gap')
    .addColumn('device', 'text', (c) => c.notNull())
    .addColumn('epoch', 'text', (c) => c.notNull())
    .addColumn('lane', 'integer', (c) => c.notNull())
    .addColumn('first', 'integer', (c) => c.notNull())
    .addColumn('last', 'integer', (c) => c.notNull())
    .addColumn('reason', 'text', (c) => c.notNull())
    .addColumn('decided_by', 'text')
    .addColumn('at', 'bigint', (c) => c.notNull())
    .addPrimaryKeyConstraint('gap_pk', ['device', 'epoch', 'lane', 'first', 'last']),
  keyed(
    schema
      .createTable('lane_top')
      .addColumn('device', 'text', (c) => c.notNull())
      .addColumn('epoch', 'text', (c) => c.notNull())
      .addColumn('lane', 'integer', (c) => c.notNull())
      .addColumn('hwm', 'integer', (c) => c.notNull())
      .addColumn('hid', 'text')
      .addColumn('at', 'bigint', (c) => c.notNull())
      .addPrimaryKeyConstraint('lane_top_pk', ['device', 'epoch', 'lane']),
  ),
  schema
    .createTable('quarantine')
    .addColumn('id', 'text', (c) => c.primaryKey().notNull())
    .addColumn('device', 'text', (c) => c.notNull())
    .addColumn('code', 'text', (c) => c.notNull())
    .addColumn('path', 'text', (c) => c.notNull())
    .addColumn('bytes', 'blob', (c) => c.notNull())
    .addColumn('epoch', 'text')
    .addColumn('lane', 'integer')
    .addColumn('seq', 'integer')
    .addColumn('stated_at', 'bigint')
    .addColumn('clock', 'text', (c) => c.notNull())
    .addColumn('received_at', 'bigint', (c) => c.notNull())
    .addColumn('decision', 'text', (c) => c.notNull())
    .addColumn('decided_at', 'bigint')
    .addColumn('decided_by', 'text'),
  schema.createIndex('quarantine_decision').on('quarantine').columns(['decision', 'received_at']),
  schema
    .createTable('device')
    .addColumn('id', 'text', (c) => c.primaryKey().notNull())
    .addColumn('app', 'text', (c) => c.notNull())
    .addColumn('site', 'text', (c) => c.notNull())
    .addColumn('counter', 'text')
    .addColumn('simulated', 'integer', (c) => c.notNull())
    .addColumn('secret_hash', 'text')
    .addColumn('moves', 'integer', (c) => c.notNull())
    .addColumn('added_at', 'bigint', (c) => c.notNull())
    .addColumn('enrolled_at', 'bigint')
    .addColumn('revoked_at', 'bigint'),
  schema
    .createTable('enrol_code')
    .addColumn('hash', 'text', (c) => c.primaryKey().notNull())
    .addColumn('device', 'text')
    .addColumn('app', 'text', (c) => c.notNull())
    .addColumn('counter', 'text')
    .addColumn('expires_at', 'bigint')
    .addColumn('used_at', 'bigint'),
  schema
    .createTable('site_config')
    .addColumn('site', 'text', (c) => c.notNull())
    .addColumn('version', 'integer', (c) => c.notNull())
    .addColumn('config', 'text', (c) => c.notNull())
    .addColumn('changed_at', 'bigint', (c) => c.notNull())
    .addPrimaryKeyConstraint('site_config_pk', ['site', 'version']),
  schema
    .createTable('dossier')
    .addColumn('code', 'text', (c) => c.primaryKey().notNull())
    .addColumn('archive', 'text')
    .addColumn('grp', 'text')
    .addColumn('unit', 'text', (c) => c.notNull())
    .addColumn('status', 'text', (c) => c.notNull())
    .addColumn('timing', 'text', (c) => c.notNull())
    .addColumn('received', 'bigint', (c) => c.notNull())
    .addColumn('due', 'bigint')
    .addColumn('new_due', 'bigint')
    .addColumn('finished', 'bigint')
    .addColumn('since', 'bigint', (c) => c.notNull())
    .addColumn('late_reason', 'text')
    .addColumn('as_of', 'bigint', (c) => c.notNull())
    .addColumn('secret_hash', 'text')
    .addColumn('public_detail', 'text', (c) => c.notNull())
    .addColumn('private_detail', 'text')
    .addColumn('version', 'integer', (c) => c.notNull()),
  schema
    .createTable('device_status')
    .addColumn('device', 'text', (c) => c.primaryKey().notNull())
    .addColumn('seen_at', 'bigint', (c) => c.notNull())
    .addColumn('beat', 'text')
    .addColumn('presence', 'text'),
  schema
    .createTable('device_hour')
    .addColumn('device', 'text', (c) => c.notNull())
    .addColumn('hour', 'bigint', (c) => c.notNull())
    .addColumn('beats', 'integer', (c) => c.notNull())
    .addColumn('depth_max', 'integer', (c) => c.notNull())
    .addColumn('offset_max', 'bigint')
    .addColumn('alarms', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('device_hour_pk', ['device', 'hour']),
];

/**
 * The order in which living dossiers changed, for the kiosks that hold a copy: `changed` is the place of a row's last change, null
 * outside the window; `leaves` is when it falls out of it by age. Marks name each run of places, so that a cursor of another ledger is
 * recognised.
 */
const feed: Step = (db) => [
  db.schema.alterTable('dossier').addColumn('source', 'text'),
  db.schema.alterTable('dossier').addColumn('changed', 'bigint'),
  db.schema.alterTable('dossier').addColumn('leaves', 'bigint'),
  // Until now only the demo's samples were living dossiers.
  { compile: () => sql`update dossier set source = 'samples' where archive is null`.compile(db) },
  db.schema
    .createIndex('dossier_changed')
    .on('dossier')
    .column('changed')
    .where(sql.ref('changed'), 'is not', null),
  db.schema
    .createIndex('dossier_leaves')
    .on('dossier')
    .column('leaves')
    .where(sql.ref('leaves'), 'is not', null),
  db.schema
    .createIndex('dossier_unit')
    .on('dossier')
    .columns(['unit', 'changed'])
    .where(sql.ref('changed'), 'is not', null),
  db.schema
    .createIndex('dossier_by_source')
    .on('dossier')
    .column('source')
    .where(sql.ref('source'), 'is not', null),
  db.schema
    .createTable('dossier_gone')
    .addColumn('code', 'text', (c) => c.primaryKey().notNull())
    .addColumn('changed', 'bigint', (c) => c.notNull())
    .addColumn('at', 'bigint', (c) => c.notNull()),
  db.schema.createIndex('dossier_gone_changed').on('dossier_gone').column('changed'),
  db.schema.createIndex('dossier_gone_at').on('dossier_gone').column('at'),
  db.schema
    .createTable('dossier_mark')
    .addColumn('first', 'integer', (c) => c.primaryKey().notNull())
    .addColumn('mark', 'text', (c) => c.notNull())
    .addColumn('at', 'bigint', (c) => c.notNull()),
  db.schema
    .createTable('dossier_source')
    .addColumn('source', 'text', (c) => c.primaryKey().notNull())
    .addColumn('as_of', 'bigint', (c) => c.notNull()),
];

/** Tasks for a unit that answers: a unique code makes one open task of a dossier, and closed ones have none. */
const tasks: Step = ({ schema }) => [
  schema
    .createTable('task')
    .addColumn('id', 'text', (c) => c.primaryKey().notNull())
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('unit', 'text', (c) => c.notNull())
    .addColumn('site', 'text', (c) => c.notNull())
    .addColumn('code', 'text', (c) => c.unique())
    .addColumn('opened_at', 'bigint', (c) => c.notNull())
    .addColumn('closed_at', 'bigint')
    .addColumn('closed_by', 'text'),
  schema.createIndex('task_closed').on('task').column('closed_at'),
  schema
    .createTable('letter_count')
    .addColumn('day', 'text', (c) => c.notNull())
    .addColumn('site', 'text', (c) => c.notNull())
    .addColumn('got', 'integer', (c) => c.notNull())
    .addColumn('n', 'integer', (c) => c.notNull())
    .addPrimaryKeyConstraint('letter_count_pk', ['day', 'site', 'got']),
];

/**
 * Deliveries of dossiers: who may make them, what a source's words mean, and rows that wait for the end of their delivery or for an
 * admin. `row` is null where it changes nothing.
 */
const deliveries: Step = ({ schema }) => [
  schema.alterTable('dossier').addColumn('status_code', 'text'),
  schema
    .createIndex('dossier_status_code')
    .on('dossier')
    .columns(['source', 'status_code'])
    .where(sql.ref('status_code'), 'is not', null),
  schema
    .createTable('source_config')
    .addColumn('source', 'text', (c) => c.notNull())
    .addColumn('version', 'integer', (c) => c.notNull())
    .addColumn('config', 'text', (c) => c.notNull())
    .addColumn('changed_at', 'bigint', (c) => c.notNull())
    .addPrimaryKeyConstraint('source_config_pk', ['source', 'version']),
  schema
    .createTable('token')
    .addColumn('name', 'text', (c) => c.primaryKey().notNull())
    .addColumn('role', 'text', (c) => c.notNull())
    .addColumn('units', 'text', (c) => c.notNull())
    .addColumn('hash', 'text', (c) => c.notNull().unique())
    .addColumn('added_at', 'bigint', (c) => c.notNull())
    .addColumn('used_at', 'bigint')
    .addColumn('revoked_at', 'bigint'),
  schema
    .createTable('dossier_delivery')
    .addColumn('id', 'text', (c) => c.primaryKey().notNull())
    .addColumn('source', 'text', (c) => c.notNull())
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('state', 'text', (c) => c.notNull())
    .addColumn('as_of', 'bigint', (c) => c.notNull())
    .addColumn('complete', 'integer', (c) => c.notNull())
    .addColumn('up_to_date', 'integer', (c) => c.notNull())
    .addColumn('counts', 'text', (c) => c.notNull())
    .addColumn('received_at', 'bigint', (c) => c.notNull())
    .addColumn('decided_at', 'bigint')
    .addColumn('decided_by', 'text'),
  schema
    .createIndex('dossier_delivery_state')
    .on('dossier_delivery')
    .columns(['state', 'source', 'received_at']),
  keyed(
    schema
      .createTable('dossier_delivery_row')
      .addColumn('delivery', 'text', (c) => c.notNull())
      .addColumn('code', 'text', (c) => c.notNull())
      .addColumn('row', 'text')
      .addPrimaryKeyConstraint('dossier_delivery_row_pk', ['delivery', 'code']),
  ),
];

/** Step n brings a ledger from version n to n + 1. */
export const migrations: readonly Step[] = [first, feed, tasks, deliveries];
