// A device and a stage for the tablet alone: the store answers when the test says so, and time moves by hand.

import * as v from 'valibot';
import type { EventBodies } from '../../shared/contract/event.ts';
import { defaultScale, type Scale } from '../../shared/contract/scale.ts';
import { type DeviceConfig, deviceConfig } from '../../shared/contract/site-config.ts';
import type { LinkView, Place, RecordOptions } from '../../shared/device/device.ts';
import type { HostedDevice, Stage } from '../../tablet/host.ts';

/** The n-th place of one outbox. */
export function placeNumber(n: number): Place {
  // Hex of fixed length is what the brands stand for.
  const id = n.toString(16).padStart(32, '0') as Place['id'];
  return { epoch: '00000000000000000001' as Place['epoch'], lane: 0, seq: n, id };
}

const week = { mon: [], tue: [], wed: [], thu: [], fri: [], sat: [], sun: [] };

/** A small invented site; `tablet` and `scale` may be told apart. */
export function sampleConfig(
  change: {
    counter?: string | null;
    scale?: Scale;
    demo?: boolean;
    undoWindowMs?: number;
    version?: number;
  } = {},
): DeviceConfig {
  const panel = { pxPerMm: 5.9, viewingMm: 450 };
  return v.parse(deviceConfig, {
    version: change.version ?? 1,
    device: 'tablet-mau-5',
    app: 'tablet',
    counter: change.counter === undefined ? 'quay-5' : change.counter,
    site: {
      schema: 1,
      version: 1,
      demo: change.demo ?? true,
      centre: {
        name: { vi: 'Trung tâm Phục vụ hành chính công mẫu', en: 'Sample public service centre' },
        agency: { vi: 'Ủy ban nhân dân mẫu', en: 'Sample people’s committee' },
      },
      site: { id: 'diem-mau', name: { vi: 'Trung tâm mẫu', en: 'Sample centre' } },
      hotline: { number: '1900 0000' },
      counters: [{ id: 'quay-5', number: '5', name: { vi: 'Đất đai', en: 'Land' } }],
      scale: change.scale ?? defaultScale,
      hours: { week },
      units: [],
      handOff: [],
      kiosk: { panel },
      tablet: { panel, undoWindowMs: change.undoWindowMs ?? 0 },
    },
  });
}

interface Asked {
  readonly type: keyof EventBodies;
  readonly data: EventBodies[keyof EventBodies];
  readonly options: RecordOptions | undefined;
  commit(): Promise<void>;
  refuse(): Promise<void>;
}

/** Every call to `record` waits in `asked` until the test commits or refuses it. */
export function fakeDevice(config = sampleConfig()) {
  const asked: Asked[] = [];
  const thanked: Place[] = [];
  const undone: Place[] = [];
  const rest: boolean[] = [];
  let listener = (_config: DeviceConfig): void => {};
  let rows = 0;
  const settle = async (): Promise<void> => {
    for (let i = 0; i < 4; i++) await Promise.resolve();
  };
  const device: HostedDevice & {
    id: string;
    link(): LinkView;
    onLink(): () => void;
    depth(): Promise<readonly [number, number, number, number]>;
  } = {
    id: 'tablet-mau-5',
    link: () => ({ state: 'online', centreHeard: true }),
    onLink: () => () => {},
    depth: () => Promise.resolve([rows, 0, 0, 0] as const),
    config: () => config,
    onConfig(next) {
      listener = next;
      return () => {};
    },
    record(type, data, options) {
      return new Promise<Place>((resolve, reject) => {
        asked.push({
          type,
          data,
          options,
          commit: () => {
            rows += 1;
            resolve(placeNumber(rows));
            return settle();
          },
          refuse: () => {
            reject(Object.assign(new Error('nothing was written'), { name: 'StorageFull' }));
            return settle();
          },
        });
      });
    },
    undo(place) {
      undone.push(place);
      return Promise.resolve(true);
    },
    thanked: (place) => void thanked.push(place),
    setAtRest: (isAtRest) => void rest.push(isAtRest),
  };
  return {
    device,
    asked,
    thanked,
    undone,
    rest,
    push: (next: DeviceConfig) => listener(next),
    settle,
  };
}

/** Time by hand: `pass` runs what falls due; `paint` lets the screen be painted. */
export function fakeStage() {
  let now = 0;
  const timers = new Set<{ at: number; run: () => void }>();
  const paints: (() => void)[] = [];
  const stage: Stage = {
    now: () => now,
    later(ms, run) {
      const timer = { at: now + ms, run };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    painted: (run) => void paints.push(run),
  };
  return {
    stage,
    paint: () => {
      for (const run of paints.splice(0)) run();
    },
    pass: (ms: number) => {
      const end = now + ms;
      for (;;) {
        const [next] = [...timers].filter((timer) => timer.at <= end).sort((a, b) => a.at - b.at);
        if (next === undefined) break;
        timers.delete(next);
        now = next.at;
        next.run();
      }
      now = end;
    },
  };
}
