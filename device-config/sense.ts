/** What a schema cannot say of a site file: dates that exist, times in order, names used once; it knows no line numbers. */

import { readDay } from '../shared/contract/day.ts';
import { defaultFormats, parsePlainCode } from '../shared/contract/dossier-code.ts';
import type { FaultPath } from '../shared/contract/faults.ts';
import type { RefusalCode } from '../shared/contract/refusal-codes.ts';

export interface Remark {
  readonly kind:
    | 'too-big'
    | 'date'
    | 'times'
    | 'twice'
    | 'unit'
    | 'no-negative-level'
    | 'wider-disclosure'
    | 'names-shown';
  readonly code: RefusalCode;
  readonly path: FaultPath;
  readonly found: string;
  readonly expected: string;
}

interface Place {
  readonly path: FaultPath;
  readonly value: unknown;
}

/** Faults of sense in a value of any shape: what has not the right shape is passed over, the schema names it. */
export function remarksOn(value: unknown): Remark[] {
  const root = { path: [], value };
  return [...dates(root), ...times(root), ...repeats(root), ...units(root)];
}

/** Things that are allowed and yet worth a word. */
export function warningsOn(value: unknown): Remark[] {
  return [...scaleWarnings(value), ...disclosureWarnings(value)];
}

/** A site that shows more without a secret is told what, and by which order; names most of all. */
function disclosureWarnings(value: unknown): Remark[] {
  const root = inside({ path: [], value }, 'disclosure');
  const shown = each(root, 'bare').map((place) => String(place.value));
  if (shown.length === 0) return [];
  const order = inside(root, 'order');
  const [number, date] = ['number', 'date'].map((key) =>
    String(inside(order, key).value ?? '?').slice(0, 60),
  );
  const about = { code: 'E_CONFIG', path: ['disclosure', 'bare'], expected: `${number}, ${date}` } as const;
  const found = shown.join(', ').slice(0, 60);
  return [
    { kind: 'wider-disclosure', ...about, found },
    ...(shown.includes('maskedName')
      ? ([{ kind: 'names-shown', ...about, found: 'maskedName' }] as const)
      : []),
  ];
}

function scaleWarnings(value: unknown): Remark[] {
  const levels = each({ path: [], value }, 'scale', 'levels');
  const polarities = levels.map((level) => inside(level, 'polarity').value);
  if (levels.length === 0 || polarities.includes('negative')) return [];
  const found = polarities.join(', ');
  return [
    { kind: 'no-negative-level', code: 'E_CONFIG', path: ['scale', 'levels'], found, expected: 'negative' },
  ];
}

function dates(root: Place): Remark[] {
  const days = [
    ...each(root, 'hours', 'holidays'),
    ...each(root, 'hours', 'workingDays'),
    inside(inside(root, 'disclosure'), 'order'),
  ];
  return days.flatMap((day) => {
    const { path, value } = inside(day, 'date');
    if (typeof value !== 'string' || readDay(value).ok) return [];
    return [{ kind: 'date', code: 'E_DATES', path, found: value.slice(0, 60), expected: 'YYYY-MM-DD' }];
  });
}

function times(root: Place): Remark[] {
  const week = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
  const days = [
    ...week.map((day) => each(root, 'hours', 'week', day)),
    ...each(root, 'hours', 'workingDays').map((day) => each(day, 'times')),
  ];
  return days.flatMap((spans) => {
    let last = '';
    return spans.flatMap(({ path, value }): Remark[] => {
      if (!Array.isArray(value) || value.length !== 2) return [];
      const [from, to]: unknown[] = value;
      if (!isTime(from) || !isTime(to)) return [];
      const isFine = from < to && last <= from && to <= '24:00';
      last = to;
      const found = `${from}-${to}`.slice(0, 60);
      return isFine ? [] : [{ kind: 'times', code: 'E_CONFIG', path, found, expected: 'from < to' }];
    });
  });
}

const isTime = (value: unknown): value is string => typeof value === 'string' && /^\d\d:\d\d$/.test(value);

function repeats(root: Place): Remark[] {
  const once: [FaultPath, string][] = [
    [['counters'], 'id'],
    [['counters'], 'number'],
    [['scale', 'levels'], 'id'],
    [['hours', 'holidays'], 'date'],
    [['hours', 'workingDays'], 'date'],
    [['units'], 'prefix'],
    [['codeFormats'], 'id'],
  ];
  return once.flatMap(([list, key]) => {
    const seen = new Set<unknown>();
    return each(root, ...list).flatMap((entry): Remark[] => {
      const { path, value } = inside(entry, key);
      if (typeof value !== 'string') return [];
      if (!seen.has(value)) {
        seen.add(value);
        return [];
      }
      return [{ kind: 'twice', code: 'E_CONFIG', path, found: value.slice(0, 60), expected: key }];
    });
  });
}

/** With the usual formats a unit must be able to begin a code; own formats may begin otherwise. */
function units(root: Place): Remark[] {
  if (each(root, 'codeFormats').length > 0) return [];
  return each(root, 'units').flatMap((unit): Remark[] => {
    const { path, value } = inside(unit, 'prefix');
    if (typeof value !== 'string') return [];
    const code = parsePlainCode(`${value}-200313-0001`, { formats: defaultFormats, now: null });
    if (code.ok && code.value.key.startsWith(`${value}-`)) return [];
    return [
      { kind: 'unit', code: 'E_CONFIG', path, found: value.slice(0, 60), expected: '000.00.17.H53 / H53.14' },
    ];
  });
}

function inside(place: Place, key: string | number): Place {
  const holder = place.value;
  const isHolder = typeof holder === 'object' && holder !== null && Object.hasOwn(holder, key);
  const value = isHolder ? (holder as Record<string | number, unknown>)[key] : undefined; // own key, just checked
  return { path: [...place.path, key], value };
}

function each(place: Place, ...path: FaultPath): Place[] {
  const list = path.reduce(inside, place);
  return Array.isArray(list.value) ? list.value.map((value, i) => ({ path: [...list.path, i], value })) : [];
}
