/** The status cache: answers under a keyed hash of their code, aged and wiped; it holds no code, no name and no title. */
import { limits } from '../contract/limits.ts';
import { ageOf } from '../rules/answers.ts';
import type { Answers, KeptAnswer } from './device.ts';
import { type Database, readFact, write } from './disk.ts';

/** HMAC-SHA-256 with a key that cannot leave this browser: the store alone does not say whose dossier it is. */
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

/** A cache over the database. `now` gives corrected ms. */
export function createAnswers(db: Database, now: () => number): Answers & { sweep(): Promise<void> } {
  let key: Promise<CryptoKey> | undefined;
  const hashOf = async (code: string): Promise<string> => {
    key ??= keyOf(db).catch((cause: unknown) => {
      key = undefined; // asked again the next time
      throw cause;
    });
    const mac = new Uint8Array(await crypto.subtle.sign('HMAC', await key, new TextEncoder().encode(code)));
    return [...mac].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  };
  return {
    async find(code): Promise<KeptAnswer | undefined> {
      const row = await db.get('answers', await hashOf(code));
      if (row === undefined) return undefined;
      const age = ageOf(row.answer.asOf, now());
      return age === 'fresh' || age === 'amber'
        ? { answer: row.answer, isAmber: age === 'amber' }
        : undefined;
    },
    async keep(code, answer): Promise<void> {
      const { private: _never, ...bare } = answer;
      // Ordered by the age of the knowledge, which is what wipes it; a clock that is ahead must not lengthen its life.
      const at = Math.min(now(), answer.asOf);
      await db.put('answers', { key: await hashOf(code), answer: bare, at });
    },
    /** Deletes what is older than a week, and the oldest beyond the room. */
    async sweep(): Promise<void> {
      const surplus = (await db.count('answers')) - limits.cacheRowsMax;
      const oldest = await db.getAllFromIndex(
        'answers',
        'at',
        null,
        Math.max(limits.cacheSweepRows, surplus),
      );
      const wiped = oldest.filter((row, i) => i < surplus || ageOf(row.at, now()) === 'wiped');
      if (wiped.length === 0) return;
      await write(db, ['answers'], async (tx, queue) => {
        for (const { key } of wiped) queue(tx.objectStore('answers').delete(key));
      });
    },
  };
}
