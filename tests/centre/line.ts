// A device's line of events made by hand, so that ledger and intake can be told exactly what to believe.
import { createHash } from 'node:crypto';
import type { DeviceId } from '../../shared/contract/ids.ts';
import { writeBytes } from '../../shared/contract/reader.ts';

/** 2026-11-20T09:00:00+07:00. */
export const noon = 1_795_140_000_000;

const hex = (text: string, digits: number): string =>
  createHash('sha256').update(text).digest('hex').slice(0, digits);

export type Sent = Record<string, unknown> & { readonly id: string; readonly seq: number };

export interface RatingChange {
  readonly envelope?: Readonly<Record<string, unknown>>;
  readonly data?: Readonly<Record<string, unknown>>;
}

/** One epoch of one device: `rating(n)` is always the same event, in line with those before it. */
export class Line {
  readonly device: DeviceId;
  readonly epoch: string;
  readonly #life: string;
  readonly #from: number;

  /** Two lines of one device and epoch but another `life` are two clones of one profile that went apart at `from`. */
  constructor(device: string, epoch = 'e', life = '', from = 1) {
    this.device = device as DeviceId; // named in that shape by each test
    this.epoch = hex(`epoch ${epoch}`, 20);
    this.#life = life;
    this.#from = from;
  }

  id(seq: number): string {
    const life = seq >= this.#from ? this.#life : '';
    return hex(`${this.device} ${this.epoch} ${life} ${seq}`, 32);
  }

  rating(seq: number, change: RatingChange = {}): Sent {
    return {
      specversion: '1.0',
      type: 'vn.motcua.rating.given.v1',
      source: `urn:motcua:device:${this.device}`,
      id: this.id(seq),
      datacontenttype: 'application/json',
      epoch: this.epoch,
      lane: 0,
      seq,
      ...(seq > 1 ? { previd: this.id(seq - 1) } : {}),
      bootid: '00112233aabbccdd',
      monoms: String(1_000 * seq),
      wallms: String(noon + seq),
      appver: '0.1.0',
      cfgver: 1,
      ...change.envelope,
      data: {
        site: 'hoa-thanh',
        counter: 'quay-1',
        scale: { id: 'hai-long-3', version: 1, size: 3 },
        index: 0,
        outcome: 'tapped',
        flags: [],
        invitation: null,
        ...change.data,
      },
    };
  }

  ratings(from: number, to: number): Sent[] {
    return Array.from({ length: to - from + 1 }, (_, i) => this.rating(from + i));
  }
}

export interface BatchChange {
  readonly at?: number | null;
  readonly clock?: 'sync' | 'held' | 'none';
  readonly gone?: readonly unknown[];
}

/** A batch as it travels. */
export function batchBytes(events: readonly unknown[], change: BatchChange = {}): Uint8Array {
  const { at = noon, clock = 'sync', gone } = change;
  return writeBytes({
    v: 1,
    attempt: 0,
    sentms: noon,
    events: events.map((event) => ({ at, clock, event })),
    ...(gone === undefined ? {} : { gone }),
  });
}
