/** What the person who starts the centre may choose, by flag or by MOTCUA_* variable; it opens nothing. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Command, Option } from 'commander';
import { startRefusal } from './start-refusal.ts';

export interface CentreOptions {
  readonly port: number; // 0: any free one
  readonly host: string;
  readonly data: string; // absolute
  readonly tls: { readonly cert: Buffer; readonly key: Buffer } | null;
  readonly demo: boolean;
  readonly demoOnLan: boolean;
  /** Host names, besides addresses of this computer, under which devices reach the centre. */
  readonly names: readonly string[];
}

interface Flags {
  readonly port: string;
  readonly host: string;
  readonly data: string;
  readonly tlsCert?: string;
  readonly tlsKey?: string;
  readonly demo: boolean;
  readonly demoOnLan: boolean;
  readonly names: string;
}

export const isLoopbackHost = (host: string): boolean =>
  host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);

/** A yes or no from the environment: commander would take any text, '0' included, for a yes. */
function says(name: string, otherwise: boolean): boolean {
  const text = process.env[name]?.trim().toLowerCase() ?? '';
  return text === '' ? otherwise : !['0', 'no', 'false', 'off'].includes(text);
}

function command(): Command {
  return new Command('npm start --')
    .description('Starts the centre: broker, ledger, both apps and the board on one port.')
    .addOption(new Option('--port <number>', '0 takes any free port').env('MOTCUA_PORT').default('8080'))
    .addOption(new Option('--host <address>', 'address to listen on').env('MOTCUA_HOST').default('127.0.0.1'))
    .addOption(
      new Option('--data <folder>', 'where ledger, keys and logs live').env('MOTCUA_DATA').default('./data'),
    )
    .addOption(new Option('--tls-cert <file>', 'certificate chain, PEM').env('MOTCUA_TLS_CERT'))
    .addOption(new Option('--tls-key <file>', 'private key, PEM').env('MOTCUA_TLS_KEY'))
    .addOption(new Option('--demo', 'sample data (env: MOTCUA_DEMO=1)').default(says('MOTCUA_DEMO', true)))
    .addOption(new Option('--no-demo', 'a real centre: no sample data (env: MOTCUA_DEMO=0)'))
    .addOption(
      new Option(
        '--demo-on-lan',
        'let other computers reach the sample data (env: MOTCUA_DEMO_ON_LAN=1)',
      ).default(says('MOTCUA_DEMO_ON_LAN', false)),
    )
    .addOption(
      new Option('--names <list>', 'host names devices use for this centre, separated by commas')
        .env('MOTCUA_NAMES')
        .default(''),
    )
    .addHelpText(
      'after',
      `
Examples:
  npm start                                     sample data in ./data, http://127.0.0.1:8080
  npm start -- --port 0 --data /tmp/try         any free port, another folder
  npm start -- --no-demo --host 0.0.0.0 --tls-cert centre.pem --tls-key centre.key`,
    );
}

/** Reads flags and environment. Throws StartRefusal for what cannot be; commander itself answers --help and unknown flags. */
export function readOptions(argv: readonly string[]): CentreOptions {
  const flags = command().parse(argv, { from: 'user' }).opts<Flags>();
  const port = Number(flags.port);
  if (!/^\d{1,5}$/.test(flags.port) || port > 65_535) throw startRefusal('portWrong', flags.port);
  const options: CentreOptions = {
    port,
    host: flags.host,
    data: path.resolve(flags.data),
    tls: readTls(flags.tlsCert, flags.tlsKey),
    demo: flags.demo,
    demoOnLan: flags.demoOnLan,
    names: flags.names.split(',').flatMap((name) => (name.trim() === '' ? [] : [name.trim().toLowerCase()])),
  };
  if (options.demo && !options.demoOnLan && !isLoopbackHost(options.host)) {
    throw startRefusal('demoOnLan', options.host);
  }
  return options;
}

function readTls(cert: string | undefined, key: string | undefined): CentreOptions['tls'] {
  if (cert === undefined && key === undefined) return null;
  if (cert === undefined || key === undefined) throw startRefusal('tlsBoth');
  return { cert: readPem(cert), key: readPem(key) };
}

function readPem(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch {
    throw startRefusal('tlsUnreadable', file);
  }
}
