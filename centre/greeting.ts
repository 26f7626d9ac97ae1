/** Hello to welcome: what the ledger holds of a device, its floors, the time; signed. It decides nothing about connections. */

import type { DeviceId } from '../shared/contract/ids.ts';
import { lanes as allLanes, type Lane } from '../shared/contract/lanes.ts';
import type { Hello, LaneReceipt, WelcomeClaims } from '../shared/contract/messages.ts';
import { accept, type Result, refuse } from '../shared/contract/refusal.ts';
import type { DeviceConfig } from '../shared/contract/site-config.ts';
import type { Fleet } from './fleet.ts';
import type { CommandKey } from './keys.ts';
import { laneReceiptOf } from './lane-notes.ts';
import type { Ledger } from './ledger.ts';
import type { LedgerFile } from './ledger-file.ts';
import type { Register } from './register.ts';
import type { Sites } from './sites.ts';
import { Twins } from './twins.ts';

/** As the contract bounds them (messages.ts welcomeClaims, receipt). */
const lanesMax = 128;

export interface GreetingParts {
  readonly ledger: Ledger;
  readonly file: LedgerFile;
  readonly register: Register;
  readonly sites: Sites;
  readonly fleet: Fleet;
  readonly key: CommandKey;
  readonly now: () => number;
}

export interface Greeted {
  readonly jws: string;
  /** The same lanes as receipts, with what is settled beyond hwm. */
  readonly receipts: readonly LaneReceipt[];
  /** Newer than what the device runs; null when it is up to date or has no site. */
  readonly config: DeviceConfig | null;
}

export class Greeting {
  readonly #parts: GreetingParts;
  readonly #twins = new Twins();

  constructor(parts: GreetingParts) {
    this.#parts = parts;
  }

  /** ms to wait when this boot is the later of two that share an identity; 0 when it is welcome. */
  twinWaitMs(device: DeviceId, hello: Hello, now: number): number {
    const judged = this.#twins.judge(device, hello.bootid, now);
    if (judged.kind === 'alone') return 0;
    this.#parts.fleet.twin(device, judged.boots);
    return judged.isRefused ? judged.retryAfterMs : 0;
  }

  /** Welcomes a device. Refuses E_CREDENTIAL when the register does not know it (any more). */
  async welcome(device: DeviceId, hello: Hello, receivedAt: number): Promise<Result<Greeted>> {
    const { register, sites, fleet, key, now } = this.#parts;
    const known = register.find(device);
    if (known === undefined) return refuse('E_CREDENTIAL');
    fleet.greeted(device, hello);
    const config = sites.deviceConfig(known);
    const receipts = this.#lanesFor(device, hello);
    const claims: WelcomeClaims = {
      rid: hello.rid,
      aud: device,
      lanes: receipts.map(({ epoch, lane, hwm, hid }) => ({
        epoch,
        lane,
        hwm,
        ...(hid === undefined ? {} : { hid }),
      })),
      cfgver: config?.version ?? 0,
      cseq: hello.cseq,
      t0: hello.t0,
      t1: receivedAt,
      t2: now(),
    };
    const isBehind = config !== undefined && config.version > hello.cfgver;
    return accept({ jws: await key.sign(claims), receipts, config: isBehind ? config : null });
  }

  /** Lanes named in the hello first, then those the ledger knows besides, newest first. */
  #lanesFor(device: DeviceId, hello: Hello): LaneReceipt[] {
    const keys = new Map<string, { readonly epoch: string; readonly lane: Lane }>();
    for (const { epoch, lanes } of hello.epochs) {
      for (const { lane } of lanes) keys.set(`${epoch}/${lane}`, { epoch, lane });
    }
    for (const key of this.#knownLanes(device)) keys.set(`${key.epoch}/${key.lane}`, key);
    return [...keys.values()]
      .slice(0, lanesMax)
      .map((key) => laneReceiptOf(key, this.#parts.ledger.lineOf({ device, ...key })));
  }

  #knownLanes(device: DeviceId): { readonly epoch: string; readonly lane: Lane }[] {
    const { file } = this.#parts;
    const rows = file.rows(
      file.query
        .selectFrom('lane_top')
        .select(['epoch', 'lane'])
        .where('device', '=', device)
        .orderBy('at', 'desc')
        .limit(lanesMax),
    );
    return rows.flatMap(({ epoch, lane }) => {
      const known = allLanes.find((one) => one === lane);
      return known === undefined ? [] : [{ epoch, lane: known }];
    });
  }
}
