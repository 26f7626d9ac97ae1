/** How an app without an identity gets one, over HTTPS: POST /api/enrol with a one-time code; it keeps no secret. */
import * as v from 'valibot';
import { appName, deviceId } from './ids.ts';

/** Crockford base32 without I L O U; 26 characters by link (130 bits), 10 typed (50 bits). */
export const enrolCode = v.pipe(
  v.string(),
  v.maxLength(64),
  v.transform((text) => text.toUpperCase().replace(/[\s-]/g, '').replaceAll('O', '0').replace(/[IL]/g, '1')),
  v.regex(/^[0-9A-HJKMNP-TV-Z]{10}$|^[0-9A-HJKMNP-TV-Z]{26}$/, 'a code of 10 or 26 letters and digits'),
);

export const enrolRequest = v.object({ app: appName, code: enrolCode });
export type EnrolRequest = v.InferOutput<typeof enrolRequest>;

/** A public key of a role, as a JWK with its id. */
export const publicKey = v.looseObject({ kid: v.pipe(v.string(), v.maxLength(64)), kty: v.string() });
export type PublicKey = v.InferOutput<typeof publicKey>;

/** `secret`: 32 random bytes, base64url, the MQTT password, shown once and kept at the centre as SHA-256. `config`: a device configuration. */
export const enrolled = v.object({
  device: deviceId,
  secret: v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{43}$/)),
  mqttPath: v.pipe(v.string(), v.regex(/^\/[a-z/]{1,40}$/)),
  keys: v.object({ command: v.pipe(v.array(publicKey), v.minLength(1), v.maxLength(2)) }),
  config: v.unknown(),
});
export type Enrolled = v.InferOutput<typeof enrolled>;
