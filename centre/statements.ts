/** The ledger's hot statements, said once by kysely and prepared once; they decide nothing. */
import type { StatementSync } from 'node:sqlite';
import type { Compilable } from 'kysely';
import type { LedgerFile } from './ledger-file.ts';
import type { PlaceTable, Tables } from './tables.ts';

/** Placeholder values: kysely only needs one per column to say the statement. */
function blanks<T extends keyof Tables>(...columns: (keyof Tables[T] & string)[]): never {
  // The values are replaced at each run, so their type does not matter here.
  return Object.fromEntries(columns.map((column) => [column, ''])) as never;
}

/** Prepares all of them on one connection; each takes its values in the order in which its comment names them. */
export function prepareStatements(file: LedgerFile) {
  const { query } = file;
  const hot = (said: Compilable<unknown>): StatementSync => file.adapter.hot(said.compile().sql);
  return {
    /** id, device, type, body, stated_at, clock, attempt, received_at, counted_at, flags; 0 rows: the id is known. */
    addEvent: hot(
      query
        .insertInto('event')
        .values(
          blanks<'event'>(
            'id',
            'device',
            'type',
            'body',
            'stated_at',
            'clock',
            'attempt',
            'received_at',
            'counted_at',
            'flags',
          ),
        )
        .onConflict((c) => c.column('id').doNothing()),
    ),
    /** event_id, device, epoch, site, counter, scale_id, scale_version, scale_size, level, outcome, day, counted_at, received_at, flagged. */
    addRating: hot(
      query
        .insertInto('rating')
        .values(
          blanks<'rating'>(
            'event_id',
            'device',
            'epoch',
            'site',
            'counter',
            'scale_id',
            'scale_version',
            'scale_size',
            'level',
            'outcome',
            'day',
            'counted_at',
            'received_at',
            'flagged',
          ),
        ),
    ),
    /** device, epoch, lane, seq, kind, id, previd. */
    addPlace: hot(
      query
        .insertInto('place')
        .values(blanks<'place'>('device', 'epoch', 'lane', 'seq', 'kind', 'id', 'previd')),
    ),
    /** device, epoch, lane, hwm, hid, at. */
    setTop: hot(
      query
        .insertInto('lane_top')
        .values(blanks<'lane_top'>('device', 'epoch', 'lane', 'hwm', 'hid', 'at'))
        .onConflict((c) =>
          c.columns(['device', 'epoch', 'lane']).doUpdateSet((eb) => ({
            hwm: eb.ref('excluded.hwm'),
            hid: eb.ref('excluded.hid'),
            at: eb.ref('excluded.at'),
          })),
        ),
    ),
    /** device, epoch, lane, first, last, reason, decided_by, at. */
    addGap: hot(
      query
        .insertInto('gap')
        .values(blanks<'gap'>('device', 'epoch', 'lane', 'first', 'last', 'reason', 'decided_by', 'at'))
        .onConflict((c) => c.doNothing()),
    ),
    /** id, device, code, path, bytes, epoch, lane, seq, stated_at, clock, received_at, decision. */
    addQuarantine: hot(
      query
        .insertInto('quarantine')
        .values(
          blanks<'quarantine'>(
            'id',
            'device',
            'code',
            'path',
            'bytes',
            'epoch',
            'lane',
            'seq',
            'stated_at',
            'clock',
            'received_at',
            'decision',
          ),
        )
        .onConflict((c) => c.column('id').doNothing()),
    ),
    /** id → device, body. */
    eventById: hot(query.selectFrom('event').select(['device', 'body']).where('id', '=', '')),
    /** device, epoch, lane, seq → kind, id, previd. */
    placeAt: hot(
      query
        .selectFrom('place')
        .select(['kind', 'id', 'previd'])
        .where('device', '=', '')
        .where('epoch', '=', '')
        .where('lane', '=', 0)
        .where('seq', '=', 0),
    ),
    /** device, epoch, lane → hwm, hid. */
    topOf: hot(
      query
        .selectFrom('lane_top')
        .select(['hwm', 'hid'])
        .where('device', '=', '')
        .where('epoch', '=', '')
        .where('lane', '=', 0),
    ),
    /** device, epoch, lane, above → seq, id. */
    placesAbove: hot(
      query
        .selectFrom('place')
        .select(['seq', 'id'])
        .where('device', '=', '')
        .where('epoch', '=', '')
        .where('lane', '=', 0)
        .where('seq', '>', 0)
        .orderBy('seq'),
    ),
    /** device, epoch, lane, above → first, last. */
    gapsAbove: hot(
      query
        .selectFrom('gap')
        .select(['first', 'last'])
        .where('device', '=', '')
        .where('epoch', '=', '')
        .where('lane', '=', 0)
        .where('last', '>', 0),
    ),
  };
}
export type Statements = ReturnType<typeof prepareStatements>;

/** A row of placeAt, whose columns the schema fixes. */
export type PlaceFound = Pick<PlaceTable, 'kind' | 'id' | 'previd'>;
