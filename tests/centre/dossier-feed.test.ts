// The feed of changes: a kiosk that follows it page by page ends with what the centre's window holds, whatever is written meanwhile.
import fc from 'fast-check';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { DossierFeed, type FeedPage, type FeedSite } from '../../centre/dossier-feed.ts';
import type { DossierRow } from '../../centre/dossier-row.ts';
import { Dossiers } from '../../centre/dossiers.ts';
import { type LedgerFile, openLedgerFile } from '../../centre/ledger-file.ts';
import { centreLimits } from '../../shared/contract/centre-limits.ts';
import { renameRow, unpackAnswer, writtenSyncPage } from '../../shared/contract/dossier-sync.ts';
import { limits } from '../../shared/contract/limits.ts';
import { readValue, writeBytes } from '../../shared/contract/reader.ts';
import { copyLedger } from './ledger-copy.ts';
import { noon } from './line.ts';
import { enrolled, running, talker } from './running.ts';

const files: LedgerFile[] = [];
afterEach(() => {
  for (const file of files.splice(0)) file.close();
});

const site: FeedSite = { id: 'hoa-thanh', units: ['000.00.17.H53'] };
const day = 86_400_000;

function rowOf(n: number, more: Partial<DossierRow> = {}): DossierRow {
  const unit = more.unit ?? '000.00.17.H53';
  return {
    code: `${unit}-261120-${String(n).padStart(4, '0')}`,
    archive: null,
    grp: null,
    unit,
    status: 'in-progress',
    timing: 'on-time',
    received: noon - day,
    due: noon + day,
    newDue: null,
    finished: null,
    since: noon - day,
    lateReason: null,
    asOf: noon,
    secretHash: 'f'.repeat(64),
    publicDetail: { unit: { vi: `Đơn vị ${unit}` } },
    privateDetail: { title: { vi: 'Thủ tục kín' }, maskedName: 'N*** V** M**', timeline: [] },
    version: 1,
    ...more,
  };
}

function open() {
  const file = openLedgerFile(':memory:');
  files.push(file);
  let now = noon;
  const dossiers = new Dossiers(file, () => now);
  const feed = new DossierFeed(file, dossiers.places, () => now);
  return {
    file,
    feed,
    dossiers,
    save: (...rows: DossierRow[]) => file.transaction(() => dossiers.saveDossiers(rows)),
    remove: (...codes: string[]) => file.transaction(() => dossiers.removeDossiers(codes)),
    pass: (ms: number) => {
      now += ms;
    },
    now: () => now,
  };
}

/** What a kiosk holds that does as the pages say. */
class Follower {
  cursor = '';
  held = new Map<string, number>();
  fresh = 0;
  #walk = new Map<string, number>();

  take(page: FeedPage): boolean {
    if (page.fresh) {
      this.fresh += 1;
      this.#walk = new Map();
    }
    for (const [code, , , , , , , asOf] of page.rows) this.#walk.set(code, asOf);
    for (const code of page.gone) this.#walk.delete(code);
    this.cursor = page.cursor;
    if (!page.more) this.held = new Map(this.#walk);
    return page.more;
  }
  follow(feed: DossierFeed, to = site): this {
    while (this.take(feed.page(to, this.cursor)));
    return this;
  }
  get codes(): string[] {
    return [...this.held.keys()].sort();
  }
}

describe('a follower', () => {
  test('learns new, changed and removed dossiers, and no archive, name, title or secret', () => {
    const { feed, save, remove } = open();
    save(rowOf(1), rowOf(2), rowOf(3, { archive: '2019', grp: 'returned' }));
    const kiosk = new Follower().follow(feed);
    expect(kiosk.codes).toEqual([rowOf(1).code, rowOf(2).code]);
    save(rowOf(2, { version: 2, asOf: noon + 5 }));
    remove(rowOf(1).code);
    const page = feed.page(site, kiosk.cursor);
    expect(page).toMatchObject({ fresh: false, more: false, gone: [rowOf(1).code] });
    expect(page.rows.map(([code]) => code)).toEqual([rowOf(2).code]);
    expect(JSON.stringify(page)).not.toMatch(/Thủ tục|N\*\*\*|ffff/);
    kiosk.follow(feed);
    expect([...kiosk.held]).toEqual([[rowOf(2).code, noon + 5]]);
    expect(feed.page(site, kiosk.cursor)).toMatchObject({ rows: [], gone: [], more: false });
    expect(kiosk.fresh).toBe(1);
  });

  test('is told the whole bare answer', () => {
    const { feed, save, dossiers } = open();
    const pay = { what: { vi: 'Lệ phí' }, where: { vi: 'Quầy 2' } };
    const row = rowOf(1, {
      status: 'pay',
      timing: 'late',
      newDue: noon + 9,
      lateReason: 'overload',
      publicDetail: {
        unit: { vi: 'Đơn vị mẫu', en: 'Sample unit' },
        desk: { vi: 'Quầy 1' },
        byPost: true,
        answers: { vi: 'Đơn vị mẫu' },
        papers: [{ vi: 'Giấy 1' }, { vi: 'Quầy 1' }],
        pay,
      },
    });
    save(row);
    const { rows, texts } = feed.page(site, '');
    expect(rows).toHaveLength(1);
    for (const row of rows) {
      const { code, packed } = renameRow(
        row,
        (at) => texts[at],
        () => null,
      );
      expect(unpackAnswer(packed, (text) => text)).toEqual(dossiers.answer(code, undefined));
    }
    // Each text once.
    expect(texts.map(({ vi }) => vi).sort()).toEqual(
      ['Giấy 1', 'Lệ phí', 'Quầy 1', 'Quầy 2', 'Đơn vị mẫu', 'Đơn vị mẫu'].sort(),
    );
  });

  test('keeps a dossier that is over for ninety days, and drops it then', () => {
    const { feed, save, dossiers, pass } = open();
    save(rowOf(1, { status: 'handed-over', finished: noon - 89 * day }), rowOf(2));
    save(rowOf(3, { status: 'stopped', since: noon - 91 * day }));
    const kiosk = new Follower().follow(feed);
    expect(kiosk.codes).toEqual([rowOf(1).code, rowOf(2).code]);
    pass(day);
    expect(dossiers.places.tidy()).toBe(false);
    expect(kiosk.follow(feed).codes).toEqual([rowOf(2).code]);
    expect(dossiers.answer(rowOf(1).code, undefined)).toBeDefined();
    // A late word about it brings it back only if it is open again.
    save(rowOf(1, { status: 'handed-over', finished: noon - 89 * day, version: 2 }));
    expect(kiosk.follow(feed).codes).toEqual([rowOf(2).code]);
    save(rowOf(1, { version: 3 }));
    expect(kiosk.follow(feed).codes).toEqual([rowOf(1).code, rowOf(2).code]);
  });

  test('begins anew after so long that what went has been forgotten, and only then', () => {
    const { feed, save, remove, dossiers, pass } = open();
    save(rowOf(1), rowOf(2));
    const [away, near] = [new Follower().follow(feed), new Follower().follow(feed)];
    remove(rowOf(1).code);
    pass(centreLimits.feedGoneKeptMs / 2);
    near.follow(feed);
    save(rowOf(3));
    pass(centreLimits.feedGoneKeptMs / 2 + 1);
    dossiers.places.tidy();
    expect(near.follow(feed).codes).toEqual([rowOf(2).code, rowOf(3).code]);
    expect(away.follow(feed).codes).toEqual([rowOf(2).code, rowOf(3).code]);
    expect([near.fresh, away.fresh]).toEqual([1, 2]);
  });

  test('of a feed that rests for a year is not sent back to the beginning', () => {
    const { feed, save, dossiers, pass } = open();
    save(rowOf(1));
    const kiosk = new Follower().follow(feed);
    pass(365 * day);
    dossiers.places.tidy();
    expect(kiosk.follow(feed).fresh).toBe(1);
  });
});

describe('a version', () => {
  test('that is not higher changes nothing, unless another source speaks', () => {
    const { dossiers, save, file } = open();
    save(rowOf(1, { version: 5, source: 'a' }));
    const saved = file.transaction(() =>
      dossiers.saveDossiers([
        rowOf(1, { version: 5, source: 'a', status: 'ready' }),
        rowOf(2, { version: 1, source: 'a' }),
      ]),
    );
    expect(saved).toEqual({ changed: 1, unchanged: 1 });
    expect(dossiers.answer(rowOf(1).code, undefined)?.status).toBe('in-progress');
    save(rowOf(1, { version: 1, source: 'b', status: 'ready' }));
    expect(dossiers.answer(rowOf(1).code, undefined)?.status).toBe('ready');
  });
  test('that is known is as fresh as the last word of its source', () => {
    const { dossiers, feed, save, file } = open();
    save(rowOf(1, { source: 'a' }), rowOf(2, { source: 'b' }));
    file.transaction(() => dossiers.sourceComplete('a', noon + 7));
    file.transaction(() => dossiers.sourceComplete('a', noon + 6));
    expect(dossiers.answer(rowOf(1).code, undefined)?.asOf).toBe(noon + 7);
    expect(dossiers.answer(rowOf(2).code, undefined)?.asOf).toBe(noon);
    const page = feed.page(site, '');
    expect(page.sources).toEqual([['a', noon + 7]]);
    expect(page.rows.map(([, , , , , , , asOf, source]) => [asOf, source])).toEqual([
      [noon, 0],
      [noon, null],
    ]);
  });
});

describe('a cursor', () => {
  test('of a ledger that was restored from a backup leads to a new beginning, however far the new one has come', () => {
    const { file, save, feed } = open();
    save(rowOf(1), rowOf(2));
    const before = new Follower().follow(feed);
    // The ledger as it was then, in another file: what happened after it was never there.
    const restored = copyLedger(file);
    files.push(restored);
    save(rowOf(3));
    const after = new Follower().follow(feed);
    const dossiers = new Dossiers(restored, () => noon);
    const again = new DossierFeed(restored, dossiers.places, () => noon);
    expect(after.follow(again).codes).toEqual([rowOf(1).code, rowOf(2).code]);
    expect(after.fresh).toBe(2);
    const late = new Follower().follow(feed);
    restored.transaction(() => dossiers.saveDossiers([rowOf(4), rowOf(5)]));
    expect(late.follow(again).codes).toEqual([rowOf(1).code, rowOf(2).code, rowOf(4).code, rowOf(5).code]);
    // What was common to both is not told again.
    expect(before.follow(again).fresh).toBe(1);
    expect(before.codes).toEqual(late.codes);
  });
  test('that nobody wrote leads to a new beginning', () => {
    const { feed, save } = open();
    save(rowOf(1));
    for (const cursor of ['x', '0.0.0.0.0.0', '1.1.ff.ff.0', 'zzzzzzzzzzz.1.ff.ff.0', `9.${'9'.repeat(60)}`])
      expect(feed.page(site, cursor)).toMatchObject({ fresh: true, more: false });
  });
});

describe('a province that does not fit', () => {
  const big = (unit: string, count: number) =>
    Array.from({ length: count }, (_, n) => rowOf(n, { unit, privateDetail: null }));

  test('is told in part, the own units first, and the first page says which', () => {
    const { feed, save, pass } = open();
    const spy = vi.spyOn(centreLimits as { feedRowsMax: number }, 'feedRowsMax', 'get').mockReturnValue(30);
    const fill = vi
      .spyOn(centreLimits as { feedFillRows: number }, 'feedFillRows', 'get')
      .mockReturnValue(27);
    try {
      save(...big('H56.01', 10), ...big('H56.02', 10), ...big('H56.03', 10));
      const kiosk = new Follower().follow(feed, { id: 's', units: ['H56.03'] });
      expect(kiosk.held.size).toBe(30);
      expect(feed.page({ id: 's', units: ['H56.03'] }, '').covers).toBeNull();
      save(...big('H56.04', 5));
      pass(centreLimits.feedCoverMs);
      const page = feed.page({ id: 's', units: ['H56.03', 'H56.09'] }, kiosk.cursor);
      expect(page).toMatchObject({ fresh: true, covers: ['H56.03', 'H56.09', 'H56.01', 'H56.04'] });
      kiosk.follow(feed, { id: 's', units: ['H56.03', 'H56.09'] });
      expect(kiosk.held.size).toBe(25);
      save(...big('H56.03', 12));
      pass(centreLimits.feedCoverMs);
      kiosk.follow(feed, { id: 's', units: ['H56.03', 'H56.09'] });
      expect([kiosk.held.size, kiosk.fresh]).toEqual([27, 2]); // the choice still fits
    } finally {
      spy.mockRestore();
      fill.mockRestore();
    }
  });
});

describe('a page', () => {
  test('is within its bytes and of the agreed shape, however many and long the texts are', () => {
    const { feed, save } = open();
    save(
      ...Array.from({ length: 3_000 }, (_, n) =>
        rowOf(n, {
          publicDetail: {
            unit: { vi: `Đơn vị mẫu ${n % 40}` },
            papers: [{ vi: 'ữ'.repeat(n % 7 === 0 ? 590 : 20) + n }],
          },
        }),
      ),
    );
    const kiosk = new Follower();
    let pages = 0;
    for (let isMore = true; isMore; pages += 1) {
      const page = feed.page(site, kiosk.cursor);
      const message = { v: 1, rid: '0123456789abcdef', kind: 'sync', ...page };
      expect(writeBytes(message).byteLength).toBeLessThanOrEqual(60_000);
      expect(readValue(writtenSyncPage, message).ok).toBe(true);
      isMore = kiosk.take(page);
    }
    expect(kiosk.held.size).toBe(3_000);
    expect(pages).toBeGreaterThan(10);
  });

  test('is read off an index', () => {
    const { file } = open();
    const plan = (text: string): string =>
      JSON.stringify(file.adapter.raw.prepare(`explain query plan ${text}`).all());
    expect(
      plan('select code from dossier where changed is not null and changed > 5 order by changed limit 9'),
    ).toMatch(/USING INDEX dossier_changed/);
    expect(plan('select code from dossier_gone where changed > 5 order by changed limit 9')).toMatch(
      /USING .*INDEX dossier_gone_changed/,
    );
    expect(
      plan('select unit, count(*) from dossier where changed is not null group by unit order by unit'),
    ).toMatch(/USING COVERING INDEX dossier_unit/);
    expect(plan('select code from dossier where leaves is not null and leaves <= 5 limit 9')).toMatch(
      /USING INDEX dossier_leaves/,
    );
  });
});

test('whatever is written between pages, a kiosk at rest holds the window', () => {
  const steps = fc.array(
    fc.oneof(
      {
        weight: 4,
        arbitrary: fc.record({ kind: fc.constant('save' as const), n: fc.nat(40), open: fc.boolean() }),
      },
      { weight: 2, arbitrary: fc.record({ kind: fc.constant('remove' as const), n: fc.nat(40) }) },
      { weight: 3, arbitrary: fc.record({ kind: fc.constant('page' as const) }) },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant('pass' as const), days: fc.nat(100) }) },
    ),
    { maxLength: 80 },
  );
  const rowsAPage = vi
    .spyOn(centreLimits as { feedPageRowsMax: number }, 'feedPageRowsMax', 'get')
    .mockReturnValue(3);
  const scan = vi.spyOn(centreLimits as { feedScanRows: number }, 'feedScanRows', 'get').mockReturnValue(3);
  try {
    fc.assert(
      fc.property(steps, (all) => {
        const { file, feed, dossiers, save, remove, pass, now } = open();
        const kiosk = new Follower();
        let version = 0;
        for (const step of all) {
          if (step.kind === 'save') {
            version += 1;
            const over = { status: 'handed-over', finished: now() - (version % 95) * day } as const;
            save(rowOf(step.n, { version, asOf: version, ...(step.open ? {} : over) }));
          } else if (step.kind === 'remove') remove(rowOf(step.n).code);
          else if (step.kind === 'page') kiosk.take(feed.page(site, kiosk.cursor));
          else {
            pass(step.days * day);
            dossiers.places.tidy();
          }
        }
        kiosk.follow(feed);
        const window = file.adapter.raw
          .prepare('select code, as_of from dossier where changed is not null order by code')
          .all()
          .map(({ code, as_of }) => [code, as_of]);
        expect([...kiosk.held].sort(([a], [b]) => (a < b ? -1 : 1))).toEqual(window);
      }),
      { numRuns: 200 },
    );
  } finally {
    rowsAPage.mockRestore();
    scan.mockRestore();
  }
});

test('over the wire a kiosk gets pages at its rate, and a tablet none', async () => {
  const centre = await running();
  const kiosk = await talker(centre, await enrolled(centre, 'kiosk'));
  const tablet = await talker(centre, await enrolled(centre, 'tablet'));
  const ask = async (who: typeof kiosk, n: number, cursor = '') => {
    const rid = n.toString(16).padStart(16, '0');
    await who.say('req', { v: 1, rid, kind: 'sync', cursor });
    return vi.waitFor(() => {
      const answer = who.on('res').find((one) => one.rid === rid);
      expect(answer).toBeDefined();
      return answer;
    });
  };
  const { sampleRows } = await import('../../centre/demo/samples.ts');
  const first = await ask(kiosk, 1);
  expect(first).toMatchObject({ kind: 'sync', fresh: true, more: false, covers: null });
  expect(first?.rows).toHaveLength(sampleRows(Date.now()).length);
  expect(await ask(kiosk, 2, String(first?.cursor))).toMatchObject({ fresh: false, rows: [] });
  expect(await ask(tablet, 3)).toMatchObject({ kind: 'refused', code: 'E_APP' });
  let refused: Record<string, unknown> | undefined;
  for (let n = 4; n < centreLimits.syncPagesPerMinute + 20 && refused === undefined; n += 1) {
    const answer = await ask(kiosk, n, String(first?.cursor));
    if (answer?.kind === 'refused') refused = answer;
  }
  expect(refused).toMatchObject({ code: 'E_RATE', retryAfterMs: expect.any(Number) });
  expect(Number(refused?.retryAfterMs)).toBeLessThanOrEqual(60_000 / centreLimits.syncPagesPerMinute);
  expect(limits.packetBytesMax).toBeGreaterThan(centreLimits.feedPageBytesMax + limits.topicBytesMax);
});
