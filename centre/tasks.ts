/** Tasks for the unit that answers for late dossiers: one per dossier, its code kept until the task is closed; it sends nothing. */
import { randomBytes } from 'node:crypto';
import type { Task, TaskList } from '../shared/contract/board-api.ts';
import { centreLimits } from '../shared/contract/centre-limits.ts';
import { type Day, dayOf } from '../shared/contract/day.ts';
import { accept, type Result, refuse } from '../shared/contract/refusal.ts';
import type { Text } from '../shared/contract/scale.ts';
import type { LedgerFile } from './ledger-file.ts';
import type { TaskTable } from './tables.ts';

export interface NewTask {
  readonly code: string;
  readonly site: string;
  readonly unit: Text;
}

export class Tasks {
  readonly #file: LedgerFile;
  readonly #now: () => number;

  constructor(file: LedgerFile, now: () => number) {
    this.#file = file;
    this.#now = now;
  }

  /** A citizen has not got the letter: opens a task, or finds the open one of the same dossier. Refuses E_BUSY when too many are open. */
  letterMissing({ code, site, unit }: NewTask): Result<Task> {
    const { query } = this.#file;
    return this.#file.transaction(() => {
      const [known] = this.#file.rows(query.selectFrom('task').selectAll().where('code', '=', code));
      if (known !== undefined) return accept(taskOf(known));
      if (this.#openCount() >= centreLimits.openTasksMax) return refuse('E_BUSY', { path: 'tasks' });
      const row: TaskTable = {
        id: randomBytes(5).toString('hex'),
        kind: 'letter',
        unit: JSON.stringify(unit),
        site,
        code,
        opened_at: this.#now(),
        closed_at: null,
        closed_by: null,
      };
      this.#file.run(query.insertInto('task').values(row));
      this.#count(site, 0);
      return accept(taskOf(row));
    });
  }

  /** A citizen has got the letter: counted by day and site, and nothing else is kept. */
  letterReceived(site: string): void {
    this.#file.transaction(() => this.#count(site, 1));
  }

  /** Open tasks, the oldest first; closed ones, the newest first; today's answers about letters. */
  list(): TaskList {
    const { query } = this.#file;
    const now = this.#now();
    const all = query.selectFrom('task').selectAll();
    const open = this.#file.rows(all.where('closed_at', 'is', null).orderBy('opened_at'));
    const closed = this.#file.rows(
      all.where('closed_at', 'is not', null).orderBy('closed_at', 'desc').limit(centreLimits.closedTasksMax),
    );
    return {
      asOf: now,
      open: open.map(taskOf),
      closed: closed.map(taskOf),
      letters: this.#letters(dayOf(now)),
    };
  }

  /** Closes a task by name and overwrites its code on the disk. Refuses E_NOT_FOUND, or E_CONFLICT when it is closed already. */
  close(id: string, by: string): Result<Task> {
    const { query } = this.#file;
    const known = this.#file.rows(query.selectFrom('task').selectAll().where('id', '=', id))[0];
    if (known === undefined) return refuse('E_NOT_FOUND', { path: 'id' });
    if (known.closed_at !== null) return refuse('E_CONFLICT', { path: 'id', expected: 'an open task' });
    const closed = { code: null, closed_at: this.#now(), closed_by: by };
    this.#file.erase(() => {
      this.#file.run(query.updateTable('task').set(closed).where('id', '=', id));
      this.#sweep();
    });
    return accept(taskOf({ ...known, ...closed }));
  }

  #openCount(): number {
    const { query } = this.#file;
    const open = query.selectFrom('task').select((eb) => eb.fn.countAll<number>().as('n'));
    return this.#file.rows(open.where('closed_at', 'is', null))[0]?.n ?? 0;
  }

  #count(site: string, got: 0 | 1): void {
    const row = { day: dayOf(this.#now()), site, got, n: 1 };
    this.#file.run(
      this.#file.query
        .insertInto('letter_count')
        .values(row)
        .onConflict((c) =>
          c.columns(['day', 'site', 'got']).doUpdateSet((eb) => ({ n: eb('letter_count.n', '+', 1) })),
        ),
    );
  }

  #letters(day: Day): TaskList['letters'] {
    const asked = this.#file.query.selectFrom('letter_count').select(['got', 'n']).where('day', '=', day);
    const rows = this.#file.rows(asked);
    const sum = (got: number): number =>
      rows.filter((row) => row.got === got).reduce((all, { n }) => all + n, 0);
    return { day, received: sum(1), missing: sum(0) };
  }

  #sweep(): void {
    const { query } = this.#file;
    const before = this.#now() - centreLimits.taskKeepMs;
    this.#file.run(query.deleteFrom('task').where('closed_at', '<', before));
    this.#file.run(query.deleteFrom('letter_count').where('day', '<', dayOf(before)));
  }
}

function taskOf(row: TaskTable): Task {
  return {
    id: row.id,
    kind: row.kind,
    unit: JSON.parse(row.unit) as Text, // written above
    site: row.site,
    code: row.code,
    openedAt: row.opened_at,
    closedAt: row.closed_at,
    by: row.closed_by,
  };
}
