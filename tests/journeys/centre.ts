// A real centre as a child process on a folder of its own: started, killed, restarted on the same port; it never outlives the test run.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

const root = path.resolve(import.meta.dirname, '../..');
const readyWithinMs = 60_000;
const stopWithinMs = 15_000;

// A test runner that is killed takes nothing down with it: the child watches the channel to its parent instead.
const orphanGuard = `data:text/javascript,${encodeURIComponent(
  "process.on('disconnect', () => process.exit(1)); process.channel?.unref();",
)}`;

/** What a user's shell would hand over: the test runner's own marks would make another build. */
function userEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(NODE_ENV|VITEST|TEST|MOTCUA_)/.test(name)),
  );
}

export interface RatingTotals {
  readonly total: number;
  readonly levels: Readonly<Record<string, number>>;
}

export class Centre {
  /** Data of the centre; its output stands beside it. */
  readonly folder: string;
  readonly log: string;
  #home: string;
  #port = 0;
  #child: ChildProcess | undefined;
  #output = '';

  private constructor(home: string) {
    this.#home = home;
    this.folder = path.join(home, 'data');
    this.log = path.join(home, 'output.log');
  }

  /** A new folder, any free port. */
  static async begin(...args: string[]): Promise<Centre> {
    const centre = new Centre(mkdtempSync(path.join(tmpdir(), 'motcua-journey-')));
    await centre.start(...args);
    return centre;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }
  get mqttUrl(): string {
    return `ws://127.0.0.1:${this.#port}/mqtt`;
  }
  /** All that the centre has printed since it was first started. */
  get output(): string {
    return readFileSync(this.log, 'utf8');
  }
  /** Lines of the log that the centre keeps in its folder. */
  logged(): string[] {
    const folder = path.join(this.folder, 'log');
    return readdirSync(folder).flatMap((name) => readFileSync(path.join(folder, name), 'utf8').split('\n'));
  }
  get isRunning(): boolean {
    return this.#child !== undefined && this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** Starts it, or starts it again on the same port and folder; resolves when it says that it is ready. */
  async start(...args: string[]): Promise<void> {
    const before = this.#output.length;
    const file = openSync(this.log, 'a');
    const flags = ['--port', String(this.#port), '--data', this.folder, ...args];
    const child = spawn(process.execPath, ['--import', orphanGuard, 'centre/start.mjs', ...flags], {
      cwd: root,
      env: userEnvironment(),
      stdio: ['ignore', file, file, 'ipc'],
    });
    closeSync(file);
    this.#child = child;
    const deadline = Date.now() + readyWithinMs;
    for (;;) {
      this.#output = this.output;
      // Where to look is printed after that line; the board's address is the last that is always there.
      const port = /^ready http:\/\/[^:\s]+:(\d+)[\s\S]*\/board\/$/m.exec(this.#output.slice(before))?.[1];
      if (port !== undefined) {
        this.#port = Number(port);
        return;
      }
      if (child.exitCode !== null || child.signalCode !== null || Date.now() > deadline) {
        child.kill('SIGKILL');
        throw new Error(`the centre did not start:\n${this.#output.slice(before)}`);
      }
      await wait(20);
    }
  }

  /** No goodbye: what was not synced is gone. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  /** It stands still: connections stay, and nothing is answered. Only `kill` ends that. */
  freeze(): void {
    this.#child?.kill('SIGSTOP');
  }

  /** As Ctrl-C does it. Throws when the centre does not go. */
  async stop(): Promise<void> {
    const code = await this.#end('SIGINT');
    if (code !== 0) throw new Error(`the centre stopped with ${code}:\n${this.output}`);
  }

  async #end(signal: 'SIGKILL' | 'SIGINT'): Promise<number | string | null> {
    const child = this.#child;
    if (child === undefined || !this.isRunning) return 0;
    const gone = once(child, 'exit');
    child.kill(signal);
    const late = setTimeout(() => child.kill('SIGKILL'), stopWithinMs);
    const [code, by] = await gone;
    clearTimeout(late);
    return code ?? by;
  }

  /** Kills what still runs and deletes the folder. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill();
    rmSync(this.#home, { recursive: true, force: true });
  }

  /** The link that was printed for an app, its one-time code included. */
  link(app: 'kiosk' | 'tablet'): string {
    const found = new RegExp(`https?://[^\\s]*/${app}/[^\\s]*`).exec(this.output)?.[0];
    if (found === undefined) throw new Error(`no link to the ${app} was printed:\n${this.output}`);
    return found.replace(/^https?:\/\/[^/]+/, this.url);
  }

  /** The code inside that link. */
  enrolCode(app: 'kiosk' | 'tablet'): string {
    return /#enrol=([^&\s]+)/.exec(this.link(app))?.[1] ?? '';
  }

  async get<T>(address: string): Promise<T> {
    const response = await fetch(`${this.url}${address}`);
    if (!response.ok) throw new Error(`${address}: ${response.status} ${await response.text()}`);
    return (await response.json()) as T; // the caller names what this address answers
  }

  /** Ratings counted on the days around now. */
  async ratings(): Promise<RatingTotals> {
    const day = (ms: number) => new Date(ms + 7 * 3_600_000).toISOString().slice(0, 10);
    const now = Date.now();
    const query = `from=${day(now - 86_400_000)}&to=${day(now + 86_400_000)}`;
    return this.get<RatingTotals>(`/api/ratings/summary?${query}`);
  }
}
