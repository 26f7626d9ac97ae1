/** `npm run bench`: runs the measurements one after the other and ends with an error when a limit is broken; it measures nothing itself. */
import { spawnSync } from 'node:child_process';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import { staleParts } from '../../centre/build.ts';
import { measureCatalogue } from './catalogue.ts';
import { measureCentre } from './centre-weight.ts';
import { measureCopy } from './copy.ts';
import { measureHeap } from './heap.ts';
import { measureLedger } from './ledger.ts';
import { type MeasurementName, measurementNames } from './limits.ts';
import type { Measurement, Values } from './measurement.ts';
import { measureOfflineStart } from './offline-start.ts';
import { measureQuestion } from './question.ts';
import { measureReceipt } from './receipt.ts';
import { judge, type Line, tableOf } from './report.ts';
import { measureSizes } from './sizes.ts';
import { measureTap } from './tap.ts';
import { openWorkshop } from './workshop.ts';

const buildFile = fileURLToPath(new URL('../../centre/build.ts', import.meta.url));

/** Each takes about a minute or less; what takes so long, even on a machine that others use too, is stuck and counts as a failure. */
const measurementMsMax = 300_000;

/** In the order in which they run. */
const measurements: Readonly<Record<MeasurementName, Measurement>> = {
  sizes: measureSizes,
  tap: measureTap,
  receipt: measureReceipt,
  question: measureQuestion,
  copy: measureCopy,
  catalogue: measureCatalogue,
  ledger: measureLedger,
  'offline-start': measureOfflineStart,
  centre: measureCentre,
  heap: measureHeap,
};

interface Outcome {
  readonly lines: readonly Line[];
  readonly failures: readonly { readonly measurement: MeasurementName; readonly why: string }[];
}

const say = (text: string): void => void process.stderr.write(`${text}\n`);

async function measure(measurement: Measurement): Promise<Line[]> {
  const workshop = openWorkshop((text) => say(`  ${text}`));
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    const error = new Error(`still running after ${measurementMsMax / 1000} s`);
    timer = setTimeout(() => reject(error), measurementMsMax);
  });
  try {
    const values: Values = await Promise.race([measurement.run(workshop), late]);
    return judge(measurement.name, values);
  } finally {
    clearTimeout(timer);
    await workshop.clear();
  }
}

const isBroken = (line: Line): boolean => line.verdict === 'broken';

/** A limit counts as broken when it is broken twice in a row: the machine may have been busy with something else. */
async function measureTwiceIfBroken(measurement: Measurement): Promise<Line[]> {
  const first = await measure(measurement);
  const broken = first.filter(isBroken).map(({ row }) => row);
  if (broken.length === 0) return first;
  say(`  ${broken.join(', ')} broken: once more`);
  const second = await measure(measurement);
  const isKeptOnce = (line: Line): boolean => isBroken(line) && !broken.includes(line.row);
  return second.map((line) =>
    isKeptOnce(line) ? (first.find(({ row }) => row === line.row) ?? line) : line,
  );
}

async function runAll(chosen: readonly Measurement[]): Promise<Outcome> {
  const lines: Line[] = [];
  const failures: { measurement: MeasurementName; why: string }[] = [];
  for (const measurement of chosen) {
    say(`${measurement.name}: ${measurement.title}`);
    const began = performance.now();
    try {
      lines.push(...(await measureTwiceIfBroken(measurement)));
    } catch (error) {
      const why = error instanceof Error ? (error.stack ?? error.message) : String(error);
      failures.push({ measurement: measurement.name, why });
      say(`  failed: ${why}`);
    }
    say(`  ${((performance.now() - began) / 1000).toFixed(1)} s`);
  }
  return { lines, failures };
}

function print({ lines, failures }: Outcome, asJson: boolean): void {
  const machine = {
    node: process.version,
    platform: process.platform,
    arch: process.arch,
    cpus: cpus().length,
  };
  const at = new Date().toISOString();
  if (asJson) {
    process.stdout.write(`${JSON.stringify({ at, machine, lines, failures }, null, 2)}\n`);
    return;
  }
  console.log(`\n${at}, Node ${process.versions.node}, ${machine.cpus} cores\n\n${tableOf(lines)}\n`);
  for (const { measurement, why } of failures) console.log(`FAILED ${measurement}: ${why.split('\n', 1)[0]}`);
  for (const { row, reason } of lines) if (reason !== null) console.log(`NOT MEASURED ${row}: ${reason}`);
  const broken = lines.filter(isBroken);
  console.log(broken.length === 0 ? 'no limit broken' : `broken: ${broken.map(({ row }) => row).join(', ')}`);
}

function chosenOf(names: readonly string[]): readonly Measurement[] {
  const unknown = names.filter((name) => !measurementNames.some((known) => known === name));
  if (unknown.length > 0) {
    throw new Error(
      `no measurement is called ${unknown.join(', ')}; there are ${measurementNames.join(', ')}`,
    );
  }
  const all = Object.values(measurements);
  return names.length === 0 ? all : all.filter(({ name }) => names.includes(name));
}

interface Flags {
  readonly json: boolean;
  readonly list: boolean;
  readonly only: readonly string[];
}

async function main(): Promise<void> {
  const command = new Command('npm run bench --')
    .description('Measures the whole line on this machine; docs/bench.md says what each row means.')
    .option('--json', 'the result as JSON on standard output', false)
    .option('--only <name>', 'only this measurement; may be given again', gather, [])
    .option('--list', 'names the measurements', false)
    .parse();
  const flags = command.opts<Flags>();
  if (flags.list) {
    for (const { name, title } of chosenOf([])) console.log(`${name.padEnd(14)} ${title}`);
    return;
  }
  const chosen = chosenOf(flags.only);
  const stale = staleParts();
  if (stale.length > 0) {
    say(`building ${stale.join(', ')}`);
    buildAside(stale);
  }
  const outcome = await runAll(chosen);
  print(outcome, flags.json);
  if (outcome.failures.length > 0 || outcome.lines.some(isBroken)) process.exitCode = 1;
}

/** In a process of its own: what a build prints must not stand in the result. */
function buildAside(parts: readonly string[]): void {
  const env = { ...process.env, MOTCUA_APPS: parts.join() };
  const run = spawnSync(process.execPath, [buildFile], { env, stdio: ['ignore', 2, 2] });
  if (run.status !== 0) throw new Error('the apps could not be built; the reason stands above');
}

function gather(name: string, before: readonly string[]): readonly string[] {
  return [...before, name];
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
// Clients that were cut off may still hold timers; all that matters has been stopped and said.
process.stdout.write('', () => process.exit());
