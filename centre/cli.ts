/** The command line of an admin: one verb, one answer, then it ends; what a verb does is decided elsewhere. */
import { readFileSync } from 'node:fs';
import { Command, Option } from 'commander';
import { both, type Common, fail, run, table, verb, when } from './cli-kit.ts';
import { sourceVerbs } from './import/verbs.ts';
import { procedureVerbs } from './procedures-cli.ts';
import { en } from './text/en.ts';
import { vi } from './text/vi.ts';

function deviceVerbs(program: Command): void {
  const device = program.command('device').description(both('device'));
  verb(device, 'add <id>', 'deviceAdd')
    .addOption(new Option('--app <app>', both('app')).choices(['kiosk', 'tablet']).makeOptionMandatory())
    .requiredOption('--site <site>', both('site'))
    .option('--counter <counter>', both('counter'))
    .option('--again', both('again'))
    .action(
      (id: string, options: Common & { app: string; site: string; counter?: string; again?: boolean }) => {
        const { app, site, counter, again } = options;
        const wish = { id, app, site, ...(counter === undefined ? {} : { counter }), again: again === true };
        return run(
          options,
          (door) => door.addDevice(wish),
          (added) =>
            [
              `${both('linkCode')}:  ${added.link}`,
              `${both('typedCode')}:  ${added.typedCode.slice(0, 5)}-${added.typedCode.slice(5)}`,
              `${both('expires')}:  ${when(added.expiresAt)}`,
            ].join('\n'),
        );
      },
    );
  verb(device, 'list', 'deviceList').action((options: Common) =>
    run(
      options,
      (door) => door.devices(),
      (devices) =>
        table([
          ['id', 'app', 'site', 'counter', 'enrolled', 'revoked'],
          ...devices.map((d) => [d.id, d.app, d.site, d.counter, when(d.enrolledAt), when(d.revokedAt)]),
        ]),
    ),
  );
  verb(device, 'revoke <id>', 'deviceRevoke').action((id: string, options: Common) =>
    run(
      options,
      (door) => door.revoke(id),
      (revoked) => `${revoked.id}  ${when(revoked.revokedAt)}`,
    ),
  );
}

function siteVerbs(program: Command): void {
  const site = program.command('site').description(both('site'));
  verb(site, 'set <file>', 'siteSet').action((file: string, options: Common) => {
    const value = readJsonFile(file);
    if (value === undefined) {
      fail(`${vi.cli.noFile(file)} | ${en.cli.noFile(file)}`);
      return undefined;
    }
    return run(
      options,
      (door) => door.setSite(value),
      (set) => `${set.id}  ${set.version}  ${set.name}`,
    );
  });
  verb(site, 'list', 'siteList').action((options: Common) =>
    run(
      options,
      (door) => door.sites(),
      (sites) =>
        table([
          ['id', 'version', 'counters', 'changed', 'name'],
          ...sites.map((s) => [s.id, s.version, s.counters, when(s.changedAt), s.name]),
        ]),
    ),
  );
}

function readJsonFile(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

function quarantineVerbs(program: Command): void {
  const quarantine = program.command('quarantine').description(both('quarantine'));
  verb(quarantine, 'list', 'quarantineList')
    .option('--all', both('all'))
    .action((options: Common & { all?: boolean }) =>
      run(
        options,
        (door) => door.quarantine(options.all === true),
        (entries) =>
          table([
            ['id', 'device', 'code', 'path', 'received', 'decision', 'by'],
            ...entries.map((e) => [
              e.id,
              e.device,
              e.code,
              e.path,
              when(e.receivedAt),
              e.decision,
              e.decidedBy,
            ]),
          ]),
      ),
    );
  for (const [name, word] of [
    ['accept', 'quarantineAccept'],
    ['exclude', 'quarantineExclude'],
  ] as const) {
    verb(quarantine, `${name} <id>`, word)
      .requiredOption('--by <name>', both('by'))
      .action((id: string, options: Common & { by: string }) =>
        run(
          options,
          (door) => door.decide(id, name, options.by),
          (e) => `${e.id}  ${e.decision}  ${e.decidedBy}`,
        ),
      );
  }
}

function taskVerbs(program: Command): void {
  const task = program.command('task').description(both('task'));
  verb(task, 'list', 'taskList')
    .option('--all', both('all'))
    .action((options: Common & { all?: boolean }) =>
      run(
        options,
        (door) => door.tasks(),
        ({ open, closed }) =>
          table([
            ['id', 'kind', 'unit', 'site', 'dossier', 'opened', 'closed', 'by'],
            ...[...open, ...(options.all === true ? closed : [])].map((t) => [
              ...[t.id, t.kind, t.unit.vi, t.site, t.code],
              ...[when(t.openedAt), when(t.closedAt), t.by],
            ]),
          ]),
      ),
    );
  verb(task, 'close <id>', 'taskClose')
    .requiredOption('--by <name>', both('by'))
    .action((id: string, options: Common & { by: string }) =>
      run(
        options,
        (door) => door.closeTask(id, options.by),
        (closed) => `${closed.id}  ${when(closed.closedAt)}  ${closed.by}`,
      ),
    );
}

interface GapOptions extends Common {
  readonly device: string;
  readonly epoch: string;
  readonly lane: string;
  readonly from: string;
  readonly to: string;
  readonly by: string;
}

function gapVerbs(program: Command): void {
  const gap = program.command('gap').description(both('gap'));
  verb(gap, 'write-off', 'gapWriteOff')
    .requiredOption('--device <id>')
    .requiredOption('--epoch <hex>')
    .requiredOption('--lane <0-3>')
    .requiredOption('--from <seq>')
    .requiredOption('--to <seq>')
    .requiredOption('--by <name>', both('by'))
    .action((options: GapOptions) => {
      const { device, epoch, by } = options;
      const places = { lane: Number(options.lane), from: Number(options.from), to: Number(options.to) };
      return run(
        options,
        (door) => door.writeOff({ device, epoch, by, ...places }),
        (off) => `${off.device}  ${off.epoch}  ${off.lane}  ${off.from}-${off.to}  ${off.by}`,
      );
    });
}

interface SummaryOptions extends Common {
  readonly from: string;
  readonly to: string;
  readonly site?: string;
  readonly scale?: string;
}

function summaryVerb(program: Command): void {
  verb(program, 'summary', 'summary')
    .requiredOption('--from <YYYY-MM-DD>')
    .requiredOption('--to <YYYY-MM-DD>')
    .option('--site <site>')
    .option('--scale <id>')
    .action((options: SummaryOptions) => {
      const { from, to, site, scale } = options;
      const asked = {
        from,
        to,
        ...(site === undefined ? {} : { site }),
        ...(scale === undefined ? {} : { scale }),
      };
      return run(
        options,
        (door) => door.summary(asked),
        (summary) =>
          [
            ...(summary.demo ? [`${vi.open.demo} (${en.open.demo})`] : []),
            `${summary.from} - ${summary.to}  ${summary.scale.id}@${summary.scale.version}  ${summary.asOf}`,
            table([['level', 'n'], ...Object.entries(summary.levels), ['total', summary.total]]),
            `undone ${summary.undone}, flagged ${summary.flagged}, awaiting a decision ${summary.awaitingDecision}`,
          ].join('\n'),
      );
    });
}

const program = new Command('npm run centre --').description(both('about')).showHelpAfterError();
deviceVerbs(program);
siteVerbs(program);
quarantineVerbs(program);
taskVerbs(program);
gapVerbs(program);
summaryVerb(program);
procedureVerbs(program);
sourceVerbs(program);
program.addHelpText(
  'after',
  `
${both('examples')}
  npm run centre -- device add tablet-quay-1 --app tablet --site hoa-thanh --counter quay-1
  npm run centre -- device revoke tablet-quay-1
  npm run centre -- site set dist/device-config/hoa-thanh.json --data /srv/motcua
  npm run centre -- quarantine list --json
  npm run centre -- quarantine accept 5f0c… --by "${vi.cli.exampleName}"
  npm run centre -- import ho-so.csv --source portal --complete --errors loi.csv
  npm run centre -- import accept d-5f0c… --by "${vi.cli.exampleName}"
  npm run centre -- token add mot-cua --role push --units H53,000.00.17.H53
  npm run centre -- summary --from 2019-01-01 --to 2019-12-15 --url http://127.0.0.1:8080`,
);
await program.parseAsync(process.argv);
