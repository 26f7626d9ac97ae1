/** Fills a demo centre: its site, the sample catalogue, the archived year, today's samples, standing codes; a real centre never calls it. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { enrolCode } from '../shared/contract/enrolment.ts';
import { readValue } from '../shared/contract/reader.ts';
import type { SiteConfig } from '../shared/contract/site-config.ts';
import { sampleRows } from './demo/samples.ts';
import type { Dossiers } from './dossiers.ts';
import type { LedgerFile } from './ledger-file.ts';
import type { Procedures } from './procedures.ts';
import type { Register } from './register.ts';
import { makeCode } from './secrets.ts';
import type { Sites } from './sites.ts';
import { writeFileSynced } from './synced-file.ts';

export interface DemoParts {
  readonly file: LedgerFile;
  readonly dossiers: Dossiers;
  readonly sites: Sites;
  readonly procedures: Procedures;
  readonly register: Register;
  readonly now: () => number;
  /** Where the packed demo site stands. */
  readonly configFile: string;
  /** Where the standing codes are kept, so that a printed link stays good. */
  readonly codesFile: string;
  /** Whether to keep the archived year (125,061 dossiers, some seconds at the first start). */
  readonly archive: boolean;
}

export interface Demo {
  readonly site: SiteConfig | undefined;
  readonly codes: { readonly kiosk: string; readonly tablet: string };
}

const archiveKey = 'archive-2019';

export async function prepareDemo(parts: DemoParts): Promise<Demo> {
  const site = setSite(parts);
  await keepCatalogue(parts);
  renewSamples(parts);
  if (parts.archive) await keepArchive(parts);
  const codes = standingCodes(parts.codesFile);
  parts.register.standingCode('kiosk', null, codes.kiosk);
  parts.register.standingCode('tablet', site?.counters[0]?.id ?? null, codes.tablet);
  return { site, codes };
}

/** Sample dossiers dated from now; at each start and every hour, so that "due today" is today. */
export function renewSamples(parts: Pick<DemoParts, 'dossiers' | 'now'>): void {
  parts.dossiers.replaceSamples(sampleRows(parts.now()));
}

function setSite(parts: DemoParts): SiteConfig | undefined {
  if (existsSync(parts.configFile)) {
    const value: unknown = JSON.parse(readFileSync(parts.configFile, 'utf8'));
    const set = parts.sites.set(value);
    if (set.ok) return set.value;
  }
  return parts.sites.list()[0]?.config;
}

async function keepArchive({ file, dossiers }: DemoParts): Promise<void> {
  const { query } = file;
  const [done] = file.rows(query.selectFrom('meta').select('value').where('key', '=', archiveKey));
  if (done !== undefined) return;
  // A start killed half-way has written some of them: the same rows come again.
  const { generateYear2019 } = await import('./demo/year-2019.ts');
  const saved = await dossiers.saveArchive(generateYear2019());
  file.run(query.insertInto('meta').values({ key: archiveKey, value: String(saved) }));
}

/** At the birth of the folder; whatever an officer imports later stays. */
async function keepCatalogue({ procedures }: DemoParts): Promise<void> {
  const { current } = procedures;
  if (current !== undefined && procedures.place(path.basename(current.named.url)) !== undefined) return;
  const { sampleCatalogue } = await import('./demo/procedures.ts');
  const taken = await procedures.take(sampleCatalogue(), false);
  if (!taken.ok) throw new Error(`the sample catalogue is refused: ${taken.refusal.path}`);
}

function standingCodes(file: string): Demo['codes'] {
  if (existsSync(file)) {
    // Our own file; a code that is none is simply made anew.
    const kept = JSON.parse(readFileSync(file, 'utf8')) as { kiosk?: unknown; tablet?: unknown };
    const kiosk = readValue(enrolCode, kept.kiosk);
    const tablet = readValue(enrolCode, kept.tablet);
    if (kiosk.ok && tablet.ok) return { kiosk: kiosk.value, tablet: tablet.value };
  }
  const codes = { kiosk: makeCode(26), tablet: makeCode(26) };
  writeFileSynced(file, `${JSON.stringify(codes)}\n`, 0o600);
  return codes;
}
