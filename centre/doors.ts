/** What a started centre prints: the ready line, then where to open each screen; it opens nothing. */
import type { RunningCentre } from './centre.ts';
import { en } from './text/en.ts';
import { vi } from './text/vi.ts';

type Door = 'kiosk' | 'tablet' | 'board' | 'samples';

/** `ready URL` stands alone on its line: programs wait for it. */
export function printDoors(centre: Pick<RunningCentre, 'url' | 'demo'>, print: (line: string) => void): void {
  const { url, demo } = centre;
  print(`ready ${url}`);
  if (demo !== null) print(`${vi.open.demo} (${en.open.demo})`);
  const enrol = (app: 'kiosk' | 'tablet'): string => (demo === null ? '' : `#enrol=${demo.codes[app]}`);
  const door = (name: Door, address: string, where = ''): void =>
    print(`  ${`${vi.open[name]} (${en.open[name]})`.padEnd(32)} ${url}${address}${where}`);
  door('kiosk', `/kiosk/${enrol('kiosk')}`);
  const counter = demo?.site?.counters[0];
  const where = counter === undefined ? '' : ` (${vi.open.counter} ${counter.number}: ${counter.name.vi})`;
  door('tablet', `/tablet/${enrol('tablet')}`, where);
  door('board', '/board/');
  if (demo !== null) door('samples', '/samples/');
}
