/** Makes the batches of an invented device, valid in every field and as full as a real one sends them; it knows no wire. */
import { randomBytes } from 'node:crypto';
import { makeBootId, makeEpochId, makeEventId } from '../../shared/contract/fresh-ids.ts';
import type { DeviceId } from '../../shared/contract/ids.ts';
import { limits } from '../../shared/contract/limits.ts';
import type { DeviceConfig } from '../../shared/contract/site-config.ts';

/** Chance as the contract wants it handed in. */
export const randomOf = (n: number): Uint8Array => randomBytes(n);

export interface MadeBatch {
  readonly payload: Buffer;
  readonly events: number;
  /** Place of its last event: a receipt up to here covers all of it. */
  readonly last: number;
}

/** The line of ratings of one device, in order and without a hole. */
export class MadeRows {
  readonly device: DeviceId;
  readonly #epoch = makeEpochId(randomOf);
  readonly #boot = makeBootId(randomOf);
  readonly #site: string;
  readonly #counter: string;
  #seq = 0;
  #previd = '';

  constructor(device: DeviceId, config?: DeviceConfig) {
    this.device = device;
    this.#site = config?.site.site.id ?? 'diem-mau';
    this.#counter = config?.counter ?? 'quay-5';
  }

  /** At most `eventsMax` ratings, and no more than fit into one batch of the contract. */
  batch(eventsMax: number): MadeBatch {
    const now = Date.now();
    const rows: string[] = [];
    let size = 80;
    const most = Math.min(eventsMax, limits.batchEventsMax);
    for (let i = 0; i < most; i += 1) {
      // Rows of one device differ by a few digits only.
      const previous = rows.at(-1)?.length ?? 0;
      if (size + previous + 8 > limits.batchBytesMax) break;
      const row = this.#row(now);
      rows.push(row);
      size += row.length + 1;
    }
    const text = `{"v":1,"attempt":1,"sentms":${now},"events":[${rows.join()}]}`;
    return { payload: Buffer.from(text), events: rows.length, last: this.#seq };
  }

  #row(now: number): string {
    this.#seq += 1;
    const id = makeEventId(randomOf);
    const event = {
      specversion: '1.0',
      type: 'vn.motcua.rating.given.v1',
      source: `urn:motcua:device:${this.device}`,
      id,
      subject: this.#counter,
      datacontenttype: 'application/json',
      lane: 0,
      bootid: this.#boot,
      monoms: String(1_000 + this.#seq),
      wallms: String(now),
      appver: '0.0.0-bench',
      cfgver: 1,
      data: {
        site: this.#site,
        counter: this.#counter,
        scale: { id: 'hai-long-3', version: 1, size: 3 },
        index: this.#seq % 3,
        outcome: 'tapped',
        flags: [],
        invitation: null,
      },
      epoch: this.#epoch,
      seq: this.#seq,
      ...(this.#seq > 1 ? { previd: this.#previd } : {}),
    };
    this.#previd = id;
    return JSON.stringify({ at: now, clock: 'sync', event });
  }
}
