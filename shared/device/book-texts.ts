/** Names of units and desks, kept once for all rows that share them; it knows no row. */
import { kioskLimits } from '../contract/kiosk-limits.ts';
import type { Text } from '../contract/scale.ts';
import type { TextRef } from './book-row.ts';
import type { Database, Queue, WriteTx } from './disk.ts';

export class BookTexts {
  readonly #db: Database;
  #known: Map<string, number> | undefined;
  #fresh: [Text, number][] = [];

  constructor(db: Database) {
    this.#db = db;
  }

  /** Reads what the store knows; before any `refOf` of one write. */
  async open(): Promise<void> {
    const tx = this.#db.transaction('texts');
    // A full disk may have emptied the store behind us.
    if (this.#known !== undefined && (await tx.store.count()) >= this.#known.size) return;
    this.#fresh = [];
    const [numbers, texts] = await Promise.all([tx.store.getAllKeys(), tx.store.getAll()]);
    this.#known = new Map(texts.map((text, i) => [JSON.stringify(text), numbers[i] ?? 0]));
  }

  /** The number of a text, a new one if need be; beyond the room the text itself. */
  refOf(text: Text): TextRef {
    const known = this.#known ?? new Map<string, number>();
    this.#known = known;
    const key = JSON.stringify(text);
    const number = known.get(key);
    if (number !== undefined) return number;
    if (known.size >= kioskLimits.bookTextsMax) return text;
    const next = known.size + 1;
    known.set(key, next);
    this.#fresh.push([text, next]);
    return next;
  }

  /** Writes what `refOf` has given since the last time, with the rows that need it. */
  write(tx: Pick<WriteTx<['texts', 'book', 'facts']>, 'objectStore'>, queue: Queue): void {
    const store = tx.objectStore('texts');
    for (const [text, number] of this.#fresh.splice(0)) queue(store.put(text, number));
  }

  /** The store may hold less than we think: it refused a write, or was emptied. */
  forget(): void {
    this.#known = undefined;
    this.#fresh = [];
  }
}
