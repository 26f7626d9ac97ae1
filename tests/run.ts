// Runs everything in the order CI does and keeps the counts: `quick`, `long`, or `total` of what ran before.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
}

const root = path.resolve(import.meta.dirname, '..');
const results = path.join(root, '.cache/results');
const bin = (...parts: string[]) => path.join(root, 'node_modules', ...parts);

const steps: Record<string, () => Counts> = {
  'types and lint': () => command('npm', ['run', '--silent', 'check']),
  build: () => command(process.execPath, ['centre/build.ts']),
  // One worker is left out by itself, which on two processors is half of them.
  'each room': () => tests('rooms', ['unit', 'dom'], ['--maxWorkers=100%']),
  journeys: () => tests('journeys', ['browser']),
};
const longSteps: Record<string, () => Counts> = {
  build: () => command(process.execPath, ['centre/build.ts']),
  'long runs': () => tests('long', ['long'], ['--passWithNoTests']),
};

function run(file: string, args: readonly string[]): number {
  const shell = process.platform === 'win32';
  return spawnSync(file, args, { cwd: root, shell, stdio: ['ignore', 'inherit', 'inherit'] }).status ?? 1;
}

/** A step that is no test counts only when it fails: a red lint must not hide behind green tests. */
function command(file: string, args: readonly string[]): Counts {
  return { passed: 0, failed: run(file, args) === 0 ? 0 : 1, skipped: 0 };
}

function tests(name: string, projects: readonly string[], more: readonly string[] = []): Counts {
  const report = path.join(results, `${name}.vitest.json`);
  rmSync(report, { force: true });
  const chosen = projects.flatMap((project) => ['--project', project]);
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const status = run(process.execPath, [bin('vitest/vitest.mjs'), 'run', ...chosen, ...reporters, ...more]);
  if (!existsSync(report)) return { passed: 0, failed: status === 0 ? 0 : 1, skipped: 0 };
  const counted = JSON.parse(readFileSync(report, 'utf8')) as Report;
  // A file that does not load, or an error outside any test, fails the run without a failed test.
  const failed = Math.max(counted.numFailedTests, status === 0 ? 0 : 1);
  return { passed: counted.numPassedTests, failed, skipped: counted.numPendingTests + counted.numTodoTests };
}

function sum(all: readonly Counts[]): Counts {
  return all.reduce(
    (a, b) => ({ passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped }),
    { passed: 0, failed: 0, skipped: 0 },
  );
}

function runAll(mode: string, chosen: Record<string, () => Counts>): Counts {
  mkdirSync(results, { recursive: true });
  const counts = Object.entries(chosen).map(([title, step]) => {
    console.log(`\n== ${title}`);
    return step();
  });
  const all = sum(counts);
  writeFileSync(path.join(results, `${mode}.counts.json`), JSON.stringify(all));
  return all;
}

function total(): Counts {
  const files = existsSync(results)
    ? readdirSync(results).filter((name) => name.endsWith('.counts.json'))
    : [];
  if (files.length === 0) return { passed: 0, failed: 1, skipped: 0 };
  return sum(files.map((name) => JSON.parse(readFileSync(path.join(results, name), 'utf8')) as Counts));
}

const modes: Record<string, () => Counts> = {
  quick: () => runAll('quick', steps),
  long: () => runAll('long', longSteps),
  total,
};
const mode = modes[process.argv[2] ?? ''];
if (mode === undefined) throw new Error(`say which: ${Object.keys(modes).join(', ')}`);
const { passed, failed, skipped } = mode();
console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
process.exitCode = failed > 0 || (process.env.CI === 'true' && skipped > 0) ? 1 : 0;
