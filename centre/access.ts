/** Who may connect, say and hear what: decisions from names alone; it holds no socket. */
import type { DeviceId } from '../shared/contract/ids.ts';
import type { RefusalCode } from '../shared/contract/refusal-codes.ts';
import { deviceFilters, parseTopic, type UpChannel } from '../shared/contract/topics.ts';
import type { Buckets } from './rates.ts';
import type { Register } from './register.ts';

export interface Credentials {
  readonly clientId: string;
  readonly username: string | undefined;
  readonly password: string | undefined;
}

export type Admission =
  | { readonly ok: true; readonly device: DeviceId }
  | { readonly ok: false; readonly code: RefusalCode };

/** Client id and user name are the device id, the password is its secret; at most so many connects a minute. */
export function admit(asked: Credentials, register: Register, buckets: Buckets, now: number): Admission {
  const { clientId, username, password } = asked;
  const isRight = register.isSecret(clientId, password ?? '');
  if (username !== clientId || password === undefined || !isRight) {
    return { ok: false, code: register.isRevoked(clientId) ? 'E_REVOKED' : 'E_CREDENTIAL' };
  }
  if (!register.isSimulated(clientId) && buckets.take('connect', clientId, now) > 0)
    return { ok: false, code: 'E_RATE' };
  return { ok: true, device: clientId as DeviceId }; // in the register, whose ids were read by their schema
}

/** The channel of a device's own up/ topic; undefined for any other topic. */
export function ownChannel(device: DeviceId, topic: string): UpChannel | undefined {
  const parsed = parseTopic(topic);
  return parsed?.kind === 'up' && parsed.device === device ? parsed.channel : undefined;
}

/** Only the exact filters of the contract: its own down/ topics and the centre's state. */
export function maySubscribe(device: DeviceId, filter: string): boolean {
  return deviceFilters(device).includes(filter);
}
