/** A whole centre in one process: folder, ledger, broker, HTTP on one port; it reads no flag and ends no process. */
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import type { FastifyInstance } from 'fastify';
import type { Health } from '../shared/contract/board-api.ts';
import { centreLimits } from '../shared/contract/centre-limits.ts';
import { adminRoutes } from './admin-routes.ts';
import { ApiGuard } from './api-guard.ts';
import { boardRoutes } from './board-routes.ts';
import { type Demo, prepareDemo, renewSamples } from './demo-data.ts';
import { type Desk, openDesk } from './desk.ts';
import { dossierRoutes } from './dossier-routes.ts';
import { enrolRoutes } from './enrol-routes.ts';
import { type Folder, openFolder } from './folder.ts';
import { Hosts } from './hosts.ts';
import { openHttpServer } from './http-server.ts';
import { type CommandKey, openCommandKey } from './keys.ts';
import { type Live, openLive } from './live.ts';
import { type CentreLog, openLog } from './log.ts';
import type { CentreOptions } from './options.ts';
import { probePort } from './port-probe.ts';
import { proceduresRoutes } from './procedures-routes.ts';
import { samplesRoutes } from './samples-routes.ts';
import { openSockets } from './sockets.ts';
import { staticRoutes } from './static-routes.ts';
import { Switchboard } from './switchboard.ts';
import { taskRoutes } from './task-routes.ts';
import { centreVersion } from './version.ts';

const root = path.resolve(import.meta.dirname, '..');

/** What tests and replays may choose besides. */
export interface CentreWish extends Partial<CentreOptions> {
  readonly data: string;
  /** Wall time, ms. */
  readonly now?: () => number;
  /** Where the built screens and the packed demo site stand. */
  readonly dist?: string;
  /** Whether a demo centre keeps the archived year; true unless a test cannot wait for it. */
  readonly archive?: boolean;
}

export interface RunningCentre {
  /** http://host:port, no slash at the end. */
  readonly url: string;
  readonly mqttUrl: string;
  readonly demo: Demo | null;
  readonly folder: Folder;
  /** Connected devices. */
  connectedCount(): number;
  /** Says goodbye, commits what has come, closes everything; safe to call twice. */
  stop(): Promise<void>;
}

interface Parts {
  readonly options: CentreOptions;
  readonly now: () => number;
  readonly dist: string;
  readonly folder: Folder;
  readonly desk: Desk;
  readonly board: Switchboard;
  readonly key: CommandKey;
  readonly live: Live;
  readonly log: CentreLog;
  readonly demo: Demo | null;
}

/** Starts a centre. Rejects with StartRefusal when it cannot; then nothing is left open. */
export async function startCentre(wish: CentreWish): Promise<RunningCentre> {
  const options: CentreOptions = {
    port: 0,
    host: '127.0.0.1',
    tls: null,
    demo: true,
    demoOnLan: false,
    names: [],
    ...wish,
    data: path.resolve(wish.data),
  };
  const now = wish.now ?? Date.now;
  await probePort(options.host, options.port);
  const folder = openFolder({ path: options.data, kind: options.demo ? 'demo' : 'real', now: now() });
  const closers: (() => unknown)[] = [() => folder.close()];
  try {
    const log = openLog(folder.file('log', 'centre.log'));
    closers.push(() => log.close());
    const late: { board?: Switchboard } = {};
    const desk = openDesk(folder, now, {
      revoked: (device) => late.board?.revoked(device),
      siteChanged: (site) => late.board?.siteChanged(site),
      settled: (key) => late.board?.settled(key),
      counted: () => late.board?.counted(),
      delivered: () => late.board?.delivered(),
    });
    closers.push(() => desk.close());
    const key = await openCommandKey(folder.file('keys', 'command.json'));
    const live = openLive(now);
    closers.push(() => live.close());
    const board = new Switchboard({ desk, key, instance: folder.birth.instance, live, log, now });
    late.board = board;
    const dist = wish.dist ?? path.join(root, 'dist');
    const demo = options.demo
      ? await openDemo({ folder, desk, board, now, dist, archive: wish.archive ?? true })
      : null;
    const parts: Parts = { options, now, dist, folder, desk, board, key, live, log, demo };
    if (demo !== null) {
      const hourly = setInterval(
        () => renewSamples({ dossiers: board.dossiers, now }),
        centreLimits.samplesRenewMs,
      ).unref();
      closers.push(() => clearInterval(hourly));
    }
    return await listen(parts, closers);
  } catch (error) {
    await closeAll(closers);
    throw error;
  }
}

interface DemoWish {
  readonly folder: Folder;
  readonly desk: Desk;
  readonly board: Switchboard;
  readonly now: () => number;
  readonly dist: string;
  readonly archive: boolean;
}

function openDemo({ folder, desk, board, now, dist, archive }: DemoWish): Promise<Demo> {
  return prepareDemo({
    file: desk.file,
    dossiers: board.dossiers,
    sites: desk.sites,
    procedures: desk.procedures,
    register: desk.register,
    now,
    configFile: path.join(dist, 'device-config', 'demo.json'),
    codesFile: folder.file('demo-codes.json'),
    archive,
  });
}

/** Opens broker, sockets and HTTP on one port. */
async function listen(parts: Parts, closers: (() => unknown)[]): Promise<RunningCentre> {
  const { options, board, log, folder } = parts;
  const hosts = new Hosts([options.host.toLowerCase(), ...options.names]);
  const guard = new ApiGuard(hosts, parts.desk.sources.tokens, parts.now);
  const server = await openHttpServer({ hosts, guard, tls: options.tls, log: log.pino });
  const scheme = options.tls === null ? 'http' : 'https';
  const address: { url?: string } = {};
  await addRoutes(server, parts, () => address.url ?? '');
  dossierRoutes(server, { desk: parts.desk.sources, guard, refused: log.refused });
  closers.push(() => server.close());
  const broker = await board.open();
  const sockets = openSockets(server.server, {
    judge: (request) => hosts.judge(request),
    handle: (stream, request, authenticated) => broker.handle(stream, request, authenticated),
    refused: (_address, code) => log.refused('-', code, 'upgrade'),
  });
  closers.push(() => sockets.close());
  // Closed first: what has come is committed and the goodbye is said while the sockets are still there.
  closers.push(() => board.close());
  await server.listen({ host: options.host, port: options.port });
  // A listening TCP server has an address with a port.
  const { port } = server.server.address() as AddressInfo;
  const url = `${scheme}://${urlHost(options.host)}:${port}`;
  address.url = url;
  folder.announce(url);
  return {
    url,
    mqttUrl: `${url.replace(/^http/, 'ws')}/mqtt`,
    demo: parts.demo,
    folder,
    connectedCount: () => broker.connectedCount(),
    stop: () => closeAll(closers),
  };
}

async function addRoutes(server: FastifyInstance, parts: Parts, origin: () => string): Promise<void> {
  const { desk, board, key, live, now, options, folder, demo, dist } = parts;
  const { register, sites, ratings, admin } = desk;
  const centre = {
    version: centreVersion,
    instance: folder.birth.instance,
    startedAt: now(),
    demo: options.demo,
  };
  server.get(
    '/healthz',
    (): Health => ({
      status: 'ok',
      demo: options.demo,
      version: centreVersion,
      ledger: board.isLedgerWell ? 'ok' : 'failed',
    }),
  );
  server.get('/', (_request, reply) => reply.redirect('/board/', 302));
  await staticRoutes(server, dist);
  enrolRoutes(server, {
    register,
    sites,
    key,
    demo: options.demo,
    demoSite: () => demo?.site?.site.id ?? null,
    enrolled: () => live.notify('fleet'),
  });
  adminRoutes(server, admin, origin);
  proceduresRoutes(server, desk.procedures, admin);
  taskRoutes(server, { tasks: desk.tasks, calls: board.calls, live, now });
  boardRoutes(server, { admin, ratings, fleet: board.fleet, dossiers: board.dossiers, live, centre, now });
  if (options.demo) samplesRoutes(server, () => demo?.site, now);
}

/** An address that any computer listens on is reached here by loopback. */
function urlHost(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
}

/** In reverse order of opening; each once. */
async function closeAll(closers: (() => unknown)[]): Promise<void> {
  for (let close = closers.pop(); close !== undefined; close = closers.pop()) await close();
}
