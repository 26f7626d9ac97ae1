/** The catalogue over HTTP: its files for kiosks, for ever the same under their names, and the admin's verbs; it decides nothing itself. */
import { createReadStream, existsSync } from 'node:fs';
import type { FastifyInstance } from 'fastify';
import { centreLimits } from '../shared/contract/centre-limits.ts';
import type { Admin } from './admin.ts';
import { sendRefusal, sendResult } from './api-error.ts';
import type { Procedures } from './procedures.ts';

/** The law is public: whoever reaches the centre may read the files. */
export function proceduresRoutes(server: FastifyInstance, procedures: Procedures, admin: Admin): void {
  server.get<{ Params: { file: string } }>('/catalogue/:file', (request, reply) => {
    const place = procedures.place(request.params.file);
    if (place === undefined) return sendRefusal(reply, { code: 'E_NOT_FOUND', path: '' });
    const isZipped = /\bgzip\b/.test(request.headers['accept-encoding'] ?? '') && existsSync(`${place}.gz`);
    if (isZipped) reply.header('content-encoding', 'gzip');
    return reply
      .header('content-type', 'application/json; charset=utf-8')
      .header('cache-control', 'public, max-age=31536000, immutable')
      .header('vary', 'accept-encoding')
      .send(createReadStream(isZipped ? `${place}.gz` : place));
  });
  server.get('/api/procedures', (_request, reply) => sendResult(reply, admin.catalogue()));
  server.post<{ Querystring: { dry?: string } }>(
    '/api/procedures',
    { bodyLimit: centreLimits.procedureBodyBytesMax },
    async (request, reply) =>
      sendResult(reply, await admin.takeCatalogue(request.body, request.query.dry === '1')),
  );
}
