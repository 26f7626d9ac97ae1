/** The real centre as a child process on a fresh demo folder, with the word of its doors and of its memory; it asks no board. */
import { fileURLToPath } from 'node:url';
import type { Enrolled } from '../../shared/contract/enrolment.ts';
import type { AppName } from '../../shared/contract/ids.ts';
import type { Bench, Started } from './measurement.ts';

const forwardFile = fileURLToPath(new URL('./forward-centre.ts', import.meta.url));

/** Runs inside the centre: on a line `memory` it collects garbage and tells what it holds and has used. */
const teller = `data:text/javascript,${encodeURIComponent(
  `process.stdin.unref?.();
   process.stdin.on('data', (text) => {
     if (!String(text).includes('memory')) return;
     gc(); gc();
     console.log('memory ' + JSON.stringify({ ...process.memoryUsage(), cpu: process.cpuUsage() }));
   });`,
)}`;

export interface Memory {
  /** Bytes. */
  readonly rss: number;
  readonly heapUsed: number;
  /** Microseconds of the processor since its start. */
  readonly cpu: { readonly user: number; readonly system: number };
}

export class RealCentre {
  readonly url: string;
  /** Ms from its start to its ready line. */
  readonly readyMs: number;
  readonly #started: Started;
  readonly #codes: Readonly<Record<AppName, string>>;

  private constructor(started: Started, readyMs: number, codes: Readonly<Record<AppName, string>>) {
    this.url = started.said[1] ?? '';
    this.readyMs = readyMs;
    this.#started = started;
    this.#codes = codes;
  }

  /** As `npm start` does it, on a folder that may have been used before. */
  static start(bench: Bench, folder: string): Promise<RealCentre> {
    return RealCentre.#begin(bench, 'centre/start.mjs', ['--port', '0', '--data', folder]);
  }

  /** The same with a clock that `forward` moves. */
  static startForward(bench: Bench, folder: string): Promise<RealCentre> {
    return RealCentre.#begin(bench, forwardFile, [folder]);
  }

  static async #begin(bench: Bench, file: string, args: readonly string[]): Promise<RealCentre> {
    const nodeArgs = ['--expose-gc', '--import', teller];
    const began = performance.now();
    const started = await bench.start({ nodeArgs, file, args, ready: /^ready (http:\S+)$/ });
    const readyMs = performance.now() - began;
    const code = async (app: AppName): Promise<string> =>
      (await started.take(new RegExp(`/${app}/#enrol=([0-9A-Z]+)`)))[1] ?? '';
    return new RealCentre(started, readyMs, { kiosk: await code('kiosk'), tablet: await code('tablet') });
  }

  get mqttUrl(): string {
    return `${this.url.replace(/^http/, 'ws')}/mqtt`;
  }

  link(app: AppName): string {
    return `${this.url}/${app}/#enrol=${this.#codes[app]}`;
  }

  /** After a collection of garbage. */
  async memory(): Promise<Memory> {
    this.#started.tell('memory');
    const [, text = ''] = await this.#started.take(/^memory (.*)$/);
    return JSON.parse(text) as Memory; // our own line
  }

  /** Turns the clock of a centre begun with `startForward`. */
  forward(ms: number): void {
    this.#started.tell(`forward ${ms}`);
  }

  stop(): Promise<void> {
    return this.#started.stop();
  }

  async kill(): Promise<void> {
    this.#started.child.kill('SIGKILL');
    await this.#started.stop();
  }

  /** A new device, as an app makes itself one from the printed link. */
  async enrol(app: AppName): Promise<Enrolled> {
    return enrolAt(this.url, app, this.#codes[app]);
  }

  code(app: AppName): string {
    return this.#codes[app];
  }
}

export async function enrolAt(url: string, app: AppName, code: string): Promise<Enrolled> {
  const response = await fetch(`${url}/api/enrol`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify({ app, code }),
  });
  if (!response.ok) throw new Error(`a device was not enrolled: ${response.status} ${await response.text()}`);
  return (await response.json()) as Enrolled; // enrolment has tests of its own
}
