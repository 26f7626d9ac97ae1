/** Measures how fast events come to be synced and how soon a receipt comes, for three ways to gather a commit and two disks; it reads no table. */
import type { Bench, Measurement, Value, Values } from './measurement.ts';
import { makeSlowDisk, type SlowDisk } from './slow-disk.ts';
import { percentile, ratio } from './statistics.ts';
import { type Way, ways } from './variant-centre.ts';
import { VariantLine } from './variant-line.ts';

const perSecond = 500;
const warmMs = 500;
const steadyMs = 1_000;
const steadyRounds = 3;
const saturationMs = 1_000;
const saturationRounds = 2;
/** The outage that capacity.md speaks of: events that wait in the whole country. */
const outageEvents = 255_124;
/** A slowed sync takes at least so long, or the shim did not take. */
const slowSyncMsMin = 4.5;

interface Figures {
  readonly syncMs: number;
  readonly rate: number;
  /** Processor time of the centre for one event, microseconds. */
  readonly cpuUs: number;
  readonly p50: number;
  readonly p99: number;
  readonly liveP99: number;
}

/** The ways take turns slice by slice, so that whatever else this machine does troubles all of them alike. */
async function allWays(bench: Bench, env: Readonly<Record<string, string>>): Promise<Record<Way, Figures>> {
  const lines: VariantLine[] = [];
  for (const way of ways) lines.push(await VariantLine.open(bench, way, env));
  const times = new Map(lines.map((line) => [line.way, [] as number[]]));
  for (const line of lines) await line.steady(perSecond, warmMs);
  for (let round = 0; round < steadyRounds; round += 1) {
    for (const line of lines) times.get(line.way)?.push(...(await line.steady(perSecond, steadyMs)));
  }
  const totals = new Map(
    lines.map((line) => [line.way, { events: 0, ms: 0, cpuUs: 0, live: [] as number[] }]),
  );
  for (let round = 0; round < saturationRounds; round += 1) {
    for (const line of lines) {
      const { events, ms, cpuUs, live } = await line.saturate(saturationMs);
      const total = totals.get(line.way);
      if (total === undefined) continue;
      total.events += events;
      total.ms += ms;
      total.cpuUs += cpuUs;
      total.live.push(...live);
    }
  }
  const figures = lines.map((line): [Way, Figures] => {
    const total = totals.get(line.way);
    const steady = times.get(line.way) ?? [];
    if (total === undefined) throw new Error(`${line.way} was not measured`);
    return [
      line.way,
      {
        syncMs: line.syncMs,
        rate: (total.events * 1000) / total.ms,
        cpuUs: total.cpuUs / total.events,
        p50: percentile(steady, 0.5),
        p99: percentile(steady, 0.99),
        // One row per commit may give no live receipt at all within its slices; only the adaptive way's is told.
        liveP99: total.live.length === 0 ? Number.POSITIVE_INFINITY : percentile(total.live, 0.99),
      },
    ];
  });
  return Object.fromEntries(figures) as Record<Way, Figures>; // one for each way
}

function fastValues(by: Record<Way, Figures>): Values {
  const { adaptive } = by;
  const oneRow = by['one-row'];
  const fixedWait = by['fixed-wait'];
  return {
    'ledger.sync': adaptive.syncMs,
    'ledger.adaptive-rate': adaptive.rate,
    'ledger.adaptive-cpu': adaptive.cpuUs,
    'ledger.one-row-rate': oneRow.rate,
    'ledger.fixed-wait-rate': fixedWait.rate,
    'ledger.rate-over-one-row': ratio(adaptive.rate, oneRow.rate),
    'ledger.rate-over-fixed-wait': ratio(adaptive.rate, fixedWait.rate),
    'ledger.adaptive-receipt-p50': adaptive.p50,
    'ledger.adaptive-receipt-p99': adaptive.p99,
    'ledger.one-row-receipt-p50': oneRow.p50,
    'ledger.one-row-receipt-p99': oneRow.p99,
    'ledger.fixed-wait-receipt-p50': fixedWait.p50,
    'ledger.fixed-wait-receipt-p99': fixedWait.p99,
    'ledger.receipt-p50-over-fixed-wait': ratio(adaptive.p50, fixedWait.p50),
    'ledger.receipt-p99-over-one-row': ratio(adaptive.p99, oneRow.p99),
    'ledger.outage-drain': outageEvents / adaptive.rate,
    'ledger.live-receipt-p99-in-drain': adaptive.liveP99,
  };
}

/** Each row with how it comes from the slow figures, so that a machine without cc can name the same rows. */
const slowRows = {
  'ledger.slow-sync': (by) => by.adaptive.syncMs,
  'ledger.slow-adaptive-rate': (by) => by.adaptive.rate,
  'ledger.slow-one-row-rate': (by) => by['one-row'].rate,
  'ledger.slow-fixed-wait-rate': (by) => by['fixed-wait'].rate,
  'ledger.slow-rate-over-one-row': (by) => ratio(by.adaptive.rate, by['one-row'].rate),
  'ledger.slow-rate-over-fast': (by, fast) => ratio(by.adaptive.rate, fast.adaptive.rate),
  'ledger.slow-adaptive-receipt-p50': (by) => by.adaptive.p50,
  'ledger.slow-adaptive-receipt-p99': (by) => by.adaptive.p99,
  'ledger.slow-one-row-receipt-p50': (by) => by['one-row'].p50,
  'ledger.slow-one-row-receipt-p99': (by) => by['one-row'].p99,
  'ledger.slow-fixed-wait-receipt-p50': (by) => by['fixed-wait'].p50,
  'ledger.slow-fixed-wait-receipt-p99': (by) => by['fixed-wait'].p99,
  'ledger.slow-receipt-p50-over-fixed-wait': (by) => ratio(by.adaptive.p50, by['fixed-wait'].p50),
} as const satisfies Record<string, (by: Record<Way, Figures>, fast: Record<Way, Figures>) => number>;

async function slowValues(bench: Bench, disk: SlowDisk, fast: Record<Way, Figures>): Promise<Values> {
  const each = Object.entries(slowRows);
  if ('missing' in disk) {
    bench.say(`NOT MEASURED: ${disk.missing}`);
    return Object.fromEntries(each.map(([row]): [string, Value] => [row, { missing: disk.missing }]));
  }
  const by = await allWays(bench, disk.env);
  if (by.adaptive.syncMs < slowSyncMsMin) throw new Error(`a slowed sync took ${by.adaptive.syncMs} ms only`);
  return Object.fromEntries(each.map(([row, value]): [string, Value] => [row, value(by, fast)]));
}

export const measureLedger: Measurement = {
  name: 'ledger',
  title:
    'synced events a second and receipts at 500 a second: adaptive batch, one row, fixed wait; slow disk',
  run: async (bench) => {
    const fast = await allWays(bench, {});
    return { ...fastValues(fast), ...(await slowValues(bench, makeSlowDisk(bench.folder('shim')), fast)) };
  },
};
