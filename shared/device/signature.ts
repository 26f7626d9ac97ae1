/** Checks what the centre signed: compact JWS against the pinned keys of a role; it keeps no key. */
import { compactVerify, decodeProtectedHeader, importJWK } from 'jose';
import type { RequestId } from '../contract/ids.ts';
import { limits } from '../contract/limits.ts';
import { type WelcomeClaims, welcomeClaims } from '../contract/messages.ts';
import { readBytes } from '../contract/reader.ts';
import { type Result, refuse } from '../contract/refusal.ts';
import type { Identity } from './ports.ts';

export type ReadWelcome = (jws: string, identity: Identity, rid: RequestId) => Promise<Result<WelcomeClaims>>;

const algorithms = ['ES256', 'EdDSA'];

/** Claims of a welcome for this device and this request. Refuses E_SIGNATURE or E_SCHEMA. */
export async function readWelcome(
  jws: string,
  identity: Identity,
  rid: RequestId,
): Promise<Result<WelcomeClaims>> {
  try {
    const { kid, alg } = decodeProtectedHeader(jws);
    const jwk = identity.keys.command.find((key) => key.kid === kid);
    if (jwk === undefined) return refuse('E_SIGNATURE', { path: 'kid' });
    const { payload } = await compactVerify(jws, await importJWK(jwk, alg), { algorithms });
    const claims = readBytes(welcomeClaims, payload, limits.packetBytesMax);
    if (!claims.ok) return claims;
    if (claims.value.aud !== identity.device || claims.value.rid !== rid)
      return refuse('E_SIGNATURE', { path: 'aud' });
    return claims;
  } catch {
    return refuse('E_SIGNATURE');
  }
}
