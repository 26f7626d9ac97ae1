/** The status cache: answers under a keyed hash of their code, aged and wiped; it holds no code, no name and no title. */
import { limits } from '../contract/limits.ts';
import { ageOf } from '../rules/answers.ts';
import type { Answers, KeptAnswer } from './device.ts';
import { type Database, readFact } from './disk.ts';

/** HMAC-SHA-256 with a key that cannot leave this browser: the store alone does not say whose dossier it is. */
async function keyOf(db: Database): Promise<CryptoKey> {
  const known = await readFact(db, 'answersKey');
  if (known !== undefined) return known;
  const made = await crypto.subtle.generateKey({ name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  // Not by writeFact: two starts at once must agree on one key, so the first one wins inside the transaction.
  const tx = db.transaction('facts', 'readwrite', { durability: 'strict' });
  const other = await tx.store.get('answersKey');
  if (other instanceof CryptoKey) return other;
  await tx.store.put(made, 'answersKey');
  await tx.done;
  return made;
}

/** A cache over the database. `now` gives corrected ms. */
export function createAnswers(db: Database, now: () => number): Answers & { sweep(): Promise<void> } {
  let key: Promise<CryptoKey> | undefined;
  const hashOf = async (code: string): Promise<string> => {
    key ??= keyOf(db);
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
      await db.put('answers', { key: await hashOf(code), answer: bare, at: now() });
    },
    /** Deletes what is older than a week, and the oldest beyond the room. */
    async sweep(): Promise<void> {
      const tx = db.transaction('answers', 'readwrite');
      let surplus = (await tx.store.count()) - limits.cacheRowsMax;
      let cursor = await tx.store.index('at').openCursor();
      while (cursor !== null) {
        const isOld = ageOf(Math.min(cursor.value.at, cursor.value.answer.asOf), now()) === 'wiped';
        if (!isOld && surplus <= 0) {
          // Ordered by when it was kept; `asOf` may be older still, so all rows are looked at only when the first are old.
          break;
        }
        void cursor.delete();
        surplus -= 1;
        cursor = await cursor.continue();
      }
      await tx.done;
    },
  };
}
