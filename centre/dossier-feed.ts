/** Pages of what changed among the living dossiers, for the kiosks' copies; no name, title or secret is in them, and no page walks them all. */
import { createHash } from 'node:crypto';
import type { StatementSync } from 'node:sqlite';
import { centreLimits } from '../shared/contract/centre-limits.ts';
import { packAnswer, type SyncRow, type WrittenSyncPage } from '../shared/contract/dossier-sync.ts';
import { limits } from '../shared/contract/limits.ts';
import type { Text } from '../shared/contract/scale.ts';
import { type BareRow, bareAnswerOf, bareColumns } from './dossier-answer.ts';
import type { DossierPlaces, Mark } from './dossier-places.ts';
import { FeedCover } from './feed-cover.ts';
import type { LedgerFile } from './ledger-file.ts';

export type FeedPage = Omit<WrittenSyncPage, 'v' | 'rid' | 'kind'>;

/** Who asks: pages for one site tell its own units first. */
export interface FeedSite {
  readonly id: string;
  readonly units: readonly string[];
}

/**
 * How far an asker has come. `since` is the newest run when its walk began: what went before that it never had. `at` is the run that
 * holds `place`. Both must be this ledger's own, else it has been restored or replaced, and places mean other changes.
 */
interface Cursor {
  readonly place: number;
  readonly since: Mark;
  readonly at: string;
  readonly cover: string;
}

type ChangedRow = BareRow & {
  readonly code: string;
  readonly source: string | null;
  readonly changed: number;
};
interface Gone {
  readonly code: string;
  readonly changed: number;
}

export class DossierFeed {
  readonly #places: DossierPlaces;
  readonly #now: () => number;
  readonly #cover: FeedCover;
  readonly #changed: StatementSync;
  readonly #gone: StatementSync;
  readonly #sources: StatementSync;

  constructor(file: LedgerFile, places: DossierPlaces, now: () => number) {
    const { hot } = file.adapter;
    this.#places = places;
    this.#now = now;
    this.#cover = new FeedCover(file, now);
    this.#changed = hot(
      `select code, source, changed, ${bareColumns.join(', ')} from dossier
       where changed is not null and changed > ? order by changed limit ?`,
    );
    this.#gone = hot('select code, changed from dossier_gone where changed > ? order by changed limit ?');
    this.#sources = hot('select source, as_of from dossier_source order by source limit ?');
  }

  /** What changed since a cursor ('' or one that is not this ledger's: a new beginning). */
  page(site: FeedSite, cursorText: string): FeedPage {
    const covers = this.#cover.of(site);
    const cover = coverName(covers);
    const known = readCursor(cursorText);
    const isKnown = known !== undefined && known.cover === cover && this.#isOwn(known);
    const start = isKnown ? known : { place: 0, since: this.#newest(), at: '', cover };
    const page = new PageDraft(this.#sourceRows(), covers !== null && !isKnown ? covers : []);
    const { place, isWhole } = this.#fill(page, start, covers === null ? null : new Set(covers));
    const at = this.#places.markAt(place);
    const next: Cursor = { place, since: isWhole ? at : start.since, at: at.mark, cover };
    return {
      fresh: !isKnown,
      more: !isWhole,
      cursor: writeCursor(next),
      at: this.#now(),
      ...(isKnown ? {} : { covers: covers === null ? null : [...covers] }),
      ...page.parts,
    };
  }

  #newest(): Mark {
    return this.#places.markAt(this.#places.top());
  }

  #isOwn({ place, since, at }: Cursor): boolean {
    if (place === 0 && since.first === 0) return true; // it has seen nothing, of whatever ledger
    if (place > this.#places.top() || !this.#places.isOwn(since)) return false;
    return place < since.first || this.#places.markAt(place).mark === at;
  }

  #sourceRows(): [string, number][] {
    return this.#sources
      .all(limits.syncSourcesMax)
      .map(({ source, as_of }): [string, number] => [String(source), Number(as_of)]);
  }

  /** Fills a page from a place on; says how far it came, and whether that is the end. */
  #fill(
    page: PageDraft,
    start: Cursor,
    units: ReadonlySet<string> | null,
  ): { place: number; isWhole: boolean } {
    let { place } = start;
    for (let scanned = 0; scanned < centreLimits.feedScanRows; ) {
      const batch = this.#after(place);
      for (const item of batch) {
        const isWanted =
          'unit' in item ? units === null || units.has(item.unit) : item.changed >= start.since.first;
        if (isWanted && !('unit' in item ? page.addRow(item) : page.addGone(item.code)))
          return { place, isWhole: false };
        place = item.changed;
      }
      scanned += batch.length;
      if (batch.length < centreLimits.feedPageRowsMax) return { place: this.#places.top(), isWhole: true };
    }
    return { place, isWhole: false };
  }

  /** The next changes in their order, so many at most that none between them is missing. */
  #after(place: number): (ChangedRow | Gone)[] {
    const max = centreLimits.feedPageRowsMax;
    // The columns are those that the statements name.
    const rows = this.#changed.all(place, max) as unknown as ChangedRow[];
    const gone = this.#gone.all(place, max) as unknown as Gone[];
    return [...rows, ...gone].sort((a, b) => a.changed - b.changed).slice(0, max);
  }
}

/** A page being written, within its bytes. */
class PageDraft {
  readonly parts: Pick<FeedPage, 'sources' | 'texts' | 'rows' | 'gone'>;
  readonly #sources: ReadonlyMap<string, number>;
  readonly #textAt = new Map<string, number>();
  #bytes: number;

  constructor(sources: [string, number][], covers: readonly string[]) {
    this.parts = { sources, texts: [], rows: [], gone: [] };
    this.#sources = new Map(sources.map(([source], at) => [source, at]));
    this.#bytes = 400 + bytesOf(sources) + bytesOf(covers);
  }

  /** False: there is no room for it. */
  addRow(item: ChangedRow): boolean {
    const fresh: Text[] = [];
    const freshKeys: string[] = [];
    const place = (text: Text): number => {
      const key = JSON.stringify(text);
      const known = this.#textAt.get(key);
      if (known !== undefined) return known;
      const again = freshKeys.indexOf(key);
      if (again >= 0) return this.parts.texts.length + again;
      fresh.push(text);
      freshKeys.push(key);
      return this.parts.texts.length + fresh.length - 1;
    };
    const source = item.source === null ? null : (this.#sources.get(item.source) ?? null);
    const packed = packAnswer(bareAnswerOf(item), source, place);
    const row = [item.code, ...packed] as SyncRow; // the packed parts in their order, which the wire's lists repeat
    const isRoom = this.parts.texts.length + fresh.length <= limits.syncPageRowsMax;
    if (
      !isRoom ||
      !this.#take(
        bytesOf(row) + fresh.length + freshKeys.reduce((sum, key) => sum + Buffer.byteLength(key), 0),
      )
    )
      return false;
    freshKeys.forEach((key, i) => void this.#textAt.set(key, this.parts.texts.length + i));
    this.parts.texts.push(...fresh);
    this.parts.rows.push(row);
    return true;
  }

  addGone(code: string): boolean {
    if (!this.#take(bytesOf(code))) return false;
    this.parts.gone.push(code);
    return true;
  }

  #take(bytes: number): boolean {
    if (this.#bytes + bytes + 1 > centreLimits.feedPageBytesMax) return false;
    this.#bytes += bytes + 1;
    return true;
  }
}

const bytesOf = (value: unknown): number => Buffer.byteLength(JSON.stringify(value));

function coverName(covers: readonly string[] | null): string {
  if (covers === null) return '0';
  return createHash('sha256').update(covers.join()).digest('hex').slice(0, 8);
}

function writeCursor({ place, since, at, cover }: Cursor): string {
  return [place.toString(36), since.first.toString(36), since.mark, at, cover].join('.');
}

/** Undefined where the text is not one that we wrote. */
function readCursor(text: string): Cursor | undefined {
  const match = /^([0-9a-z]{1,11})\.([0-9a-z]{1,11})\.([0-9a-f]+)\.([0-9a-f]+)\.([0-9a-f]+)$/.exec(text);
  if (match === null) return undefined;
  const [, place = '', first = '', mark = '', at = '', cover = ''] = match;
  return {
    place: Number.parseInt(place, 36),
    since: { first: Number.parseInt(first, 36), mark },
    at,
    cover,
  };
}
