/** What the board reads: ratings, fleet, archived years, and the notice that something changed; it counts nothing itself. */
import type { FastifyInstance } from 'fastify';
import { byCounterAsked, yearAsked } from '../shared/contract/admin-api.ts';
import type { DossiersSummary, Fleet as FleetView } from '../shared/contract/board-api.ts';
import { dayOf, readDay } from '../shared/contract/day.ts';
import { readValue } from '../shared/contract/reader.ts';
import { defaultScale } from '../shared/contract/scale.ts';
import type { Admin } from './admin.ts';
import { sendRefusal, sendResult } from './api-error.ts';
import type { Dossiers } from './dossiers.ts';
import type { Fleet } from './fleet.ts';
import { isoOf } from './iso-time.ts';
import type { Live } from './live.ts';
import type { Ratings } from './ratings.ts';

export interface BoardParts {
  readonly admin: Admin;
  readonly ratings: Ratings;
  readonly fleet: Fleet;
  readonly dossiers: Dossiers;
  readonly live: Live;
  readonly centre: FleetView['centre'];
  readonly now: () => number;
}

export function boardRoutes(server: FastifyInstance, parts: BoardParts): void {
  const { admin, ratings, fleet, live, now } = parts;
  server.get('/api/ratings/summary', (request, reply) => sendResult(reply, admin.summary(request.query)));
  server.get('/api/ratings/by-counter', (request, reply) => {
    const asked = readValue(byCounterAsked, request.query);
    if (!asked.ok) return sendRefusal(reply, asked.refusal);
    const day = readDay(asked.value.day ?? dayOf(now()));
    if (!day.ok) return sendRefusal(reply, { ...day.refusal, path: 'day' });
    return reply.send(ratings.byCounter(day.value, asked.value.scale ?? defaultScale.id));
  });
  server.get(
    '/api/fleet',
    (): FleetView => ({ asOf: now(), centre: parts.centre, devices: fleet.devices() }),
  );
  server.get('/api/dossiers/summary', (request, reply) => {
    const asked = readValue(yearAsked, request.query);
    if (!asked.ok) return sendRefusal(reply, asked.refusal);
    return reply.send(yearSummary(parts, Number(asked.value.year)));
  });
  server.get('/api/live', (request, reply) => {
    if (!live.join(request, reply)) sendRefusal(reply, { code: 'E_BUSY', path: '' });
  });
}

function yearSummary(parts: BoardParts, year: number): DossiersSummary {
  const { asOf, groups, timings, lateReasons } = parts.dossiers.countArchive(String(year));
  return {
    year,
    asOf: asOf === null ? null : isoOf(asOf),
    received: groups.returned + groups.late + groups['in-time'],
    returned: groups.returned,
    late: groups.late,
    inTime: groups['in-time'],
    timings,
    lateReasons,
    demo: parts.centre.demo,
  };
}
