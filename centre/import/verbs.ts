/** The verbs import, token and source of the command line: what they take and print; what they do is decided elsewhere. */
import { readFileSync } from 'node:fs';
import { type Command, Option } from 'commander';
import { centreLimits } from '../../shared/contract/centre-limits.ts';
import type { DeliveryListed } from '../../shared/contract/dossier-delivery.ts';
import { explainRefusal } from '../../shared/contract/explain-refusal.ts';
import { accept, type Result, refuse } from '../../shared/contract/refusal.ts';
import type { AdminDoor } from '../admin-door.ts';
import { atDoor, type Common, fail, leaf, print, run, table, when } from '../cli-kit.ts';
import { readDate } from './dates.ts';
import { type Encoding, encodings } from './file-text.ts';
import { type ImportWish, importFile, type NamedFault } from './import-file.ts';
import { openProgress } from './progress.ts';
import { openFaultFile, tellFault, tellResult, tellTrouble } from './tell.ts';
import { en } from './text/en.ts';
import { vi } from './text/vi.ts';

/** A file that waits for an admin was taken, but is not in force. */
const waitingExitCode = 2;

const both = (word: keyof typeof vi.verbs): string => `${vi.verbs[word]} · ${en.verbs[word]}`;

export function sourceVerbs(program: Command): void {
  importVerbs(program);
  tokenVerbs(program);
  configVerbs(program);
}

interface ImportOptions extends Common {
  readonly source: string;
  readonly encoding?: Encoding;
  readonly asOf?: string;
  readonly complete?: boolean;
  readonly upToDate?: boolean;
  readonly dryRun?: boolean;
  readonly errors?: string;
}

function importVerbs(program: Command): void {
  const parent = leaf(program, 'import [file]', both('import'))
    .addOption(new Option('--source <name>', both('ofSource')).default('portal'))
    .addOption(new Option('--encoding <encoding>', both('encoding')).choices([...encodings]))
    .option('--as-of <moment>', both('asOf'))
    .option('--complete', both('complete'))
    .option('--up-to-date', both('upToDate'))
    .option('--dry-run', both('dryRun'))
    .option('--errors <file>', both('errors'))
    .action((file: string | undefined, options: ImportOptions, command: Command) =>
      file === undefined ? command.help({ error: true }) : takeFile(file, options),
    );
  // Options of the verb itself and of the verbs below it do not mix.
  for (const command of [program, parent]) command.enablePositionalOptions();
  leaf(parent, 'pending', both('pending')).action((options: Common) =>
    run(
      options,
      async (door) => waitingOf(await door.sources.deliveries()),
      (deliveries) =>
        table([
          ['id', 'source', 'received', 'as of', 'rows', 'turned', 'of open', 'removed'],
          ...deliveries.map((d) => [
            ...[d.id, d.source, when(d.receivedAt), when(d.asOf)],
            ...[d.rows, d.turned, d.open, d.removed],
          ]),
        ]),
    ),
  );
  for (const verb of ['accept', 'reject'] as const) {
    leaf(parent, `${verb} <id>`, both(verb))
      .requiredOption('--by <name>', both('by'))
      .action((id: string, options: Common & { by: string }) =>
        run(
          options,
          (door) => door.sources.decide(id, verb, options.by),
          (d) => `${d.id}  ${d.state}  ${d.decidedBy}`,
        ),
      );
  }
}

function waitingOf(all: Result<readonly DeliveryListed[]>): Result<DeliveryListed[]> {
  return all.ok ? accept(all.value.filter(({ state }) => state === 'waiting')) : all;
}

async function takeFile(file: string, options: ImportOptions): Promise<void> {
  const asOf =
    options.asOf === undefined ? undefined : readDate(options.asOf, ['yyyy-MM-dd', 'dd/MM/yyyy'])?.at;
  if (options.asOf !== undefined && asOf === undefined) {
    fail(`E_DATES: ${vi.badMoment} | ${en.badMoment}`);
    return;
  }
  const { source, encoding, complete = false, upToDate = false, dryRun = false } = options;
  const wish = { file, source, encoding, asOf, complete, upToDate, dryRun };
  await atDoor(options, (door) => takeThrough(door, wish, options));
}

async function takeThrough(door: AdminDoor, wish: ImportWish, options: ImportOptions): Promise<void> {
  const shown: NamedFault[] = [];
  let faults = 0;
  const file = options.errors === undefined ? undefined : openFaultFile(options.errors);
  const progress = openProgress(process.stderr, `${vi.progress} (${en.progress})`);
  try {
    const imported = await importFile(wish, {
      door: door.sources,
      now: Date.now,
      progress: progress.at,
      fault: (fault) => {
        faults += 1;
        file?.add(fault);
        if (shown.length < centreLimits.importFaultsShown) shown.push(fault);
      },
    });
    progress.end();
    if (!('notes' in imported)) tellRefusal(imported, options);
    else if (imported.result.ok) {
      const { value } = imported.result;
      if (value.state === 'waiting') process.exitCode = waitingExitCode;
      const said = {
        ...value,
        encoding: imported.notes.reading.encoding,
        unknownStatusCodes: Object.fromEntries(imported.notes.unknownStatuses),
      };
      print(options.json === true ? JSON.stringify(said, null, 2) : tellResult(value, imported.notes));
    } else if (faults === 0) tellRefusal(imported.result, options);
    else tellFaults({ shown, faults, bad: imported.notes.badLines, rows: imported.notes.rows }, options);
  } catch (error) {
    progress.end();
    const trouble = tellTrouble(error);
    if (trouble === undefined) throw error;
    fail(trouble);
  } finally {
    file?.close();
  }
}

interface Bad {
  readonly shown: readonly NamedFault[];
  readonly faults: number;
  readonly bad: number;
  readonly rows: number;
}

function tellFaults({ shown, faults, bad, rows }: Bad, options: ImportOptions): void {
  if (options.json === true) {
    print(JSON.stringify({ state: 'refused', rows, badLines: bad, faults: shown }, null, 2));
    process.exitCode = 1;
    return;
  }
  const more = faults - shown.length;
  fail(
    [
      ...shown.map(tellFault),
      ...(more > 0 && options.errors === undefined ? [`${vi.more(more)} | ${en.more(more)}`] : []),
      ...(options.errors === undefined
        ? []
        : [`${vi.written(options.errors)} | ${en.written(options.errors)}`]),
      `E_ROW: ${vi.refused(bad, rows)} | ${en.refused(bad, rows)}`,
    ].join('\n'),
  );
}

function tellRefusal(result: Result<unknown>, options: ImportOptions): void {
  if (result.ok) return;
  if (options.json === true) print(JSON.stringify({ state: 'refused', ...result.refusal }, null, 2));
  fail(explainRefusal(result.refusal));
}

function tokenVerbs(program: Command): void {
  const token = program.command('token').description(both('token'));
  leaf(token, 'add <name>', both('tokenAdd'))
    .addOption(
      new Option('--role <role>', both('role')).choices(['push', 'read', 'admin']).makeOptionMandatory(),
    )
    .option('--units <prefixes>', both('units'))
    .action((name: string, options: Common & { role: string; units?: string }) => {
      const units = options.units?.split(',').map((unit) => unit.trim().toUpperCase()) ?? [];
      return run(
        options,
        (door) =>
          door.sources.addToken({ name, role: options.role, units: units.filter((unit) => unit !== '') }),
        (added) => `${vi.token(added.token)} | ${en.token(added.token)}`,
      );
    });
  leaf(token, 'list', both('tokenList')).action((options: Common) =>
    run(
      options,
      (door) => door.sources.tokens(),
      (tokens) =>
        table([
          ['name', 'role', 'units', 'added', 'last used', 'revoked'],
          ...tokens.map((t) => [
            ...[t.name, t.role, t.units.join(',') || '*'],
            ...[when(t.addedAt), when(t.usedAt), when(t.revokedAt)],
          ]),
        ]),
    ),
  );
  leaf(token, 'revoke <name>', both('tokenRevoke')).action((name: string, options: Common) =>
    run(
      options,
      (door) => door.sources.revokeToken(name),
      (revoked) => `${revoked.name}  ${when(revoked.revokedAt)}`,
    ),
  );
}

function configVerbs(program: Command): void {
  const source = program.command('source').description(both('source'));
  leaf(source, 'set <file>', both('sourceSet')).action((file: string, options: Common) => {
    if (/\.ya?ml$/i.test(file)) {
      fail(`${vi.packFirst(file)} | ${en.packFirst(file)}`);
      return undefined;
    }
    return run(
      options,
      async (door) => {
        const value = readJson(file);
        return value === undefined ? refuse('E_JSON', { path: file }) : door.sources.setSource(value);
      },
      (set) => `${set.id}  ${set.version}  ${set.name}`,
    );
  });
  leaf(source, 'list', both('sourceList')).action((options: Common) =>
    run(
      options,
      (door) => door.sources.sources(),
      (sources) =>
        table([
          ['id', 'version', 'dossiers', 'open', 'delivered', 'as of', 'waiting', 'unknown statuses', 'name'],
          ...sources.map((s) => [
            ...[s.id, s.version, s.dossiers, s.open, when(s.deliveredAt), when(s.asOf), s.waiting],
            s.unknownStatuses.map(({ code, dossiers }) => `${code} (${dossiers})`).join(', ') || null,
            s.name,
          ]),
        ]),
    ),
  );
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
