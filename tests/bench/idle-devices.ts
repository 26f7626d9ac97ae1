/** Many devices in a process of their own: connected and silent, or speaking as a whole country does; it measures nothing. */
import { createInterface } from 'node:readline';
import * as v from 'valibot';
import { makeBootId, makeEpochId } from '../../shared/contract/fresh-ids.ts';
import type { DeviceId } from '../../shared/contract/ids.ts';
import { deviceConfig } from '../../shared/contract/site-config.ts';
import { type Credentials, connectDevices, type LoadDevice } from './load-device.ts';
import { randomOf } from './made-rows.ts';
import { enrolAt } from './real-centre.ts';

/** capacity.md 1: the whole country today at its busiest, per second. */
const country = { heartbeats: 244, ratings: 0.9, questions: 15 } as const;
const enrolAtOnce = 8;

/** Any epoch and boot: the latest heartbeat is all that the centre keeps. */
const epoch = makeEpochId(randomOf);
const bootid = makeBootId(randomOf);

function heartbeat(): string {
  return JSON.stringify({
    v: 1,
    at: Date.now(),
    bootid,
    sess: 1,
    epoch,
    tops: [12, 0, 0, 0],
    depth: [0, 0, 0, 0],
    oldestMs: null,
    unmirrored: 0,
    dead: 0,
    refusedTaps: 0,
    appver: '0.0.0-bench',
    cfgver: 1,
    persisted: true,
    usedBytes: 1_000_000,
    quotaBytes: 1_000_000_000,
    uptimeMs: 3_600_000,
    clock: { quality: 'sync', offsetms: 3 },
    alarms: [],
  });
}

async function enrolAll(url: string, code: string, count: number): Promise<Credentials[]> {
  const all: Credentials[] = [];
  let left = count;
  const worker = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      const { device, secret, config } = await enrolAt(url, 'tablet', code);
      all.push({ device: device as DeviceId, secret, config: v.parse(deviceConfig, config) }); // as the centre read it
    }
  };
  await Promise.all(Array.from({ length: enrolAtOnce }, worker));
  return all;
}

/** Says what is due at its pace over all devices in turn, until `ms` are over. */
function speak(devices: readonly LoadDevice[], ms: number, codes: readonly string[]): Promise<void> {
  const began = performance.now();
  const said = { heartbeats: 0, ratings: 0, questions: 0 };
  const next = (n: number): LoadDevice => {
    const device = devices[n % devices.length];
    if (device === undefined) throw new Error('no device is connected');
    return device;
  };
  return new Promise((resolve) => {
    const timer = setInterval(() => {
      const seconds = (performance.now() - began) / 1000;
      for (; said.heartbeats < seconds * country.heartbeats; said.heartbeats += 1) {
        next(said.heartbeats).say('tel', heartbeat());
      }
      for (; said.ratings < seconds * country.ratings; said.ratings += 1) {
        const device = next(said.ratings * 7);
        void device.send(device.rows.batch(1));
      }
      for (; said.questions < seconds * country.questions; said.questions += 1) {
        next(said.questions * 3).askDossier(codes[said.questions % codes.length] ?? '');
      }
      if (seconds * 1000 < ms) return;
      clearInterval(timer);
      resolve();
    }, 4);
  });
}

async function main(url: string, code: string, count: number): Promise<void> {
  const credentials = await enrolAll(url, code, count);
  console.log('enrolled');
  const devices: LoadDevice[] = [];
  createInterface(process.stdin).on('line', (line) => {
    const [word, ...rest] = line.split(' ');
    if (word === 'connect') {
      const more = credentials.splice(0, Number(rest[0]));
      void connectDevices(`${url.replace(/^http/, 'ws')}/mqtt`, more).then((all) => {
        devices.push(...all);
        console.log('connected');
      });
    } else if (word === 'speak') {
      void speak(devices, Number(rest[0]), rest.slice(1)).then(() => console.log('spoken'));
    }
  });
}

const [url = '', code = '', count = '0'] = process.argv.slice(2);
await main(url, code, Number(count));
