/** The way to an admin's verbs from another process: over HTTP where a centre runs, else into its folder; it prints nothing. */
import http from 'node:http';
import https from 'node:https';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type GapToWriteOff, taskToClose } from '../shared/contract/admin-api.ts';
import type {
  DeviceAdded,
  ProceduresTaken,
  QuarantineEntry,
  RatingsSummary,
  RegisteredDevice,
  SiteListed,
  Task,
  TaskList,
} from '../shared/contract/board-api.ts';
import { centreLimits } from '../shared/contract/centre-limits.ts';
import type { Catalogue, CatalogueDraft } from '../shared/contract/procedure.ts';
import { readValue } from '../shared/contract/reader.ts';
import { accept, type Result, refuse } from '../shared/contract/refusal.ts';
import { type RefusalCode, refusalCodes } from '../shared/contract/refusal-codes.ts';
import { openDesk } from './desk.ts';
import { openFolder, readBirth, runningUrl } from './folder.ts';
import { folderSources, httpSources, type SourceDoor } from './import/source-door.ts';
import { isLoopbackHost } from './options.ts';

export interface AdminDoor {
  devices(): Promise<Result<readonly RegisteredDevice[]>>;
  addDevice(value: unknown): Promise<Result<DeviceAdded>>;
  revoke(id: string): Promise<Result<RegisteredDevice>>;
  sites(): Promise<Result<readonly SiteListed[]>>;
  catalogue(): Promise<Result<Catalogue>>;
  takeCatalogue(draft: CatalogueDraft, isDry: boolean): Promise<Result<ProceduresTaken>>;
  setSite(value: unknown): Promise<Result<SiteListed>>;
  quarantine(isAll: boolean): Promise<Result<readonly QuarantineEntry[]>>;
  decide(id: string, verb: 'accept' | 'exclude', by: string): Promise<Result<QuarantineEntry>>;
  tasks(): Promise<Result<TaskList>>;
  closeTask(id: string, by: string): Promise<Result<Task>>;
  writeOff(value: unknown): Promise<Result<GapToWriteOff>>;
  summary(asked: Readonly<Record<string, string>>): Promise<Result<RatingsSummary>>;
  readonly sources: SourceDoor;
  close(): void;
}

/** Nobody answers at an address, or there is no centre in a folder. */
export class NoCentre extends Error {
  readonly where: string;
  readonly isUrl: boolean;

  constructor(where: string, isUrl: boolean) {
    super(where);
    this.name = 'NoCentre';
    this.where = where;
    this.isUrl = isUrl;
  }
}

export interface DoorWish {
  readonly folder: string;
  readonly url: string | undefined;
  readonly now: () => number;
}

/** Opens the door to a centre. Throws NoCentre, or StartRefusal for a folder that cannot be opened. */
export function openDoor(wish: DoorWish): AdminDoor {
  const url = wish.url ?? runningUrl(wish.folder);
  if (url !== undefined) return httpDoor(url.replace(/\/+$/, ''));
  if (readBirth(wish.folder) === undefined) throw new NoCentre(wish.folder, false);
  return folderDoor(wish);
}

function folderDoor({ folder: path, now }: DoorWish): AdminDoor {
  const folder = openFolder({ path, kind: null, now: now() });
  const nothing = (): void => undefined; // nobody is connected to a centre that does not run
  const desk = openDesk(folder, now, {
    revoked: nothing,
    siteChanged: nothing,
    settled: nothing,
    counted: nothing,
    delivered: nothing,
  });
  const { admin } = desk;
  return {
    devices: async () => accept(admin.devices()),
    addDevice: async (value) => admin.addDevice(value),
    revoke: async (id) => admin.revoke(id),
    sites: async () => accept(admin.sites()),
    catalogue: async () => admin.catalogue(),
    takeCatalogue: (draft, isDry) => admin.takeCatalogue(draft, isDry),
    setSite: async (value) => admin.setSite(value),
    quarantine: async (isAll) => accept(admin.quarantine(isAll ? undefined : 'waiting')),
    decide: async (id, verb, by) => admin.decide(id, verb, { by }),
    tasks: async () => accept(desk.tasks.list()),
    closeTask: async (id, by) => {
      const read = readValue(taskToClose, { by });
      return read.ok ? desk.tasks.close(id, read.value.by) : read;
    },
    writeOff: async (value) => admin.writeOff(value),
    summary: async (asked) => admin.summary(asked),
    sources: folderSources(desk.sources),
    close: () => {
      desk.close();
      folder.close();
    },
  };
}

function httpDoor(url: string): AdminDoor {
  const get = <T>(path: string): Promise<Result<T>> => call<T>(url, 'GET', path);
  const post = <T>(path: string, body: unknown): Promise<Result<T>> => call<T>(url, 'POST', path, body);
  return {
    devices: () => get('/api/devices'),
    addDevice: (value) => post('/api/devices', value),
    revoke: (id) => post(`/api/devices/${encodeURIComponent(id)}/revoke`, {}),
    sites: () => get('/api/sites'),
    catalogue: () => get('/api/procedures'),
    takeCatalogue: (draft, isDry) => post(`/api/procedures${isDry ? '?dry=1' : ''}`, draft),
    setSite: (value) => post('/api/sites', value),
    quarantine: (isAll) => get(`/api/quarantine${isAll ? '' : '?decision=waiting'}`),
    decide: (id, verb, by) => post(`/api/quarantine/${encodeURIComponent(id)}/${verb}`, { by }),
    tasks: () => get('/api/tasks'),
    closeTask: (id, by) => post(`/api/tasks/${encodeURIComponent(id)}/close`, { by }),
    writeOff: (value) => post('/api/gaps', value),
    summary: (asked) => get(`/api/ratings/summary?${new URLSearchParams(asked)}`),
    sources: httpSources({ get, post, stream: (path, lines) => call(url, 'POST', path, lines) }),
    close: () => undefined,
  };
}

/** The connection broke: the system's own codes, or a stream cut short. */
function isLost(error: unknown): boolean {
  return /^(?:E[A-Z]+|ERR_STREAM_\w+)$/.test((error as NodeJS.ErrnoException).code ?? '');
}

/** A body that is made line by line. */
function isLines(body: unknown): body is AsyncIterable<string> {
  return typeof body === 'object' && body !== null && Symbol.asyncIterator in body;
}

/** Rejects with NoCentre, or with what a body of lines throws. */
function call<T>(base: string, method: string, path: string, body?: unknown): Promise<Result<T>> {
  const target = new URL(`${base}${path}`);
  const text = body === undefined || isLines(body) ? undefined : JSON.stringify(body);
  const type = isLines(body) ? 'application/x-ndjson' : 'application/json';
  const options: https.RequestOptions = {
    method,
    headers: body === undefined ? {} : { 'content-type': type },
    // The certificate names the centre, not this computer's loopback, where no network lies between.
    rejectUnauthorized: !isLoopbackHost(target.hostname),
    timeout: isLines(body) ? centreLimits.deliveryStuckMs : 30_000,
  };
  return new Promise((resolve, reject) => {
    const failed = (): void => reject(new NoCentre(base, true));
    const request = (target.protocol === 'https:' ? https : http).request(target, options, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('error', failed);
      response.on('end', () => {
        const isWell = response.statusCode !== undefined && response.statusCode < 300;
        const answer = readAnswer(Buffer.concat(parts).toString('utf8'));
        if (answer === undefined) failed();
        else resolve(isWell ? accept(answer as T) : refusalOf(answer)); // the centre is of this very version
      });
    });
    request.on('timeout', () => request.destroy());
    request.on('error', failed);
    if (!isLines(body)) request.end(text);
    else
      pipeline(Readable.from(body), request).catch((error: unknown) => {
        request.destroy();
        if (isLost(error)) failed();
        else reject(error);
      });
  });
}

function readAnswer(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function refusalOf(answer: unknown): Result<never> {
  const { code, path, expected } = answer as { code?: unknown; path?: unknown; expected?: unknown }; // ApiError, checked below
  const known = typeof code === 'string' && code in refusalCodes ? (code as RefusalCode) : 'E_BUSY'; // just looked up
  const wanted = typeof expected === 'string' && expected !== '' ? { expected } : {};
  return refuse(known, { path: typeof path === 'string' ? path : '', ...wanted });
}
