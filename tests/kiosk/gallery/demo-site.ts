/** The demo as a kiosk meets it: the packed configuration of demo.yaml and the centre's own answers to its sample codes. */
import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import { sampleCatalogue } from '../../../centre/demo/procedures.ts';
import { sampleDossiers } from '../../../centre/demo/samples.ts';
import { Dossiers } from '../../../centre/dossiers.ts';
import { openLedgerFile } from '../../../centre/ledger-file.ts';
import { checkSiteConfig } from '../../../device-config/check.ts';
import type { DossierAnswer } from '../../../shared/contract/dossier.ts';
import type { Catalogue } from '../../../shared/contract/procedure.ts';
import { type DeviceConfig, deviceConfig } from '../../../shared/contract/site-config.ts';
import { sampleNow } from '../sample-site.ts';

export interface DemoSample {
  readonly code: string;
  readonly plain: DossierAnswer;
  readonly open: DossierAnswer;
}
export interface DemoSite {
  readonly config: DeviceConfig;
  readonly catalogue: Catalogue;
  /** By the sample's name: what a bare code shows, and what a code with its secret shows. */
  readonly samples: Readonly<Record<string, DemoSample>>;
}

export async function demoSite(): Promise<DemoSite> {
  const file = new URL('../../../device-config/demo.yaml', import.meta.url);
  const checked = checkSiteConfig(readFileSync(file, 'utf8'), 'demo.yaml');
  if (!checked.ok) throw new Error('demo.yaml has faults');
  const site = checked.config;
  const config = v.parse(deviceConfig, { version: 1, device: 'kiosk-1', app: 'kiosk', counter: null, site });
  const catalogue: Catalogue = { ...sampleCatalogue(), version: 1, demo: true };
  return { config, catalogue, samples: await samplesOf() };
}

async function samplesOf(): Promise<DemoSite['samples']> {
  const ledger = openLedgerFile(':memory:');
  try {
    const all = sampleDossiers(sampleNow);
    const dossiers = new Dossiers(ledger);
    ledger.transaction(() => dossiers.saveDossiers(all.map(({ row }) => row)));
    const answers = all.map(({ name, row, secret }) => {
      const plain = dossiers.answer(row.code, undefined);
      const open = dossiers.answer(row.code, secret);
      if (plain === undefined || open === undefined) throw new Error(`${name} is not answered`);
      return [name, { code: row.code, plain, open }] as const;
    });
    return Object.fromEntries(answers);
  } finally {
    ledger.close();
  }
}
