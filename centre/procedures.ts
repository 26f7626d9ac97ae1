/** The procedure catalogue that kiosks are told of: one file named by its own digest, the one before it kept; it reads no CSV. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { ProceduresTaken } from '../shared/contract/board-api.ts';
import { kioskLimits } from '../shared/contract/kiosk-limits.ts';
import {
  type Catalogue,
  type CatalogueDraft,
  readCatalogue,
  readCatalogueDraft,
} from '../shared/contract/procedure.ts';
import { accept, type Result, refuse } from '../shared/contract/refusal.ts';
import type { CatalogueNamed } from '../shared/contract/site-config.ts';
import type { LedgerFile } from './ledger-file.ts';
import { writeFileSynced } from './synced-file.ts';

const metaKey = 'procedures';
const fileName = /^procedures\.[0-9a-f]{16}\.json$/;
const zip = promisify(gzip);

interface Noted {
  readonly version: number;
  readonly named: CatalogueNamed;
  /** The file before, for devices that are fetching it now. */
  readonly before: string | null;
}

export interface ProceduresParts {
  readonly file: LedgerFile;
  /** The folder of the catalogue files. */
  readonly folder: string;
  readonly demo: boolean;
}

export class Procedures {
  readonly #parts: ProceduresParts;
  #noted: Noted | undefined;

  constructor(parts: ProceduresParts) {
    this.#parts = parts;
    const { file } = parts;
    const [row] = file.rows(file.query.selectFrom('meta').select('value').where('key', '=', metaKey));
    if (row !== undefined) this.#noted = JSON.parse(row.value) as Noted; // written below, and nowhere else
  }

  /** What kiosks are told, with the number by which their configurations rise; undefined while there is no catalogue. */
  get current(): { readonly named: CatalogueNamed; readonly version: number } | undefined {
    return this.#noted;
  }

  /** The catalogue in use. Refuses E_NOT_FOUND while there is none or its file is gone, else as readCatalogue does. */
  read(): Result<Catalogue> {
    const place = this.#noted === undefined ? undefined : this.place(nameOf(this.#noted.named));
    return place === undefined ? refuse('E_NOT_FOUND') : readCatalogue(readFileSync(place));
  }

  /** Where a catalogue file stands; undefined for any other name. */
  place(name: string): string | undefined {
    if (!fileName.test(name)) return undefined;
    const place = path.join(this.#parts.folder, name);
    return existsSync(place) ? place : undefined;
  }

  /**
   * Takes a whole catalogue in the place of the one in use, or with `isDry` says what would change. Refuses E_SCHEMA, E_CONFLICT,
   * E_TOO_BIG; then nothing has changed.
   */
  async take(value: unknown, isDry: boolean): Promise<Result<ProceduresTaken>> {
    const draft = readCatalogueDraft(value);
    if (!draft.ok) return draft;
    const old = this.read();
    const before = old.ok ? old.value : undefined;
    const version = (this.#noted?.version ?? 0) + 1;
    const bytes = Buffer.from(JSON.stringify({ ...draft.value, version, demo: this.#parts.demo }));
    if (bytes.length > kioskLimits.catalogueBytesMax) return refuse('E_TOO_BIG');
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const changes = changesOf(before, draft.value);
    const { procedures } = draft.value;
    const told = { version, procedures: procedures.length, bytes: bytes.length, sha256, ...changes };
    if (before !== undefined && this.#noted !== undefined && isSame(before, draft.value)) {
      const { named } = this.#noted;
      return accept({
        ...told,
        outcome: 'same',
        version: before.version,
        bytes: named.bytes,
        sha256: named.sha256,
      });
    }
    if (isDry) return accept({ ...told, outcome: 'dry' });
    const url = `/catalogue/procedures.${sha256.slice(0, 16)}.json`;
    await this.#keep({ url, sha256, bytes: bytes.length, procedures: procedures.length }, bytes, version);
    return accept({ ...told, outcome: 'taken' });
  }

  /** Musts: both files stand before the note names them; what no note names goes last. */
  async #keep(named: CatalogueNamed, bytes: Buffer, version: number): Promise<void> {
    const { file, folder } = this.#parts;
    const name = nameOf(named);
    writeFileSynced(path.join(folder, `${name}.gz`), await zip(bytes));
    writeFileSynced(path.join(folder, name), bytes);
    const before = this.#noted === undefined ? null : nameOf(this.#noted.named);
    const noted: Noted = { version, named, before };
    const value = JSON.stringify(noted);
    file.run(
      file.query
        .insertInto('meta')
        .values({ key: metaKey, value })
        .onConflict((c) => c.column('key').doUpdateSet({ value })),
    );
    this.#noted = noted;
    const kept = [name, `${name}.gz`, before, `${before}.gz`];
    for (const other of readdirSync(folder)) {
      if (!kept.includes(other)) rmSync(path.join(folder, other), { force: true });
    }
  }
}

const nameOf = ({ url }: CatalogueNamed): string => path.posix.basename(url);

function draftOf({ version: _version, demo: _demo, ...draft }: Catalogue): CatalogueDraft {
  return draft;
}

const isSame = (before: Catalogue, draft: CatalogueDraft): boolean =>
  JSON.stringify(draftOf(before)) === JSON.stringify(draft);

function changesOf(
  before: Catalogue | undefined,
  { procedures }: CatalogueDraft,
): Pick<ProceduresTaken, 'added' | 'changed' | 'removed'> {
  const old = new Map((before?.procedures ?? []).map((one) => [one.code, JSON.stringify(one)]));
  const codes = new Set(procedures.map(({ code }) => code));
  return {
    added: procedures.flatMap(({ code }) => (old.has(code) ? [] : [code])),
    changed: procedures.flatMap((one) => {
      const known = old.get(one.code);
      return known !== undefined && known !== JSON.stringify(one) ? [one.code] : [];
    }),
    removed: [...old.keys()].filter((code) => !codes.has(code)),
  };
}
