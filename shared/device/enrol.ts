/** Trades a one-time code for an identity at the centre, over HTTPS; loaded only when a device has none. */
import { type Enrolled, enrolCode, enrolled } from '../contract/enrolment.ts';
import type { AppName } from '../contract/ids.ts';
import { readValue } from '../contract/reader.ts';
import { type Result, refuse } from '../contract/refusal.ts';
import { type RefusalCode, refusalCodes } from '../contract/refusal-codes.ts';
import { type DeviceConfig, deviceConfig } from '../contract/site-config.ts';
import { unreachable } from './assemble.ts';

const waitMs = 15_000;

function codeOf(answer: unknown): RefusalCode {
  const code = typeof answer === 'object' && answer !== null && 'code' in answer ? answer.code : undefined;
  return typeof code === 'string' && code in refusalCodes ? (code as RefusalCode) : 'E_ENROL'; // just looked up
}

/** POST /api/enrol on this origin. Refuses E_ENROL (wrong, used, expired), E_RATE, E_BUSY (no network), E_CONFIG. */
export async function requestIdentity(
  app: AppName,
  text: string,
): Promise<Result<Enrolled & { config: DeviceConfig }>> {
  const code = readValue(enrolCode, text, 'E_ENROL');
  if (!code.ok) return code;
  let answer: unknown;
  let isOk: boolean;
  try {
    const response = await fetch('/api/enrol', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ app, code: code.value }),
      signal: AbortSignal.timeout(waitMs),
      credentials: 'omit',
    });
    isOk = response.ok;
    answer = await response.json();
  } catch {
    return unreachable();
  }
  if (!isOk) return refuse(codeOf(answer));
  const read = readValue(enrolled, answer);
  if (!read.ok) return read;
  const config = readValue(deviceConfig, read.value.config, 'E_CONFIG');
  return config.ok ? { ok: true, value: { ...read.value, config: config.value } } : config;
}
