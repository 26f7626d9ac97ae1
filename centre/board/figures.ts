/** The arithmetic behind the board's numbers: sums with their denominators, shares, and the order of devices; it formats nothing. */
import type { Fleet, FleetDevice, RatingsSummary } from '../../shared/contract/board-api.ts';
import { centreLimits } from '../../shared/contract/centre-limits.ts';

/** Levels in the order in which people read them; others follow as they come. */
const levelOrder = ['very-satisfied', 'satisfied', 'neutral', 'dissatisfied', 'very-dissatisfied'];

/** Level ids of a summary, best first. */
export function levelsOf(levels: Readonly<Record<string, number>>): readonly string[] {
  const rank = (id: string): number => (levelOrder.includes(id) ? levelOrder.indexOf(id) : levelOrder.length);
  return Object.keys(levels).sort((a, b) => rank(a) - rank(b));
}

/** Part of a whole; undefined where the whole is too small to be shared out. */
export function shareOf(
  part: number,
  whole: number,
  wholeMin: number = centreLimits.boardShareMin,
): number | undefined {
  return whole < wholeMin || whole === 0 ? undefined : part / whole;
}

export interface FleetTotals {
  /** Devices that count: neither simulated nor revoked. */
  readonly devices: number;
  readonly online: number;
  readonly simulated: number;
  /** Rows not yet receipted, over those devices that have told. */
  readonly waiting: number;
  readonly told: number;
  readonly unmirrored: number;
  readonly oldestMs: number | null;
  readonly alarms: number;
  readonly alarmed: number;
  readonly tablets: number;
}

export function totalsOf(fleet: Fleet): FleetTotals {
  const counted = fleet.devices.filter((device) => !device.simulated && !device.revoked);
  const told = counted.filter((device) => device.depth !== null);
  const ages = told.map((device) => device.oldestMs).filter((age) => age !== null);
  return {
    devices: counted.length,
    online: counted.filter((device) => device.online).length,
    simulated: fleet.devices.filter((device) => device.simulated).length,
    waiting: told.reduce((sum, device) => sum + depthOf(device), 0),
    told: told.length,
    unmirrored: told.reduce((sum, device) => sum + (device.unmirrored ?? 0), 0),
    oldestMs: ages.length === 0 ? null : Math.max(...ages),
    alarms: counted.reduce((sum, device) => sum + device.alarms.length, 0),
    alarmed: counted.filter((device) => device.alarms.length > 0).length,
    tablets: counted.filter((device) => device.app === 'tablet').length,
  };
}

export const depthOf = (device: FleetDevice): number => device.depth?.reduce((sum, n) => sum + n, 0) ?? 0;

export const deviceColumns = [
  'id',
  'place',
  'online',
  'lastSeen',
  'depth',
  'unmirrored',
  'alarms',
  'appver',
  'cfgver',
] as const;
export type DeviceColumn = (typeof deviceColumns)[number];
export interface DeviceOrder {
  readonly column: DeviceColumn;
  readonly isDescending: boolean;
}

/** Sorts by a column; what is unknown stands last either way, and equal ones by id. */
export function sortDevices(devices: readonly FleetDevice[], order: DeviceOrder): readonly FleetDevice[] {
  const turn = order.isDescending ? -1 : 1;
  return devices.toSorted((a, b) => {
    const [left, right] = [keyOf(a, order.column), keyOf(b, order.column)];
    if (left === null || right === null) {
      if (left !== right) return left === null ? 1 : -1;
    } else if (left !== right) return (left < right ? -1 : 1) * turn;
    return a.id < b.id ? -1 : 1;
  });
}

function keyOf(device: FleetDevice, column: DeviceColumn): string | number | null {
  switch (column) {
    case 'place':
      return `${device.site} ${device.counter ?? ''}`;
    case 'online':
      return device.revoked ? 2 : device.online ? 1 : 0;
    case 'depth':
      return device.depth === null ? null : depthOf(device);
    case 'alarms':
      return device.alarms.length;
    case 'id':
    case 'lastSeen':
    case 'unmirrored':
    case 'appver':
    case 'cfgver':
      return device[column];
  }
}

/** Rated of received, where the period begins an archived year and stays in it; undefined elsewhere. */
export function participationOf(
  ratings: Pick<RatingsSummary, 'total' | 'from' | 'to'>,
  archive: { readonly year: number; readonly received: number } | undefined,
): { readonly share: number; readonly unrated: number } | undefined {
  if (archive === undefined || archive.received === 0 || ratings.total === 0) return undefined;
  if (ratings.from !== `${archive.year}-01-01` || ratings.to > `${archive.year}-12-31`) return undefined;
  return { share: ratings.total / archive.received, unrated: Math.max(0, archive.received - ratings.total) };
}
