// Days of trouble between a real ledger's feed and a real copy on a kiosk: at rest the copy holds exactly what the centre's window holds.
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { DossierFeed } from '../../centre/dossier-feed.ts';
import type { DossierRow } from '../../centre/dossier-row.ts';
import { Dossiers } from '../../centre/dossiers.ts';
import { type LedgerFile, openLedgerFile } from '../../centre/ledger-file.ts';
import { centreLimits } from '../../shared/contract/centre-limits.ts';
import type { SyncPage } from '../../shared/contract/dossier-sync.ts';
import type { RequestId } from '../../shared/contract/ids.ts';
import { takePage } from '../../shared/device/book-page.ts';
import { copyLedger } from '../centre/ledger-copy.ts';
import { bookCode, openBook } from '../fakes/book.ts';
import { failWrites, mendDisk } from '../fakes/disk.ts';

const hour = 3_600_000;
const day = 24 * hour;
const codes = 24;

type Step =
  | { readonly kind: 'save'; readonly n: number; readonly isOpen: boolean }
  | { readonly kind: 'remove' | 'ask'; readonly n: number }
  | { readonly kind: 'page' | 'page-lost' | 'page-twice' | 'tidy' | 'backup' | 'sweep' }
  /** The centre goes on from its backup, and has new things to tell before the kiosk asks. */
  | { readonly kind: 'restore'; readonly news: number }
  | { readonly kind: 'page-torn'; readonly skip: number }
  | { readonly kind: 'restart'; readonly clockIsOff: boolean }
  | { readonly kind: 'pass'; readonly hours: number };

const of = <const K extends Step['kind']>(kind: K) => fc.record({ kind: fc.constant(kind) });
const n = fc.nat(codes - 1);
const steps: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.oneof(
    { weight: 8, arbitrary: fc.record({ kind: fc.constant('save' as const), n, isOpen: fc.boolean() }) },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('remove' as const), n }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('ask' as const), n }) },
    { weight: 9, arbitrary: of('page') },
    { weight: 2, arbitrary: of('page-lost') },
    { weight: 1, arbitrary: of('page-twice') },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('page-torn' as const), skip: fc.nat(5) }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('restart' as const), clockIsOff: fc.boolean() }) },
    { weight: 1, arbitrary: of('tidy') },
    { weight: 2, arbitrary: of('backup') },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('restore' as const), news: fc.nat(15) }) },
    { weight: 1, arbitrary: of('sweep') },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('pass' as const), hours: fc.nat(24 * 20) }) },
  ),
  { minLength: 20, maxLength: 90 },
);

/** A centre whose ledger can be put back to an older state, and a kiosk that can lose its power. */
class World {
  #file: LedgerFile = openLedgerFile(':memory:');
  #backup: LedgerFile | undefined;
  #dossiers: Dossiers;
  #feed: DossierFeed;
  #kiosk: Awaited<ReturnType<typeof openBook>>;
  #version = 0;
  now = Date.UTC(2026, 10, 20, 1);

  constructor(kiosk: Awaited<ReturnType<typeof openBook>>) {
    this.#kiosk = kiosk;
    [this.#dossiers, this.#feed] = this.#serve();
  }

  #serve(): [Dossiers, DossierFeed] {
    const dossiers = new Dossiers(this.#file, () => this.now);
    return [dossiers, new DossierFeed(this.#file, dossiers.places, () => this.now)];
  }

  #row(number: number, isOpen: boolean): DossierRow {
    this.#version += 1;
    return {
      code: bookCode(number),
      archive: null,
      grp: null,
      unit: 'H56.14',
      status: isOpen ? 'in-progress' : 'handed-over',
      timing: 'on-time',
      received: 1,
      due: null,
      newDue: null,
      finished: isOpen ? null : this.now - (this.#version % 3) * 40 * day,
      since: this.#version,
      lateReason: null,
      asOf: this.now,
      secretHash: null,
      publicDetail: { unit: { vi: `Phòng ${this.#version % 5}` } },
      privateDetail: null,
      version: this.#version,
    };
  }

  async #page(): Promise<{ page: SyncPage; cursor: string }> {
    const cursor = (await this.#kiosk.book.state())?.cursor ?? '';
    // The request id is of the shape of its brand.
    const head = { v: 1, rid: '0123456789abcdef' as RequestId, kind: 'sync' } as const;
    const page = this.#feed.page({ id: 's', units: ['H56.14'] }, cursor);
    // What crosses the wire is text.
    return { page: JSON.parse(JSON.stringify({ ...head, ...page })) as SyncPage, cursor };
  }

  async take(): Promise<boolean> {
    const { page, cursor } = await this.#page();
    await takePage(this.#kiosk.book, page, cursor);
    return page.more;
  }

  async do(step: Step): Promise<void> {
    switch (step.kind) {
      case 'save':
        this.#file.transaction(() => this.#dossiers.saveDossiers([this.#row(step.n, step.isOpen)]));
        return;
      case 'remove':
        this.#file.transaction(() => this.#dossiers.removeDossiers([bookCode(step.n)]));
        return;
      case 'ask': {
        const known = this.#dossiers.answer(bookCode(step.n), undefined);
        if (known !== undefined) await this.#kiosk.book.keep(bookCode(step.n), known);
        return;
      }
      case 'page':
        await this.take();
        return;
      case 'page-lost':
        await this.#page();
        return;
      case 'page-twice': {
        const { page, cursor } = await this.#page();
        await takePage(this.#kiosk.book, page, cursor);
        await takePage(this.#kiosk.book, page, cursor);
        return;
      }
      case 'page-torn': {
        const { page, cursor } = await this.#page();
        failWrites('commit', 1, step.skip);
        await takePage(this.#kiosk.book, page, cursor).catch(() => {});
        mendDisk();
        this.#kiosk = await this.#kiosk.restart();
        return;
      }
      case 'restart':
        this.#kiosk = await this.#kiosk.restart(hour, step.clockIsOff ? -9_999 * day : 0);
        return;
      case 'tidy':
        this.#dossiers.places.tidy();
        return;
      case 'backup':
        this.#backup = copyLedger(this.#file);
        return;
      case 'restore':
        if (this.#backup === undefined) return;
        this.#file = copyLedger(this.#backup);
        [this.#dossiers, this.#feed] = this.#serve();
        for (let at = 0; at < step.news; at += 1) await this.do({ kind: 'save', n: at, isOpen: true });
        return;
      case 'sweep':
        await this.#kiosk.book.sweep();
        return;
      case 'pass':
        this.now += step.hours * hour;
        this.#kiosk.pass(step.hours * hour);
        return;
    }
  }

  /** Trouble is over: the copy follows to the end, and a minute's housekeeping passes. */
  async rest(): Promise<void> {
    this.#dossiers.places.tidy();
    while (await this.take());
    await this.#kiosk.book.sweep();
    await this.take();
  }

  /** What each side says of every code, and how many rows the kiosk holds beside what it was told by answers. */
  async said() {
    const window = this.#file.adapter.raw
      .prepare('select code from dossier where changed is not null order by code')
      .all()
      .map(({ code }) => String(code));
    const all = Array.from({ length: codes }, (_, number) => bookCode(number));
    const here = await Promise.all(all.map(async (code) => (await this.#kiosk.book.find(code))?.answer));
    const rows = await this.#kiosk.db.getAll('book');
    const whole = (await this.#kiosk.book.state())?.whole;
    const synced = rows.filter(({ g }) => g === whole).length;
    return {
      centre: window.map((code) => this.#dossiers.answer(code, undefined)),
      kiosk: all.flatMap((code, number) => (window.includes(code) ? [here[number]] : [])),
      beside: all.filter((code, number) => here[number] !== undefined && !window.includes(code)),
      asked: rows.length - synced,
      synced,
      window: window.length,
    };
  }
}

beforeEach(() => {
  vi.spyOn(centreLimits as { feedPageRowsMax: number }, 'feedPageRowsMax', 'get').mockReturnValue(4);
  vi.spyOn(centreLimits as { feedScanRows: number }, 'feedScanRows', 'get').mockReturnValue(4);
});
afterEach(() => {
  vi.restoreAllMocks();
  mendDisk();
});

test('writes, pages lost, torn and repeated, power cuts, wrong clocks and restored ledgers: at rest both sides say the same', {
  timeout: 60_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (all) => {
      const world = new World(await openBook());
      for (const step of all) await world.do(step);
      await world.rest();
      const said = await world.said();
      expect(said.kiosk).toEqual(said.centre);
      expect(said.synced).toBe(said.window);
      // Besides the feed only answers that were asked for, of dossiers that are over or gone since.
      expect(said.beside.length).toBeLessThanOrEqual(said.asked);
    }),
    { numRuns: 60, seed: 20_261_121 },
  );
});
