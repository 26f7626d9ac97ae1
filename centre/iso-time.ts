/** A moment as people of Asia/Ho_Chi_Minh write it for machines; it reads no clock. */
import { dayOf, minuteOfDay } from '../shared/contract/day.ts';

const two = (n: number): string => String(n).padStart(2, '0');

/** ISO 8601 with +07:00, to the second. `ms` since 1970 UTC. */
export function isoOf(ms: number): string {
  const minute = minuteOfDay(ms);
  const second = Math.floor((((ms % 60_000) + 60_000) % 60_000) / 1_000);
  return `${dayOf(ms)}T${two(Math.floor(minute / 60))}:${two(minute % 60)}:${two(second)}+07:00`;
}
