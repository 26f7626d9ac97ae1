/** POST /api/enrol, the one API that the network may reach: a one-time code for an identity; all its refusals look alike. */
import { setTimeout as wait } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { centreLimits } from '../shared/contract/centre-limits.ts';
import { type Enrolled, enrolRequest } from '../shared/contract/enrolment.ts';
import type { DeviceId } from '../shared/contract/ids.ts';
import { readValue } from '../shared/contract/reader.ts';
import type { Refusal } from '../shared/contract/refusal.ts';
import { sendRefusal } from './api-error.ts';
import type { CommandKey } from './keys.ts';
import type { Register } from './register.ts';
import type { Sites } from './sites.ts';
import { mqttPath } from './sockets.ts';

export interface EnrolParts {
  readonly register: Register;
  readonly sites: Sites;
  readonly key: CommandKey;
  readonly demo: boolean;
  /** Where devices of a standing demo code stand. */
  readonly demoSite: () => string | null;
  readonly enrolled: (device: string) => void;
}

const wrong: Refusal = { code: 'E_ENROL', path: 'code' };

/** Tries are counted per address by the plugin that the server registered; a demo centre counts none. */
export function enrolRoutes(server: FastifyInstance, parts: EnrolParts): void {
  const rateLimit = parts.demo ? false : { max: centreLimits.enrolTriesPerHour, timeWindow: 60 * 60_000 };
  server.post('/api/enrol', { config: { rateLimit } }, async (request, reply) => {
    const began = performance.now();
    const answer = enrol(request.body, parts);
    if (answer !== undefined) return reply.send(answer);
    // Wrong, used, expired, of another app: nobody can tell them apart by the clock either.
    await wait(Math.max(0, centreLimits.enrolAnswerMs - (performance.now() - began)));
    return sendRefusal(reply, wrong);
  });
}

function enrol(body: unknown, parts: EnrolParts): Enrolled | undefined {
  const { register, sites, key } = parts;
  const asked = readValue(enrolRequest, body);
  if (!asked.ok) return undefined;
  const enrolled = register.enrol(asked.value.app, asked.value.code, parts.demoSite());
  if (!enrolled.ok) return undefined;
  const { device, secret } = enrolled.value;
  parts.enrolled(device.id);
  return {
    device: device.id as DeviceId, // the register's ids were read by their schema
    secret,
    mqttPath,
    keys: { command: [...key.publicKeys] },
    config: sites.deviceConfig(device),
  };
}
