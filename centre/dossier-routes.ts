/** Dossiers on their way in over HTTP: batches of one-stop software, streams of the command line, and an admin's verdicts; it judges no row itself. */
import type { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { centreLimits } from '../shared/contract/centre-limits.ts';
import { sendRefusal, sendResult } from './api-error.ts';
import type { ApiGuard } from './api-guard.ts';
import { takePush } from './import/push.ts';
import { takeStream } from './import/row-stream.ts';
import { Buckets } from './rates.ts';
import type { SourceDesk } from './source-desk.ts';

type WithId = { Params: { id: string } };
type WithName = { Params: { name: string } };

export interface DossierRouteParts {
  readonly desk: SourceDesk;
  readonly guard: ApiGuard;
  /** Something was refused: for the log, never with a code of a dossier. */
  readonly refused: (who: string, code: string, path: string) => void;
}

export function dossierRoutes(server: FastifyInstance, parts: DossierRouteParts): void {
  const { desk } = parts;
  const pushes = new Buckets(centreLimits.tokensMax);
  server.put('/api/dossiers', { bodyLimit: centreLimits.pushBytesMax }, (request, reply) =>
    push(request, reply, parts, pushes),
  );
  // The body is read line by line as it comes; its size is bounded by the rows of a delivery.
  server.addContentTypeParser('application/x-ndjson', (_request, payload, done) => done(null, payload));
  server.post(
    '/api/imports',
    async (request, reply) => sendResult(reply, await takeStream(request.body as Readable, desk)), // the parser above hands the stream over
  );
  server.get('/api/deliveries', () => desk.deliveries.list());
  for (const verb of ['accept', 'reject'] as const) {
    server.post<WithId>(`/api/deliveries/:id/${verb}`, (request, reply) =>
      sendResult(reply, desk.deliveries[verb](request.params.id, request.body)),
    );
  }
  server.get('/api/sources', () => desk.listSources());
  server.get<WithId>('/api/sources/:id', (request, reply) => {
    const found = desk.sources.find(request.params.id);
    return found === undefined ? sendRefusal(reply, { code: 'E_NOT_FOUND', path: 'id' }) : reply.send(found);
  });
  server.post('/api/sources', (request, reply) => sendResult(reply, desk.setSource(request.body)));
  server.get('/api/tokens', () => desk.tokens.list());
  server.post('/api/tokens', (request, reply) => {
    const added = desk.tokens.add(request.body);
    return added.ok ? reply.code(201).send(added.value) : sendRefusal(reply, added.refusal);
  });
  server.post<WithName>('/api/tokens/:name/revoke', (request, reply) =>
    sendResult(reply, desk.tokens.revoke(request.params.name)),
  );
}

/** A batch within the rate of its token. */
function push(
  request: FastifyRequest,
  reply: FastifyReply,
  { desk, guard, refused }: DossierRouteParts,
  pushes: Buckets,
): FastifyReply {
  const token = guard.tokenOf(request.raw);
  if (token === undefined) return sendRefusal(reply, { code: 'E_TOKEN', path: '' });
  const wait = pushes.take('push', token.name, desk.now());
  if (wait > 0) {
    refused(token.name, 'E_RATE', 'dossiers');
    return sendRefusal(reply.header('retry-after', Math.ceil(wait / 1_000)), { code: 'E_RATE', path: '' });
  }
  const taken = takePush(request.body, token, desk);
  if (taken.ok) return reply.code(taken.value.state === 'waiting' ? 202 : 200).send(taken.value);
  refused(token.name, taken.refused.code, taken.refused.path.replace(/\d+/g, 'n'));
  return reply.code(taken.status).send(taken.refused);
}
