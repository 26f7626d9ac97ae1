/** The device's database: its stores, how it is opened, and small facts by name; rows of the outbox are in rows.ts. */
import { type DBSchema, type IDBPDatabase, type IDBPTransaction, openDB, type StoreNames } from 'idb';
import { makeEpochId, type RandomBytes } from '../contract/fresh-ids.ts';
import type { EpochId, EventId } from '../contract/ids.ts';
import type { Lane } from '../contract/lanes.ts';
import { limits } from '../contract/limits.ts';
import type { Gone } from '../contract/messages.ts';
import type { Text } from '../contract/scale.ts';
import type { DeviceConfig } from '../contract/site-config.ts';
import type { AgeClock } from '../rules/age-clock.ts';
import type { BootClock } from '../rules/clock.ts';
import type { Row } from '../rules/outbox.ts';
import type { BookRow, BookState } from './book-row.ts';
import type { Identity } from './ports.ts';

/** Where the line of each lane ends: the only counter, written in the same transaction as the row. */
export interface Line {
  readonly epoch: EpochId;
  readonly ord: number;
  readonly tops: readonly [LaneTop, LaneTop, LaneTop, LaneTop];
}
export interface LaneTop {
  readonly seq: number;
  readonly id: EventId | null;
}

/** A row as stored: the three sparse keys put it in the index of rows to send, to settle, or to sweep. */
export type StoredRow = Row & { due?: [Lane, number]; held?: number; kept?: number };

/**
 * Facts by name. The disk only gains stores, facts and fields: an older version reads what a newer one wrote. (The copy of the dossiers
 * alone may change its shape: it is fetched again.)
 */
export interface Facts {
  line: Line;
  identity: Identity;
  config: DeviceConfig;
  previousConfig: DeviceConfig;
  sess: number;
  cseq: number;
  gone: readonly Gone[];
  refusedTaps: number;
  heldWallOffset: number;
  answersKey: CryptoKey;
  book: BookState;
  ageClock: AgeClock;
  ballast: Uint8Array<ArrayBuffer>;
}

export interface Schema extends DBSchema {
  facts: { key: string; value: Facts[keyof Facts] };
  outbox: {
    key: [string, number, number];
    value: StoredRow;
    indexes: { due: [number, number]; held: number; kept: number; id: string };
  };
  boots: { key: string; value: BootClock & { at: number } };
  /** The copy of the dossiers, under the keyed hash of their codes; only rows that were asked for stand in the index. */
  book: { key: IDBValidKey; value: BookRow; indexes: { asked: number } };
  /** Names that many of its rows share, by the number that stands in the row. */
  texts: { key: number; value: Text };
  /** Rows refused for good, whole, so that a person can still bring them back. */
  dead: { key: number; value: { id: EventId; code: string; at: number; row: Row } };
}
export type Database = IDBPDatabase<Schema>;

/** Nothing more can be written: the disk, or our share of it, is full even without the ballast. */
export class StorageFull extends Error {
  override readonly name = 'StorageFull';
}
/** The store cannot be read or written. */
export class StorageFailed extends Error {
  override readonly name = 'StorageFailed';
}

export interface Disk {
  readonly db: Database;
  /** The database did not exist: a first start, or a store that the browser has wiped. */
  readonly isNew: boolean;
  /** The browser itself reports that it had to throw data away. */
  readonly dataLoss: boolean;
}

const version = 2;

/** Opens (or makes) the database `name`. Rejects with StorageFailed. */
export async function openDisk(
  name: string,
  random: RandomBytes,
  onClosed: () => void = () => {},
): Promise<Disk> {
  let isNew = false;
  let dataLoss = false;
  try {
    const db = await openDB<Schema>(name, version, {
      upgrade(fresh, oldVersion, _new, tx, event) {
        isNew = oldVersion === 0;
        // Chromium reports here that it had to delete a damaged database; the field is not in the standard types.
        dataLoss = 'dataLoss' in event && event.dataLoss === 'total';
        if (oldVersion < 2) {
          fresh.createObjectStore('book').createIndex('asked', 'asked');
          fresh.createObjectStore('texts');
        }
        if (oldVersion === 1) dropFirstCache(fresh);
        if (oldVersion >= 1) return;
        fresh.createObjectStore('facts');
        const outbox = fresh.createObjectStore('outbox', { keyPath: ['epoch', 'lane', 'seq'] });
        outbox.createIndex('due', 'due');
        outbox.createIndex('held', 'held');
        outbox.createIndex('kept', 'kept');
        outbox.createIndex('id', 'id', { unique: true });
        fresh.createObjectStore('boots', { keyPath: 'bootid' });
        fresh.createObjectStore('dead', { autoIncrement: true });
        void tx.objectStore('facts').put(newLine(random), 'line');
      },
      terminated: onClosed,
    });
    return { db, isNew, dataLoss };
  } catch (cause) {
    throw new StorageFailed('the database cannot be opened', { cause });
  }
}

/** Version 1 kept answers in a store of their own. */
function dropFirstCache(db: {
  readonly objectStoreNames: DOMStringList;
  deleteObjectStore(name: never): void;
}): void {
  // The schema of this version does not name it.
  if (db.objectStoreNames.contains('answers')) db.deleteObjectStore('answers' as never);
}

/** A new epoch whose lanes are empty; `ord` goes on so that order never repeats. */
export function newLine(random: RandomBytes, ord = 0): Line {
  const top = { seq: 0, id: null };
  return { epoch: makeEpochId(random), ord, tops: [top, top, top, top] };
}

export async function readFact<K extends keyof Facts>(db: Database, name: K): Promise<Facts[K] | undefined> {
  // A fact is only ever written by writeFact under the same name, so its type is the one of that name.
  return (await db.get('facts', name)) as Facts[K] | undefined;
}

/** Where the lanes end now. */
export async function currentLine(db: Database): Promise<Line> {
  // Written when the database is made and never deleted.
  const line = await readFact(db, 'line');
  if (line === undefined) throw new StorageFailed('the line of the outbox is missing');
  return line;
}

/** Writes a fact in one strict transaction: when it resolves, it survives a power cut. */
export async function writeFact<K extends keyof Facts>(
  db: Database,
  name: K,
  value: Facts[K],
): Promise<void> {
  await write(db, ['facts'], async (tx, queue) => {
    queue(tx.objectStore('facts').put(value, name));
  });
}

export const isQuota = (cause: unknown): boolean =>
  cause instanceof Error && cause.name === 'QuotaExceededError';

/**
 * Runs a write. On the first QuotaExceededError the ballast and the copy of the dossiers are freed and it is tried once more. Rejects with StorageFull or
 * StorageFailed; then nothing of it was written.
 */
export async function guard<T>(db: Database, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (first) {
    if (!isQuota(first)) throw new StorageFailed('the store refused a write', { cause: first });
    try {
      await giveWay(db);
      return await write();
    } catch (cause) {
      if (isQuota(cause)) throw new StorageFull('no room is left', { cause });
      throw new StorageFailed('the store refused a write', { cause });
    }
  }
}

/** What can be had again makes room for what cannot. */
async function giveWay(db: Database): Promise<void> {
  const tx = db.transaction(['facts', 'book', 'texts'], 'readwrite');
  void tx.objectStore('facts').delete('ballast');
  void tx.objectStore('facts').delete('book');
  void tx.objectStore('book').clear();
  void tx.objectStore('texts').clear();
  await tx.done;
}

type Store = StoreNames<Schema>;
export type WriteTx<Names extends Store[]> = IDBPTransaction<Schema, Names, 'readwrite'>;
/** Takes a request of the transaction; it need not be awaited by itself. */
export type Queue = (request: Promise<unknown>) => void;

/**
 * One strict transaction under `guard`. It is committed when this resolves. When anything in it fails, all of it is undone, every request
 * is heard, and the cause that stands at the beginning of the failure is told: the others of an aborted transaction say only AbortError.
 */
export function write<T, const Names extends Store[]>(
  db: Database,
  stores: Names,
  work: (tx: WriteTx<Names>, queue: Queue) => Promise<T>,
): Promise<T> {
  return guard(db, () => transact(db, stores, 'strict', work));
}

async function transact<T, const Names extends Store[]>(
  db: Database,
  stores: Names,
  durability: 'strict' | 'relaxed',
  work: (tx: WriteTx<Names>, queue: Queue) => Promise<T>,
): Promise<T> {
  const tx = db.transaction(stores, 'readwrite', { durability });
  const requests: Promise<unknown>[] = [];
  const queue: Queue = (request) => {
    request.catch(() => {}); // told by settle
    requests.push(request);
  };
  queue(tx.done);
  try {
    const result = await work(tx, queue);
    await Promise.all(requests);
    return result;
  } catch (cause) {
    throw await settle(tx, cause, requests);
  }
}

/** Ends a failed transaction and finds its true cause. */
async function settle(
  tx: { abort(): void },
  cause: unknown,
  requests: readonly Promise<unknown>[],
): Promise<unknown> {
  try {
    tx.abort();
  } catch {
    // It has aborted already.
  }
  const ends = await Promise.allSettled(requests);
  const causes = [cause, ...ends.flatMap((end) => (end.status === 'rejected' ? [end.reason] : []))];
  const isAbort = (one: unknown): boolean => one instanceof Error && one.name === 'AbortError';
  return causes.find(isQuota) ?? causes.find((one) => !isAbort(one)) ?? cause;
}

/**
 * One transaction for what can be fetched again: not strict, since a power cut may cost it but never tears it or puts its parts out of
 * order, and never at the cost of the ballast. Rejects with the browser's own error; then nothing of it was written.
 */
export function writeLoosely<T, const Names extends Store[]>(
  db: Database,
  stores: Names,
  work: (tx: WriteTx<Names>, queue: Queue) => Promise<T>,
): Promise<T> {
  return transact(db, stores, 'relaxed', work);
}

/** Lays down the ballast that `guard` frees when the disk is full; quietly does without when there is no room. */
export async function layBallast(db: Database): Promise<void> {
  if ((await db.getKey('facts', 'ballast')) !== undefined) return;
  try {
    await db.put('facts', new Uint8Array(limits.ballastBytes), 'ballast');
  } catch (cause) {
    if (!isQuota(cause)) throw new StorageFailed('the store refused the ballast', { cause });
  }
}
