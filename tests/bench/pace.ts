/** Sends single ratings at an even pace over many devices and keeps how long each receipt took; it knows no centre. */
import type { LoadDevice } from './load-device.ts';

export interface Pace {
  readonly perSecond: number;
  readonly ms: number;
  /** How long receipts are waited for after the last event. */
  readonly tailWaitMs: number;
  /** What has none by then is no error but counts with its age: for a centre that is known to fall behind. */
  readonly mayFallBehind?: boolean;
}

/** Ms to the receipt, one per event. Rejects when one gets none and none may fall behind. */
export async function steadyReceipts(devices: readonly LoadDevice[], pace: Pace): Promise<number[]> {
  const count = Math.round((pace.perSecond * pace.ms) / 1000);
  const began = performance.now();
  const times: number[] = [];
  const open: Promise<void>[] = [];
  await new Promise<void>((resolve) => {
    const timer = setInterval(() => {
      const due = Math.min(count, Math.floor(((performance.now() - began) * pace.perSecond) / 1000));
      while (open.length < due) {
        const device = devices[open.length % devices.length];
        if (device === undefined) throw new Error('no device to send from');
        open.push(device.send(device.rows.batch(1)).then((took) => void times.push(took)));
      }
      if (open.length < count) return;
      clearInterval(timer);
      resolve();
    }, 1);
  });
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, pace.tailWaitMs);
  });
  await Promise.race([Promise.all(open), late]);
  clearTimeout(timer);
  if (pace.mayFallBehind === true) {
    return [...times, ...devices.flatMap((device) => device.waiting.map(({ ageMs }) => ageMs))];
  }
  const missing = count - times.length;
  if (missing > 0) throw new Error(`${missing} events got no receipt within ${pace.tailWaitMs} ms`);
  return times;
}
