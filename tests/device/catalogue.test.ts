import { createHash } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import type { AlarmName } from '../../shared/contract/alarm.ts';
import { kioskLimits } from '../../shared/contract/kiosk-limits.ts';
import type { CatalogueNamed, DeviceConfig } from '../../shared/contract/site-config.ts';
import { type CatalogueCore, CatalogueKeeper, type Drawer } from '../../shared/device/catalogue.ts';
import type { LinkView } from '../../shared/device/device.ts';
import type { StoreFacts } from '../../shared/device/store-facts.ts';
import { FakeClock } from '../fakes/clock.ts';
import { rest, until } from '../fakes/rest.ts';
import { sampleConfig } from '../kiosk/sample-site.ts';

function fileOf(text: string): { named: CatalogueNamed; bytes: Uint8Array<ArrayBuffer> } {
  const bytes = new TextEncoder().encode(text);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const url = `/catalogue/procedures.${sha256.slice(0, 16)}.json`;
  return { named: { url, sha256, bytes: bytes.length, procedures: 1 }, bytes };
}
const first = fileOf('{"first":1}');
const second = fileOf('{"second":2}');

let clock: FakeClock;
let kept: Map<string, ArrayBuffer>;
let alarms: Map<AlarmName, string | undefined>;
let asked: string[];
let answer: (address: string) => Response | Promise<Response>;
let facts: StoreFacts;
let config: DeviceConfig;
let link: LinkView;
let isAtRest: boolean;
let refusesWrites: boolean;
let hear: { config: () => void; link: () => void; rest: () => void };

beforeEach(() => {
  clock = new FakeClock();
  kept = new Map();
  alarms = new Map();
  asked = [];
  facts = { persisted: true, usedBytes: 1_000, quotaBytes: 1_000_000 };
  link = { state: 'online', centreHeard: true };
  isAtRest = true;
  refusesWrites = false;
  name(first.named);
  answer = (address) => {
    const found = [first, second].find(({ named }) => named.url === address);
    return found === undefined ? new Response(null, { status: 404 }) : new Response(found.bytes);
  };
  hear = { config: () => {}, link: () => {}, rest: () => {} };
});

function name(catalogue: CatalogueNamed | null): void {
  config = { ...sampleConfig, catalogue };
}

const drawer: Drawer = {
  addresses: async () => [...kept.keys()],
  get: async (address) => kept.get(address)?.slice(0),
  put: async (address, bytes) => {
    if (refusesWrites) throw new DOMException('full', 'QuotaExceededError');
    kept.set(address, bytes);
  },
  drop: async (address) => void kept.delete(address),
};

async function keeper(): Promise<CatalogueKeeper> {
  const none = (): void => {};
  const core: CatalogueCore = {
    config: () => config,
    onConfig: (then) => {
      hear.config = () => then(config);
      return none;
    },
    link: () => link,
    onLink: (then) => {
      hear.link = () => then(link);
      return none;
    },
    get isAtRest() {
      return isAtRest;
    },
    onRest: (then) => {
      hear.rest = then;
      return none;
    },
    get alarms() {
      return [...alarms.keys()];
    },
    raise: (alarm, detail) => void (alarms.has(alarm) || alarms.set(alarm, detail)),
    clear: (alarm) => void alarms.delete(alarm),
    isStopped: false,
    parts: { ports: { clock, chance: { bytes: (n) => new Uint8Array(n), unit: () => 0.5 } } },
  };
  const made = new CatalogueKeeper(core, {
    drawer,
    facts: async () => facts,
    fetch: async (address) => {
      asked.push(address);
      return answer(address);
    },
  });
  await made.start();
  return made;
}

const textOf = async (from: CatalogueKeeper): Promise<string> =>
  new TextDecoder().decode((await from.open()) ?? new ArrayBuffer(0));
const alarm = (): string | undefined => alarms.get('catalogue-missing');

describe('a catalogue that the configuration names', () => {
  test('is fetched, checked and opened, and is there without a link after the next start', async () => {
    expect(await textOf(await keeper())).toBe('{"first":1}');
    link = { state: 'offline', centreHeard: false };
    asked = [];
    expect(await textOf(await keeper())).toBe('{"first":1}');
    expect([asked, alarm()]).toEqual([[], undefined]);
  });

  test('is not fetched while a citizen stands there or there is no link, and is when that has changed', async () => {
    isAtRest = false;
    link = { state: 'offline', centreHeard: false };
    const made = await keeper();
    link = { state: 'online', centreHeard: true };
    hear.link();
    await rest();
    expect([asked, made.held(), alarm()]).toEqual([[], undefined, undefined]);
    isAtRest = true;
    hear.rest();
    await until(() => made.held() === first.named.url);
  });

  test('takes the place of the one before only when it is whole, and then that one is gone', async () => {
    const made = await keeper();
    let give = (_response: Response): void => {};
    answer = () => new Promise((resolve) => (give = resolve));
    name(second.named);
    hear.config();
    await rest();
    expect(await textOf(made)).toBe('{"first":1}');
    give(new Response(second.bytes));
    await until(() => kept.size === 1 && made.held() === second.named.url);
    expect(await textOf(made)).toBe('{"second":2}');
    expect([...kept.keys()]).toEqual([second.named.url]);
  });

  test('is dropped when the centre has none any more', async () => {
    const made = await keeper();
    name(null);
    hear.config();
    await rest();
    expect([made.held(), kept.size, alarm()]).toEqual([undefined, 0, undefined]);
  });

  test('is fetched again when it cannot be read', async () => {
    const made = await keeper();
    await made.discard();
    expect([made.held(), alarm()]).toEqual([undefined, 'unreadable']);
    await clock.advance(kioskLimits.catalogueAgainMs);
    await until(() => made.held() === first.named.url && alarm() === undefined);
  });

  test('tells whoever listens when it is there', async () => {
    isAtRest = false;
    const made = await keeper();
    const told: unknown[] = [];
    made.onChange(() => told.push(made.held()));
    isAtRest = true;
    hear.rest();
    await until(() => told.length > 0);
    expect(told).toEqual([first.named.url]);
  });
});

describe('an answer that is not the named file', () => {
  test.each([
    ['of other bytes', () => new Response('{"first":2}'), 'another file'],
    ['that is longer', () => new Response('{"first":1} and more'), 'too long'],
    ['that is cut', () => new Response('{"first"'), 'too short'],
    ['without a body', () => new Response(null), 'too short'],
    ['that says no', () => new Response(null, { status: 404 }), 'answer 404'],
    ['of nobody', () => Promise.reject(new Error('no network')), 'no network'],
  ])('%s is not taken, an alarm stands, and the right one is fetched later', async (_what, wrong, why) => {
    const right = answer;
    answer = wrong;
    const made = await keeper();
    expect([made.held(), kept.size, alarm()]).toEqual([undefined, 0, why]);
    answer = right;
    await clock.advance(kioskLimits.catalogueAgainMs);
    await until(() => made.held() === first.named.url && alarm() === undefined);
  });

  test('is asked for less and less often', async () => {
    answer = () => new Response(null, { status: 503 });
    await keeper();
    await clock.advance(4 * kioskLimits.catalogueAgainMaxMs);
    const before = asked.length;
    await clock.advance(4 * kioskLimits.catalogueAgainMaxMs);
    expect(before).toBeLessThan(20);
    expect(asked.length - before).toBeLessThanOrEqual(8);
    expect(asked.length).toBeGreaterThan(before);
  });

  test('larger than a catalogue may be is not even asked for', async () => {
    facts = { persisted: true, usedBytes: null, quotaBytes: null };
    name({ ...first.named, bytes: kioskLimits.catalogueBytesMax + 1 });
    await keeper();
    expect([asked, alarm()]).toEqual([[], 'too large']);
  });
});

describe('when there is little room', () => {
  test('nothing is fetched above its share', async () => {
    facts = { persisted: true, usedBytes: 750_000, quotaBytes: 1_000_000 };
    const made = await keeper();
    expect([asked, made.held(), alarm()]).toEqual([[], undefined, 'room']);
  });

  test.each(['storage-full', 'outbox-nearly-full'] as const)('the catalogue gives way at %s', async (up) => {
    const made = await keeper();
    alarms.set(up, undefined);
    await clock.advance(kioskLimits.catalogueLookMs);
    expect([made.held(), kept.size, alarm()]).toEqual([undefined, 0, 'room']);
    alarms.delete(up);
    await clock.advance(kioskLimits.catalogueLookMs);
    await until(() => made.held() === first.named.url && alarm() === undefined);
  });

  test('a store that refuses the write keeps the catalogue before it', async () => {
    const made = await keeper();
    refusesWrites = true;
    name(second.named);
    hear.config();
    await until(() => alarm() === 'full');
    expect(await textOf(made)).toBe('{"first":1}');
  });
});
