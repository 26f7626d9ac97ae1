/** The real centre with a clock that can be turned forward from outside, for hours that are driven in a minute; otherwise as `npm start`. */
import { createInterface } from 'node:readline';
import { startCentre } from '../../centre/centre.ts';
import { printDoors } from '../../centre/doors.ts';

let aheadMs = 0;
createInterface(process.stdin).on('line', (line) => {
  const [word, ms] = line.split(' ');
  if (word === 'forward') aheadMs += Number(ms);
});
const [data = ''] = process.argv.slice(2);
const centre = await startCentre({ data, now: () => Date.now() + aheadMs });
printDoors(centre, (line) => console.log(line));
process.once('SIGTERM', () => void centre.stop().then(() => process.exit(0)));
