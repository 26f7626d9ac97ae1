/** Opens the ledger's file: checked, migrated, synced at every commit; it knows no rating. */
import { DatabaseSync } from 'node:sqlite';
import { type Compilable, Kysely, SqliteDialect } from 'kysely';
import { migrations } from './migrations.ts';
import { type Adapter, adapt } from './sqlite-adapter.ts';
import { startRefusal } from './start-refusal.ts';
import type { Tables } from './tables.ts';

/**
 * Pages (4 kB) of write-ahead log before they are moved into the file. Event ids are random, so a large commit touches pages
 * everywhere: at SQLite's own 1,000 nearly every commit would pay for a second sync.
 */
const walPages = 8_000;

/** The ledger's connection: `query` for kysely's own way, the rest at once and inside `transaction`. */
export interface LedgerFile {
  readonly query: Kysely<Tables>;
  readonly adapter: Adapter;
  /** Rows of a compiled query, read at once. */
  rows<O>(query: Compilable<O>): O[];
  /** Rows changed by a compiled query, run at once. */
  run(query: Compilable<unknown>): number;
  /** All or nothing, synced when it returns; `work` must not wait for anything. */
  transaction<T>(work: () => T): T;
  /** As `transaction`; what is deleted or replaced in it does not stay readable on the disk. */
  erase(work: () => void): void;
  close(): void;
}

/**
 * Opens or makes a ledger (`:memory:` too). Throws StartRefusal when it is damaged or was written by a newer version; then nothing
 * in it was changed.
 */
export function openLedgerFile(file: string): LedgerFile {
  const adapter = openChecked(file);
  const query = new Kysely<Tables>({ dialect: new SqliteDialect({ database: adapter }) });
  const ledger = handles(adapter, query);
  try {
    migrate(ledger, file);
  } catch (error) {
    adapter.close();
    throw error;
  }
  return ledger;
}

function handles(adapter: Adapter, query: Kysely<Tables>): LedgerFile {
  const { raw } = adapter;
  const transaction = <T>(work: () => T): T => {
    raw.exec('BEGIN IMMEDIATE');
    try {
      const result = work();
      raw.exec('COMMIT');
      return result;
    } catch (error) {
      if (raw.isTransaction) raw.exec('ROLLBACK');
      throw error;
    }
  };
  return {
    query,
    adapter,
    rows: <O>(asked: Compilable<O>) => {
      const { sql, parameters } = asked.compile();
      // The compiled query carries the row type that kysely inferred for it.
      return adapter.prepare(sql).all(parameters) as O[];
    },
    run: (asked) => {
      const { sql, parameters } = asked.compile();
      return Number(adapter.prepare(sql).run(parameters).changes);
    },
    transaction,
    erase: (work) => {
      raw.exec('PRAGMA secure_delete = ON');
      try {
        transaction(work);
      } finally {
        raw.exec('PRAGMA secure_delete = OFF');
      }
      // The pages as they were stand in the write-ahead log until it is begun anew.
      raw.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    },
    close: () => adapter.close(),
  };
}

function openChecked(file: string): Adapter {
  let raw: DatabaseSync | undefined;
  try {
    raw = new DatabaseSync(file);
    const check = raw.prepare('PRAGMA quick_check(1)').get();
    if (check?.quick_check !== 'ok') throw startRefusal('ledgerDamaged', file);
    const found = versionOf(raw);
    if (found > migrations.length) throw startRefusal('ledgerNewer', file, found, migrations.length);
    // Only now may the file change. FULL: one real fsync per commit, without which a receipt would be a lie at a power cut.
    raw.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON');
    raw.exec(
      `PRAGMA cache_size = -16000; PRAGMA temp_store = MEMORY; PRAGMA wal_autocheckpoint = ${walPages}`,
    );
    return adapt(raw);
  } catch (error) {
    raw?.close();
    throw isDamage(error) ? startRefusal('ledgerDamaged', file) : error;
  }
}

/** 0 for a file without tables. */
function versionOf(raw: DatabaseSync): number {
  const meta = raw.prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'meta'").get();
  if (meta === undefined) return 0;
  return Number(raw.prepare("SELECT value FROM meta WHERE key = 'schema'").get()?.value ?? 0);
}

function migrate(ledger: LedgerFile, file: string): void {
  const { raw } = ledger.adapter;
  const from = versionOf(raw);
  if (from === migrations.length) return;
  ledger.transaction(() => {
    const meta = ledger.query.schema
      .createTable('meta')
      .ifNotExists()
      .addColumn('key', 'text', (c) => c.primaryKey().notNull())
      .addColumn('value', 'text', (c) => c.notNull());
    raw.exec(meta.compile().sql);
    for (const step of migrations.slice(from)) {
      for (const statement of step(ledger.query)) raw.exec(statement.compile().sql);
    }
    const value = String(migrations.length);
    ledger.run(
      ledger.query
        .insertInto('meta')
        .values({ key: 'schema', value })
        .onConflict((c) => c.column('key').doUpdateSet({ value })),
    );
  });
  if (versionOf(raw) !== migrations.length) throw startRefusal('ledgerDamaged', file);
}

/** SQLite's result codes 11 (CORRUPT) and 26 (NOTADB). */
function isDamage(error: unknown): boolean {
  const code = (error as { errcode?: number }).errcode;
  return code !== undefined && [11, 26].includes(code & 0xff);
}
