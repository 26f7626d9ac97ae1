/** Plays round after round: does on the device what the table of round.ts commands, and tells it what came of it; it paints nothing. */
import type { AlarmName } from '../shared/contract/alarm.ts';
import type { DeviceConfig } from '../shared/contract/site-config.ts';
import type { Device, Place } from '../shared/device/device.ts';
import { commitRating } from './commit.ts';
import { type Command, firstRound, isAtRest, type Round, type RoundEvent, step, wakeAt } from './round.ts';

/** Time and paint, handed in by main.tsx. */
export interface Stage {
  /** Milliseconds of a clock that only goes forward. */
  now(): number;
  /** Calls once after `ms`; the answer takes it back. */
  later(ms: number, run: () => void): () => void;
  /** Calls once when what stands on the screen now has been painted. */
  painted(run: () => void): void;
}

export interface Host {
  round(): Round;
  /** The configuration that the screen shows; a newer one is taken up only while nobody touches it. */
  config(): DeviceConfig;
  tell(event: Extract<RoundEvent, { kind: 'touched' | 'lifted' | 'tapped' | 'choose-again' }>): void;
  /** Calls after every change of round or configuration; the answer ends it. */
  onChange(listener: () => void): () => void;
  close(): void;
}

export type HostedDevice = Pick<Device, 'record' | 'undo' | 'thanked' | 'setAtRest' | 'config' | 'onConfig'>;

/** Starts with the faces; `device` is held until `close`. */
export function openHost(device: HostedDevice, stage: Stage): Host {
  const listeners = new Set<() => void>();
  let round = firstRound(stage.now());
  let config = device.config();
  let newer: DeviceConfig | undefined;
  let alarm: AlarmName = 'storage-failed';
  let unwake = (): void => {};

  function tell(event: RoundEvent): void {
    const next = step(round, event, stage.now());
    round = next.round;
    if (newer !== undefined && round.at === 'asking' && !round.isTouched) {
      config = newer;
      newer = undefined;
    }
    device.setAtRest(isAtRest(round));
    for (const listener of listeners) listener();
    for (const command of next.commands) run(command);
    wake();
  }

  function wake(): void {
    unwake();
    const at = wakeAt(round);
    if (at !== null) unwake = stage.later(Math.max(0, at - stage.now()), () => tell({ kind: 'due' }));
  }

  function run(command: Command): void {
    switch (command.kind) {
      case 'write':
        write(command.index);
        break;
      case 'thanked':
        stage.painted(() => device.thanked(command.place));
        break;
      case 'undo':
        undo(command.place);
        break;
      case 'probe':
        probe();
        break;
    }
  }

  function write(index: number): void {
    const { undoWindowMs } = config.site.tablet;
    commitRating(device, config, index).then(
      (place) => tell({ kind: 'written', place, holdMs: undoWindowMs }),
      // The device has raised the alarm and counts the refusal; here only the thanks is withheld.
      (cause: unknown) => {
        alarm = alarmOf(cause);
        tell({ kind: 'refused' });
      },
    );
  }

  function undo(place: Place): void {
    device.undo(place).then(
      (isUndone) => tell({ kind: 'undone', isUndone }),
      () => tell({ kind: 'undone', isUndone: false }),
    );
  }

  /** Writes down, late, that the store refused a rating. If that row holds, so will ratings; the device then clears the alarm. */
  function probe(): void {
    device
      .record('vn.motcua.device.faulted.v1', { alarm, state: 'raised', detail: 'a rating was refused' })
      .then(
        () => tell({ kind: 'probed', isWell: true }),
        () => tell({ kind: 'probed', isWell: false }),
      );
  }

  const unlisten = device.onConfig((next) => {
    newer = next;
    tell({ kind: 'due' });
  });
  device.setAtRest(true);

  return {
    round: () => round,
    config: () => config,
    tell,
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close() {
      unlisten();
      unwake();
      listeners.clear();
    },
  };
}

const alarmOf = (cause: unknown): AlarmName =>
  cause instanceof Error && cause.name === 'StorageFull' ? 'storage-full' : 'storage-failed';
