/** Site and source files -> one packed file each, all or none; it reads and writes files and speaks to nobody. */
import { createHash } from 'node:crypto';
import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import { canonicalJson } from './canonical.ts';
import { type ConfigFault, checkSiteConfig, checkSourceConfig } from './check.ts';

export interface Packed {
  readonly file: string;
  readonly out: string;
  readonly site: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** Something with the folder or a file as a whole; `reason` is the system's code, such as ENOENT. */
export interface FileTrouble {
  readonly kind: 'noFiles' | 'cannotRead' | 'cannotWrite' | 'badName';
  readonly file: string;
  readonly reason: string;
}

export interface PackOutcome {
  readonly packed: readonly Packed[];
  readonly faults: readonly ConfigFault[];
  readonly warnings: readonly ConfigFault[];
  readonly trouble?: FileTrouble;
}

interface Ready {
  readonly file: string;
  readonly out: string;
  readonly site: string;
  readonly text: string;
}

/** Packs one file, or every *.yaml of a folder but examples and secrets.yaml. Nothing is written unless all are without fault. */
export function packSites(source: string, outFolder: string): PackOutcome {
  const faults: ConfigFault[] = [];
  const warnings: ConfigFault[] = [];
  const ready: Ready[] = [];
  const nothing = { packed: [], faults, warnings };
  try {
    const files = filesOf(source);
    if (files.length === 0) return { ...nothing, trouble: { kind: 'noFiles', file: source, reason: '' } };
    for (const file of files) {
      const name = path.basename(file).replace(/\.ya?ml$/, '');
      if (!/^[a-z0-9][a-z0-9.-]{0,60}$/.test(name)) {
        return { ...nothing, trouble: { kind: 'badName', file, reason: '' } };
      }
      const checked = check(file);
      warnings.push(...checked.warnings);
      if (!checked.ok) faults.push(...checked.faults);
      else {
        const site = checked.id;
        if (ready.some((other) => other.site === site)) faults.push(sameSite(file, site));
        ready.push({
          file,
          site,
          out: path.join(outFolder, `${name}.json`),
          text: canonicalJson(checked.config),
        });
      }
    }
  } catch (error) {
    return { ...nothing, trouble: { kind: 'cannotRead', ...reasonOf(error, source) } };
  }
  if (faults.length > 0) return nothing;
  return write(ready, outFolder, warnings);
}

/** `source.NAME.yaml` is a source of dossiers, everything else a site. Ids of the two kinds never meet. */
function check(file: string) {
  const text = readFileSync(file, 'utf8');
  if (isSourceFile(file)) {
    const source = checkSourceConfig(text, file);
    return source.ok ? { ...source, id: `source ${source.config.id}` } : source;
  }
  const site = checkSiteConfig(text, file);
  return site.ok ? { ...site, id: site.config.site.id as string } : site; // a plain text beside the other kind's
}

export function isSourceFile(file: string): boolean {
  return path.basename(file).startsWith('source.');
}

function write(ready: readonly Ready[], outFolder: string, warnings: readonly ConfigFault[]): PackOutcome {
  const packed: Packed[] = [];
  try {
    mkdirSync(outFolder, { recursive: true });
    for (const { file, out, site, text } of ready) {
      const bytes = Buffer.from(text);
      writeWhole(out, bytes);
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      packed.push({ file, out, site, bytes: bytes.byteLength, sha256 });
    }
    return { packed, faults: [], warnings };
  } catch (error) {
    return { packed, faults: [], warnings, trouble: { kind: 'cannotWrite', ...reasonOf(error, outFolder) } };
  }
}

/** Aside first, then one rename: a reader, or a power cut, sees the old file or the new one. */
function writeWhole(file: string, bytes: Uint8Array): void {
  const aside = `${file}.${process.pid}.part`;
  try {
    const handle = openSync(aside, 'w', 0o644);
    try {
      for (let at = 0; at < bytes.byteLength; ) at += writeSync(handle, bytes, at);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    renameSync(aside, file);
  } finally {
    rmSync(aside, { force: true });
  }
}

function filesOf(source: string): string[] {
  if (!statSync(source).isDirectory()) return [source];
  return readdirSync(source)
    .filter((name) => name.endsWith('.yaml') && !name.endsWith('.example.yaml') && name !== 'secrets.yaml')
    .sort()
    .map((name) => path.join(source, name));
}

function sameSite(file: string, site: string): ConfigFault {
  const fault = { kind: 'same-site', code: 'E_CONFIG', found: site, expected: '' } as const;
  return { file, line: 1, column: 1, path: ['site', 'id'], ...fault };
}

function reasonOf(error: unknown, file: string): { file: string; reason: string } {
  const { code, path: named } = error as NodeJS.ErrnoException; // node:fs throws nothing else
  if (code === undefined) throw error;
  return { file: named ?? file, reason: code };
}
