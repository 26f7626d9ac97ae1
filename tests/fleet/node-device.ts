/** A device of real code in Node: its store is an in-memory IndexedDB, its wire is mqtt.js; for replays and benches, never for citizens. */
import 'fake-indexeddb/auto';
import { randomBytes } from 'node:crypto';
import type { DeviceConfig } from '../../shared/contract/site-config.ts';
import { assembleDevice } from '../../shared/device/assemble.ts';
import type { Core } from '../../shared/device/core.ts';
import type { Delivery } from '../../shared/device/delivery.ts';
import { createMqttWire } from '../../shared/device/mqtt-wire.ts';
import type { Chance, Clock, Identity, Mirror } from '../../shared/device/ports.ts';

/** A mirror that lives as long as the process: a replayed device is made anew each time, so there is nothing to survive. */
function memoryMirror(): Mirror {
  let kept: string[] = [];
  return {
    open: async () => kept,
    append: async (lines) => {
      kept.push(...lines);
    },
    rewrite: async (lines) => {
      kept = [...lines];
    },
    close: () => {},
  };
}

export const nodeChance: Chance = { bytes: (n) => new Uint8Array(randomBytes(n)), unit: () => Math.random() };

export const nodeClock: Clock = {
  wallMs: () => Date.now(),
  monoMs: () => performance.now(),
  after: (ms, call) => {
    const timer = setTimeout(call, ms);
    return () => clearTimeout(timer);
  },
};

export interface NodeDeviceOptions {
  /** ws://host:port of the centre. */
  readonly broker: string;
  readonly identity: Identity;
  readonly config: DeviceConfig;
  readonly clock?: Clock;
  readonly chance?: Chance;
  /** The link is opened when this resolves; taps before it wait in the outbox. */
  readonly connectAfter?: Promise<void>;
}

export interface NodeDevice {
  readonly core: Core;
  /** Resolves with the delivery once it has started. */
  readonly delivering: Promise<Delivery>;
}

let count = 0;

/** Starts a device of Node with a fresh store. Rejects when it cannot start. */
export async function startNodeDevice(options: NodeDeviceOptions): Promise<NodeDevice> {
  count += 1;
  const { identity, config } = options;
  let core: Core | undefined;
  let begun: (delivery: Delivery) => void = () => {};
  const mirror = memoryMirror();
  const delivering = new Promise<Delivery>((resolve) => {
    begun = resolve;
  });
  const outcome = await assembleDevice({
    app: config.app,
    appVersion: '0.0.0-fleet',
    store: `fleet-${identity.device}-${count}`,
    ports: {
      clock: options.clock ?? nodeClock,
      chance: options.chance ?? nodeChance,
      wire: async () => createMqttWire(options.broker),
      mirror: async () => mirror,
      locks: { tryHold: async () => true, whenFree: async () => {}, isFree: async () => true },
      notes: { read: () => null, write: () => {} },
    },
    storeFacts: async () => ({ persisted: true, usedBytes: null, quotaBytes: null }),
    requestIdentity: async () => ({
      ok: true,
      value: { ...identity, keys: { command: [...identity.keys.command] }, config },
    }),
    loadDelivery: async () => {
      await options.connectAfter;
      return import('../../shared/device/delivery.ts');
    },
    onCore: (made) => {
      core = made;
    },
    onDelivering: (delivery) => begun(delivery),
  });
  if (outcome.kind === 'enrol') await outcome.enrol('');
  if (core === undefined) throw new Error(`the device did not start: ${outcome.kind}`);
  return { core, delivering };
}
