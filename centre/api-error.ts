/** Refusals as HTTP answers: one body for all, one status per code; it logs nothing. */
import type { FastifyReply } from 'fastify';
import type { ApiError } from '../shared/contract/board-api.ts';
import type { Refusal, Result } from '../shared/contract/refusal.ts';
import { type RefusalCode, refusalCodes } from '../shared/contract/refusal-codes.ts';

const statuses: Partial<Record<RefusalCode, number>> = {
  E_NOT_FOUND: 404,
  E_LOCAL_ONLY: 403,
  E_ORIGIN: 403,
  E_DEMO: 403,
  E_ENROL: 403,
  E_REVOKED: 403,
  E_TOO_BIG: 413,
  E_RATE: 429,
  E_CONFLICT: 409,
  E_CONFIG_OLD: 409,
  E_WAITING: 409,
  E_TOKEN: 401,
  E_PLAIN: 403,
  E_BUSY: 503,
  E_DB: 503,
};

/** 400 unless the code says otherwise. */
export function statusOf(code: RefusalCode): number {
  return statuses[code] ?? 400;
}

/** The body of a refusal; never what was found, which may be personal. */
export function apiError(refusal: Refusal): ApiError {
  const { code, path, expected = '' } = refusal;
  return { code, path, expected, message: refusalCodes[code] };
}

/** Sends a result: its value, or its refusal with the fitting status. */
export function sendResult<T>(reply: FastifyReply, result: Result<T>): FastifyReply {
  return result.ok ? reply.send(result.value) : sendRefusal(reply, result.refusal);
}

export function sendRefusal(reply: FastifyReply, refusal: Refusal): FastifyReply {
  return reply.code(statusOf(refusal.code)).send(apiError(refusal));
}
