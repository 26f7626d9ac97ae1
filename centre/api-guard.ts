/** Who may use the API: this computer, or a token with the fitting role over TLS; it reads no body and logs nothing. */
import type { IncomingMessage } from 'node:http';
import type { TLSSocket } from 'node:tls';
import type { RefusalCode } from '../shared/contract/refusal-codes.ts';
import type { Hosts } from './hosts.ts';
import { Buckets } from './rates.ts';
import type { KnownToken, Tokens } from './tokens.ts';

/** Addresses whose failures are counted. */
const addressesMax = 5_000;

/** The one thing for which a token is always needed, also on this computer: software pushes without a person beside it. */
const isPush = (method: string, path: string): boolean => method === 'PUT' && path === '/api/dossiers';
/** What a token that only reads may see: figures and states, never codes of devices or other tokens. */
const isReading = (method: string, path: string): boolean =>
  (method === 'GET' || method === 'HEAD') &&
  /^\/api\/(?:fleet|ratings|dossiers|sources|deliveries)(?:\/|$)/.test(path);

export class ApiGuard {
  readonly #hosts: Hosts;
  readonly #tokens: Tokens;
  readonly #now: () => number;
  readonly #failures = new Buckets(addressesMax);
  readonly #known = new WeakMap<IncomingMessage, KnownToken>();

  constructor(hosts: Hosts, tokens: Tokens, now: () => number) {
    this.#hosts = hosts;
    this.#tokens = tokens;
    this.#now = now;
  }

  /** Why a request to a path that is not for everybody is refused. E_LOCAL_ONLY, E_PLAIN, E_TOKEN, E_RATE. */
  judge(request: IncomingMessage, path: string): RefusalCode | undefined {
    const { method = '' } = request;
    const isNear = this.#hosts.judgeLocal(request) === undefined;
    const bearer = /^Bearer +(\S{1,200})$/i.exec(request.headers.authorization ?? '')?.[1];
    if (bearer === undefined) return isPush(method, path) ? 'E_TOKEN' : isNear ? undefined : 'E_LOCAL_ONLY';
    if (!isNear && !isEncrypted(request)) return 'E_PLAIN';
    if (!path.startsWith('/api/')) return isNear ? undefined : 'E_LOCAL_ONLY';
    const token = this.#tokens.find(bearer);
    if (token === undefined) return this.#failed(request);
    this.#known.set(request, token);
    const isAllowed =
      token.role === 'admin' ||
      (token.role === 'push' && isPush(method, path)) ||
      (token.role === 'read' && isReading(method, path));
    return isAllowed ? undefined : 'E_TOKEN';
  }

  /** The token that opened the door to this request. */
  tokenOf(request: IncomingMessage): KnownToken | undefined {
    return this.#known.get(request);
  }

  #failed(request: IncomingMessage): RefusalCode {
    const wait = this.#failures.take('token', request.socket.remoteAddress ?? '', this.#now());
    return wait > 0 ? 'E_RATE' : 'E_TOKEN';
  }
}

function isEncrypted(request: IncomingMessage): boolean {
  return (request.socket as Partial<TLSSocket>).encrypted === true; // only a TLS socket has the field
}
