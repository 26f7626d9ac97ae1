/** Measures the way of one rating to its receipt at a real centre, alone and among five hundred a second, beside a question that writes nothing. */
import * as v from 'valibot';
import { deviceConfig } from '../../shared/contract/site-config.ts';
import { connectDevices, type LoadDevice } from './load-device.ts';
import type { Measurement } from './measurement.ts';
import { steadyReceipts } from './pace.ts';
import { RealCentre } from './real-centre.ts';
import { percentile, ratio } from './statistics.ts';

const devicesCount = 50; // ten a second each, half of what a device may publish
const warmCount = 100;
const idleCount = 400;
const idleEveryMs = 8;
const perSecond = 500;
const bareEveryMs = 60; // below twenty a second, which a device may publish
const warmMs = 1_000;
const busyMs = 6_000;
const tailWaitMs = 10_000;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** By turns the two ways over the same socket, so that both meet the same machine. */
async function idleTimes(
  devices: readonly LoadDevice[],
  count: number,
): Promise<{ receipts: number[]; bare: number[] }> {
  const receipts: number[] = [];
  const bare: number[] = [];
  for (let n = 0; n < count; n += 1) {
    const device = devices[n % devices.length];
    if (device === undefined) throw new Error('no device was connected');
    bare.push(await device.askTime());
    await pause(idleEveryMs);
    receipts.push(await device.send(device.rows.batch(1)));
    await pause(idleEveryMs);
  }
  return { receipts, bare };
}

/** Ratings at their pace, and beside them one bare question after the other. */
async function besideBare(devices: readonly LoadDevice[]): Promise<{ receipts: number[]; bare: number[] }> {
  const [asker, ...load] = devices;
  if (asker === undefined) throw new Error('no device was connected');
  let isOver = false;
  const bare: number[] = [];
  const asking = (async () => {
    while (!isOver) {
      bare.push(await asker.askTime());
      await pause(bareEveryMs);
    }
  })();
  const receipts = await steadyReceipts(load, { perSecond, ms: busyMs, tailWaitMs });
  isOver = true;
  await asking;
  return { receipts, bare };
}

const bothPercentiles = (times: readonly number[]): { p50: number; p99: number } => ({
  p50: percentile(times, 0.5),
  p99: percentile(times, 0.99),
});

export const measureReceipt: Measurement = {
  name: 'receipt',
  title: 'event to receipt at a real centre over WebSocket, idle and at 500 a second',
  run: async (bench) => {
    const centre = await RealCentre.start(bench, bench.folder('receipt'));
    const identities = await Promise.all(Array.from({ length: devicesCount }, () => centre.enrol('tablet')));
    const devices = await connectDevices(
      centre.mqttUrl,
      identities.map(({ device, secret, config }) => ({
        device,
        secret,
        config: v.parse(deviceConfig, config),
      })),
    );
    bench.after(() => {
      for (const device of devices) device.close();
    });
    await idleTimes(devices, warmCount);
    const idle = await idleTimes(devices, idleCount);
    await steadyReceipts(devices, { perSecond, ms: warmMs, tailWaitMs });
    const busy = await besideBare(devices);
    if (devices.some(({ refused }) => refused > 0)) throw new Error('the centre refused a batch');
    const idleOf = bothPercentiles(idle.receipts);
    const busyOf = bothPercentiles(busy.receipts);
    const bareOf = bothPercentiles(idle.bare);
    return {
      'receipt.bare-p50': bareOf.p50,
      'receipt.bare-p99': bareOf.p99,
      'receipt.idle-p50': idleOf.p50,
      'receipt.idle-p99': idleOf.p99,
      'receipt.busy-p50': busyOf.p50,
      'receipt.busy-p99': busyOf.p99,
      'receipt.idle-p50-over-bare': ratio(idleOf.p50, bareOf.p50),
      'receipt.busy-p50-over-bare': ratio(busyOf.p50, percentile(busy.bare, 0.5)),
    };
  },
};
