/** What a device asks on up/req and what it is answered: hello, time, a dossier; within its rates. It never logs a code. */

import { centreLimits } from '../shared/contract/centre-limits.ts';
import type { DossierAnswer } from '../shared/contract/dossier.ts';
import type { SyncRequest } from '../shared/contract/dossier-sync.ts';
import type { DeviceId, RequestId } from '../shared/contract/ids.ts';
import { limits } from '../shared/contract/limits.ts';
import {
  type DossierQuestion,
  type Hello,
  type LaneReceipt,
  type RequestMessage,
  type ResponseMessage,
  requestMessage,
} from '../shared/contract/messages.ts';
import { readJson, readValue, writeBytes } from '../shared/contract/reader.ts';
import type { RefusalCode } from '../shared/contract/refusal-codes.ts';
import type { DeviceConfig } from '../shared/contract/site-config.ts';
import type { Calls } from './calls.ts';
import type { DossierFeed } from './dossier-feed.ts';
import type { Dossiers } from './dossiers.ts';
import type { Greeting } from './greeting.ts';
import type { Letters } from './letters.ts';
import { QuestionGuard } from './question-guard.ts';
import type { Buckets } from './rates.ts';
import type { Register } from './register.ts';
import type { Sites } from './sites.ts';

export interface RequestParts {
  readonly register: Register;
  readonly dossiers: Dossiers;
  readonly feed: DossierFeed;
  readonly sites: Sites;
  readonly greeting: Greeting;
  readonly letters: Letters;
  readonly calls: Calls;
  /** Somebody may see a call: a board is open. */
  readonly isWatched: () => boolean;
  readonly buckets: Buckets;
  readonly now: () => number;
  readonly answer: (device: DeviceId, message: ResponseMessage) => void;
  readonly receipts: (device: DeviceId, lanes: readonly LaneReceipt[]) => void;
  readonly configure: (device: DeviceId, config: DeviceConfig) => void;
  readonly refused: (device: DeviceId, code: RefusalCode, path: string) => void;
}

export class Requests {
  readonly #parts: RequestParts;
  readonly #guards = new Map<DeviceId, QuestionGuard>();

  constructor(parts: RequestParts) {
    this.#parts = parts;
  }

  /** Answers one request; resolves when the answer has been handed over. A request without a readable rid gets none. */
  async receive(device: DeviceId, bytes: Uint8Array): Promise<void> {
    const receivedAt = this.#parts.now();
    const json = readJson(bytes, centreLimits.helloBytesMax);
    if (!json.ok) return this.#parts.refused(device, json.refusal.code, json.refusal.path);
    const rid = ridOf(json.value);
    const read = readValue(requestMessage, json.value);
    if (!read.ok) return this.#refuse(device, rid, 'E_SCHEMA', read.refusal.path);
    const message = read.value;
    if (message.kind !== 'hello' && bytes.byteLength > limits.requestBytesMax) {
      return this.#refuse(device, rid, 'E_TOO_BIG', '');
    }
    if (message.kind === 'time') this.#tellTime(device, message, receivedAt);
    else if (message.kind === 'hello') await this.#greet(device, message, receivedAt);
    else if (message.kind === 'dossier') this.#answerDossier(device, message, receivedAt);
    else if (message.kind === 'letter') this.#hearLetter(device, message, receivedAt);
    else if (message.kind === 'call') this.#raiseCall(device, message.rid, receivedAt);
    else this.#tellChanges(device, message, receivedAt);
  }

  #tellTime(device: DeviceId, asked: Extract<RequestMessage, { kind: 'time' }>, t1: number): void {
    const { answer, now } = this.#parts;
    answer(device, { v: 1, rid: asked.rid, kind: 'time', t0: asked.t0, t1, t2: now() });
  }

  async #greet(device: DeviceId, hello: Hello, receivedAt: number): Promise<void> {
    const { buckets, greeting, register, answer, receipts, configure } = this.#parts;
    const wait = register.isSimulated(device) ? 0 : buckets.take('hello', device, receivedAt);
    if (wait > 0) return this.#refuse(device, hello.rid, 'E_RATE', '', wait);
    const twinWait = register.isSimulated(device) ? 0 : greeting.twinWaitMs(device, hello, receivedAt);
    if (twinWait > 0) return this.#refuse(device, hello.rid, 'E_TWIN', 'bootid', twinWait);
    const greeted = await greeting.welcome(device, hello, receivedAt);
    if (!greeted.ok) return this.#refuse(device, hello.rid, greeted.refusal.code, greeted.refusal.path);
    answer(device, { v: 1, rid: hello.rid, kind: 'welcome', jws: greeted.value.jws });
    receipts(device, greeted.value.receipts);
    if (greeted.value.config !== null) configure(device, greeted.value.config);
  }

  #answerDossier(device: DeviceId, question: DossierQuestion, now: number): void {
    const { buckets, dossiers, register, sites, answer } = this.#parts;
    const guard = this.#guardOf(device);
    const wait = Math.max(guard.wait(question.code, now), buckets.take('question', device, now));
    if (wait > 0) {
      this.#refuse(device, question.rid, 'E_RATE', '', wait);
      return;
    }
    const site = sites.find(register.find(device)?.site ?? '');
    const found = dossiers.answer(question.code, question.secret, site?.disclosure?.bare);
    guard.note(question.code, found === undefined, now);
    answer(device, dossierReplyOf(question.rid, found));
  }

  /** As a question: it too could be used to read off codes. */
  #hearLetter(device: DeviceId, asked: Extract<RequestMessage, { kind: 'letter' }>, now: number): void {
    const { buckets, dossiers, letters, answer } = this.#parts;
    const { rid, code, got } = asked;
    const guard = this.#guardOf(device);
    const wait = Math.max(guard.wait(code, now), buckets.take('question', device, now));
    if (wait > 0) {
      this.#refuse(device, rid, 'E_RATE', '', wait);
      return;
    }
    const known = dossiers.answer(code, undefined);
    guard.note(code, known === undefined, now);
    const heard = letters.hear({ device, rid, code, got, known });
    if (!heard.ok) {
      this.#refuse(device, rid, heard.refusal.code, heard.refusal.path);
      return;
    }
    answer(device, { v: 1, rid, kind: 'letter', got, unit: heard.value });
  }

  #raiseCall(device: DeviceId, rid: RequestId, now: number): void {
    const { buckets, calls, register, isWatched, answer } = this.#parts;
    const site = register.find(device)?.site;
    const wait = buckets.take('call', device, now);
    if (wait > 0) {
      this.#refuse(device, rid, 'E_RATE', '', wait);
      return;
    }
    if (site === undefined) {
      this.#refuse(device, rid, 'E_NOT_FOUND', 'site');
      return;
    }
    const { since } = calls.raise(device, site);
    answer(device, { v: 1, rid, kind: 'call', since, watched: isWatched() });
  }

  /** Only a kiosk holds a copy of the dossiers. */
  #tellChanges(device: DeviceId, { rid, cursor }: SyncRequest, now: number): void {
    const { buckets, feed, register, sites, answer } = this.#parts;
    const known = register.find(device);
    const units = sites.find(known?.site ?? '')?.units.map(({ prefix }) => prefix) ?? [];
    const isKiosk = known?.app === 'kiosk';
    const wait = isKiosk && !register.isSimulated(device) ? buckets.take('sync', device, now) : 0;
    const busy = isKiosk && wait === 0 ? buckets.take('allSyncs', '*', now) : 0;
    if (!isKiosk) this.#refuse(device, rid, 'E_APP', 'kind');
    else if (wait > 0) this.#refuse(device, rid, 'E_RATE', '', wait);
    else if (busy > 0) this.#refuse(device, rid, 'E_BUSY', '', busy);
    else answer(device, { v: 1, rid, kind: 'sync', ...feed.page({ id: known.site, units }, cursor) });
  }

  #guardOf(device: DeviceId): QuestionGuard {
    const guard = this.#guards.get(device) ?? new QuestionGuard();
    this.#guards.set(device, guard);
    return guard;
  }

  #refuse(
    device: DeviceId,
    rid: RequestId | undefined,
    code: RefusalCode,
    path: string,
    wait?: number,
  ): void {
    this.#parts.refused(device, code, path);
    if (rid === undefined) return;
    const retry = wait === undefined ? {} : { retryAfterMs: Math.ceil(wait) };
    this.#parts.answer(device, { v: 1, rid, kind: 'refused', code, path, ...retry });
  }
}

function ridOf(value: unknown): RequestId | undefined {
  const rid = typeof value === 'object' && value !== null && 'rid' in value ? value.rid : undefined;
  return typeof rid === 'string' && /^[0-9a-f]{16}$/.test(rid) ? (rid as RequestId) : undefined; // just checked
}

/** The reply within its limit: of a very long timeline the oldest stages are left out. */
function dossierReplyOf(rid: RequestId, found: DossierAnswer | undefined): ResponseMessage {
  const reply = (answer: DossierAnswer | null): ResponseMessage => ({ v: 1, rid, kind: 'dossier', answer });
  let answer = found ?? null;
  while (answer?.private !== undefined && answer.private.timeline.length > 1) {
    if (writeBytes(reply(answer)).byteLength <= centreLimits.answerBytesMax) break;
    answer = { ...answer, private: { ...answer.private, timeline: answer.private.timeline.slice(1) } };
  }
  return reply(answer);
}
