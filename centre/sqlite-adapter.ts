/** node:sqlite in the shape that kysely's SqliteDialect wants, with prepared statements kept; it knows no table. */
import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import type { SqliteDatabase, SqliteStatement } from 'kysely';

/** Prepared statements kept per connection; kysely compiles the same query to the same text. */
const statementsMax = 256;

export interface Adapter extends SqliteDatabase {
  readonly raw: DatabaseSync;
  /** A statement of our own for a hot path, never evicted. */
  hot(sql: string): StatementSync;
}

class Statement implements SqliteStatement {
  readonly reader: boolean;
  readonly #statement: StatementSync;

  constructor(statement: StatementSync) {
    this.#statement = statement;
    this.reader = statement.columns().length > 0;
  }

  all(parameters: readonly unknown[]): unknown[] {
    return this.#statement.all(...bindable(parameters));
  }

  run(parameters: readonly unknown[]): { changes: number | bigint; lastInsertRowid: number | bigint } {
    return this.#statement.run(...bindable(parameters));
  }

  iterate(parameters: readonly unknown[]): IterableIterator<unknown> {
    return this.#statement.iterate(...bindable(parameters));
  }
}

/** Kysely hands parameters over as unknown; our schema types let through only what SQLite stores. */
function bindable(parameters: readonly unknown[]): SQLInputValue[] {
  return parameters as SQLInputValue[];
}

/** Wraps a connection. Closing the adapter closes the connection. */
export function adapt(raw: DatabaseSync): Adapter {
  const kept = new Map<string, Statement>();
  return {
    raw,
    hot: (sql) => raw.prepare(sql),
    prepare: (sql) => {
      const known = kept.get(sql);
      if (known !== undefined) {
        kept.delete(sql);
        kept.set(sql, known);
        return known;
      }
      const made = new Statement(raw.prepare(sql));
      kept.set(sql, made);
      const oldest = kept.keys().next();
      if (kept.size > statementsMax && oldest.done !== true) kept.delete(oldest.value);
      return made;
    },
    close: () => {
      kept.clear();
      raw.close();
    },
  };
}
