/** The command `node device-config/pack.ts`: checks site files and writes what the centre hands out; words and exit codes only. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Argument, Command, CommanderError, Option } from 'commander';
import { parse } from 'yaml';
import type { ConfigFault } from './check.ts';
import { explainFault, type Language, languages, wordsOf } from './explain.ts';
import { isSourceFile, type PackOutcome, packSites } from './packing.ts';

const here = import.meta.dirname;

/** 0 packed; 1 a file has faults; 2 wrong usage, or a file or folder that cannot be read or written. */
export const exitCodes = { packed: 0, faults: 1, trouble: 2 } as const;

interface Settings {
  readonly source: string;
  readonly out: string;
  readonly lang: Language;
  readonly json: boolean;
}

function settingsFrom(args: readonly string[]): Settings {
  const command = new Command('pack')
    .description('Checks site files (YAML) and packs each into one JSON file; all or none.')
    .addArgument(new Argument('[file-or-folder]', 'a site file, or a folder of them').default(here))
    .option('--out <folder>', 'where the packed files go', path.resolve(here, '../dist/device-config'))
    .addOption(new Option('--lang <language>', 'language of the messages').choices(languages).default('vi'))
    .option('--json', 'print one JSON object instead of sentences', false)
    .exitOverride();
  command.parse([...args], { from: 'user' });
  const [source = here] = command.processedArgs as [string?]; // one optional argument, declared above
  return { source, ...command.opts<Omit<Settings, 'source'>>() };
}

function report(outcome: PackOutcome, { lang, json }: Settings): void {
  if (json) {
    process.stdout.write(`${JSON.stringify({ ok: exitCodeOf(outcome) === 0, ...outcome }, null, 2)}\n`);
    return;
  }
  const words = wordsOf(lang);
  const { trouble, faults, warnings, packed } = outcome;
  const exampleOf = (file: string): unknown => {
    const name = isSourceFile(file) ? 'source.example.yaml' : 'site.example.yaml';
    return parse(readFileSync(path.join(here, name), 'utf8'));
  };
  const near = (file: string) => path.relative(process.cwd(), file) || file;
  const sentence = (fault: ConfigFault) =>
    explainFault({ ...fault, file: near(fault.file) }, lang, exampleOf(fault.file));
  const wrong = faults.map(sentence);
  if (trouble !== undefined) wrong.push(words[trouble.kind](near(trouble.file), trouble.reason));
  if (faults.length > 0) wrong.push(words.refused(faults.length));
  for (const line of wrong) process.stderr.write(`${line}\n`);
  for (const warning of warnings) process.stdout.write(`${sentence(warning)}\n`);
  for (const { file, out, bytes } of packed) {
    process.stdout.write(`${words.packed(near(file), near(out), bytes)}\n`);
  }
}

function exitCodeOf(outcome: PackOutcome): number {
  if (outcome.trouble !== undefined) return exitCodes.trouble;
  return outcome.faults.length > 0 ? exitCodes.faults : exitCodes.packed;
}

function main(args: readonly string[]): number {
  try {
    const settings = settingsFrom(args);
    const outcome = packSites(path.resolve(settings.source), path.resolve(settings.out));
    report(outcome, settings);
    return exitCodeOf(outcome);
  } catch (error) {
    // commander has printed its sentence already; --help is an "error" with exit code 0.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : exitCodes.trouble;
    throw error;
  }
}

if (process.argv[1] === import.meta.filename) process.exitCode = main(process.argv.slice(2));
