/** The outside of a device as types: clock, chance, wire, mirror, locks, notes; only main.tsx and tests build real ones. */

import type { PublicKey } from '../contract/enrolment.ts';
import type { BootId, DeviceId } from '../contract/ids.ts';

export interface Clock {
  /** Wall time in ms since 1970: a claim. */
  wallMs(): number;
  /** Ms since the start of the page, never going back: a fact. */
  monoMs(): number;
  /** Calls back once after `ms`; the returned function cancels. */
  after(ms: number, call: () => void): () => void;
}

export interface Chance {
  bytes(n: number): Uint8Array;
  /** Uniform in [0, 1). */
  unit(): number;
}

export interface Identity {
  readonly device: DeviceId;
  readonly secret: string;
  readonly mqttPath: string;
  readonly keys: { readonly command: readonly PublicKey[] };
}

/** One start of the page. */
export interface Boot {
  readonly id: BootId;
  /** Name of this writing instance: its Web Lock is held while the page lives. */
  readonly instance: string;
}

/** The centre refused the credentials or the session; dial again after the longer wait. */
export class DialRefused extends Error {
  override readonly name = 'DialRefused';
}

export interface Will {
  readonly topic: string;
  readonly bytes: Uint8Array;
}

export interface Connection {
  publish(topic: string, bytes: Uint8Array, qos: 0 | 1): void;
  /** Resolves when every filter was granted; rejects when one was not. */
  subscribe(filters: readonly string[]): Promise<void>;
  onMessage(listener: (topic: string, bytes: Uint8Array) => void): void;
  /** Called once, when the connection is gone for whatever reason. */
  onClose(listener: () => void): void;
  /** Ends it at once: the broker says the will. `farewell`: what was said is sent first, and the session ends well, without a will. */
  close(how?: 'farewell'): void;
}

export interface Wire {
  /** Opens one MQTT session. Rejects with DialRefused or any other error (no network). */
  dial(identity: Identity, will: Will): Promise<Connection>;
}

/** The second copy of the outbox: an append-only file of lines. */
export interface Mirror {
  /** Every whole line of the file, oldest first; [] when it is new. Rejects when there can be no mirror here. */
  open(): Promise<readonly string[]>;
  /** Resolves when the lines are flushed to the disk. */
  append(lines: readonly string[]): Promise<void>;
  /** Replaces the whole file by these lines, atomically. */
  rewrite(lines: readonly string[]): Promise<void>;
  close(): void;
}

export interface Locks {
  /** Takes the lock for the life of the page if it is free now; otherwise resolves with false. */
  tryHold(name: string): Promise<boolean>;
  /** Resolves when the lock has been free for a moment; it is not kept, so that whoever waited can take it with tryHold. */
  whenFree(name: string): Promise<void>;
  isFree(name: string): Promise<boolean>;
}

/** Small notes outside the database (localStorage): survive when the database does not. */
export interface Notes {
  read(name: string): string | null;
  write(name: string, text: string): void;
}

export interface Ports {
  readonly clock: Clock;
  readonly chance: Chance;
  readonly wire: () => Promise<Wire>;
  /** Loaded behind the first paint; each call gives the same mirror. */
  readonly mirror: () => Promise<Mirror>;
  readonly locks: Locks;
  readonly notes: Notes;
}
