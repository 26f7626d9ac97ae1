/** Secrets and one-time codes: made from random bytes, kept as SHA-256, compared in constant time; it stores nothing. */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** Crockford base32 without I L O U. */
const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** SHA-256 as lower-case hex. */
export function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

/** A device secret: 32 random bytes, base64url, 43 characters. */
export function makeSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** An enrolment code of `length` characters (26 by link, 10 typed); five random bits each. */
export function makeCode(length: 10 | 26): string {
  return Array.from(randomBytes(length), (byte) => letters[byte & 31]).join('');
}

/** Six random letters and digits for the end of a device id. */
export function makeSuffix(): string {
  return makeCode(10).slice(0, 6).toLowerCase();
}

/** Compares in constant time; a null hash never fits, and takes as long. */
export function fits(secret: string, hash: string | null): boolean {
  const want = Buffer.from(hash ?? '0'.repeat(64), 'hex');
  const have = createHash('sha256').update(secret).digest();
  return want.length === have.length && timingSafeEqual(have, want) && hash !== null;
}
