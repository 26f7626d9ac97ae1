/** Keeps the second copy in step with the database: appends in order, tells what is flushed, heals and restores; it sends nothing. */
import type { EpochId, EventId } from '../contract/ids.ts';
import type { Lane } from '../contract/lanes.ts';
import { limits } from '../contract/limits.ts';
import type { DeviceConfig } from '../contract/site-config.ts';
import { compareMirror, foldMirror, type MirrorLine, writeLine } from '../rules/mirror.ts';
import type { Row } from '../rules/outbox.ts';
import type { Database } from './disk.ts';
import { restoreRows } from './moved-rows.ts';
import type { Identity, Mirror } from './ports.ts';
import { rowById, unreceiptedRows } from './rows.ts';

export interface MirrorNews {
  /** More rows may be sent. */
  readonly onFlushed: () => void;
  readonly onBroken: () => void;
  readonly onHealed: () => void;
}

export interface Restored {
  readonly rows: number;
  readonly damagedLines: number;
}

/** What a device needs to go on after its database was wiped; it stands in the same browser store as the database. */
export interface Belongings {
  readonly identity: Identity;
  readonly config: DeviceConfig;
}

/** The lines of the mirror and whose they are; undefined when there can be no mirror here. */
export async function openMirror(
  file: Mirror,
): Promise<{ lines: readonly string[]; belongings: Belongings | undefined } | undefined> {
  try {
    const lines = await file.open();
    // Written by noteBelongings only; a damaged line does not parse and is passed over.
    const belongings = foldMirror(lines, (value) => value as Belongings).identity;
    return { lines, belongings };
  } catch {
    return undefined;
  }
}

export class MirrorKeeper {
  readonly #file: Mirror;
  readonly #db: Database;
  readonly #news: MirrorNews;
  readonly #pendingOrds = new Set<number>();
  #belongings: Belongings | undefined;
  #lineCount = 0;
  #isBroken = false;
  #tail: Promise<void> = Promise.resolve();

  constructor(file: Mirror, db: Database, news: MirrorNews) {
    this.#file = file;
    this.#db = db;
    this.#news = news;
  }

  /**
   * Brings database and mirror to the same rows after a start: what only the mirror has (a wiped or rolled-back store) goes back to the
   * database under its old place and id; what only the database has is appended. Then every row up to now is mirrored.
   */
  reconcile(belongings: Belongings): Promise<Restored> {
    this.#belongings = belongings;
    const work = this.#tail.then(() => this.#reconcile(belongings));
    this.#tail = work.then(
      () => {},
      () => this.#break(),
    );
    return work.catch(() => ({ rows: 0, damagedLines: 0 }));
  }

  async #reconcile(belongings: Belongings): Promise<Restored> {
    const opened = await openMirror(this.#file);
    if (opened === undefined) {
      this.#break();
      return { rows: 0, damagedLines: 0 };
    }
    const state = foldMirror(opened.lines, (value) => value);
    this.#lineCount = opened.lines.length;
    const stored: Row[] = [];
    for await (const row of unreceiptedRows(this.#db)) stored.push(row);
    const known = new Set<EventId>();
    const storedIds = new Set(stored.map((row) => row.id));
    for (const id of state.rows.keys()) {
      if (!storedIds.has(id) && (await rowById(this.#db, id)) !== undefined) known.add(id);
    }
    const { toMirror, toDisk } = compareMirror(state.rows, stored, known);
    const rows = toDisk.length > 0 ? await restoreRows(this.#db, toDisk) : 0;
    const news: MirrorLine[] = toMirror.map((row) => ({ k: 'row', row }));
    if (JSON.stringify(state.identity) !== JSON.stringify(belongings))
      news.push({ k: 'identity', identity: belongings });
    if (news.length > 0) await this.#file.append(news.map(writeLine));
    return { rows, damagedLines: state.damagedLines };
  }

  /** A new configuration was taken. */
  noteBelongings(belongings: Belongings): void {
    this.#belongings = belongings;
    void this.#write([{ k: 'identity', identity: belongings }]);
  }

  /** The row stands in the database; its line is flushed soon. */
  noteRow(row: Row): void {
    this.#pendingOrds.add(row.ord);
    void this.#write([{ k: 'row', row }], row.ord);
  }

  noteRows(rows: readonly Row[]): void {
    for (const row of rows) this.#pendingOrds.add(row.ord);
    const lines = rows.map((row): MirrorLine => ({ k: 'row', row }));
    void this.#write(lines, ...rows.map((row) => row.ord));
  }

  noteCleared(epoch: EpochId, lane: Lane, ids: readonly EventId[]): void {
    if (ids.length > 0) void this.#write([{ k: 'cleared', epoch, lane, ids }]);
  }

  /** Only rows whose line is flushed may be sent; while there can be no mirror, waiting would only leave them in one place longer. */
  isFlushed(ord: number): boolean {
    return this.#isBroken || !this.#pendingOrds.has(ord);
  }

  /** Rows that stand in the database alone, for the moment. */
  get unflushedCount(): number {
    return this.#pendingOrds.size;
  }

  get isBroken(): boolean {
    return this.#isBroken;
  }

  close(): void {
    this.#file.close();
  }

  /** Tries to write the mirror anew when it is broken, or when it has grown far beyond what it must hold. */
  async heal(depth: number): Promise<void> {
    const isTooLong = this.#lineCount > limits.mirrorLinesMax && depth < this.#lineCount / 4;
    const belongings = this.#belongings;
    if (belongings === undefined || (!this.#isBroken && !isTooLong)) return;
    this.#tail = this.#tail.then(async () => {
      try {
        if (this.#isBroken) await this.#file.open();
        const lines = [writeLine({ k: 'identity', identity: belongings })];
        for await (const row of unreceiptedRows(this.#db)) lines.push(writeLine({ k: 'row', row }));
        await this.#file.rewrite(lines);
        this.#lineCount = lines.length;
        if (this.#isBroken) {
          this.#isBroken = false;
          this.#news.onHealed();
        }
      } catch {
        this.#break();
      }
    });
    await this.#tail;
  }

  async #write(lines: readonly MirrorLine[], ...ords: readonly number[]): Promise<void> {
    this.#tail = this.#tail.then(async () => {
      if (!this.#isBroken && lines.length > 0) {
        try {
          await this.#file.append(lines.map(writeLine));
          this.#lineCount += lines.length;
        } catch {
          this.#break();
        }
      }
      for (const ord of ords) this.#pendingOrds.delete(ord);
      if (ords.length > 0) this.#news.onFlushed();
    });
    await this.#tail;
  }

  #break(): void {
    if (this.#isBroken) return;
    this.#isBroken = true;
    this.#news.onBroken();
  }
}
