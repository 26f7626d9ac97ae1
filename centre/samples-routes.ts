/** The sample receipts of a demo centre under /samples/; a real centre has none. */
import type { FastifyInstance } from 'fastify';
import type { SiteConfig } from '../shared/contract/site-config.ts';
import { sendRefusal } from './api-error.ts';

/** `config`: the demo site; undefined while there is none. */
export function samplesRoutes(
  server: FastifyInstance,
  config: () => SiteConfig | undefined,
  now: () => number,
): void {
  server.get('/samples', (_request, reply) => reply.redirect('/samples/', 301));
  server.get<{ Params: { '*': string } }>('/samples/*', async (request, reply) => {
    const site = config();
    // Its drawing of symbols weighs 25 MB: only a centre whose samples are looked at pays for it.
    const { samplesFile } = await import('./demo/receipts.ts');
    const file =
      site === undefined ? undefined : samplesFile(request.params['*'], { now: now(), config: site });
    if (file === undefined) return sendRefusal(reply, { code: 'E_NOT_FOUND', path: '' });
    return reply
      .header('content-type', file.type)
      .header('cache-control', file.isFixed ? 'public, max-age=31536000, immutable' : 'no-cache')
      .send(file.body);
  });
}
