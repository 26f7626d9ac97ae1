// A part of the app that is not there yet; alone in its file, because what is missing stays missing for the tests beside it.
import { expect, test, vi } from 'vitest';
import { limits } from '../../shared/contract/limits.ts';
import { Profile, tap } from '../fakes/profile.ts';
import { rest, until } from '../fakes/rest.ts';

const firstPart = '../../shared/device/bring-up.ts';

test('a device whose very first part behind the paint cannot be loaded loads it later, and keeps taps meanwhile', async () => {
  const profile = new Profile();
  vi.doMock(firstPart, () => {
    throw new TypeError('Failed to fetch dynamically imported module');
  });
  const page = await profile.enrol();
  const place = await tap(page.core);
  await until(() => profile.clock.waits.length > 0);
  expect(profile.wire.dials).toEqual([]);
  vi.doUnmock(firstPart);
  await profile.clock.advance(limits.loadAgainMs);
  await until(() => profile.wire.dials.length > 0);
  await rest();
  expect(profile.ratings.map(({ id }) => id)).toEqual([place.id]);
});
