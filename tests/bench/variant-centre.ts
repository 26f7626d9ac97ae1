/** A centre without pages: the real sockets, broker, intake and ledger on one port, with one of three ways to gather a commit. */
import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { type Broker, openBroker } from '../../centre/broker.ts';
import { Intake, type IntakeParts } from '../../centre/intake.ts';
import { Ledger } from '../../centre/ledger.ts';
import { openLedgerFile } from '../../centre/ledger-file.ts';
import type { Committed, Delivery, LedgerStore } from '../../centre/ledger-store.ts';
import { openSockets } from '../../centre/sockets.ts';
import type { DeviceId } from '../../shared/contract/ids.ts';
import { writeBytes } from '../../shared/contract/reader.ts';
import { median } from './statistics.ts';

/** How long the fixed-wait way gathers before each commit, ms; a usual choice. */
const fixedWaitMs = 5;

export const ways = ['adaptive', 'one-row', 'fixed-wait'] as const;
export type Way = (typeof ways)[number];

/** Commits each event alone, as a centre without batches would. */
class OneRow implements LedgerStore {
  readonly #ledger: Ledger;

  constructor(ledger: Ledger) {
    this.#ledger = ledger;
  }

  async commit(deliveries: readonly Delivery[]): Promise<Committed> {
    let last: Committed = { settled: [], counted: 0, duplicates: 0, kept: 0, conflicts: 0 };
    for (const delivery of deliveries) {
      for (const item of delivery.items) {
        const one = await this.#ledger.commit([{ ...delivery, items: [item] }]);
        last = { ...one, counted: last.counted + one.counted };
      }
    }
    return last;
  }
}

function gathering(way: Way, ledger: Ledger): Pick<IntakeParts, 'ledger' | 'defer' | 'commitEventsMax'> {
  if (way === 'one-row') return { ledger: new OneRow(ledger), commitEventsMax: 1 };
  if (way === 'fixed-wait') return { ledger, defer: (work) => void setTimeout(work, fixedWaitMs) };
  return { ledger };
}

/** Median ms of a sync of a small write in this folder: says what the disk is, and whether a slowed one really is slow. */
function syncMs(folder: string): number {
  const file = openSync(path.join(folder, 'sync-probe'), 'w');
  const times = Array.from({ length: 9 }, () => {
    writeSync(file, 'x'.repeat(512));
    const began = performance.now();
    fsyncSync(file);
    return performance.now() - began;
  });
  closeSync(file);
  return median(times);
}

async function main(way: Way, folder: string): Promise<void> {
  const ledger = new Ledger(openLedgerFile(path.join(folder, 'ledger.db')));
  const link: { broker?: Broker } = {};
  let counted = 0;
  const intake = new Intake({
    ...gathering(way, ledger),
    register: { isRevoked: () => false, isSimulated: () => true },
    now: Date.now,
    send: (device, receipt) => void link.broker?.send(device, 'rcpt', writeBytes(receipt)),
    log: (notice) => {
      if (notice.kind === 'committed') counted += notice.committed.counted;
      else console.log(`trouble ${JSON.stringify(notice)}`);
    },
  });
  const broker = await openBroker({
    instance: 'bench',
    admit: ({ clientId }) => ({ ok: true, device: clientId as DeviceId }), // ours, made by the bench
    publishWait: () => 0,
    hear: (device, channel, payload) => {
      if (channel === 'evt') void intake.receive(device, payload);
    },
    connected: () => {},
    refused: (device, code, at) => console.log(`trouble ${device} ${code} ${at}`),
  });
  link.broker = broker;
  // Any request is answered with the events synced so far and the processor time used, in microseconds.
  const server = createServer((_request, response) => {
    const { user, system } = process.cpuUsage();
    response.end(`${counted} ${user + system}`);
  });
  openSockets(server, {
    judge: () => undefined,
    handle: broker.handle,
    refused: (address, code) => console.log(`trouble ${address} ${code}`),
  });
  server.listen(0, '127.0.0.1', () => {
    console.log(`ready ${(server.address() as AddressInfo).port} ${syncMs(folder)}`); // a listening TCP server has one
  });
}

const [asked, folder] = process.argv.slice(2);
const way = ways.find((one) => one === asked);
if (process.argv[1] === import.meta.filename) {
  if (way === undefined || folder === undefined)
    throw new Error(`say a way (${ways.join(', ')}) and a folder`);
  await main(way, folder);
}
