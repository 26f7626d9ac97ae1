/** A batch as bytes: rows with their corrected times, gaps beside them; it finds the row that no centre could place. */
import { eventPlace } from '../contract/event-place.ts';
import { limits } from '../contract/limits.ts';
import type { ClockQuality, Gone } from '../contract/messages.ts';
import { readJson, readValue } from '../contract/reader.ts';
import type { RefusalCode } from '../contract/refusal-codes.ts';
import { eventText, type Row } from '../rules/outbox.ts';

const encoder = new TextEncoder();
/** Why no centre could answer for this row: its bytes are damaged or too many. Undefined for every row as it was written. */
export function faultOf(row: Row): RefusalCode | undefined {
  const json = readJson(encoder.encode(eventText(row)), limits.eventBytesMax);
  if (!json.ok) return json.refusal.code;
  return readValue(eventPlace, json.value).ok ? undefined : 'E_SCHEMA';
}

export interface BatchParts {
  readonly rows: readonly Row[];
  readonly gone: readonly Gone[];
  readonly attempt: number;
  readonly sentms: number;
  readonly correct: (row: Row) => { readonly at: number | null; readonly clock: ClockQuality };
}

/** The events' own bytes never change; what may change from one sending to the next stands around them. */
export function batchBytes({ rows, gone, attempt, sentms, correct }: BatchParts): Uint8Array {
  const events = rows.map((row) => {
    const { at, clock } = correct(row);
    // A stamp that was damaged on the disk gives no number.
    const isKnown = at !== null && Number.isSafeInteger(at);
    return `{"at":${isKnown ? at : null},"clock":"${isKnown ? clock : 'none'}","event":${eventText(row)}}`;
  });
  const gaps = gone.length > 0 ? `,"gone":${JSON.stringify(gone)}` : '';
  return encoder.encode(
    `{"v":1,"attempt":${attempt},"sentms":${Math.round(sentms)},"events":[${events.join(',')}]${gaps}}`,
  );
}
