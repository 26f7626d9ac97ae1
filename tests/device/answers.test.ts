// The status cache: old answers are hidden and wiped, and the store alone does not say whose they are.
import { afterEach, describe, expect, test } from 'vitest';
import type { DossierAnswer } from '../../shared/contract/dossier.ts';
import { limits } from '../../shared/contract/limits.ts';
import { createAnswers } from '../../shared/device/answers.ts';
import { sampleAnswer } from '../fakes/answer.ts';
import { failWrites, freshName, mendDisk, openFresh } from '../fakes/disk.ts';

afterEach(mendDisk);

const start = Date.UTC(2026, 10, 20);
const hour = 3_600_000;
const code = 'H1-190101-001';

async function cache(name = freshName()) {
  const { db } = await openFresh(name);
  let now = start;
  return {
    db,
    name,
    answers: createAnswers(db, () => now),
    at: (ms: number) => {
      now = start + ms;
    },
  };
}
const answer = (more: Partial<DossierAnswer> = {}): DossierAnswer => ({
  ...sampleAnswer,
  asOf: start,
  ...more,
});

describe('a kept answer', () => {
  test('is handed out, amber after thirty minutes, hidden after seventy-two hours', async () => {
    const { answers, at } = await cache();
    await answers.keep(code, answer());
    expect(await answers.find(code)).toEqual({ answer: answer(), isAmber: false });
    at(limits.cacheAmberMs);
    expect((await answers.find(code))?.isAmber).toBe(true);
    at(72 * hour - 1);
    expect(await answers.find(code)).toBeDefined();
    at(72 * hour);
    expect(await answers.find(code)).toBeUndefined();
  });
  test('is wiped after seven days of knowledge, however lately it was kept', async () => {
    const { db, answers, at } = await cache();
    await answers.keep('older', answer({ asOf: start - 6 * 24 * hour }));
    await answers.keep('newer', answer());
    at(24 * hour);
    await answers.sweep();
    expect(await db.count('answers')).toBe(1);
    at(7 * 24 * hour);
    await answers.sweep();
    expect(await db.count('answers')).toBe(0);
  });
  test('that was kept while the clock was years ahead is wiped all the same', async () => {
    const { db, answers, at } = await cache();
    at(10 * 365 * 24 * hour);
    await answers.keep(code, answer());
    at(8 * 24 * hour);
    await answers.sweep();
    expect(await db.count('answers')).toBe(0);
  });
  test('is replaced by a newer one', async () => {
    const { db, answers } = await cache();
    await answers.keep(code, answer());
    await answers.keep(code, answer({ asOf: start + 5 }));
    expect((await answers.find(code))?.answer.asOf).toBe(start + 5);
    expect(await db.count('answers')).toBe(1);
  });
  test('holds nothing of the private tier, and the store nothing of the code', async () => {
    const { db, answers } = await cache();
    await answers.keep(
      code,
      answer({ private: { title: { vi: 'Private title' }, maskedName: 'N*** V** M', timeline: [] } }),
    );
    const stored = JSON.stringify(await db.getAll('answers'));
    expect(stored).not.toContain('private');
    expect(stored).not.toContain('Private title');
    expect(stored).not.toContain('N***');
    expect(stored).not.toContain(code);
    expect(stored).not.toContain('190101');
  });
  test('is found again after a restart, by the key that cannot leave the browser', async () => {
    const first = await cache();
    await first.answers.keep(code, answer());
    first.db.close();
    const again = await cache(first.name);
    expect(await again.answers.find(code)).toBeDefined();
    const key = await again.db.get('facts', 'answersKey');
    expect((key as CryptoKey).extractable).toBe(false);
  });
  test('is under one key even when two pages make one at once', async () => {
    const { db } = await openFresh();
    const [one, two] = [createAnswers(db, () => start), createAnswers(db, () => start)];
    await Promise.all([one.keep(code, answer()), two.keep(code, answer())]);
    expect(await db.count('answers')).toBe(1);
    expect(await one.find(code)).toBeDefined();
  });
});

test('beyond its room the cache forgets what it has known longest', async () => {
  const { db, answers } = await cache();
  const tx = db.transaction('answers', 'readwrite');
  for (let i = 0; i < limits.cacheRowsMax; i += 1)
    void tx.store.put({ key: `k${i}`, answer: answer(), at: start + i });
  await tx.done;
  await answers.keep(code, answer({ asOf: start - 1 }));
  await answers.sweep();
  expect(await db.count('answers')).toBe(limits.cacheRowsMax);
  expect(await answers.find(code)).toBeUndefined();
});

test('a store that refused the key once is asked again', async () => {
  const { answers } = await cache();
  failWrites('unknown', 9);
  await expect(answers.keep(code, answer())).rejects.toThrow();
  mendDisk();
  await answers.keep(code, answer());
  expect(await answers.find(code)).toBeDefined();
});
