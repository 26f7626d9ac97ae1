/** What a symbol or fingers gave, as a dossier code by this site's formats; loaded after the first paint because schemas weigh. */
import { aliasKey } from '../shared/contract/code-alias.ts';
import { type CodeContext, defaultFormats, parseDossierCode } from '../shared/contract/dossier-code.ts';
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
