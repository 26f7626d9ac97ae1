/** The order in which living dossiers changed: gives places, marks each run of them, keeps what has gone; it knows no status. */
import { randomBytes } from 'node:crypto';
import type { StatementSync } from 'node:sqlite';
import { centreLimits } from '../shared/contract/centre-limits.ts';
import type { LedgerFile } from './ledger-file.ts';

/** A run of places that was given at once; `first` 0: none was ever given. */
export interface Mark {
  readonly first: number;
  readonly mark: string;
}

/** Places of one call; all of it inside a transaction of the caller's. */
export interface Run {
  /** The next place. */
  next(): number;
  /** A code that kiosks must drop. */
  drop(code: string): void;
  /** Writes down how far the places have come; call it once at the end. */
  end(): void;
}

const topKey = 'dossier-place';
const noMark: Mark = { first: 0, mark: '0' };

export class DossierPlaces {
  readonly #now: () => number;
  readonly #readTop: StatementSync;
  readonly #writeTop: StatementSync;
  readonly #addMark: StatementSync;
  readonly #markAt: StatementSync;
  readonly #markOf: StatementSync;
  readonly #addGone: StatementSync;
  readonly #overdue: StatementSync;
  readonly #leave: StatementSync;
  readonly #forgetGone: StatementSync;
  readonly #forgetMarks: StatementSync;
  readonly #file: LedgerFile;

  constructor(file: LedgerFile, now: () => number) {
    const { hot } = file.adapter;
    this.#file = file;
    this.#now = now;
    this.#readTop = hot(`select value from meta where key = '${topKey}'`);
    this.#writeTop = hot(`insert or replace into meta (key, value) values ('${topKey}', ?)`);
    this.#addMark = hot('insert into dossier_mark (first, mark, at) values (?, ?, ?)');
    this.#markAt = hot('select first, mark from dossier_mark where first <= ? order by first desc limit 1');
    this.#markOf = hot('select first, mark from dossier_mark where first = ?');
    this.#addGone = hot('insert or replace into dossier_gone (code, changed, at) values (?, ?, ?)');
    this.#overdue = hot('select code from dossier where leaves is not null and leaves <= ? limit ?');
    this.#leave = hot('update dossier set changed = null, leaves = null where code = ?');
    this.#forgetGone = hot('delete from dossier_gone where at < ?');
    this.#forgetMarks = hot(
      // Whoever knows the newest run of that time still has all names of what went since.
      'delete from dossier_mark where first < (select max(first) from dossier_mark where at < ?)',
    );
  }

  /** The highest place given; 0: none. */
  top(): number {
    return Number(this.#readTop.get()?.value ?? 0);
  }

  /** The run that holds a place. */
  markAt(place: number): Mark {
    // The columns are those that the statement names.
    return (this.#markAt.get(place) as Mark | undefined) ?? noMark;
  }

  /** Whether this ledger gave that run; false for one of another ledger, and for one so old that it was forgotten. */
  isOwn({ first, mark }: Mark): boolean {
    return this.#markOf.get(first)?.mark === mark;
  }

  begin(): Run {
    const before = this.top();
    let top = before;
    const next = (): number => {
      top += 1;
      if (top === before + 1) this.#addMark.run(top, randomBytes(6).toString('hex'), this.#now());
      return top;
    };
    return {
      next,
      drop: (code) => {
        this.#addGone.run(code, next(), this.#now());
      },
      end: () => {
        if (top > before) this.#writeTop.run(String(top));
      },
    };
  }

  /**
   * Lets those go that have left the kiosks' window by age, a chunk at a time, and forgets what went so long ago that no kiosk can
   * still hold it. True: there is more to do.
   */
  tidy(): boolean {
    const now = this.#now();
    return this.#file.transaction(() => {
      const overdue = this.#overdue.all(now, centreLimits.feedTidyRows);
      const run = this.begin();
      for (const { code } of overdue) {
        this.#leave.run(String(code));
        run.drop(String(code));
      }
      run.end();
      const old = now - centreLimits.feedGoneKeptMs;
      this.#forgetGone.run(old);
      this.#forgetMarks.run(old);
      return overdue.length === centreLimits.feedTidyRows;
    });
  }
}
