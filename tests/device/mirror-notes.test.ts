// What a tap tells the mirror before its keeper has been loaded.
import { expect, test } from 'vitest';
import { MirrorKeeper } from '../../shared/device/mirror.ts';
import { MirrorNotes } from '../../shared/device/mirror-notes.ts';
import { foldMirror } from '../../shared/rules/mirror.ts';
import { openFresh } from '../fakes/disk.ts';
import { FakeMirror } from '../fakes/mirror.ts';
import { Profile } from '../fakes/profile.ts';
import { rest } from '../fakes/rest.ts';
import { rowOf } from '../fakes/rows.ts';

async function keeperOf(file: FakeMirror): Promise<MirrorKeeper> {
  const { db } = await openFresh();
  const nobody = (): void => {};
  return new MirrorKeeper(file, db, {
    onFlushed: nobody,
    onBroken: nobody,
    onHealed: nobody,
    onRestored: nobody,
  });
}
const { identity, config } = new Profile();
if (!identity.ok) throw new Error('the sample profile has an identity');
const belongings = { identity: identity.value, config };

test('everything noted before the keeper comes stands in the mirror once it is open, in its order', async () => {
  const file = new FakeMirror();
  const keeper = await keeperOf(file);
  const notes = new MirrorNotes();
  notes.noteRow(rowOf({ state: 'held' }));
  notes.noteRow(rowOf({ state: 'undone', ord: 2 }));
  notes.passTo(keeper);
  notes.noteRow(rowOf({ seq: 2 }));
  await keeper.reconcile(belongings);
  await rest();
  expect([...foldMirror(file.lines, () => undefined).rows.values()].map((row) => row.state)).toEqual([
    'undone',
    'settled',
  ]);
});

test('a keeper that comes after the page was stopped is closed at once', async () => {
  const file = new FakeMirror();
  const keeper = await keeperOf(file);
  await file.open();
  const notes = new MirrorNotes();
  notes.close();
  notes.passTo(keeper);
  expect(file.isOpen).toBe(false);
});
