// Whose word a welcome is: real keys, real signatures.
import { CompactSign, exportJWK, generateKeyPair } from 'jose';
import { describe, expect, test } from 'vitest';
import type { RequestId } from '../../shared/contract/ids.ts';
import type { Identity } from '../../shared/device/ports.ts';
import { readWelcome } from '../../shared/device/signature.ts';
import { bootOf, epochA, idOf } from '../fakes/rows.ts';

type Alg = 'ES256' | 'EdDSA';
async function keyPair(alg: Alg, kid: string) {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
  const open = { ...(await exportJWK(publicKey)), kid, kty: alg === 'ES256' ? 'EC' : 'OKP' };
  const sign = (claims: unknown, header: { alg?: string; kid?: string } = {}): Promise<string> =>
    new CompactSign(new TextEncoder().encode(typeof claims === 'string' ? claims : JSON.stringify(claims)))
      .setProtectedHeader({ alg, kid, ...header })
      .sign(privateKey);
  return { open, sign };
}
const rid = bootOf('rid') as string as RequestId; // both are 16 hex digits
const claims = {
  rid,
  aud: 'tablet-mau-5',
  lanes: [{ epoch: epochA, lane: 0, hwm: 3, hid: idOf(3) }],
  cfgver: 1,
  cseq: 0,
  t0: 1,
  t1: 2,
  t2: 3,
};
const trusting = (...command: Identity['keys']['command'][number][]): Identity => ({
  device: 'tablet-mau-5' as Identity['device'], // of the right shape
  secret: 's'.repeat(43),
  mqttPath: '/mqtt',
  keys: { command },
});

describe.each(['ES256', 'EdDSA'] as const)('a welcome signed with %s', (alg) => {
  test('by the pinned key is read', async () => {
    const key = await keyPair(alg, 'current');
    expect(await readWelcome(await key.sign(claims), trusting(key.open), rid)).toEqual({
      ok: true,
      value: claims,
    });
  });
  test('by the next pinned key is read too', async () => {
    const [current, next] = [await keyPair('ES256', 'current'), await keyPair(alg, 'next')];
    expect(await readWelcome(await next.sign(claims), trusting(current.open, next.open), rid)).toMatchObject({
      ok: true,
    });
  });
  test('by another key under a pinned name is refused', async () => {
    const [pinned, other] = [await keyPair(alg, 'current'), await keyPair(alg, 'current')];
    expect(await readWelcome(await other.sign(claims), trusting(pinned.open), rid)).toMatchObject({
      refusal: { code: 'E_SIGNATURE' },
    });
  });
  test('by a key that is not pinned is refused', async () => {
    const [pinned, other] = [await keyPair(alg, 'current'), await keyPair(alg, 'other')];
    expect(await readWelcome(await other.sign(claims), trusting(pinned.open), rid)).toMatchObject({
      refusal: { code: 'E_SIGNATURE', path: 'kid' },
    });
  });
  test('whose claims were changed on the way is refused', async () => {
    const key = await keyPair(alg, 'current');
    const [head, , signature] = (await key.sign(claims)).split('.');
    const forged = Buffer.from(JSON.stringify({ ...claims, lanes: [] })).toString('base64url');
    expect(await readWelcome(`${head}.${forged}.${signature}`, trusting(key.open), rid)).toMatchObject({
      refusal: { code: 'E_SIGNATURE' },
    });
  });
});

describe('a welcome that is well signed', () => {
  test.each([
    ['for another device', { aud: 'tablet-other' }],
    ['for another request', { rid: '0'.repeat(16) }],
  ])('but %s is refused', async (_name, change) => {
    const key = await keyPair('ES256', 'current');
    const jws = await key.sign({ ...claims, ...change });
    expect(await readWelcome(jws, trusting(key.open), rid)).toMatchObject({
      refusal: { code: 'E_SIGNATURE', path: 'aud' },
    });
  });
  test.each([
    ['without lanes', { ...claims, lanes: undefined }],
    ['with a lane that does not exist', { ...claims, lanes: [{ epoch: epochA, lane: 9, hwm: 1 }] }],
    ['that is no object', '"text"'],
    ['that is no JSON', '{"aud"'],
  ])('but %s is refused', async (_name, value) => {
    const key = await keyPair('ES256', 'current');
    expect(await readWelcome(await key.sign(value), trusting(key.open), rid)).toMatchObject({ ok: false });
  });
});

describe('what is no signature', () => {
  test.each([
    '',
    'lie',
    'a.b.c',
    '....',
    '{}',
    `${Buffer.from('{"alg":"none","kid":"current"}').toString('base64url')}.e30.`,
  ])('%j is refused, not thrown', async (text) => {
    const key = await keyPair('ES256', 'current');
    expect(await readWelcome(text, trusting(key.open), rid)).toMatchObject({
      ok: false,
      refusal: { code: 'E_SIGNATURE' },
    });
  });
  test('a pinned key that is none refuses everything', async () => {
    const key = await keyPair('ES256', 'current');
    const jws = await key.sign(claims);
    expect(await readWelcome(jws, trusting({ kid: 'current', kty: 'EC' }), rid)).toMatchObject({
      refusal: { code: 'E_SIGNATURE' },
    });
    expect(await readWelcome(jws, trusting(), rid)).toMatchObject({ refusal: { code: 'E_SIGNATURE' } });
  });
});
