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
  const door = (name: Door, address: string): void =>
    print(`  ${`${vi.open[name]} (${en.open[name]})`.padEnd(32)} ${url}${address}`);
  door('kiosk', `/kiosk/${enrol('kiosk')}`);
  door('tablet', `/tablet/${enrol('tablet')}`);
  door('board', '/board/');
  if (demo !== null) door('samples', '/samples/');
}
