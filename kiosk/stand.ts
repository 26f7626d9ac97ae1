/** One device's kiosk at work, without its paint: usher, question, wedge and scanner joined; it is handed every real part. */
import type { Result } from '../shared/contract/refusal.ts';
import type { Device } from '../shared/device/device.ts';
import type { Language } from '../shared/screen/text.ts';
import { makeAsk } from './ask.ts';
import { makeCaller } from './caller.ts';
import { type Keys, makeKeys } from './keys.ts';
import { sayLetter } from './letter.ts';
import type { Library } from './library.ts';
import type { Read } from './reading.ts';
import { makeSight, type OpenSight, type Sight, type SightWish } from './sight.ts';
import { makeUsher, type Usher } from './usher.ts';
import type { Via } from './visit.ts';
import type { Mouth } from './voice.ts';
import { makeWedge, type Wedge } from './wedge.ts';
import type { KioskTable, KioskTableLike } from './words.ts';

/** What the page gives: clocks, the root to write on, and the heavy parts as promises. */
export interface Host {
  readonly root: HTMLElement;
  /** Monotonic ms, same origin as the events' time stamps. */
  readonly now: () => number;
  readonly after: (ms: number, then: () => void) => () => void;
  readonly chime: (isOn: boolean) => void;
  readonly video: HTMLVideoElement;
  /** The browser's speech; undefined where it has none. */
  readonly mouth?: Mouth | undefined;
  /** What is loaded behind the first paint. */
  readonly loadReading: () => Promise<typeof import('./reading.ts')>;
  readonly loadBefore: () => Promise<typeof import('./before.tsx')>;
  /** The catalogue that a device holds, read beside the page. */
  readonly openLibrary: (device: Device) => Promise<Library>;
  readonly loadView: () => Promise<typeof import('./view.tsx')>;
  readonly loadTables: {
    readonly vi: () => Promise<KioskTable>;
  } & Readonly<Record<Language, () => Promise<KioskTableLike>>>;
  readonly loadClosed: () => Promise<typeof import('./closed.tsx')>;
  readonly loadVoice: () => Promise<typeof import('./voice-key.tsx')>;
  readonly openSight: (wish: SightWish) => Promise<OpenSight>;
}

export interface Stand {
  readonly usher: Usher;
  readonly wedge: Wedge;
  readonly keys: Keys;
  read(text: string): Promise<Result<Read>>;
  readonly sight: Sight;
}

interface StandParts {
  readonly device: Device;
  readonly host: Host;
  /** Drops what the paint holds of a visit: settings, focus. */
  readonly onForget: () => void;
}

export function makeStand({ device, host, onForget }: StandParts): Stand {
  const keys = makeKeys();
  const sight = makeSight({ device, send: (event) => usher.send(event) }, host.openSight);
  const ask = makeAsk({
    device,
    now: host.now,
    wait: (ms) => new Promise((resolve) => void host.after(ms, resolve)),
  });
  const usher = makeUsher({
    ask,
    record: ({ via, from, outcome }) => {
      const site = device.config().site.site.id;
      // A scan that cannot be counted has raised its alarm in the device; the citizen's answer stands.
      void device.record('vn.motcua.dossier.asked.v1', { site, via, from, outcome }).catch(() => {});
    },
    call: makeCaller({ device, now: host.now }),
    letter: (said) => sayLetter(device, said),
    chime: () => host.chime(device.config().site.kiosk.sound),
    lookAgain: sight.lookAgain,
    forget: () => {
      sight.forget();
      onForget();
    },
  });
  const take = (found: Result<Read>, via: Via): void => {
    if (found.ok) usher.send({ kind: 'code', via, ...found.value });
    else usher.send({ kind: 'foreign', via });
  };
  const read = async (text: string): Promise<Result<Read>> =>
    (await host.loadReading()).readCode(text, device);
  const judge = async (text: string, line: string | undefined): Promise<void> =>
    take((await host.loadReading()).readScan({ text, line }, device), 'wedge');
  const wedge = makeWedge({
    now: host.now,
    after: host.after,
    onScan: (text, line) => void judge(text, line),
    onLine: (text) => void read(text).then((found) => found.ok && take(found, 'typed')),
    onTyped: keys.say,
  });

  return { usher, wedge, keys, read, sight };
}
