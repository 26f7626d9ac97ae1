/** The centre's `command` key: made at the first start, kept in the data folder, signs what the centre says; it reads no message. */
import { existsSync, readFileSync } from 'node:fs';
import { CompactSign, calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, type JWK } from 'jose';
import type { PublicKey } from '../shared/contract/enrolment.ts';
import { writeFileSynced } from './synced-file.ts';

export interface CommandKey {
  /** Public keys to pin: current, and later the next. */
  readonly publicKeys: readonly PublicKey[];
  /** Compact JWS (ES256, which every browser's WebCrypto verifies) over claims. */
  sign(claims: object): Promise<string>;
}

/** Reads the key, or makes it with mode 0600 when there is none. `file` null: for this process only. */
export async function openCommandKey(file: string | null): Promise<CommandKey> {
  const jwk = file !== null && existsSync(file) ? readKey(file) : await makeKey(file);
  const { d: _secret, ...open } = jwk;
  const key = await importJWK(jwk, 'ES256');
  const encoder = new TextEncoder();
  return {
    publicKeys: [{ ...open, kid: jwk.kid, kty: 'EC' }],
    sign: (claims) =>
      new CompactSign(encoder.encode(JSON.stringify(claims)))
        .setProtectedHeader({ alg: 'ES256', kid: jwk.kid })
        .sign(key),
  };
}

type KeptKey = JWK & { kid: string };

function readKey(file: string): KeptKey {
  // Our own file; importJWK refuses a key that is none.
  const { current } = JSON.parse(readFileSync(file, 'utf8')) as { current?: JWK };
  if (current?.kid === undefined || current.d === undefined) throw new Error(`${file} holds no command key`);
  return { ...current, kid: current.kid };
}

async function makeKey(file: string | null): Promise<KeptKey> {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  const bare = await exportJWK(privateKey);
  const kid = `command-${(await calculateJwkThumbprint(bare)).slice(0, 12)}`;
  const jwk = { ...bare, kid, alg: 'ES256', use: 'sig' };
  if (file !== null) writeFileSynced(file, `${JSON.stringify({ current: jwk })}\n`, 0o600);
  return jwk;
}
