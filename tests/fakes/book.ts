// A copy of the dossiers over a store of its own, with a clock moved by hand, and pages as a centre writes them.
import type { DossierAnswer } from '../../shared/contract/dossier.ts';
import { packAnswer, type SyncPage } from '../../shared/contract/dossier-sync.ts';
import type { RequestId } from '../../shared/contract/ids.ts';
import type { Text } from '../../shared/contract/scale.ts';
import { Book } from '../../shared/device/book.ts';
import { sampleAnswer } from './answer.ts';
import { FakeClock } from './clock.ts';
import { freshName, openFresh } from './disk.ts';

export const bookCode = (n: number): string => `H56.14-261120-${String(n).padStart(4, '0')}`;

export async function openBook(name = freshName(), clock = new FakeClock(), site = { id: 'hoa-thanh' }) {
  const { db } = await openFresh(name);
  const book = new Book({ db, clock, now: () => clock.wall, site: () => site.id });
  return {
    name,
    clock,
    site,
    db,
    book,
    /** Time passes while the page runs. */
    pass: (ms: number) => {
      clock.mono += ms;
      clock.wall += ms;
    },
    /** The plug is pulled; the device starts again after `offMs`, and its wall clock says `wallJump` besides. */
    restart: (offMs = 0, wallJump = 0) => {
      db.close();
      const next = new FakeClock();
      next.wall = clock.wall + offMs + wallJump;
      return openBook(name, next, site);
    },
  };
}

export type PageSketch = Partial<Omit<SyncPage, 'rows'>> & {
  /** Number of the code, and what is known of it. */
  readonly rows?: readonly (readonly [number, Partial<DossierAnswer>?, (number | null)?])[];
};

export function pageOf({ rows = [], ...more }: PageSketch = {}): SyncPage {
  const texts: Text[] = [];
  const place = (text: Text): number => {
    const known = texts.findIndex(({ vi }) => vi === text.vi);
    return known >= 0 ? known : texts.push(text) - 1;
  };
  return {
    v: 1,
    rid: '0123456789abcdef' as RequestId, // of the shape of its brand
    kind: 'sync',
    fresh: false,
    more: false,
    cursor: 'a',
    at: Date.UTC(2026, 10, 20, 1),
    sources: [],
    gone: [],
    rows: rows.map(([n, answer, source = null]) => [
      bookCode(n),
      ...packAnswer({ ...sampleAnswer, ...answer }, source, place),
    ]),
    texts,
    ...more,
  };
}
