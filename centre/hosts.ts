/** Whether a request comes to a name of ours, from a page of ours, from this computer; decisions from its headers and addresses alone. */

import type { IncomingMessage } from 'node:http';
import os from 'node:os';
import type { RefusalCode } from '../shared/contract/refusal-codes.ts';
import { isLoopbackHost } from './options.ts';

const isLoopbackAddress = (address: string): boolean =>
  address === '::1' || /^(::ffff:)?127(\.\d{1,3}){3}$/.test(address);

export class Hosts {
  readonly #names: ReadonlySet<string>;

  /** `names` beside this computer's own: under which devices reach the centre. */
  constructor(names: readonly string[]) {
    const own = os.hostname().toLowerCase();
    this.#names = new Set(['localhost', own, `${own}.local`, ...names]);
  }

  /** E_ORIGIN for a Host that is not ours (another site's name may point here) or a page of another origin. */
  judge(request: IncomingMessage): RefusalCode | undefined {
    const host = hostNameOf(request.headers.host);
    if (host === undefined || !this.#isOurs(host, request)) return 'E_ORIGIN';
    const { origin } = request.headers;
    if (origin === undefined) return undefined; // no page, but a program: it needs a secret anyway
    return isSameOrigin(origin, request.headers.host ?? '') ? undefined : 'E_ORIGIN';
  }

  /** E_LOCAL_ONLY unless both the other end and the name it used are this computer, with no proxy between. */
  judgeLocal(request: IncomingMessage): RefusalCode | undefined {
    const isNear = isLoopbackAddress(request.socket.remoteAddress ?? '');
    const isForwarded = ['x-forwarded-for', 'forwarded', 'via', 'x-real-ip'].some(
      (name) => name in request.headers,
    );
    const host = hostNameOf(request.headers.host);
    return isNear && !isForwarded && host !== undefined && isLoopbackHost(host) ? undefined : 'E_LOCAL_ONLY';
  }

  /** A name on our list, or the very address at which the socket came in: a name of someone else's cannot be that. */
  #isOurs(host: string, request: IncomingMessage): boolean {
    const address = (request.socket.localAddress ?? '').replace(/^::ffff:/, '');
    return this.#names.has(host) || isLoopbackHost(host) || host === address;
  }
}

/** The name in a Host header without its port, lower-case, without brackets. */
function hostNameOf(header: string | undefined): string | undefined {
  const match = /^(?:\[([0-9a-f:.]+)\]|([a-z0-9._-]+))(?::\d{1,5})?$/i.exec(header ?? '');
  return (match?.[1] ?? match?.[2])?.toLowerCase();
}

function isSameOrigin(origin: string, host: string): boolean {
  return /^https?:\/\/(.+)$/i.exec(origin)?.[1]?.toLowerCase() === host.toLowerCase();
}
