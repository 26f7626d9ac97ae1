/** The officer's verbs for the procedure catalogue: import a table, list, show; what a table holds is read elsewhere. */
import path from 'node:path';
import { type Command, Option } from 'commander';
import type { ProceduresTaken } from '../shared/contract/board-api.ts';
import { dayOf, readDay } from '../shared/contract/day.ts';
import type { Catalogue, Procedure } from '../shared/contract/procedure.ts';
import { both, type Common, fail, run, table, verb } from './cli-kit.ts';
import { type Encoding, encodings, TextFault } from './import/file-text.ts';
import { plainKey } from './import/plain-key.ts';
import { readProcedureFile, type TableFault, type TableRead } from './procedures-table.ts';
import { en } from './text/en.ts';
import { vi } from './text/vi.ts';

interface ImportOptions extends Common {
  readonly dryRun?: boolean;
  readonly asOf?: string;
  readonly encoding?: Encoding;
}

interface ListOptions extends Common {
  readonly field?: string;
  readonly search?: string;
}

/** Adds `procedures import|list|show`. */
export function procedureVerbs(program: Command): void {
  const procedures = program.command('procedures').description(both('procedures'));
  verb(procedures, 'import <file>', 'proceduresImport')
    .option('--dry-run', both('proceduresDry'))
    .option('--as-of <YYYY-MM-DD>', both('proceduresAsOf'))
    .addOption(new Option('--encoding <name>', both('proceduresEncoding')).choices([...encodings]))
    .action(importTable);
  verb(procedures, 'list', 'proceduresList')
    .option('--field <text>', both('proceduresField'))
    .option('--search <text>', both('proceduresSearch'))
    .action((options: ListOptions) =>
      run(
        options,
        (door) => door.catalogue(),
        (catalogue) => listOf(catalogue, options),
      ),
    );
  verb(procedures, 'show <code>', 'proceduresShow').action((code: string, options: Common) =>
    run(
      options,
      (door) => door.catalogue(),
      (catalogue) => {
        const found = catalogue.procedures.find((one) => one.code === code);
        if (found === undefined) process.exitCode = 1;
        return found === undefined ? both('none') : JSON.stringify(found, null, 2);
      },
    ),
  );
}

async function importTable(file: string, options: ImportOptions): Promise<void> {
  const asOf = options.asOf ?? dayOf(Date.now());
  if (!readDay(asOf).ok) return fail(both('proceduresAsOf'));
  const read = await readOrSay(path.resolve(file), asOf, options.encoding);
  if (read === undefined) return;
  if (!read.ok) {
    for (const fault of read.faults) process.stderr.write(`${sayFault(fault)}\n`);
    return fail(`${vi.procedures.refused(read.total)} | ${en.procedures.refused(read.total)}`);
  }
  for (const heading of read.ignored) {
    process.stderr.write(`${vi.procedures.ignored(heading)} | ${en.procedures.ignored(heading)}\n`);
  }
  await run(options, (door) => door.takeCatalogue(read.draft, options.dryRun === true), sayTaken);
}

/** undefined: the file is no text that can be read, and that has been said. */
async function readOrSay(
  file: string,
  asOf: string,
  encoding: Encoding | undefined,
): Promise<TableRead | undefined> {
  try {
    return await readProcedureFile(file, asOf, encoding);
  } catch (error) {
    if (!(error instanceof TextFault)) throw error;
    fail(`${vi.procedures.unreadable(file)} | ${en.procedures.unreadable(file)} (${error.trouble.kind})`);
    return undefined;
  }
}

function sayFault({ line, column, kind, found }: TableFault): string {
  const at = column === null ? '' : ` · ${vi.procedures.columns[column]}`;
  const what = found === '' ? '' : `: ${found}`;
  return `${vi.procedures.line(line)}${at} · ${vi.procedures.faults[kind]} | ${en.procedures.faults[kind]}${what}`;
}

function sayTaken({ outcome, procedures, added, changed, removed, version }: ProceduresTaken): string {
  const counts = `+${added.length} ~${changed.length} -${removed.length}`;
  const said = `${vi.procedures.outcomes[outcome]} | ${en.procedures.outcomes[outcome]}`;
  return `${said}: ${procedures}  (${counts})  v${version}`;
}

function listOf({ procedures, fields, levels, version, asOf }: Catalogue, options: ListOptions): string {
  const nameOf = (list: Catalogue['fields'], id: string): string =>
    list.find((one) => one.id === id)?.name.vi ?? id;
  const wanted = plainKey(options.search ?? '');
  const fits = ({ name, code, field }: Procedure): boolean =>
    `${plainKey(name.vi)} ${code}`.includes(wanted) &&
    plainKey(nameOf(fields, field)).includes(plainKey(options.field ?? ''));
  const rows = procedures
    .filter(fits)
    .map((one) => [one.code, nameOf(levels, one.level), nameOf(fields, one.field), one.name.vi]);
  return [
    `v${version}  ${asOf}  ${rows.length} / ${procedures.length}`,
    table([['code', 'level', 'field', 'name'], ...rows]),
  ].join('\n');
}
