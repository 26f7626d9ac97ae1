/** One variant centre with its devices: paced ratings, or as many as it takes; it compares nothing. */
import { fileURLToPath } from 'node:url';
import type { DeviceId } from '../../shared/contract/ids.ts';
import { limits } from '../../shared/contract/limits.ts';
import { connectDevices, type LoadDevice } from './load-device.ts';
import type { MadeBatch } from './made-rows.ts';
import type { Bench, Started } from './measurement.ts';
import { steadyReceipts } from './pace.ts';
import type { Way } from './variant-centre.ts';

const centreFile = fileURLToPath(new URL('./variant-centre.ts', import.meta.url));

const devicesCount = 48;
const stockBatches = 40; // per device before each slice: about 50,000 events in all
const liveEveryMs = 25;
const tailWaitMs = 15_000;
const behindWaitMs = 1_000;

export interface Saturated {
  readonly events: number;
  readonly ms: number;
  /** Processor time of the centre meanwhile, microseconds. */
  readonly cpuUs: number;
  /** Ms to the receipt of live ratings, one by one, beside the load. */
  readonly live: readonly number[];
}

interface Stocked {
  readonly device: LoadDevice;
  /** Made and not yet sent; they keep their order over slices. */
  readonly stock: MadeBatch[];
}

export class VariantLine {
  readonly way: Way;
  /** Ms of one sync on its disk. */
  readonly syncMs: number;
  readonly #centre: Started;
  readonly #address: string;
  readonly #load: readonly Stocked[];
  readonly #live: LoadDevice;

  private constructor(way: Way, centre: Started, address: string, all: readonly LoadDevice[]) {
    const [live, ...load] = all;
    if (live === undefined) throw new Error('no device was connected');
    this.way = way;
    this.#centre = centre;
    this.#address = address;
    this.#live = live;
    this.#load = load.map((device) => ({ device, stock: [] }));
    this.syncMs = Number(centre.said[2]);
  }

  static async open(bench: Bench, way: Way, env: Readonly<Record<string, string>>): Promise<VariantLine> {
    const args = [way, bench.folder(`ledger-${way}`)];
    const centre = await bench.start({ file: centreFile, args, env, ready: /^ready (\d+) (\S+)$/ });
    const address = `127.0.0.1:${centre.said[1]}`;
    const all = await connectDevices(
      `ws://${address}/mqtt`,
      Array.from({ length: devicesCount + 1 }, (_each, n) => ({
        device: `bench-${n}` as DeviceId, // as its pattern wants
        secret: 'bench',
      })),
    );
    bench.after(() => {
      for (const device of all) device.close();
      // A centre that has fallen behind would take long to drain: nothing of it matters any more.
      centre.child.kill('SIGKILL');
    });
    return new VariantLine(way, centre, address, all);
  }

  /** Ms to the receipt of each rating at an even pace. Rejects when one gets none, but for one row per commit, which may fall behind. */
  async steady(perSecond: number, ms: number): Promise<number[]> {
    const devices = this.#load.map(({ device }) => device);
    const pace = this.way === 'one-row' ? { tailWaitMs: behindWaitMs, mayFallBehind: true } : { tailWaitMs };
    const times = await steadyReceipts(devices, { perSecond, ms, ...pace });
    this.#complain();
    return times;
  }

  /** Every device keeps as many batches under way as the contract allows. */
  async saturate(ms: number): Promise<Saturated> {
    for (const { device, stock } of this.#load) {
      while (stock.length < stockBatches) stock.push(device.rows.batch(limits.batchEventsMax));
    }
    const live: number[] = [];
    const liveTimer = setInterval(() => {
      void this.#live.send(this.#live.rows.batch(1)).then((took) => void live.push(took));
    }, liveEveryMs);
    const before = await this.#synced();
    const began = performance.now();
    const end = began + ms;
    const lines = this.#load.flatMap((each) =>
      Array.from({ length: limits.batchesInFlightMax }, () => drain(each, end)),
    );
    const all = Promise.all(lines);
    // The end of the time, or of the stock.
    await Promise.race([all, until(ms)]);
    const after = await this.#synced();
    const took = performance.now() - began;
    clearInterval(liveTimer);
    // One row per commit may be far behind; what gathers must have everything on disk soon.
    if (this.way !== 'one-row') {
      await Promise.race([all, until(tailWaitMs)]);
      if (this.#load.some(({ device }) => device.waiting.length > 0)) {
        throw new Error(`${this.way}: events were without a receipt long after the last one was sent`);
      }
    }
    this.#complain();
    return {
      events: after.events - before.events,
      ms: took,
      cpuUs: after.cpuUs - before.cpuUs,
      live: [...live],
    };
  }

  async #synced(): Promise<{ events: number; cpuUs: number }> {
    const response = await fetch(`http://${this.#address}/`);
    const [events, cpuUs] = (await response.text()).split(' ').map(Number);
    return { events: events ?? Number.NaN, cpuUs: cpuUs ?? Number.NaN };
  }

  #complain(): void {
    const trouble = this.#centre.lines.find((line) => line.startsWith('trouble'));
    if (trouble !== undefined) throw new Error(`${this.way}: ${trouble}`);
  }
}

async function drain({ device, stock }: Stocked, end: number): Promise<void> {
  for (let next = stock.shift(); next !== undefined; next = stock.shift()) {
    await device.send(next);
    if (performance.now() > end) return;
  }
}

const until = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
