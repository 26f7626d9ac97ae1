/** Measures the real centre itself: how soon it is ready, what it weighs with the demo year, and what an idle device and a country cost it. */
import { fileURLToPath } from 'node:url';
import { sampleDossiers } from '../../centre/demo/samples.ts';
import type { Bench, Measurement, Started } from './measurement.ts';
import { type Memory, RealCentre } from './real-centre.ts';
import { median, ratio } from './statistics.ts';

const crowdFile = fileURLToPath(new URL('./idle-devices.ts', import.meta.url));

/** The first ones make the centre's young heap grow once; only the others are weighed. */
const warmCount = 200;
const crowdCount = 500;
/** capacity.md: every device of the country comes back at once. */
const stormCount = 14_644;
const startsAgain = 3;
const settleMs = 3_000;
const countryMs = 8_000;
const KIB = 1024;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Ms that the same program takes to say its `--help`: everything is loaded, nothing is opened. */
async function helpMs(bench: Bench): Promise<number> {
  const began = performance.now();
  const help = await bench.start({ file: 'centre/start.mjs', args: ['--help'], ready: /--demo-on-lan/ });
  const took = performance.now() - began;
  await help.stop();
  return took;
}

async function connectMore(crowd: Started, count: number): Promise<void> {
  crowd.tell(`connect ${count}`);
  await crowd.take(/^connected$/);
  await pause(settleMs);
}

/** Processor time that passed in the centre, ms. */
function cpuMs(before: Memory, after: Memory): number {
  return (after.cpu.user + after.cpu.system - before.cpu.user - before.cpu.system) / 1000;
}

async function run(bench: Bench) {
  const folder = bench.folder('centre');
  const first = await RealCentre.start(bench, folder);
  await pause(settleMs);
  const full = await first.memory();
  await first.stop();

  const again: number[] = [];
  const help: number[] = [];
  let centre: RealCentre | undefined;
  for (let n = 0; n < startsAgain; n += 1) {
    await centre?.stop();
    help.push(await helpMs(bench));
    centre = await RealCentre.start(bench, folder);
    again.push(centre.readyMs);
  }
  if (centre === undefined) throw new Error('the centre was not started again');
  await pause(settleMs);
  const calm = await centre.memory();

  const crowd = await bench.start({
    file: crowdFile,
    args: [centre.url, centre.code('tablet'), String(warmCount + crowdCount)],
    ready: /^enrolled$/,
  });
  await connectMore(crowd, warmCount);
  const alone = await centre.memory();
  await connectMore(crowd, crowdCount);
  const crowded = await centre.memory();
  const codes = sampleDossiers(Date.now()).map(({ row }) => row.code);
  crowd.tell(`speak ${countryMs} ${codes.join(' ')}`);
  const began = performance.now();
  await crowd.take(/^spoken$/);
  const spokenMs = performance.now() - began;
  const spoken = await centre.memory();
  const connectMs = cpuMs(alone, crowded) / crowdCount;
  return {
    'centre.first-ready': first.readyMs / 1000,
    'centre.ready': median(again) / 1000,
    'centre.ready-over-help': ratio(median(again), median(help)),
    'centre.rss-after-import': full.rss / 1e6,
    'centre.rss': calm.rss / 1e6,
    'centre.idle-device': (crowded.rss - alone.rss) / crowdCount / KIB,
    'centre.idle-device-heap': (crowded.heapUsed - alone.heapUsed) / crowdCount / KIB,
    'centre.connect-cpu': connectMs,
    'centre.reconnect-storm': (stormCount * connectMs) / 1000,
    'centre.country': cpuMs(crowded, spoken) / spokenMs,
  };
}

export const measureCentre: Measurement = {
  name: 'centre',
  title: 'time to ready, memory with the demo year, memory of an idle device, processor time of a country',
  run,
};
