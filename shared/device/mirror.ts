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
  /** A mirror that could not be opened at the start has now given back rows that the database did not have. */
  readonly onRestored: (rows: number) => void;
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

/** What noteBelongings wrote, or undefined: a damaged line must not become an identity. */
function readBelongings(value: unknown): Belongings | undefined {
  // Looked into field by field just below.
  const { identity, config } = (value ?? {}) as { readonly [K in keyof Belongings]?: Partial<Belongings[K]> };
  const isWhole =
    typeof identity?.device === 'string' &&
    typeof identity.secret === 'string' &&
    typeof identity.mqttPath === 'string' &&
    Array.isArray(identity.keys?.command) &&
    config?.device === identity.device &&
    typeof config.version === 'number' &&
    typeof config.site === 'object';
  return isWhole ? (value as Belongings) : undefined; // as checked
}

/** The lines of the mirror and whose they are; undefined when there can be no mirror here. */
export async function openMirror(
  file: Mirror,
): Promise<{ lines: readonly string[]; belongings: Belongings | undefined } | undefined> {
  try {
    const lines = await file.open();
    return { lines, belongings: foldMirror(lines, readBelongings).identity };
  } catch {
    return undefined;
  }
}

const nothing: Restored = { rows: 0, damagedLines: 0 };

export class MirrorKeeper {
  readonly #file: Mirror;
  readonly #db: Database;
  readonly #news: MirrorNews;
  readonly #pendingOrds = new Set<number>();
  #belongings: Belongings | undefined;
  #lineCount = 0;
  #isBroken = false;
  #isReconciled = false;
  #isHealing = false;
  /** The oldest unflushed row when the mirror was last looked after. */
  #oldestPending: number | undefined;
  #isClosed = false;
  #begin: () => void = () => {};
  /** One thing after the other; what is noted before the first `reconcile` waits for it. */
  #tail: Promise<void> = new Promise((resolve) => {
    this.#begin = resolve;
  });

  constructor(file: Mirror, db: Database, news: MirrorNews) {
    this.#file = file;
    this.#db = db;
    this.#news = news;
  }

  /**
   * Brings database and mirror to the same rows after a start: what only the mirror has (a wiped or rolled-back store) goes back to the
   * database under its old place and id; what only the database has is appended. Then every row up to now is mirrored.
   */
  async reconcile(belongings: Belongings): Promise<Restored> {
    this.#belongings = belongings;
    if (this.#isReconciled) return nothing;
    try {
      return await this.#reconcile(belongings);
    } catch {
      this.#break();
      return nothing;
    } finally {
      this.#begin();
    }
  }

  async #reconcile(belongings: Belongings): Promise<Restored> {
    const opened = await openMirror(this.#file);
    if (opened === undefined) {
      this.#break();
      return nothing;
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
    this.#isReconciled = true;
    const news: MirrorLine[] = toMirror.map((row) => ({ k: 'row', row }));
    if (JSON.stringify(state.identity) !== JSON.stringify(belongings))
      news.push({ k: 'identity', identity: belongings });
    await this.#append(news);
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
    void this.#write([{ k: 'row', row }], [row.ord]);
  }

  noteRows(rows: readonly Row[]): void {
    if (rows.length === 0) return;
    for (const row of rows) this.#pendingOrds.add(row.ord);
    const lines = rows.map((row): MirrorLine => ({ k: 'row', row }));
    void this.#write(
      lines,
      rows.map((row) => row.ord),
    );
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
    this.#isClosed = true;
    this.#file.close();
  }

  /**
   * Looked after once a minute: a mirror that has not flushed a row since the last time counts as broken, and a broken one, or one that has
   * grown far beyond what it must hold, is written anew. May take long where the mirror does.
   */
  async heal(depth: number): Promise<void> {
    this.#judgeStuck();
    const isTooLong = this.#lineCount > limits.mirrorLinesMax && depth < this.#lineCount / 4;
    const belongings = this.#belongings;
    if (belongings === undefined || this.#isHealing || (!this.#isBroken && !isTooLong)) return;
    this.#isHealing = true;
    this.#tail = this.#tail.then(async () => {
      try {
        await this.#rewrite(belongings);
      } catch {
        this.#break();
      }
      this.#isHealing = false;
    });
    await this.#tail;
  }

  #judgeStuck(): void {
    const [oldest] = this.#pendingOrds;
    const isStuck = oldest !== undefined && oldest === this.#oldestPending;
    this.#oldestPending = oldest;
    if (!isStuck || this.#isBroken) return;
    this.#break();
    this.#tell(this.#news.onFlushed);
  }

  /** Must take up what the file holds before it writes over it, when that could not be done at the start. */
  async #rewrite(belongings: Belongings): Promise<void> {
    if (!this.#isReconciled) {
      const { rows } = await this.#reconcile(belongings);
      if (!this.#isReconciled) return;
      if (rows > 0) this.#tell(() => this.#news.onRestored(rows));
    } else if (this.#isBroken) await this.#file.open();
    const lines = [writeLine({ k: 'identity', identity: belongings })];
    for await (const row of unreceiptedRows(this.#db)) lines.push(writeLine({ k: 'row', row }));
    await this.#file.rewrite(lines);
    this.#lineCount = lines.length;
    if (!this.#isBroken) return;
    this.#isBroken = false;
    this.#tell(this.#news.onHealed);
  }

  async #write(lines: readonly MirrorLine[], ords: readonly number[] = []): Promise<void> {
    this.#tail = this.#tail.then(async () => {
      if (!this.#isBroken) await this.#append(lines);
      for (const ord of ords) this.#pendingOrds.delete(ord);
      if (ords.length > 0) this.#tell(this.#news.onFlushed);
    });
    await this.#tail;
  }

  async #append(lines: readonly MirrorLine[]): Promise<void> {
    if (lines.length === 0) return;
    try {
      await this.#file.append(lines.map(writeLine));
      this.#lineCount += lines.length;
    } catch {
      this.#break();
    }
  }

  #break(): void {
    if (this.#isBroken) return;
    this.#isBroken = true;
    this.#tell(this.#news.onBroken);
  }

  /** A page that is being closed has nobody left to tell. */
  #tell(news: () => void): void {
    if (!this.#isClosed) news();
  }
}
