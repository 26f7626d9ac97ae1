/** Judged rows as lines of JSON: written by the command line, read by the centre; a stream that ends early changes nothing. */
import type { Readable } from 'node:stream';
import { centreLimits } from '../../shared/contract/centre-limits.ts';
import {
  type DeliveryHead,
  type DeliveryResult,
  type DeliveryRow,
  deliveryEnd,
  deliveryHead,
  deliveryRow,
} from '../../shared/contract/dossier-delivery.ts';
import { readValue } from '../../shared/contract/reader.ts';
import { accept, type Result, refuse } from '../../shared/contract/refusal.ts';
import type { SourceDesk } from '../source-desk.ts';
import type { Staging } from './deliveries.ts';
import { linesOf } from './lines.ts';

/** Rows on the way; throwing ends the delivery, and nothing is taken. */
export type Rows = AsyncIterable<DeliveryRow>;

/** Head, rows, and how many there were. */
export async function* writeStream(head: DeliveryHead, rows: Rows): AsyncGenerator<string> {
  yield `${JSON.stringify(head)}\n`;
  let sent = 0;
  let lines = '';
  for await (const row of rows) {
    sent += 1;
    lines += `${JSON.stringify(row)}\n`;
    if (lines.length > 32_768) {
      yield lines;
      lines = '';
    }
  }
  yield `${lines}${JSON.stringify({ end: sent })}\n`;
}

/** Reads what writeStream wrote. Refuses E_SCHEMA, E_JSON, E_NOT_FOUND (source) and what deliveries refuse. */
export async function takeStream(stream: Readable, desk: SourceDesk): Promise<Result<DeliveryResult>> {
  const stuck = setTimeout(() => stream.destroy(), centreLimits.deliveryStuckMs);
  const lines = linesOf(textOf(stream, () => void stuck.refresh()));
  try {
    const head = parsed(deliveryHead, (await lines.next()).value);
    if (!head.ok) return head;
    if (desk.sources.find(head.value.source) === undefined) return refuse('E_NOT_FOUND', { path: 'source' });
    const begun = desk.deliveries.begin('file', head.value);
    if (!begun.ok) return begun;
    return await takeLines(lines, begun.value);
  } catch (error) {
    if (isBroken(error)) return refuse('E_JSON', { expected: 'a stream that is whole' });
    throw error;
  } finally {
    clearTimeout(stuck);
    // Read to its end, so that whoever sends it can hear the refusal.
    stream.resume();
  }
}

/** Rows that never cross a border: straight into the deliveries. */
export async function takeRows(
  head: DeliveryHead,
  rows: Rows,
  desk: SourceDesk,
): Promise<Result<DeliveryResult>> {
  const begun = desk.deliveries.begin('file', head);
  if (!begun.ok) return begun;
  const staging = begun.value;
  try {
    let chunk: DeliveryRow[] = [];
    for await (const row of rows) {
      chunk.push(row);
      if (chunk.length < centreLimits.importStageRows) continue;
      const added = staging.add(chunk);
      if (!added.ok) return added;
      chunk = [];
    }
    const added = staging.add(chunk);
    return added.ok ? accept(staging.finish()) : added;
  } finally {
    staging.drop();
  }
}

async function takeLines(
  lines: AsyncGenerator<string | null>,
  staging: Staging,
): Promise<Result<DeliveryResult>> {
  let chunk: DeliveryRow[] = [];
  let taken = 0;
  try {
    for await (const line of lines) {
      if (line?.startsWith('{"end":')) {
        const end = parsed(deliveryEnd, line);
        const added = staging.add(chunk);
        if (!end.ok) return end;
        if (!added.ok) return added;
        if (end.value.end !== taken) return refuse('E_SCHEMA', { path: 'end', expected: String(taken) });
        return accept(staging.finish());
      }
      const row = parsed(deliveryRow, line);
      if (!row.ok) return row;
      taken += 1;
      if (taken > centreLimits.importRowsMax)
        return refuse('E_TOO_BIG', { expected: `${centreLimits.importRowsMax} rows` });
      chunk.push(row.value);
      if (chunk.length < centreLimits.importStageRows) continue;
      const added = staging.add(chunk);
      if (!added.ok) return added;
      chunk = [];
    }
    return refuse('E_SCHEMA', { path: 'end', expected: 'a last line that counts the rows' });
  } finally {
    staging.drop();
  }
}

function parsed<const S extends Parameters<typeof readValue>[0]>(schema: S, line: unknown) {
  if (typeof line !== 'string') return refuse('E_SCHEMA', { expected: 'a line of JSON' });
  try {
    return readValue(schema, JSON.parse(line));
  } catch {
    return refuse('E_JSON');
  }
}

async function* textOf(stream: Readable, came: () => void): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  for await (const piece of stream.iterator({ destroyOnReturn: false })) {
    came();
    yield decoder.decode(piece as Buffer, { stream: true }); // a request's stream gives buffers
  }
  yield decoder.decode();
}

/** The other end has gone, or sent what is no text. */
function isBroken(error: unknown): boolean {
  if (error instanceof TypeError) return true; // TextDecoder, fatal
  const { code = '' } = error as NodeJS.ErrnoException;
  return /^(?:ERR_STREAM|ECONN|ABORT)/.test(code);
}
