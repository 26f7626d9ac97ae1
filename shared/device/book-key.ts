/** The keyed hash under which a dossier is kept: with a key that cannot leave this browser, the store alone does not say whose it is. */
import { type Database, readFact, write } from './disk.ts';

/** HMAC-SHA-256, non-extractable, made once for this store. */
async function keyOf(db: Database): Promise<CryptoKey> {
  const known = await readFact(db, 'answersKey');
  if (known !== undefined) return known;
  const made = await crypto.subtle.generateKey({ name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  // Not by writeFact: two starts at once must agree on one key, so the first one wins inside the transaction.
  return write(db, ['facts'], async (tx, queue) => {
    const other = await tx.objectStore('facts').get('answersKey');
    if (other instanceof CryptoKey) return other;
    queue(tx.objectStore('facts').put(made, 'answersKey'));
    return made;
  });
}

const keyBytes = 16; // 128 bits: two of 150,000 codes never meet

/** A hasher over the database's own key, which is asked for again when the store refused it. */
export function makeHasher(db: Database): (code: string) => Promise<ArrayBuffer> {
  const encoder = new TextEncoder();
  let key: Promise<CryptoKey> | undefined;
  return async (code) => {
    key ??= keyOf(db).catch((cause: unknown) => {
      key = undefined;
      throw cause;
    });
    return (await crypto.subtle.sign('HMAC', await key, encoder.encode(code))).slice(0, keyBytes);
  };
}
