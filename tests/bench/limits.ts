/** Every row that the benchmark prints, with its bound: a limit binds now, a goal from a later issue on, a fact never; it measures nothing. */

export const measurementNames = [
  'sizes',
  'tap',
  'receipt',
  'question',
  'copy',
  'catalogue',
  'ledger',
  'offline-start',
  'centre',
  'heap',
] as const;
export type MeasurementName = (typeof measurementNames)[number];

/** `x` is a ratio within the same run, `us` a millionth of a second. kB and MB are thousands, KiB and MiB powers of two, as the issue and the pages say them. */
export type Unit = 'us' | 'ms' | 's' | 'x' | '/s' | 'kB' | 'MB' | 'KiB' | 'MiB' | 'cores';

export type Bound = { readonly most: number } | { readonly least: number };

export type Rule =
  | { readonly of: MeasurementName; readonly unit: Unit; readonly kind: 'fact' }
  | {
      readonly of: MeasurementName;
      readonly unit: Unit;
      readonly kind: 'limit' | 'goal';
      readonly bound: Bound;
    };

const fact = (of: MeasurementName, unit: Unit): Rule => ({ of, unit, kind: 'fact' });
const limit = (of: MeasurementName, unit: Unit, bound: Bound): Rule => ({ of, unit, kind: 'limit', bound });
const goal = (of: MeasurementName, unit: Unit, bound: Bound): Rule => ({ of, unit, kind: 'goal', bound });

/** In the order in which they are printed. docs/bench.md says what each means and why its bound is what it is. */
export const rows = {
  'sizes.tablet-first-paint': limit('sizes', 'kB', { most: 25 }),
  'sizes.kiosk-first-paint': limit('sizes', 'kB', { most: 30 }),
  'sizes.tablet-precache': fact('sizes', 'kB'),
  'sizes.kiosk-precache': fact('sizes', 'kB'),

  'tap.bare-put-p50': fact('tap', 'ms'),
  'tap.bare-put-p99': fact('tap', 'ms'),
  'tap.durable-p50': fact('tap', 'ms'),
  'tap.durable-p99': fact('tap', 'ms'),
  'tap.thanks-p50': fact('tap', 'ms'),
  'tap.durable-p50-over-bare': limit('tap', 'x', { most: 6 }),
  'tap.durable-p99-over-bare': limit('tap', 'x', { most: 6 }),

  'receipt.bare-p50': fact('receipt', 'ms'),
  'receipt.bare-p99': fact('receipt', 'ms'),
  'receipt.idle-p50': fact('receipt', 'ms'),
  'receipt.idle-p99': fact('receipt', 'ms'),
  'receipt.busy-p50': fact('receipt', 'ms'),
  'receipt.busy-p99': fact('receipt', 'ms'),
  'receipt.idle-p50-over-bare': limit('receipt', 'x', { most: 4 }),
  'receipt.busy-p50-over-bare': limit('receipt', 'x', { most: 4 }),

  'question.bare-p50': fact('question', 'ms'),
  'question.bare-p95': fact('question', 'ms'),
  'question.painted-p50': fact('question', 'ms'),
  'question.painted-p95': goal('question', 'ms', { most: 300 }),
  'question.cached-p50': fact('question', 'ms'),
  'question.cached-p95': goal('question', 'ms', { most: 150 }),
  'question.film-p50': fact('question', 'ms'),
  'question.film-p95': goal('question', 'ms', { most: 300 }),
  'question.painted-p50-over-bare': limit('question', 'x', { most: 5 }),
  'question.painted-p95-over-bare': limit('question', 'x', { most: 5 }),

  'copy.first-sync': fact('copy', 's'),
  'copy.longest-task': goal('copy', 'ms', { most: 50 }),
  'copy.longest-task-cpu': limit('copy', 'ms', { most: 50 }),
  'copy.page-p50': fact('copy', 'ms'),
  'copy.page-p95': fact('copy', 'ms'),
  'copy.find-p50': fact('copy', 'ms'),
  'copy.find-p95': goal('copy', 'ms', { most: 10 }),

  'catalogue.open': fact('catalogue', 'ms'),
  'catalogue.key-p50': fact('catalogue', 'ms'),
  'catalogue.key-p95': goal('catalogue', 'ms', { most: 20 }),

  'ledger.sync': fact('ledger', 'ms'),
  'ledger.adaptive-rate': goal('ledger', '/s', { least: 80_000 }),
  'ledger.adaptive-cpu': fact('ledger', 'us'),
  'ledger.one-row-rate': fact('ledger', '/s'),
  'ledger.fixed-wait-rate': fact('ledger', '/s'),
  'ledger.rate-over-one-row': limit('ledger', 'x', { least: 2 }),
  'ledger.rate-over-fixed-wait': limit('ledger', 'x', { least: 0.4 }),
  'ledger.adaptive-receipt-p50': fact('ledger', 'ms'),
  'ledger.adaptive-receipt-p99': fact('ledger', 'ms'),
  'ledger.one-row-receipt-p50': fact('ledger', 'ms'),
  'ledger.one-row-receipt-p99': fact('ledger', 'ms'),
  'ledger.fixed-wait-receipt-p50': fact('ledger', 'ms'),
  'ledger.fixed-wait-receipt-p99': fact('ledger', 'ms'),
  'ledger.receipt-p50-over-fixed-wait': limit('ledger', 'x', { most: 1.25 }),
  'ledger.receipt-p99-over-one-row': goal('ledger', 'x', { most: 1.3 }),
  'ledger.outage-drain': goal('ledger', 's', { most: 6 }),
  'ledger.live-receipt-p99-in-drain': goal('ledger', 'ms', { most: 250 }),
  'ledger.slow-sync': fact('ledger', 'ms'),
  'ledger.slow-adaptive-rate': fact('ledger', '/s'),
  'ledger.slow-one-row-rate': fact('ledger', '/s'),
  'ledger.slow-fixed-wait-rate': fact('ledger', '/s'),
  'ledger.slow-rate-over-one-row': limit('ledger', 'x', { least: 20 }),
  'ledger.slow-rate-over-fast': goal('ledger', 'x', { least: 0.9 }),
  'ledger.slow-adaptive-receipt-p50': fact('ledger', 'ms'),
  'ledger.slow-adaptive-receipt-p99': fact('ledger', 'ms'),
  'ledger.slow-one-row-receipt-p50': fact('ledger', 'ms'),
  'ledger.slow-one-row-receipt-p99': fact('ledger', 'ms'),
  'ledger.slow-fixed-wait-receipt-p50': fact('ledger', 'ms'),
  'ledger.slow-fixed-wait-receipt-p99': fact('ledger', 'ms'),
  'ledger.slow-receipt-p50-over-fixed-wait': limit('ledger', 'x', { most: 3 }),

  'offline-start.tablet-online': fact('offline-start', 'ms'),
  'offline-start.tablet': fact('offline-start', 'ms'),
  'offline-start.tablet-over-online': limit('offline-start', 'x', { most: 2 }),
  'offline-start.kiosk-online': fact('offline-start', 'ms'),
  'offline-start.kiosk': fact('offline-start', 'ms'),
  'offline-start.kiosk-over-online': limit('offline-start', 'x', { most: 2 }),

  'centre.first-ready': fact('centre', 's'),
  'centre.ready': fact('centre', 's'),
  'centre.ready-over-help': limit('centre', 'x', { most: 4 }),
  'centre.rss-after-import': limit('centre', 'MB', { most: 200 }),
  'centre.rss': limit('centre', 'MB', { most: 200 }),
  'centre.idle-device': goal('centre', 'KiB', { most: 15 }),
  'centre.idle-device-heap': fact('centre', 'KiB'),
  'centre.connect-cpu': fact('centre', 'ms'),
  'centre.reconnect-storm': goal('centre', 's', { most: 5 }),
  'centre.country': goal('centre', 'cores', { most: 0.05 }),

  'heap.tablet-begin': fact('heap', 'MB'),
  'heap.tablet-end': fact('heap', 'MB'),
  'heap.tablet-slope': fact('heap', 'kB'),
  'heap.tablet-growth': limit('heap', 'x', { most: 1.15 }),
  'heap.kiosk-begin': fact('heap', 'MB'),
  'heap.kiosk-end': fact('heap', 'MB'),
  'heap.kiosk-slope': fact('heap', 'kB'),
  'heap.kiosk-growth': limit('heap', 'x', { most: 1.15 }),
} as const satisfies Record<string, Rule>;

export type RowName = keyof typeof rows;
export const rowNames = Object.keys(rows) as readonly RowName[]; // its own keys, nothing else
