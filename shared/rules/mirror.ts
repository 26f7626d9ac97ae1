/** The lines of the mirror: what is written, and what a file of them still says after a crash; it knows no file. */
import type { EpochId, EventId } from '../contract/ids.ts';
import type { Lane } from '../contract/lanes.ts';
import { isUnreceipted, type Row } from './outbox.ts';

/** `cleared`: the ledger holds these places. `identity`: who this device is, so that a wiped database does not need a visit. */
export type MirrorLine =
  | { readonly k: 'row'; readonly row: Row }
  | { readonly k: 'cleared'; readonly epoch: EpochId; readonly lane: Lane; readonly ids: readonly EventId[] }
  | { readonly k: 'identity'; readonly identity: unknown };

export const writeLine = (line: MirrorLine): string => JSON.stringify(line);

export interface MirrorState<I> {
  /** Rows not known to be receipted, by id; the last line of an id wins. */
  readonly rows: ReadonlyMap<EventId, Row>;
  readonly identity: I | undefined;
  readonly damagedLines: number;
}

const states = new Set<unknown>(['held', 'settled', 'undone', 'receipted']);
const isHex = (value: unknown, digits: number): boolean =>
  typeof value === 'string' && value.length === digits && /^[0-9a-f]*$/.test(value);
const isCount = (value: unknown, min: number, max: number): boolean =>
  typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max;

/** What a device could have written: a damaged line must not come back as a row that nobody can place. */
function isRow(value: unknown): value is Row {
  if (typeof value !== 'object' || value === null) return false;
  const row: Partial<Record<keyof Row, unknown>> = value;
  return (
    isHex(row.id, 32) &&
    isHex(row.epoch, 20) &&
    (row.previd === null || isHex(row.previd, 32)) &&
    isCount(row.seq, 1, 2_147_483_647) &&
    isCount(row.lane, 0, 3) &&
    isCount(row.ord, 0, Number.MAX_SAFE_INTEGER) &&
    typeof row.head === 'string' &&
    states.has(row.state)
  );
}

/** Reads a mirror from its first line to its last; a damaged line is counted and passed over. `readIdentity` judges what an identity line holds. */
export function foldMirror<I>(
  lines: Iterable<string>,
  readIdentity: (value: unknown) => I | undefined,
): MirrorState<I> {
  const rows = new Map<EventId, Row>();
  let identity: I | undefined;
  let damagedLines = 0;
  for (const text of lines) {
    const line = parseLine(text);
    if (line === undefined) damagedLines += 1;
    else if (line.k === 'row') rows.set(line.row.id, line.row);
    else if (line.k === 'cleared') for (const id of line.ids) rows.delete(id);
    else identity = readIdentity(line.identity) ?? identity;
  }
  return { rows, identity, damagedLines };
}

function parseLine(text: string): MirrorLine | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || !('k' in value)) return undefined;
    if (value.k === 'row' && 'row' in value && isRow(value.row)) return { k: 'row', row: value.row };
    // Written by writeLine only; a torn or foreign line fails the checks before it.
    if (value.k === 'cleared' && 'ids' in value && Array.isArray(value.ids)) return value as MirrorLine;
    if (value.k === 'identity' && 'identity' in value) return { k: 'identity', identity: value.identity };
    return undefined;
  } catch {
    return undefined;
  }
}

/**
 * What the database and the mirror must give each other so that both hold every un-receipted row in its latest state. The database is
 * right, but for a row that only the mirror has, or that fell back to held: what was settled, or undone before a citizen's eyes, stays so.
 */
export function compareMirror(
  mirrored: ReadonlyMap<EventId, Row>,
  stored: readonly Row[],
  knownElsewhere: ReadonlySet<EventId>,
): { readonly toMirror: readonly Row[]; readonly toDisk: readonly Row[] } {
  const toMirror: Row[] = [];
  const toDisk: Row[] = [];
  const storedIds = new Set<EventId>();
  for (const row of stored) {
    storedIds.add(row.id);
    const copy = mirrored.get(row.id);
    if (copy !== undefined && row.state === 'held' && isUnreceipted(copy)) toDisk.push(copy);
    else if (copy?.state !== row.state || copy.epoch !== row.epoch || copy.seq !== row.seq)
      toMirror.push(row);
  }
  for (const row of mirrored.values()) {
    const isMissing = !storedIds.has(row.id) && !knownElsewhere.has(row.id);
    if (isMissing && row.state !== 'receipted') toDisk.push(row);
  }
  return { toMirror, toDisk: toDisk.sort((a, b) => a.ord - b.ord) };
}
