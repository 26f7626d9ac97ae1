/** What a symbol or fingers gave, as a dossier code by this site's formats; loaded after the first paint because schemas weigh. */
import { aliasKey } from '../shared/contract/code-alias.ts';
import { type CodeContext, defaultFormats, parseDossierCode } from '../shared/contract/dossier-code.ts';
import { limits } from '../shared/contract/limits.ts';
import { accept, type Result } from '../shared/contract/refusal.ts';
import type { Device } from '../shared/device/device.ts';
import type { VisitCode } from './choice.ts';

export interface Read {
  readonly code: VisitCode;
  readonly secret?: string;
}

/** The question of what a text is, asked of the configuration in force. */
export function readCode(text: string, device: Pick<Device, 'config' | 'now'>): Result<Read> {
  const { codeFormats, secretParameter, aliases } = device.config().site;
  const now = device.now();
  const context: CodeContext = {
    formats: codeFormats ?? defaultFormats,
    now: now.quality === 'none' ? null : now.ms,
    secretParameter,
  };
  const parsed = parseDossierCode(text, context);
  if (!parsed.ok) return parsed;
  const { key, secret, format } = parsed.value;
  return accept({
    // Asked under its unit's new name, shown as it stands on the paper.
    code: {
      key: aliasKey(key, aliases),
      shown: format === 'vendor' ? null : key,
      hasSecret: secret !== undefined,
    },
    ...(secret === undefined ? {} : { secret }),
  });
}

/** The mark that scanners put in front when they are told to name the kind of symbol (ISO/IEC 15424): ]C0, ]Q1. */
const kindOfSymbol = /^\][A-Za-z][0-9A-Za-z]/;
/** Signs that scanners are programmed to put around a text; no code begins or ends with one. */
const signsAround = /^[^A-Za-z0-9]+|[^A-Za-z0-9]+$/g;

/** A text as the scanner sent it, and without what it may have put around it. */
function spellingsOf(text: string, prefix: string): readonly string[] {
  const bare = text.startsWith(prefix) ? text.slice(prefix.length) : text;
  const unmarked = bare.replace(kindOfSymbol, '');
  return [text, bare, unmarked, unmarked.slice(0, limits.symbolCharsMax).replace(signsAround, '')];
}

/**
 * What a hand scanner sent. `line` is the longer text of which the scan may only be the end: it comes first, for the end of a code
 * could name another dossier.
 */
export function readScan(
  { text, line }: { readonly text: string; readonly line?: string | undefined },
  device: Pick<Device, 'config' | 'now'>,
): Result<Read> {
  const { scannerPrefix = '' } = device.config().site.kiosk;
  const texts = line === undefined ? [text] : [line, text];
  for (const spelling of texts.flatMap((each) => spellingsOf(each, scannerPrefix))) {
    const read = readCode(spelling, device);
    if (read.ok) return read;
  }
  return readCode(text, device);
}
