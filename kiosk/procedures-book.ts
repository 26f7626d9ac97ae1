/** The catalogue opened: shelves with their counts, finds page by page, one procedure whole; pure, and asked by messages. */
import type { Catalogue, Named, Procedure, Term } from '../shared/contract/procedure.ts';
import type { Text } from '../shared/contract/scale.ts';
import { indexOf, type SearchWish, search } from '../shared/rules/procedure-search.ts';

/** A field or a desk, and how many procedures stand under it. */
export interface Shelf extends Named {
  readonly count: number;
}

/** What is known without opening a page. */
export interface Cover {
  /** YYYY-MM-DD. */
  readonly asOf: string;
  readonly isSample: boolean;
  readonly count: number;
  readonly fields: readonly Shelf[];
  readonly desks: readonly Shelf[];
}

/** One line of a list. */
export interface Line {
  readonly code: string;
  readonly name: Text;
  readonly field: Text;
  readonly level: Text;
  readonly term: Term | null;
  readonly desks: readonly Named[];
}

export interface Finds {
  readonly total: number;
  readonly lines: readonly Line[];
}

/** One procedure with the names that it only points to. */
export interface Opened {
  readonly procedure: Procedure;
  readonly field: Text;
  readonly level: Text;
  readonly desks: readonly Named[];
}

/** `from` and `count`: which of the finds are shown. */
export interface FindWish extends SearchWish {
  readonly from: number;
  readonly count: number;
}

/** The catalogue as the screens ask it; the answers may come from beside the page. */
export interface ProcedureBook {
  readonly cover: Cover;
  find(wish: FindWish): Promise<Finds>;
  one(code: string): Promise<Opened | undefined>;
  close(): void;
}

export interface Book {
  readonly cover: Cover;
  find(wish: FindWish): Finds;
  one(code: string): Opened | undefined;
}

/** Makes a book of a catalogue; the collator decides the order of equally good finds. */
export function makeBook(catalogue: Catalogue, collator: Pick<Intl.Collator, 'compare'>): Book {
  const { procedures, fields, desks, levels, asOf, demo } = catalogue;
  const index = indexOf(catalogue, collator);
  const byCode = new Map(procedures.map((one) => [one.code, one]));
  const namesOf = (list: readonly Named[]) => new Map(list.map(({ id, name }) => [id, name]));
  const [fieldNames, levelNames, deskNames] = [namesOf(fields), namesOf(levels), namesOf(desks)];
  const nameOf = (names: ReadonlyMap<string, Text>, id: string): Text => names.get(id) ?? { vi: id };
  const open = (procedure: Procedure): Opened => ({
    procedure,
    field: nameOf(fieldNames, procedure.field),
    level: nameOf(levelNames, procedure.level),
    desks: procedure.desks.map((id) => ({ id, name: nameOf(deskNames, id) })),
  });
  return {
    cover: {
      asOf,
      isSample: demo,
      count: procedures.length,
      fields: shelvesOf(fields, procedures, ({ field }) => [field]),
      desks: shelvesOf(desks, procedures, (one) => one.desks),
    },
    find({ from, count, ...wish }) {
      const found = search(index, wish);
      const lines = found.slice(from, from + count).map((one): Line => {
        const { procedure, ...names } = open(one);
        const term = procedure.committed ?? procedure.statutory;
        return { code: procedure.code, name: procedure.name, term, ...names };
      });
      return { total: found.length, lines };
    },
    one(code) {
      const found = byCode.get(code);
      return found === undefined ? undefined : open(found);
    },
  };
}

/** In the catalogue's own order; what nothing stands under is left out. */
function shelvesOf(
  list: readonly Named[],
  procedures: readonly Procedure[],
  placesOf: (one: Procedure) => readonly string[],
): Shelf[] {
  const counts = new Map<string, number>();
  for (const place of procedures.flatMap(placesOf)) counts.set(place, (counts.get(place) ?? 0) + 1);
  return list.flatMap((one) => {
    const count = counts.get(one.id) ?? 0;
    return count === 0 ? [] : [{ ...one, count }];
  });
}

// ---- messages between the page and the worker ------------------------------------------------------------------------

export type BookAsked =
  | { readonly n: number; readonly kind: 'open'; readonly bytes: ArrayBuffer }
  | { readonly n: number; readonly kind: 'find'; readonly wish: FindWish }
  | { readonly n: number; readonly kind: 'one'; readonly code: string };

/** `null`: the file could not be read, or there is no such procedure. */
export interface BookAnswered {
  readonly n: number;
  readonly answer: Cover | Finds | Opened | null;
}
