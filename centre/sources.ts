/** The sources of dossiers as configured, version by version, and what the sites know besides; it reads no file and judges no row. */

import { centreLimits } from '../shared/contract/centre-limits.ts';
import { readValue } from '../shared/contract/reader.ts';
import { accept, type Result, refuse } from '../shared/contract/refusal.ts';
import { portalSource, type SourceConfig, sourceConfig } from '../shared/contract/source-config.ts';
import type { SiteWords } from './import/prepared-source.ts';
import type { LedgerFile } from './ledger-file.ts';
import type { Sites } from './sites.ts';

/** A source with everything that is needed to judge its rows, also in another process. */
export interface SourceToJudge {
  readonly config: SourceConfig;
  readonly sites: SiteWords;
}

export class Sources {
  readonly #file: LedgerFile;
  readonly #sites: Sites;
  readonly #now: () => number;
  readonly #current = new Map<string, SourceConfig>([[portalSource.id, portalSource]]);

  constructor(file: LedgerFile, sites: Sites, now: () => number) {
    this.#file = file;
    this.#sites = sites;
    this.#now = now;
    for (const row of file.rows(file.query.selectFrom('source_config').selectAll().orderBy('version'))) {
      const read = readValue(sourceConfig, JSON.parse(row.config));
      if (read.ok) this.#current.set(read.value.id, read.value);
    }
  }

  list(): readonly SourceConfig[] {
    return [...this.#current.values()];
  }

  find(id: string): SourceToJudge | undefined {
    const config = this.#current.get(id);
    return config === undefined ? undefined : { config, sites: this.#siteWords() };
  }

  /**
   * Takes a source's configuration. Refuses E_CONFIG with the path of the first fault, E_CONFIG_OLD when its version does not rise,
   * E_BUSY beyond the limit. The built-in portal counts as version 0.
   */
  set(value: unknown): Result<SourceConfig> {
    const read = readValue(sourceConfig, value, 'E_CONFIG');
    if (!read.ok) return read;
    const config = read.value;
    const known = this.#current.get(config.id);
    const isBuiltIn = known === portalSource;
    if (known === undefined && this.#current.size >= centreLimits.sourcesMax)
      return refuse('E_BUSY', { path: 'id' });
    if (known !== undefined && !isBuiltIn && config.version <= known.version) {
      if (JSON.stringify(known) === JSON.stringify(config)) return accept(config);
      return refuse('E_CONFIG_OLD', { path: 'version', expected: `higher than ${known.version}` });
    }
    const row = {
      source: config.id,
      version: config.version,
      config: JSON.stringify(config),
      changed_at: this.#now(),
    };
    this.#file.run(this.#file.query.insertInto('source_config').values(row));
    this.#current.set(config.id, config);
    return accept(config);
  }

  #siteWords(): SiteWords {
    const configs = this.#sites.list().map(({ config }) => config);
    return {
      units: configs.flatMap(({ units }) => units),
      aliases: configs.flatMap(({ aliases }) => aliases ?? []),
    };
  }
}
