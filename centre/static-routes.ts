/** The built screens as files, with the assets of the build before for pages that are still open; it builds nothing. */
import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { sendRefusal } from './api-error.ts';

const apps = ['kiosk', 'tablet', 'board'] as const;

/** `dist` is looked at on each request: a build swaps it while the centre runs. */
export async function staticRoutes(server: FastifyInstance, dist: string): Promise<void> {
  await server.register(fastifyStatic, {
    root: path.dirname(dist),
    serve: false,
    cacheControl: false,
    etag: true,
    lastModified: false,
  });
  for (const app of apps) {
    server.get(`/${app}`, (_request, reply) => reply.redirect(`/${app}/`, 301));
    server.get<{ Params: { '*': string } }>(`/${app}/*`, (request, reply) => {
      const asked = request.params['*'] === '' ? 'index.html' : request.params['*'];
      const found = isPlain(asked) ? placeOf(dist, app, asked) : undefined;
      if (found === undefined) return sendRefusal(reply, { code: 'E_NOT_FOUND', path: '' });
      return reply.sendFile(asked, found);
    });
  }
}

/** Letters, digits, dots and single slashes; no way up. */
function isPlain(asked: string): boolean {
  return (
    /^[A-Za-z0-9_-][A-Za-z0-9._/-]{0,200}$/.test(asked) && !asked.includes('..') && !asked.includes('//')
  );
}

function placeOf(dist: string, app: string, asked: string): string | undefined {
  const places = [path.join(dist, app)];
  if (asked.startsWith('assets/')) places.push(path.join(dist, 'previous', app));
  return places.find((place) => isFile(path.join(place, asked)));
}

function isFile(file: string): boolean {
  return existsSync(file) && statSync(file).isFile();
}
