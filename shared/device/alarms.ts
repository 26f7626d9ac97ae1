/** Alarms that are up, and the events that tell of them; what an alarm means to people is said elsewhere. */
import type { AlarmName } from '../contract/alarm.ts';
import type { DeviceFaulted } from '../contract/event.ts';

const detailCharsMax = 120; // as the contract bounds it (event.ts deviceFaulted)

/** Only what the contract lets a detail say: it is written for machines and staff, and must never cost the event its place. */
function plainDetail(detail: string): string {
  return detail
    .normalize('NFD')
    .replace(/[^A-Za-z0-9 .,:_-]/g, '')
    .slice(0, detailCharsMax);
}

export class Alarms {
  readonly #up = new Set<AlarmName>();
  readonly #tell: (fault: DeviceFaulted) => Promise<unknown>;

  /** `tell` writes one event; an alarm that cannot be written down still stands in the heartbeat. */
  constructor(tell: (fault: DeviceFaulted) => Promise<unknown>) {
    this.#tell = tell;
  }

  get names(): readonly AlarmName[] {
    return [...this.#up];
  }

  raise(alarm: AlarmName, detail?: string): void {
    if (this.#up.has(alarm)) return;
    this.#up.add(alarm);
    // Nothing can be written now: the heartbeat tells.
    if (alarm === 'storage-full' || alarm === 'storage-failed') return;
    const more = detail === undefined ? {} : { detail: plainDetail(detail) };
    this.#tell({ alarm, state: 'raised', ...more }).catch(() => {});
  }

  clear(alarm: AlarmName): void {
    if (this.#up.delete(alarm)) this.#tell({ alarm, state: 'cleared' }).catch(() => {});
  }
}
