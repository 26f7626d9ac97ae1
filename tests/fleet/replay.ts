/** Sends a planned year of ratings through real device code: outbox, MQTT, ledger, receipt; it adds nothing up itself. */
import { type RatingDevice, ratingDevices2019, ratingPlan2019 } from '../../centre/demo/ratings-2019.ts';
import type { DeviceAdded, Health, RatingsSummary } from '../../shared/contract/board-api.ts';
import { enrolled } from '../../shared/contract/enrolment.ts';
import { readValue } from '../../shared/contract/reader.ts';
import { deviceConfig } from '../../shared/contract/site-config.ts';
import type { Core } from '../../shared/device/core.ts';
import type { Chance, Clock } from '../../shared/device/ports.ts';
import { nodeChance, nodeClock, startNodeDevice } from './node-device.ts';

/** `written`: in the outbox of its device; `receipted`: the ledger holds it. */
export type ReplayProgress = (phase: 'written' | 'receipted', done: number, of: number) => void;

export interface ReplayResult {
  readonly ratings: number;
  /** As the centre adds it up, 2019-01-01 to 2019-12-15. */
  readonly summary: RatingsSummary;
  /** What the centre had counted for these days before the replay. */
  readonly before: number;
}

/** The centre at `url` is not a demo centre, or does not answer as one. */
export class ReplayRefused extends Error {
  override readonly name = 'ReplayRefused';
}

async function ask<T>(url: string, body?: unknown): Promise<T> {
  const response = await fetch(url, {
    signal: AbortSignal.timeout(30_000),
    ...(body === undefined
      ? {}
      : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  const answer: unknown = await response.json();
  if (!response.ok) throw new ReplayRefused(`${new URL(url).pathname}: ${JSON.stringify(answer)}`);
  return answer as T; // our own centre's API, typed in contract/board-api
}

/** The tablet's clock and chance say what the plan says for the one call that writes the planned rating, and the truth otherwise. */
class PlannedPorts {
  planned: { wallMs: number; id: Uint8Array } | undefined;
  readonly #epoch: Uint8Array;

  constructor(tablet: RatingDevice) {
    this.#epoch = fromHex(tablet.epoch);
  }

  readonly clock: Clock = { ...nodeClock, wallMs: () => this.planned?.wallMs ?? nodeClock.wallMs() };
  readonly chance: Chance = {
    unit: nodeChance.unit,
    bytes: (n) => {
      if (this.planned !== undefined && n === this.planned.id.length) return this.planned.id;
      return n === this.#epoch.length ? this.#epoch : nodeChance.bytes(n);
    },
  };
}

const fromHex = (hex: string): Uint8Array => new Uint8Array(Buffer.from(hex, 'hex'));

interface Tablet {
  readonly core: Core;
  readonly ports: PlannedPorts;
}

async function enrolTablet(url: string, tablet: RatingDevice, connectAfter: Promise<void>): Promise<Tablet> {
  const { device: id, site, counter } = tablet;
  const wish = { id, app: 'tablet', site, counter, simulated: true, again: true };
  const { linkCode } = await ask<DeviceAdded>(`${url}/api/devices`, wish);
  const answer = readValue(enrolled, await ask(`${url}/api/enrol`, { app: 'tablet', code: linkCode }));
  if (!answer.ok) throw new ReplayRefused(JSON.stringify(answer.refusal));
  const config = readValue(deviceConfig, answer.value.config);
  if (!config.ok) throw new ReplayRefused(JSON.stringify(config.refusal));
  const ports = new PlannedPorts(tablet);
  const { device, secret, mqttPath, keys } = answer.value;
  const { core } = await startNodeDevice({
    broker: url.replace(/^http/, 'ws'),
    identity: { device, secret, mqttPath, keys },
    config: config.value,
    clock: ports.clock,
    chance: ports.chance,
    connectAfter,
  });
  return { core, ports };
}

/** Every planned rating as a tap: one strict transaction each, in the order of the year. */
async function writeYear(tablets: ReadonlyMap<string, Tablet>, onProgress: ReplayProgress): Promise<number> {
  const plan = [...ratingPlan2019()];
  for (const [i, rating] of plan.entries()) {
    const tablet = tablets.get(rating.device);
    if (tablet === undefined) throw new Error(`no tablet ${rating.device}`);
    const { core, ports } = tablet;
    const { site, counter } = core.config();
    ports.planned = { wallMs: rating.wallMs, id: fromHex(rating.id) };
    const written = core.record('vn.motcua.rating.given.v1', {
      site: site.site.id,
      counter,
      scale: { id: site.scale.id, version: site.scale.version, size: site.scale.levels.length },
      index: rating.index,
      outcome: 'tapped',
      flags: [],
      invitation: null,
    });
    ports.planned = undefined; // the id and the stamps are taken before the first wait
    await written;
    if (i % 100 === 99) onProgress('written', i + 1, plan.length);
  }
  onProgress('written', plan.length, plan.length);
  return plan.length;
}

const stallMs = 60_000; // without a single receipt for so long, something is wrong

async function waitForReceipts(
  tablets: Iterable<Tablet>,
  count: number,
  onProgress: ReplayProgress,
): Promise<void> {
  const all = [...tablets];
  let last = -1;
  let movedAt = Date.now();
  for (;;) {
    const depths = await Promise.all(all.map(({ core }) => core.depth()));
    const left = depths.reduce((sum, [ratings]) => sum + ratings, 0);
    onProgress('receipted', count - left, count);
    if (left === 0) return;
    if (left !== last) movedAt = Date.now();
    else if (Date.now() - movedAt > stallMs)
      throw new Error(`no receipt for ${stallMs / 1000} s; ${left} ratings wait`);
    last = left;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/** Replays 2019 into the demo centre at `url` (no slash at the end). A second replay says the same events again and changes nothing. */
export async function replayTayNinh2019(url: string, onProgress: ReplayProgress): Promise<ReplayResult> {
  const health = await ask<Health>(`${url}/healthz`);
  if (!health.demo) throw new ReplayRefused('a real centre takes no replay');
  const summaryUrl = `${url}/api/ratings/summary?from=2019-01-01&to=2019-12-15`;
  const before = (await ask<RatingsSummary>(summaryUrl)).total;
  let connect: () => void = () => {};
  const connectAfter = new Promise<void>((resolve) => {
    connect = resolve;
  });
  const tablets = new Map<string, Tablet>();
  try {
    for (const tablet of ratingDevices2019)
      tablets.set(tablet.device, await enrolTablet(url, tablet, connectAfter));
    const ratings = await writeYear(tablets, onProgress);
    connect();
    await waitForReceipts(tablets.values(), ratings, onProgress);
    return { ratings, before, summary: await ask<RatingsSummary>(summaryUrl) };
  } finally {
    for (const { core } of tablets.values()) await core.stop();
  }
}
