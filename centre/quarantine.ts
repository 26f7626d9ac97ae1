/** What was kept uncounted, and an admin's decision about it; the bytes themselves are never shown. */

import type { QuarantineDecision, QuarantineEntry } from '../shared/contract/board-api.ts';
import { centreLimits } from '../shared/contract/centre-limits.ts';
import { eventPlace } from '../shared/contract/event-place.ts';
import { limits } from '../shared/contract/limits.ts';
import { readJson, readValue } from '../shared/contract/reader.ts';
import { accept, type Result, refuse } from '../shared/contract/refusal.ts';
import type { RefusalCode } from '../shared/contract/refusal-codes.ts';
import { readContent } from './event-reader.ts';
import type { Ledger } from './ledger.ts';
import type { LedgerFile } from './ledger-file.ts';
import type { QuarantineTable } from './tables.ts';

export interface QuarantineParts {
  readonly file: LedgerFile;
  readonly ledger: Ledger;
  readonly isSimulated: (device: string) => boolean;
  readonly now: () => number;
}

export class Quarantine {
  readonly #parts: QuarantineParts;

  constructor(parts: QuarantineParts) {
    this.#parts = parts;
  }

  /** The newest first, at most `quarantinePageMax`. */
  list(decision?: QuarantineDecision): QuarantineEntry[] {
    const { file } = this.#parts;
    let query = file.query
      .selectFrom('quarantine')
      .selectAll()
      .orderBy('received_at', 'desc')
      .limit(centreLimits.quarantinePageMax);
    if (decision !== undefined) query = query.where('decision', '=', decision);
    return file.rows(query).map(entryOf);
  }

  /** Judges the bytes again and counts them. Refuses E_NOT_FOUND, E_CONFLICT (decided, or the id is counted otherwise), or what is wrong with them. */
  accept(id: string, by: string): Result<QuarantineEntry> {
    const row = this.#waiting(id);
    if (!row.ok) return row;
    const { bytes, device, received_at, stated_at, clock } = row.value;
    const json = readJson(bytes, limits.packetBytesMax);
    if (!json.ok) return json;
    const content = readContent(json.value);
    if (!content.ok) return content;
    const named = readValue(eventPlace, json.value);
    if (!named.ok) return named;
    const stated = {
      at: stated_at,
      clock: clock === 'sync' || clock === 'held' ? clock : 'none',
      attempt: 0,
    } as const;
    const simulated = this.#parts.isSimulated(device);
    const isCounted = this.#parts.ledger.countKept({
      device,
      simulated,
      receivedAt: received_at,
      id: named.value.id,
      epoch: named.value.epoch,
      event: content.value,
      stated,
    });
    if (!isCounted)
      return refuse('E_CONFLICT', { path: 'id', expected: 'an id that is not counted with other content' });
    return accept(this.#decide(row.value, 'accepted', by));
  }

  /** Leaves it uncounted for good. Refuses E_NOT_FOUND or E_CONFLICT (already decided). */
  exclude(id: string, by: string): Result<QuarantineEntry> {
    const row = this.#waiting(id);
    return row.ok ? accept(this.#decide(row.value, 'excluded', by)) : row;
  }

  #waiting(id: string): Result<QuarantineTable> {
    const { file } = this.#parts;
    const [row] = file.rows(file.query.selectFrom('quarantine').selectAll().where('id', '=', id));
    if (row === undefined) return refuse('E_NOT_FOUND', { path: 'id' });
    return row.decision === 'waiting'
      ? accept(row)
      : refuse('E_CONFLICT', { path: 'decision', expected: 'waiting' });
  }

  #decide(row: QuarantineTable, decision: 'accepted' | 'excluded', by: string): QuarantineEntry {
    const { file, now } = this.#parts;
    const change = { decision, decided_by: by, decided_at: now() };
    file.run(file.query.updateTable('quarantine').set(change).where('id', '=', row.id));
    return entryOf({ ...row, ...change });
  }
}

function entryOf(row: QuarantineTable): QuarantineEntry {
  return {
    id: row.id,
    device: row.device,
    code: row.code as RefusalCode, // written from one
    path: row.path,
    bytes: row.bytes.byteLength,
    receivedAt: row.received_at,
    decision: row.decision,
    decidedAt: row.decided_at,
    decidedBy: row.decided_by,
  };
}
