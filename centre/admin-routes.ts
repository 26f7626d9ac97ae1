/** The admin's verbs over HTTP: devices, sites, quarantine, gaps; it decides nothing itself. */
import type { FastifyInstance } from 'fastify';
import { quarantineAsked } from '../shared/contract/admin-api.ts';
import { readValue } from '../shared/contract/reader.ts';
import type { Admin } from './admin.ts';
import { sendRefusal, sendResult } from './api-error.ts';

type WithId = { Params: { id: string } };

export function adminRoutes(server: FastifyInstance, admin: Admin, origin: () => string): void {
  server.get('/api/devices', () => admin.devices());
  server.post('/api/devices', (request, reply) => {
    const added = admin.addDevice(request.body);
    if (!added.ok) return sendRefusal(reply, added.refusal);
    return reply.code(201).send({ ...added.value, link: `${origin()}${added.value.link}` });
  });
  server.post<WithId>('/api/devices/:id/revoke', (request, reply) =>
    sendResult(reply, admin.revoke(request.params.id)),
  );
  server.get('/api/sites', () => admin.sites());
  server.post('/api/sites', (request, reply) => sendResult(reply, admin.setSite(request.body)));
  server.get('/api/quarantine', (request, reply) => {
    const asked = readValue(quarantineAsked, request.query);
    return asked.ok ? reply.send(admin.quarantine(asked.value.decision)) : sendRefusal(reply, asked.refusal);
  });
  for (const verb of ['accept', 'exclude'] as const) {
    server.post<WithId>(`/api/quarantine/:id/${verb}`, (request, reply) =>
      sendResult(reply, admin.decide(request.params.id, verb, request.body)),
    );
  }
  server.post('/api/gaps', (request, reply) => sendResult(reply, admin.writeOff(request.body)));
}
