// Intake: every event gets its receipt at every pace, nothing leaves before the commit, nothing grows without a bound.
import { afterEach, describe, expect, test, vi } from 'vitest';
import { Intake, type IntakeNotice, type IntakeParts } from '../../centre/intake.ts';
import { Ledger } from '../../centre/ledger.ts';
import { type LedgerFile, openLedgerFile } from '../../centre/ledger-file.ts';
import type { Committed, Delivery, LedgerStore } from '../../centre/ledger-store.ts';
import { centreLimits } from '../../shared/contract/centre-limits.ts';
import type { DeviceId } from '../../shared/contract/ids.ts';
import { limits } from '../../shared/contract/limits.ts';
import type { Receipt } from '../../shared/contract/messages.ts';
import { batchBytes, Line, noon } from './line.ts';

const files: LedgerFile[] = [];
afterEach(() => {
  for (const file of files.splice(0)) file.close();
});

interface Bench {
  readonly intake: Intake;
  readonly receipts: { readonly device: DeviceId; readonly receipt: Receipt }[];
  readonly notices: IntakeNotice[];
  readonly ledger: Ledger;
}

function bench(
  change: Partial<IntakeParts> = {},
  wrap: (ledger: Ledger) => LedgerStore = (ledger) => ledger,
): Bench {
  const file = openLedgerFile(':memory:');
  files.push(file);
  const ledger = new Ledger(file);
  const receipts: Bench['receipts'] = [];
  const notices: IntakeNotice[] = [];
  const intake = new Intake({
    ledger: wrap(ledger),
    register: { isRevoked: () => false, isSimulated: () => false },
    now: () => noon,
    send: (device, receipt) => receipts.push({ device, receipt }),
    log: (notice) => notices.push(notice),
    ...change,
  });
  return { intake, receipts, notices, ledger };
}

const commits = (notices: readonly IntakeNotice[]): Committed[] =>
  notices.flatMap((notice) => (notice.kind === 'committed' ? [notice.committed] : []));
const hwmOf = ({ receipts }: Bench, line: Line): number =>
  Math.max(
    0,
    ...receipts.flatMap(({ device, receipt }) =>
      device === line.device ? receipt.lanes.map(({ hwm }) => hwm) : [],
    ),
  );

/** A ledger whose commits wait until they are let go. */
function slow(ledger: Ledger): LedgerStore & { readonly waiting: (() => void)[] } {
  const waiting: (() => void)[] = [];
  return {
    waiting,
    commit: (deliveries) =>
      new Promise((resolve) => waiting.push(() => resolve(ledger.commitNow(deliveries)))),
  };
}

describe('the adaptive batch', () => {
  test('commits at once when idle: one batch, one commit, one receipt', async () => {
    const one = bench();
    const line = new Line('tablet-1');
    await one.intake.receive(line.device, batchBytes(line.ratings(1, 3)));
    expect(one.receipts).toMatchObject([
      { device: 'tablet-1', receipt: { v: 1, lanes: [{ hwm: 3, hid: line.id(3) }] } },
    ]);
  });

  test('what comes in the same turn goes into one commit, with one receipt for each device', async () => {
    const one = bench();
    const lines = [new Line('tablet-1'), new Line('tablet-2')];
    await Promise.all(
      lines.flatMap((line) =>
        [1, 2, 3].map((seq) => one.intake.receive(line.device, batchBytes([line.rating(seq)]))),
      ),
    );
    expect(commits(one.notices)).toMatchObject([{ counted: 6 }]);
    expect(one.receipts.map(({ device, receipt }) => [device, receipt.lanes[0]?.hwm])).toEqual([
      ['tablet-1', 3],
      ['tablet-2', 3],
    ]);
  });

  test('what comes while a commit runs is gathered, and no receipt leaves before its commit is through', async () => {
    let store: ReturnType<typeof slow> | undefined;
    const one = bench({}, (ledger) => {
      store = slow(ledger);
      return store;
    });
    const line = new Line('tablet-1');
    const first = one.intake.receive(line.device, batchBytes([line.rating(1)]));
    await vi.waitFor(() => expect(store?.waiting).toHaveLength(1));
    const rest = [2, 3, 4].map((seq) => one.intake.receive(line.device, batchBytes([line.rating(seq)])));
    await new Promise((resolve) => setImmediate(resolve));
    expect(one.receipts).toHaveLength(0);
    store?.waiting.shift()?.();
    await first;
    await vi.waitFor(() => expect(store?.waiting).toHaveLength(1));
    expect(hwmOf(one, line)).toBe(1);
    store?.waiting.shift()?.();
    await Promise.all(rest);
    expect(commits(one.notices).map(({ counted }) => counted)).toEqual([1, 3]);
    expect(hwmOf(one, line)).toBe(4);
  });

  test.each([1, 2, 3, 7, 50, 400])(
    'with %i batches in a turn, and a slow commit, every event is receipted to the last',
    async (perTurn) => {
      const one = bench({}, (ledger) => ({
        commit: async (deliveries) => {
          await new Promise((resolve) => setTimeout(resolve, 1));
          return ledger.commitNow(deliveries);
        },
      }));
      const line = new Line('tablet-1');
      const all: Promise<void>[] = [];
      for (let seq = 1; seq <= 400; seq += 1) {
        all.push(one.intake.receive(line.device, batchBytes([line.rating(seq)])));
        if (seq % perTurn === 0) await new Promise((resolve) => setImmediate(resolve));
      }
      await Promise.all(all);
      expect(hwmOf(one, line)).toBe(400);
      expect(commits(one.notices).reduce((sum, { counted }) => sum + counted, 0)).toBe(400);
      await one.intake.whenIdle();
    },
  );

  test('a long queue is committed in bounded transactions', async () => {
    const sizes: number[] = [];
    const one = bench({ commitEventsMax: 10 }, (ledger) => ({
      commit: async (deliveries: readonly Delivery[]) => {
        sizes.push(deliveries.reduce((sum, { items }) => sum + items.length, 0));
        return ledger.commitNow(deliveries);
      },
    }));
    const line = new Line('tablet-1');
    await Promise.all(
      Array.from({ length: 9 }, (_, i) =>
        one.intake.receive(line.device, batchBytes(line.ratings(i * 4 + 1, i * 4 + 4))),
      ),
    );
    expect(Math.max(...sizes)).toBeLessThanOrEqual(10);
    expect(hwmOf(one, line)).toBe(36);
  });
});

describe('when it cannot', () => {
  test('beyond the queue a batch is told E_BUSY with a wait, and comes through later', async () => {
    let store: ReturnType<typeof slow> | undefined;
    const one = bench({ queueEventsMax: 4 }, (ledger) => {
      store = slow(ledger);
      return store;
    });
    const line = new Line('tablet-1');
    const taken = [1, 2, 3, 4].map((seq) => one.intake.receive(line.device, batchBytes([line.rating(seq)])));
    await one.intake.receive(line.device, batchBytes([line.rating(5)]));
    expect(one.receipts).toEqual([
      {
        device: 'tablet-1',
        receipt: {
          v: 1,
          lanes: [],
          refused: { code: 'E_BUSY', path: '', retryAfterMs: centreLimits.busyRetryMs },
        },
      },
    ]);
    await vi.waitFor(() => expect(store?.waiting).toHaveLength(1));
    store?.waiting.shift()?.();
    await Promise.all(taken);
    const again = one.intake.receive(line.device, batchBytes([line.rating(5)]));
    await vi.waitFor(() => expect(store?.waiting).toHaveLength(1));
    store?.waiting.shift()?.();
    await again;
    expect(hwmOf(one, line)).toBe(5);
  });

  test('when the ledger cannot write, E_DB with a wait; when it can again, the same batch is counted', async () => {
    let isBroken = true;
    const one = bench({}, (ledger) => ({
      commit: (deliveries) =>
        isBroken ? Promise.reject(new Error('disk I/O error')) : ledger.commit(deliveries),
    }));
    const line = new Line('tablet-1');
    await one.intake.receive(line.device, batchBytes([line.rating(1)]));
    expect(one.receipts[0]?.receipt.refused).toMatchObject({
      code: 'E_DB',
      retryAfterMs: centreLimits.busyRetryMs,
    });
    expect(one.notices[0]?.kind).toBe('failed');
    isBroken = false;
    await one.intake.receive(line.device, batchBytes([line.rating(1)]));
    expect(hwmOf(one, line)).toBe(1);
  });

  test.each([
    ['no JSON', Buffer.from('{"v":1,'), 'E_JSON', ''],
    ['no batch', batchBytes([]).slice(0, 0), 'E_JSON', ''],
    ['another version', Buffer.from('{"v":2}'), 'E_SCHEMA', 'v'],
    ['33 events', batchBytes(new Line('tablet-1').ratings(1, 33)), 'E_SCHEMA', 'events'],
    ['more than 64 kB', Buffer.alloc(limits.packetBytesMax + 1, 0x20), 'E_TOO_BIG', ''],
  ])('a batch that is %s is refused as a whole with its code', async (_name, bytes, code, path) => {
    const one = bench();
    await one.intake.receive('tablet-1' as DeviceId, bytes);
    expect(one.receipts.map(({ receipt }) => receipt)).toEqual([
      { v: 1, lanes: [], refused: { code, path } },
    ]);
  });

  test('a batch without events gets an empty receipt, so that its sender does not wait', async () => {
    const one = bench();
    await one.intake.receive('tablet-1' as DeviceId, batchBytes([]));
    expect(one.receipts).toMatchObject([{ receipt: { v: 1, lanes: [] } }]);
  });
});

test('a simulated device counts at its own wall time', async () => {
  const one = bench({ register: { isRevoked: () => false, isSimulated: () => true } });
  const line = new Line('mau-2019-01');
  await one.intake.receive(
    line.device,
    batchBytes([line.rating(1, { envelope: { wallms: '1560000000000' } })]),
  );
  expect(files[0]?.rows(files[0].query.selectFrom('rating').select('day'))).toEqual([{ day: '2019-06-08' }]);
});

test('a hundred thousand events in one burst are all counted and receipted', {
  timeout: 60_000,
}, async () => {
  const one = bench();
  const lines = Array.from({ length: 40 }, (_, i) => new Line(`tablet-${i}`));
  const all: Promise<void>[] = [];
  for (let from = 1; from <= 2_500; from += 25) {
    for (const line of lines)
      all.push(one.intake.receive(line.device, batchBytes(line.ratings(from, from + 24))));
    await one.intake.whenIdle();
  }
  await Promise.all(all);
  const busy = one.receipts.filter(({ receipt }) => receipt.refused !== undefined).length;
  expect(busy).toBe(0);
  expect(commits(one.notices).reduce((sum, { counted }) => sum + counted, 0)).toBe(100_000);
  for (const line of lines) expect(hwmOf(one, line)).toBe(2_500);
});
