/** The sites' configurations, and each device's made of them; it signs nothing and sends nothing. */

import { readValue } from '../shared/contract/reader.ts';
import { accept, type Result, refuse } from '../shared/contract/refusal.ts';
import { defaultScale, type Scale } from '../shared/contract/scale.ts';
import { type DeviceConfig, type SiteConfig, siteConfig } from '../shared/contract/site-config.ts';
import type { LedgerFile } from './ledger-file.ts';
import type { Procedures } from './procedures.ts';
import type { KnownDevice } from './register.ts';

interface KnownSite {
  readonly config: SiteConfig;
  readonly changedAt: number;
}

export class Sites {
  readonly #file: LedgerFile;
  readonly #now: () => number;
  readonly #procedures: Pick<Procedures, 'current'> | undefined;
  readonly #current = new Map<string, KnownSite>();
  /** Every scale ever configured, by id and version: old ratings keep their names. */
  readonly #scales = new Map<string, Scale>();

  /** `procedures`: the catalogue that kiosks are told of. */
  constructor(file: LedgerFile, now: () => number, procedures?: Pick<Procedures, 'current'>) {
    this.#file = file;
    this.#now = now;
    this.#procedures = procedures;
    this.#learnScale(defaultScale);
    for (const row of file.rows(file.query.selectFrom('site_config').selectAll().orderBy('version'))) {
      const read = readValue(siteConfig, JSON.parse(row.config));
      if (read.ok) this.#learn(read.value, row.changed_at);
    }
  }

  list(): readonly KnownSite[] {
    return [...this.#current.values()];
  }

  find(site: string): SiteConfig | undefined {
    return this.#current.get(site)?.config;
  }

  /** Takes a packed site. Refuses E_CONFIG with the path of the first fault, E_CONFIG_OLD when its version does not rise. */
  set(value: unknown): Result<SiteConfig> {
    const read = readValue(siteConfig, value, 'E_CONFIG');
    if (!read.ok) return read;
    const config = read.value;
    const known = this.find(config.site.id);
    const text = JSON.stringify(config);
    if (known !== undefined && config.version <= known.version) {
      if (JSON.stringify(known) === text) return accept(config);
      return refuse('E_CONFIG_OLD', { path: 'version', expected: `higher than ${known.version}` });
    }
    const changedAt = this.#now();
    const row = { site: config.site.id, version: config.version, config: text, changed_at: changedAt };
    this.#file.run(this.#file.query.insertInto('site_config').values(row));
    this.#learn(config, changedAt);
    return accept(config);
  }

  /** What one device is told; its version is the site's plus the device's own moves and a kiosk's catalogues, so it rises with each. */
  deviceConfig(device: KnownDevice): DeviceConfig | undefined {
    const config = this.find(device.site);
    if (config === undefined) return undefined;
    const catalogue = device.app === 'kiosk' ? this.#procedures?.current : undefined;
    return {
      version: config.version + device.moves + (catalogue?.version ?? 0),
      device: device.id,
      app: device.app,
      counter: device.counter,
      site: config,
      ...(catalogue === undefined ? {} : { catalogue: catalogue.named }),
    } as DeviceConfig; // ids were read by the register's schemas
  }

  /** The scale by id (its newest version), or by id@version; undefined when never configured. */
  scale(name: string): Scale | undefined {
    return this.#scales.get(name);
  }

  #learn(config: SiteConfig, changedAt: number): void {
    this.#current.set(config.site.id, { config, changedAt });
    this.#learnScale(config.scale);
  }

  #learnScale(scale: Scale): void {
    this.#scales.set(`${scale.id}@${scale.version}`, scale);
    const newest = this.#scales.get(scale.id);
    if (newest === undefined || newest.version <= scale.version) this.#scales.set(scale.id, scale);
  }
}
