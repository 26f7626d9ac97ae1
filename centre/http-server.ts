/** The HTTP server: who may ask, what every answer carries, how a refusal looks; routes come from the files beside it. */
import rateLimit from '@fastify/rate-limit';
import fastify, { type FastifyError, type FastifyInstance, type FastifyReply, LogController } from 'fastify';
import type { Logger } from 'pino';
import { centreLimits } from '../shared/contract/centre-limits.ts';
import type { RefusalCode } from '../shared/contract/refusal-codes.ts';
import { sendRefusal } from './api-error.ts';
import type { ApiGuard } from './api-guard.ts';
import type { Hosts } from './hosts.ts';
import { cachingFor, headersFor } from './http-headers.ts';

export interface HttpParts {
  readonly hosts: Hosts;
  readonly guard: ApiGuard;
  readonly tls: { readonly cert: Buffer; readonly key: Buffer } | null;
  readonly log: Logger;
}

/** Paths that answer to this computer, and to a token that may. */
function isLocalOnly(path: string): boolean {
  if (path === '/api/enrol') return false;
  return ['/api', '/board', '/samples'].some((head) => path === head || path.startsWith(`${head}/`));
}

/** A server without routes. */
export async function openHttpServer(parts: HttpParts): Promise<FastifyInstance> {
  const server = fastify({
    loggerInstance: parts.log,
    logController: new LogController({ disableRequestLogging: true }), // a path may hold what must not be logged
    bodyLimit: centreLimits.apiBodyBytesMax,
    forceCloseConnections: true,
    ...(parts.tls === null ? {} : { https: { cert: parts.tls.cert, key: parts.tls.key } }),
  }) as unknown as FastifyInstance; // with or without TLS the same routes hang on it
  await server.register(rateLimit, {
    global: false,
    errorResponseBuilder: (_request, context) =>
      Object.assign(new Error('rate'), { statusCode: context.statusCode }),
  });
  server.addHook('onRequest', (request, reply, next) => {
    const path = request.url.split('?', 1)[0] ?? '';
    reply.headers(headersFor(path)).header('cache-control', cachingFor(path));
    const fault =
      parts.hosts.judge(request.raw) ??
      (isLocalOnly(path) ? parts.guard.judge(request.raw, path) : undefined);
    if (fault === undefined) next();
    else sendRefusal(reply, { code: fault, path: '' });
  });
  server.setNotFoundHandler((_request, reply) => sendRefusal(reply, { code: 'E_NOT_FOUND', path: '' }));
  server.setErrorHandler((error: FastifyError, _request, reply) => answerError(error, reply, parts.log));
  return server;
}

const codesByStatus: Readonly<Record<number, RefusalCode>> = {
  400: 'E_JSON',
  413: 'E_TOO_BIG',
  415: 'E_JSON',
  429: 'E_RATE',
};

function answerError(error: FastifyError, reply: FastifyReply, log: Logger): FastifyReply {
  const code = codesByStatus[error.statusCode ?? 500];
  if (code !== undefined) return sendRefusal(reply, { code, path: '' });
  log.error({ err: { name: error.name, message: error.message, stack: error.stack } }, 'a request failed');
  return sendRefusal(reply, { code: 'E_DB', path: '' });
}
