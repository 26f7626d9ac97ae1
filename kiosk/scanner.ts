/** Camera, eye and steadiness as one: looks at a calm pace and says which code it believes. Pictures and texts live for one look. */
import { kioskLimits } from '../shared/contract/kiosk-limits.ts';
import type { Result } from '../shared/contract/refusal.ts';
import type { Camera } from './camera.ts';
import type { CodeSymbol } from './decoder.ts';
import type { Eye } from './eye.ts';
import type { Read } from './reading.ts';
import {
  againSteady,
  type Belief,
  confirmCode,
  endSteady,
  freshSteady,
  progressOf,
  takeLook,
} from './steady.ts';

export interface ScannerParts {
  readonly camera: Camera;
  readonly eye: Eye;
  readonly read: (text: string) => Result<Read>;
  /** Whether the device knows a dossier with this key: then one look is enough. */
  readonly isKnown: (key: string) => Promise<boolean>;
  /** Monotonic ms. */
  readonly now: () => number;
  readonly after: (ms: number, then: () => void) => () => void;
  readonly onCode: (read: Read) => void;
  /** Different codes lie side by side; said again when another one or a secret has been read. */
  readonly onChoice: (reads: readonly Read[]) => void;
  readonly onForeign: () => void;
  /** A symbol is in view: 1 seen, 2 believed. Feedback for whoever holds it there. */
  readonly onGlimpse: (progress: 1 | 2) => void;
  /** The looks had stopped by themselves (true), or go on again (false). */
  readonly onStall: (isStalled: boolean) => void;
}

export interface Scanner {
  start(): void;
  stop(): void;
  /** Switches the camera's light, where it has one. */
  light(isOn: boolean): void;
  /** The visit is over: what is still in view must first be taken away. */
  forget(): void;
  /** None of the codes in view was the right one: one of them alone, or another, is news again. */
  lookAgain(): void;
}

export function makeScanner(parts: ScannerParts): Scanner {
  const { camera, eye, now, after } = parts;
  let steady = freshSteady;
  // What was read in the looks that `steady` remembers, and no longer.
  let reads = new Map<string, Read>();
  let round = 0;
  let begun = 0; // looks
  let isStalled = false;
  let isOn = false;
  let cancel = (): void => {};
  let cancelWatch = (): void => {};

  async function look(mine: number): Promise<void> {
    const frame = await camera.frame();
    if (frame === undefined || mine !== round) return frame?.close();
    const symbols = await eye.look(frame);
    if (symbols !== undefined && mine === round) judge(symbols);
  }

  function judge(symbols: readonly CodeSymbol[]): void {
    const { codes, hasForeign } = sort(symbols, parts.read);
    const before = new Set(steady.seen.map(({ key }) => key));
    for (const [key, { read }] of codes) {
      const known = reads.get(key);
      if (known?.secret === undefined || read.secret !== undefined) reads.set(key, read);
    }
    const seen = [...codes].map(([key, { read, isQr }]) => ({
      key,
      hasSecret: read.code.hasSecret,
      isSure: isQr,
    }));
    const taken = takeLook(steady, { codes: seen, hasForeign }, now());
    take(taken.steady, taken.belief);
    const progress = progressOf(steady, now());
    if (progress > 0) parts.onGlimpse(progress === 2 ? 2 : 1);
    else if (hasForeign && steady.foreign?.isSaid !== true) parts.onGlimpse(1);
    for (const { key, isSure } of steady.seen) if (!isSure && !before.has(key)) void confirm(key);
  }

  async function confirm(key: string): Promise<void> {
    const mine = round;
    const isKnown = await parts.isKnown(key).catch(() => false);
    if (!isKnown || mine !== round) return;
    const taken = confirmCode(steady, key, now());
    take(taken.steady, taken.belief);
  }

  function take(next: typeof steady, belief: Belief): void {
    steady = next;
    if (belief?.kind === 'foreign') parts.onForeign();
    else if (belief !== undefined) {
      const keys = belief.kind === 'code' ? [belief.key] : belief.keys;
      const found = keys.flatMap((key) => reads.get(key) ?? []);
      const [first] = found;
      if (belief.kind === 'choice') parts.onChoice(found);
      else if (first !== undefined) parts.onCode(first);
    }
    const kept = new Set(steady.seen.map(({ key }) => key));
    reads = new Map([...reads].filter(([key]) => kept.has(key)));
  }

  function next(mine: number): void {
    cancel = after(kioskLimits.lookEveryMs, () => {
      begun += 1;
      void look(mine)
        .catch(() => {}) // a look that broke is a look without a finding
        .finally(() => mine === round && isOn && next(mine));
    });
  }

  /** Looks may stop by themselves, in the browser or in a library: then they are begun anew. */
  function watch(seen: number): void {
    cancelWatch = after(kioskLimits.lookStallMs, () => {
      const hasStopped = begun === seen;
      if (hasStopped) {
        round += 1;
        cancel();
        eye.close();
        next(round);
      }
      if (hasStopped !== isStalled) parts.onStall(hasStopped);
      isStalled = hasStopped;
      watch(begun);
    });
  }

  function drop(state: typeof steady): void {
    round += 1;
    steady = state;
    reads = new Map();
  }

  return {
    start() {
      if (isOn) return;
      isOn = true;
      camera.start();
      next(round);
      watch(begun);
    },
    stop() {
      isOn = false;
      cancel();
      cancelWatch();
      camera.stop();
      eye.close();
      drop(freshSteady);
    },
    light: (isLit) => camera.light(isLit),
    lookAgain() {
      steady = againSteady(steady);
    },
    forget() {
      camera.light(false);
      cancel();
      drop(endSteady(steady, now()));
      if (isOn) next(round);
    },
  };
}

interface Found {
  readonly read: Read;
  readonly isQr: boolean;
}

/** The dossier codes of one look, each once, with its secret where one symbol had it; of all else only that it was there. */
function sort(symbols: readonly CodeSymbol[], read: ScannerParts['read']) {
  const codes = new Map<string, Found>();
  let hasForeign = false;
  for (const { text, format } of symbols) {
    const result = read(text);
    if (!result.ok) {
      hasForeign = true;
      continue;
    }
    const { key, hasSecret } = result.value.code;
    const before = codes.get(key);
    const isQr = format === 'qr' || before?.isQr === true;
    const isBetter = before === undefined || (hasSecret && before.read.secret === undefined);
    codes.set(key, { read: isBetter ? result.value : before.read, isQr });
  }
  return { codes, hasForeign };
}
