/** The centre as a program: reads flags, starts it, says where to look, stops on Ctrl-C; all else happens elsewhere. */
import { startCentre } from './centre.ts';
import { printDoors } from './doors.ts';
import { readOptions } from './options.ts';
import { StartRefusal, startRefusal } from './start-refusal.ts';
import { en } from './text/en.ts';
import { vi } from './text/vi.ts';

/** Runs until it is told to stop. A refusal is one sentence on stderr and exit code 1. */
export async function main(argv: string[]): Promise<void> {
  try {
    const options = readOptions(argv);
    const centre = await startCentre(options);
    printDoors(centre, (line) => process.stdout.write(`${line}\n`));
    let isStopping = false;
    const stop = (): void => {
      if (isStopping) process.exit(130); // asked twice: at once
      isStopping = true;
      process.stdout.write(`${vi.open.stopping} (${en.open.stopping}) …\n`);
      void centre.stop().then(() => process.exit(0));
    };
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
  } catch (error) {
    const refusal = error instanceof StartRefusal ? error : startRefusal('unexpected', String(error));
    process.stderr.write(`${refusal.message}\n`);
    process.exitCode = 1;
  }
}
