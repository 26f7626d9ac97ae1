/** Saves what the fleet knows, together and now and then: the latest beat of each device and an hourly roll-up; never single beats. */
import { type Heartbeat, heartbeat, type Presence, presence } from '../shared/contract/messages.ts';
import { readValue } from '../shared/contract/reader.ts';
import type { Fleet } from './fleet.ts';
import type { LedgerFile } from './ledger-file.ts';

const HOUR = 60 * 60_000;

interface Hour {
  beats: number;
  depthMax: number;
  offsetMax: number | null;
  readonly alarms: Set<string>;
}

export class StatusStore {
  readonly #file: LedgerFile;
  readonly #fleet: Fleet;
  readonly #changed = new Set<string>();
  readonly #hours = new Map<string, Hour>();

  constructor(file: LedgerFile, fleet: Fleet) {
    this.#file = file;
    this.#fleet = fleet;
  }

  /** Tells the fleet what was known when the centre last ran. */
  restore(): void {
    for (const row of this.#file.rows(this.#file.query.selectFrom('device_status').selectAll())) {
      const beat = row.beat === null ? null : readValue(heartbeat, JSON.parse(row.beat));
      const state = row.presence === null ? null : readValue(presence, JSON.parse(row.presence));
      this.#fleet.restore(
        row.device,
        row.seen_at,
        beat?.ok === true ? beat.value : null,
        state?.ok === true ? state.value : null,
      );
    }
  }

  note(device: string): void {
    this.#changed.add(device);
  }

  /** Takes a beat into its hour. `at`: ms, received. */
  beat(device: string, beat: Heartbeat, at: number): void {
    this.note(device);
    const key = `${device} ${Math.floor(at / HOUR) * HOUR}`;
    const hour = this.#hours.get(key) ?? { beats: 0, depthMax: 0, offsetMax: null, alarms: new Set() };
    this.#hours.set(key, hour);
    hour.beats += 1;
    hour.depthMax = Math.max(hour.depthMax, ...beat.depth);
    const offset = beat.clock.offsetms === null ? null : Math.abs(beat.clock.offsetms);
    if (offset !== null) hour.offsetMax = Math.max(hour.offsetMax ?? 0, offset);
    for (const alarm of beat.alarms) hour.alarms.add(alarm);
  }

  /** Writes what changed since the last time, in one transaction. */
  save(): void {
    if (this.#changed.size === 0 && this.#hours.size === 0) return;
    this.#file.transaction(() => {
      for (const device of this.#changed) this.#saveStatus(device);
      for (const [key, hour] of this.#hours) this.#saveHour(key, hour);
    });
    this.#changed.clear();
    this.#hours.clear();
  }

  #saveStatus(device: string): void {
    const seen = this.#fleet.seenOf(device);
    const text = (value: Heartbeat | Presence | null): string | null =>
      value === null ? null : JSON.stringify(value);
    const row = { seen_at: seen.seenAt ?? 0, beat: text(seen.beat), presence: text(seen.presence) };
    this.#file.run(
      this.#file.query
        .insertInto('device_status')
        .values({ device, ...row })
        .onConflict((c) => c.column('device').doUpdateSet(row)),
    );
  }

  #saveHour(key: string, hour: Hour): void {
    const [device = '', start = '0'] = key.split(' ');
    const { query } = this.#file;
    const own = query.selectFrom('device_hour').selectAll().where('device', '=', device);
    const [before] = this.#file.rows(own.where('hour', '=', Number(start)));
    // Written by the line below.
    const alarms = new Set([...(JSON.parse(before?.alarms ?? '[]') as string[]), ...hour.alarms]);
    const offsets = [before?.offset_max ?? null, hour.offsetMax].filter((offset) => offset !== null);
    const row = {
      beats: (before?.beats ?? 0) + hour.beats,
      depth_max: Math.max(before?.depth_max ?? 0, hour.depthMax),
      offset_max: offsets.length === 0 ? null : Math.max(...offsets),
      alarms: JSON.stringify([...alarms]),
    };
    this.#file.run(
      query
        .insertInto('device_hour')
        .values({ device, hour: Number(start), ...row })
        .onConflict((c) => c.columns(['device', 'hour']).doUpdateSet(row)),
    );
  }
}
