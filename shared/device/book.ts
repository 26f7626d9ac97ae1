/** A kiosk's copy of the dossiers: rows under a keyed hash, aged by a clock that nobody sets back; it asks nobody and holds no code. */
import type { DossierAnswer } from '../contract/dossier.ts';
import { packAnswer, refsOf, unpackAnswer } from '../contract/dossier-sync.ts';
import { kioskLimits } from '../contract/kiosk-limits.ts';
import { limits } from '../contract/limits.ts';
import type { Text } from '../contract/scale.ts';
import { type AgeClock, newAgeClock, passTime, refound, type Stamps } from '../rules/age-clock.ts';
import { type Age, ageOf, type Heard } from '../rules/answers.ts';
import { makeHasher } from './book-key.ts';
import type { BookRow, BookState, TextRef } from './book-row.ts';
import { BookTexts } from './book-texts.ts';
import type { Absence, Answers, KeptAnswer } from './device.ts';
import { type Database, readFact, writeLoosely } from './disk.ts';
import type { Clock } from './ports.ts';

export interface BookParts {
  readonly db: Database;
  readonly clock: Clock;
  /** Corrected time, ms. */
  readonly now: () => number;
  /** The site of this device: another one's copy is not for it. */
  readonly site: () => string;
}

export interface BookFigures {
  readonly rows: number;
  /** Ms since the copy was last whole; null: never. */
  readonly syncedMs: number | null;
}

const stores = ['book', 'texts', 'facts'] as const;

export class Book implements Answers {
  readonly db: Database;
  readonly hash: (code: string) => Promise<ArrayBuffer>;
  readonly texts: BookTexts;
  readonly #parts: BookParts;
  #age: { clock: AgeClock; monoMs: number } | undefined;
  #rows: number | undefined;
  #writing: Promise<unknown> = Promise.resolve();

  constructor(parts: BookParts) {
    this.#parts = parts;
    this.db = parts.db;
    this.hash = makeHasher(parts.db);
    this.texts = new BookTexts(parts.db);
  }

  // ---- ages ---------------------------------------------------------------------------------------------------------

  #stamps(): Stamps {
    return { wallMs: this.#parts.clock.wallMs(), monoMs: this.#parts.clock.monoMs() };
  }

  /** How much time has passed over all starts, by the clock that is never slow. */
  async age(): Promise<AgeClock> {
    const kept = this.#age ?? (await this.#openAge());
    const now = this.#stamps();
    const clock = passTime(kept.clock, kept.monoMs, now);
    this.#age = { clock, monoMs: now.monoMs };
    return clock;
  }

  /** The centre has just been heard: see rules/age-clock. */
  async refindAge(): Promise<AgeClock> {
    await this.age();
    const now = this.#stamps();
    if (this.#age !== undefined) this.#age = { ...this.#age, clock: refound(this.#age.clock, now) };
    return this.age();
  }

  async #openAge(): Promise<{ clock: AgeClock; monoMs: number }> {
    const known = await readFact(this.db, 'ageClock');
    const now = this.#stamps();
    const clock = known === undefined ? newAgeClock(now.wallMs) : passTime(known, null, now);
    this.#age ??= { clock, monoMs: now.monoMs };
    return this.#age;
  }

  /** Undefined: a row of a feed that never became whole, or was replaced; it says nothing any more. */
  #heard(row: BookRow, state: BookState | undefined, clock: AgeClock): Heard | undefined {
    const heard: Heard[] = [];
    const { isLost } = clock;
    if (row.asked !== undefined)
      heard.push({ sinceMs: clock.ageMs - row.asked, beforeMs: row.before ?? 0, isLost });
    const vouched =
      state === undefined
        ? null
        : row.g === state.whole
          ? state.synced
          : row.g === state.generation
            ? state.begun
            : null;
    if (vouched !== null)
      heard.push({ sinceMs: clock.ageMs - vouched.age, beforeMs: vouched.at - asOfOf(row, state), isLost });
    return heard.sort((a, b) => a.sinceMs - b.sinceMs)[0];
  }

  // ---- looking up ---------------------------------------------------------------------------------------------------

  async find(code: string): Promise<KeptAnswer | undefined> {
    const [key, clock] = await Promise.all([this.hash(code), this.age()]);
    const tx = this.db.transaction([...stores]);
    const [row, fact] = await Promise.all([
      tx.objectStore('book').get(key),
      tx.objectStore('facts').get('book'),
    ]);
    const state = this.#own(fact);
    const heard = row === undefined ? undefined : this.#heard(row, state, clock);
    if (row === undefined || heard === undefined) return undefined;
    const age = ageOf(heard);
    if (!isShown(age)) return undefined;
    const texts = new Map<TextRef, Text>();
    await Promise.all(
      refsOf(row.a).map(async (ref) => {
        const text = typeof ref === 'number' ? await tx.objectStore('texts').get(ref) : ref;
        if (text !== undefined) texts.set(ref, text);
      }),
    );
    const answer = unpackAnswer(row.a, (ref) => texts.get(ref));
    if (answer === undefined) return undefined;
    return { answer: { ...answer, asOf: asOfOf(row, state) }, isAmber: age === 'amber' };
  }

  async has(code: string): Promise<boolean> {
    const [key, clock] = await Promise.all([this.hash(code), this.age()]);
    const tx = this.db.transaction(['book', 'facts']);
    const [row, fact] = await Promise.all([
      tx.objectStore('book').get(key),
      tx.objectStore('facts').get('book'),
    ]);
    const heard = row === undefined ? undefined : this.#heard(row, this.#own(fact), clock);
    return heard !== undefined && isShown(ageOf(heard));
  }

  async absence(code: string): Promise<Absence | undefined> {
    const [state, clock] = await Promise.all([this.state(), this.age()]);
    if (state === undefined || state.synced === null) return undefined;
    const { isLost } = clock;
    const age = ageOf({ sinceMs: clock.ageMs - state.synced.age, beforeMs: 0, isLost });
    if (!isShown(age)) return undefined;
    const isOurs = state.covers === null || state.covers.some((unit) => code.startsWith(`${unit}-`));
    return isOurs ? { kind: 'absent', asOf: state.synced.at } : { kind: 'elsewhere' };
  }

  // ---- writing ------------------------------------------------------------------------------------------------------

  /** One write after the other. What the store refuses leaves nothing half written. */
  async write<T>(work: () => Promise<T>): Promise<T> {
    const before = this.#writing;
    const mine = (async () => {
      await before.catch(() => {});
      this.#rows = undefined;
      try {
        return await work();
      } catch (cause) {
        this.texts.forget();
        throw cause;
      }
    })();
    this.#writing = mine.catch(() => {});
    return mine;
  }

  /** Keeps the bare tier only. */
  keep(code: string, answer: DossierAnswer): Promise<void> {
    return this.write(async () => {
      const [key, { ageMs }] = await Promise.all([this.hash(code), this.age()]);
      await this.texts.open();
      const a = packAnswer(answer, null, (text) => this.texts.refOf(text));
      const before = Math.max(0, this.#parts.now() - answer.asOf);
      await writeLoosely(this.db, [...stores], async (tx, queue) => {
        const book = tx.objectStore('book');
        const known = await book.get(key);
        this.texts.write(tx, queue);
        queue(book.put({ g: known?.g ?? 0, a, asked: ageMs, before }, key));
      });
    });
  }

  /** How far the copy of this site has come; undefined: there is none. */
  async state(): Promise<BookState | undefined> {
    return this.#own(await readFact(this.db, 'book'));
  }

  /** The copy of another site is none: a device that was moved must not know what it knew. */
  #own(fact: unknown): BookState | undefined {
    const state = fact as BookState | undefined; // only written under this name
    return state?.site === this.#parts.site() ? state : undefined;
  }

  get site(): string {
    return this.#parts.site();
  }

  /** Forgets what belongs to another site. */
  async settle(): Promise<void> {
    const fact = await readFact(this.db, 'book');
    if (fact !== undefined && this.#own(fact) === undefined) await this.wipe();
  }

  /** Forgets everything: revoked, moved, too old, or no room. */
  wipe(): Promise<void> {
    return this.write(async () => {
      await writeLoosely(this.db, [...stores], async (tx, queue) => {
        queue(tx.objectStore('book').clear());
        queue(tx.objectStore('texts').clear());
        queue(tx.objectStore('facts').delete('book'));
      });
      this.texts.forget();
    });
  }

  /** Once a minute: writes down how much time has passed, and deletes what is too old, too much, or of an older feed. */
  async sweep(): Promise<void> {
    const clock = await this.age();
    await writeLoosely(this.db, ['facts'], async (tx, queue) => {
      queue(tx.objectStore('facts').put(clock, 'ageClock'));
    });
    const fact = await readFact(this.db, 'book');
    const state = this.#own(fact);
    const since = state === undefined ? 0 : clock.ageMs - (state.synced ?? state.begun).age;
    const isOld = ageOf({ sinceMs: since, beforeMs: 0, isLost: false }) === 'wiped';
    if ((fact !== undefined && state === undefined) || isOld) return this.wipe();
    await this.write(() => this.#sweepAsked(state, clock));
    if (state !== undefined && state.whole === state.generation && !state.isSwept)
      await this.write(() => this.#sweepOld(state));
  }

  /** Answers kept because they were asked for: the oldest beyond the room and beyond their age go; the feed's own rows stay. */
  async #sweepAsked(state: BookState | undefined, { ageMs }: AgeClock): Promise<void> {
    await writeLoosely(this.db, [...stores], async (tx, queue) => {
      const book = tx.objectStore('book');
      const index = book.index('asked');
      const surplus = (await index.count()) - limits.cacheRowsMax;
      const count = Math.max(limits.cacheSweepRows, surplus);
      const [keys, rows] = await Promise.all([index.getAllKeys(null, count), index.getAll(null, count)]);
      rows.forEach((row, i) => {
        const key = keys[i];
        const sinceMs = ageMs - (row.asked ?? 0);
        const isOver = i < surplus || ageOf({ sinceMs, beforeMs: 0, isLost: false }) === 'wiped';
        if (key === undefined || !isOver) return;
        const isSynced = state !== undefined && (row.g === state.whole || row.g === state.generation);
        queue(isSynced ? book.put({ g: row.g, a: row.a }, key) : book.delete(key));
      });
    });
  }

  /** Rows of older feeds, some at a time; begun again from the start after a power cut. */
  async #sweepOld(state: BookState): Promise<void> {
    const count = kioskLimits.bookSweepRows;
    let from: IDBKeyRange | null = null;
    for (let isDone = false; !isDone; ) {
      const last: IDBValidKey | undefined = await writeLoosely(this.db, ['book'], async (tx, queue) => {
        const book = tx.objectStore('book');
        const [keys, rows] = await Promise.all([book.getAllKeys(from, count), book.getAll(from, count)]);
        rows.forEach((row, i) => {
          const key = keys[i];
          if (key !== undefined && row.g < state.whole && row.asked === undefined) queue(book.delete(key));
        });
        return keys.length < count ? undefined : keys.at(-1);
      });
      isDone = last === undefined;
      if (last !== undefined) from = IDBKeyRange.lowerBound(last, true);
    }
    await writeLoosely(this.db, ['facts'], async (tx, queue) => {
      const facts = tx.objectStore('facts');
      const now = this.#own(await facts.get('book'));
      if (now?.whole === state.whole) queue(facts.put({ ...now, isSwept: true }, 'book'));
    });
  }

  async figures(): Promise<BookFigures> {
    const [state, clock] = await Promise.all([this.state(), this.age()]);
    this.#rows ??= await this.db.count('book');
    const syncedMs = state?.synced == null ? null : Math.max(0, Math.round(clock.ageMs - state.synced.age));
    return { rows: this.#rows, syncedMs };
  }
}

const isShown = (age: Age): boolean => age === 'fresh' || age === 'amber';

/** The later of its own word and its source's last complete one, which counts for the rows of a whole feed. */
function asOfOf(row: BookRow, state: BookState | undefined): number {
  const [, , , , , , asOf, source] = row.a;
  if (state === undefined || source === null || row.g !== state.whole) return asOf;
  const told = state.sources.find(([name]) => name === source)?.[1];
  return Math.max(asOf, told ?? asOf);
}
