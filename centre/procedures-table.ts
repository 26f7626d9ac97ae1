/** A table of procedures, as spreadsheets save it, into a catalogue: every bad line named, or the whole; it writes nowhere. */
import { CsvError, parse } from 'csv-parse/sync';
import { centreLimits } from '../shared/contract/centre-limits.ts';
import { readWhole } from '../shared/contract/faults.ts';
import { kioskLimits } from '../shared/contract/kiosk-limits.ts';
import { type CatalogueDraft, type Named, procedure } from '../shared/contract/procedure.ts';
import type { Text } from '../shared/contract/scale.ts';
import { type Encoding, readingOf, textOf } from './import/file-text.ts';
import { fromLegacy } from './import/legacy-text.ts';
import { plainKey } from './import/plain-key.ts';
import { partsOf, readCost, readOnline, readPaper, readTerm, slugOf } from './procedures-cells.ts';

/** Headings as plain keys (no case, diacritics, spaces); docs/procedures.md lists the same. */
export const procedureColumns = {
  code: ['code', 'mathutuc', 'matthc', 'mathutuchanhchinh', 'ma'],
  name: ['name', 'tenthutuc', 'tentthc', 'tenthutuchanhchinh', 'ten'],
  nameEn: ['nameen', 'tentienganh'],
  field: ['field', 'linhvuc'],
  level: ['level', 'cap', 'capthuchien'],
  papers: ['papers', 'giayto', 'thanhphanhoso'],
  charge: ['charge', 'lephi'],
  fee: ['fee', 'phi'],
  statutory: ['statutory', 'thoihan', 'thoihantheoquydinh', 'thoihangiaiquyet'],
  committed: ['committed', 'camket', 'thoigiancamket'],
  desks: ['desks', 'quay', 'noinop', 'quaytiepnhan'],
  agency: ['agency', 'coquan', 'coquangiaiquyet', 'coquanthuchien'],
  online: ['online', 'mucdo', 'dichvucongtructuyen'],
  url: ['url', 'lienket', 'duongdan'],
  results: ['results', 'ketqua'],
} as const;
export type ProcedureColumn = keyof typeof procedureColumns;
const columnNames = Object.keys(procedureColumns) as ProcedureColumn[]; // its own keys, nothing else
const needed: readonly ProcedureColumn[] = ['code', 'name', 'field', 'level'];

/** `line` counts from 1 as editors do; 0 speaks of the whole file. `kind` chooses the sentence. */
export interface TableFault {
  readonly line: number;
  readonly column: ProcedureColumn | null;
  readonly kind: 'missing-column' | 'twice-column' | 'table' | 'empty' | 'wrong' | 'twice' | 'too-many';
  readonly found: string;
}

export type TableRead =
  | { readonly ok: true; readonly draft: CatalogueDraft; readonly ignored: readonly string[] }
  | { readonly ok: false; readonly faults: readonly TableFault[]; readonly total: number };

/** Reads a file. Throws TextFault for one that is no text; refuses with every fault there is. `asOf`: YYYY-MM-DD. */
export async function readProcedureFile(
  file: string,
  asOf: string,
  encoding: Encoding | undefined,
): Promise<TableRead> {
  const reading = await readingOf(file, encoding);
  if (reading.size > centreLimits.procedureFileBytesMax) return refused([whole('too-many', '')]);
  let text = '';
  for await (const piece of textOf(file, reading, () => {})) text += piece;
  return readProcedureTable(reading.legacy === undefined ? text : fromLegacy(text, reading.legacy), asOf);
}

const whole = (
  kind: TableFault['kind'],
  found: string,
  column: ProcedureColumn | null = null,
): TableFault => ({
  line: 0,
  column,
  kind,
  found: found.slice(0, 60),
});
const refused = (faults: readonly TableFault[]): TableRead => ({
  ok: false,
  faults: faults.slice(0, centreLimits.procedureFaultsMax),
  total: faults.length,
});

interface Row {
  readonly line: number;
  readonly cells: readonly string[];
}

/** Reads the text of a table with a heading line; `,` `;` or tabs between its cells. */
export function readProcedureTable(text: string, asOf: string): TableRead {
  const rows = rowsOf(text.normalize('NFC'));
  if (!Array.isArray(rows)) return refused([rows]);
  const [head, ...body] = rows;
  if (head === undefined || body.length === 0) return refused([whole('empty', '')]);
  const { places, faults, ignored } = columnsOf(head.cells);
  if (faults.length > 0) return refused(faults);
  if (body.length > kioskLimits.cataloguePlacesMax) return refused([whole('too-many', String(body.length))]);
  const made = new Maker(places, asOf);
  for (const row of body) made.take(row);
  return made.faults.length > 0 ? refused(made.faults) : { ok: true, draft: made.draft(), ignored };
}

function rowsOf(text: string): Row[] | TableFault {
  const heading = /^.*$/m.exec(text)?.[0] ?? '';
  const delimiter =
    [',', ';', '\t'].toSorted((a, b) => heading.split(b).length - heading.split(a).length)[0] ?? ',';
  try {
    const records = parse(text, {
      delimiter,
      bom: true,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
    }) as unknown as { record: string[]; info: { lines: number } }[]; // what `info` gives, as its manual says
    let before = 0;
    return records.map(({ record, info }) => {
      const line = before + 1;
      before = info.lines;
      return { line, cells: record };
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const { lines } = error as CsvError & { lines?: unknown }; // there on errors of the text itself
    return { ...whole('table', ''), line: typeof lines === 'number' ? lines : 0 };
  }
}

type Places = ReadonlyMap<ProcedureColumn, number>;

function columnsOf(head: readonly string[]) {
  const places = new Map<ProcedureColumn, number>();
  const faults: TableFault[] = [];
  const ignored: string[] = [];
  for (const [i, heading] of head.entries()) {
    const key = plainKey(heading);
    const column = columnNames.find((name) => procedureColumns[name].some((one) => one === key));
    if (column === undefined) ignored.push(heading);
    else if (places.has(column)) faults.push(whole('twice-column', heading, column));
    else places.set(column, i);
  }
  for (const column of needed) if (!places.has(column)) faults.push(whole('missing-column', '', column));
  return { places, faults, ignored };
}

/** Gathers lines into a catalogue, and everything that is wrong with them. */
class Maker {
  readonly faults: TableFault[] = [];
  readonly #places: Places;
  readonly #asOf: string;
  readonly #codes = new Map<string, number>();
  readonly #levels = new Names();
  readonly #fields = new Names();
  readonly #desks = new Names();
  readonly #procedures: CatalogueDraft['procedures'] = [];

  constructor(places: Places, asOf: string) {
    this.#places = places;
    this.#asOf = asOf;
  }

  take({ line, cells }: Row): void {
    const cell = (column: ProcedureColumn): string => {
      const place = this.#places.get(column);
      return place === undefined ? '' : (cells[place] ?? '').trim();
    };
    const before = this.faults.length;
    const fail = (column: ProcedureColumn, kind: TableFault['kind'], found = cell(column)): void =>
      void this.faults.push({ line, column, kind, found: found.slice(0, 60) });
    for (const column of needed) if (cell(column) === '') fail(column, 'empty');
    const terms = { statutory: readTerm(cell('statutory')), committed: readTerm(cell('committed')) };
    const level = readOnline(cell('online'));
    for (const column of ['statutory', 'committed'] as const)
      if (terms[column] === undefined) fail(column, 'wrong');
    if (level === undefined) fail('online', 'wrong');
    const known = this.#codes.get(cell('code'));
    if (known !== undefined) fail('code', 'twice', `${cell('code')} (${known})`);
    this.#codes.set(cell('code'), line);
    const en = cell('nameEn');
    const url = cell('url');
    const agency = cell('agency');
    const made = {
      code: cell('code'),
      name: en === '' ? { vi: cell('name') } : { vi: cell('name'), en },
      field: this.#fields.idOf(cell('field')),
      level: this.#levels.idOf(cell('level')),
      papers: partsOf(cell('papers')).map(readPaper),
      costs: [
        ...partsOf(cell('charge')).flatMap((text) => readCost('charge', text) ?? []),
        ...partsOf(cell('fee')).flatMap((text) => readCost('fee', text) ?? []),
      ],
      statutory: terms.statutory ?? null,
      committed: terms.committed ?? null,
      desks: partsOf(cell('desks')).map((name) => this.#desks.idOf(name)),
      agency: agency === '' ? null : { vi: agency },
      online: { level: level ?? 'none', url: url === '' ? null : url },
      results: partsOf(cell('results')).map((vi): Text => ({ vi })),
    };
    if (this.faults.length > before) return;
    const read = readWhole(procedure, made);
    if (read.ok) this.#procedures.push(read.value);
    else
      for (const { path } of read.faults) {
        const column = columnOfPath(path);
        fail(column, 'wrong');
      }
  }

  draft(): CatalogueDraft {
    return {
      schema: 1,
      asOf: this.#asOf,
      levels: this.#levels.list(),
      fields: this.#fields.list(),
      desks: this.#desks.list(),
      procedures: this.#procedures,
    };
  }
}

/** Which column the reader of procedures speaks of. */
function columnOfPath([first, second]: readonly (string | number)[]): ProcedureColumn {
  if (first === 'online') return second === 'url' ? 'url' : 'online';
  if (first === 'costs') return 'charge';
  return columnNames.find((name) => name === first) ?? 'code';
}

/** Names in the order in which they came, each with an id of its own; "quay-1 = Quầy Tư pháp" names the id itself. */
class Names {
  readonly #ids = new Map<string, string>();
  readonly #named = new Map<string, Named>();

  idOf(text: string): string {
    const [, given, after] = /^([a-z0-9-]{1,40})\s*=\s*(.+)$/.exec(text) ?? [];
    const name = after ?? text;
    const key = plainKey(text);
    const known = this.#ids.get(key);
    if (known !== undefined) return known;
    const base = given ?? slugOf(name);
    let id = base;
    for (let n = 2; given === undefined && this.#named.has(id); n += 1) id = `${base.slice(0, 36)}-${n}`;
    this.#ids.set(key, id);
    if (!this.#named.has(id)) this.#named.set(id, { id, name: { vi: name } });
    return id;
  }

  list(): Named[] {
    return [...this.#named.values()];
  }
}
