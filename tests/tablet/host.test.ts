// The table meets a device: one tap is one row, thanks follows the disk, and a full disk is said aloud.
import { expect, test } from 'vitest';
import { limits } from '../../shared/contract/limits.ts';
import { openHost } from '../../tablet/host.ts';
import { fakeDevice, fakeStage, placeNumber, sampleConfig } from './fakes.ts';

function open(config = sampleConfig()) {
  const fake = fakeDevice(config);
  const time = fakeStage();
  const host = openHost(fake.device, time.stage);
  return Object.assign(fake, time, { host });
}

test('a tap is one rating with the site, counter and scale that were on the screen', async () => {
  const { host, asked } = open();
  host.tell({ kind: 'tapped', index: 1 });
  expect(asked).toHaveLength(1);
  expect(asked[0]).toMatchObject({
    type: 'vn.motcua.rating.given.v1',
    data: {
      site: 'diem-mau',
      counter: 'quay-5',
      scale: { id: 'hai-long-3', version: 1, size: 3 },
      index: 1,
      outcome: 'tapped',
      flags: [],
      invitation: null,
    },
    options: { subject: 'quay-5', holdMs: 0 },
  });
});

test('a shared tablet names no counter', () => {
  const { host, asked } = open(sampleConfig({ counter: null }));
  host.tell({ kind: 'tapped', index: 0 });
  expect(asked[0]?.data).toMatchObject({ counter: null });
  expect(asked[0]?.options).toEqual({ holdMs: 0 });
});

test('there is no thanks before the row is on disk, and the device hears of it only once it is painted', async () => {
  const { host, asked, thanked, paint } = open();
  host.tell({ kind: 'tapped', index: 0 });
  expect(host.round().at).toBe('writing');
  await asked[0]?.commit();
  expect(host.round().at).toBe('thanks');
  expect(thanked).toEqual([]);
  paint();
  expect(thanked).toEqual([placeNumber(1)]);
});

test('taps while a row is being written make no second row', async () => {
  const { host, asked } = open();
  for (let i = 0; i < 5; i++) host.tell({ kind: 'tapped', index: i % 3 });
  await asked[0]?.commit();
  host.tell({ kind: 'tapped', index: 0 });
  expect(asked).toHaveLength(1);
});

test('thanks lasts a second, then the faces are back and open after the press lock', async () => {
  const { host, asked, pass } = open();
  host.tell({ kind: 'tapped', index: 0 });
  await asked[0]?.commit();
  pass(limits.thanksMs - 1);
  expect(host.round().at).toBe('thanks');
  pass(1);
  expect(host.round().at).toBe('asking');
  host.tell({ kind: 'tapped', index: 0 });
  expect(asked).toHaveLength(1);
  pass(limits.pressLockMs);
  host.tell({ kind: 'tapped', index: 0 });
  expect(asked).toHaveLength(2);
});

test('a refused write pauses the tablet until the fault itself can be written down', async () => {
  const { host, asked, pass, thanked, paint, settle } = open();
  host.tell({ kind: 'tapped', index: 0 });
  await asked[0]?.refuse();
  await settle();
  paint();
  expect(host.round().at).toBe('paused');
  expect(thanked).toEqual([]);
  pass(limits.pausedRetryStartMs);
  expect(asked[1]).toMatchObject({
    type: 'vn.motcua.device.faulted.v1',
    data: { alarm: 'storage-full', state: 'raised' },
  });
  await asked[1]?.refuse();
  await settle();
  expect(host.round().at).toBe('paused');
  pass(limits.pausedRetryStartMs * 2);
  await asked[2]?.commit();
  expect(host.round().at).toBe('asking');
});

test('an answer taken back within the window is undone at the device', async () => {
  const { host, asked, undone, settle } = open(sampleConfig({ undoWindowMs: 5_000 }));
  host.tell({ kind: 'tapped', index: 0 });
  expect(asked[0]?.options).toMatchObject({ holdMs: 5_000 });
  await asked[0]?.commit();
  host.tell({ kind: 'choose-again' });
  await settle();
  expect(undone).toEqual([placeNumber(1)]);
  expect(host.round().at).toBe('asking');
});

test('the page may be replaced only between two rounds', async () => {
  const { host, asked, rest, pass } = open();
  expect(rest.at(-1)).toBe(true);
  host.tell({ kind: 'touched' });
  expect(rest.at(-1)).toBe(false);
  host.tell({ kind: 'tapped', index: 0 });
  expect(rest.at(-1)).toBe(false);
  await asked[0]?.commit();
  expect(rest.at(-1)).toBe(false);
  pass(limits.thanksMs);
  expect(rest.at(-1)).toBe(true);
});

test('a new configuration waits until no finger is on the glass', () => {
  const { host, push } = open();
  host.tell({ kind: 'touched' });
  push(sampleConfig({ version: 2, counter: null }));
  expect(host.config().version).toBe(1);
  host.tell({ kind: 'lifted' });
  expect(host.config().version).toBe(2);
});

test('a closed host asks the device for nothing more', async () => {
  const { host, asked, pass } = open();
  host.tell({ kind: 'tapped', index: 0 });
  await asked[0]?.refuse();
  host.close();
  pass(limits.pausedRetryMaxMs);
  expect(asked).toHaveLength(1);
});
