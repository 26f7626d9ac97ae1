/** Camera, eye and steadiness as one: looks at a calm pace and says which code it believes. Pictures and texts live for one look. */
import { kioskLimits } from '../shared/contract/kiosk-limits.ts';
import type { Result } from '../shared/contract/refusal.ts';
import type { Camera } from './camera.ts';
import type { CodeSymbol } from './decoder.ts';
import type { Eye } from './eye.ts';
import type { Read } from './reading.ts';
import { endSteady, freshSteady, type Sighting, takeLook } from './steady.ts';

export interface ScannerParts {
  readonly camera: Camera;
  readonly eye: Eye;
  readonly read: (text: string) => Result<Read>;
  /** Monotonic ms. */
  readonly now: () => number;
  readonly after: (ms: number, then: () => void) => () => void;
  readonly onCode: (read: Read) => void;
  readonly onForeign: () => void;
  /** A symbol is in view, believed or not: feedback for whoever holds it there. */
  readonly onGlimpse: () => void;
}

export interface Scanner {
  start(): void;
  stop(): void;
  /** The visit is over: what is still in view must first be taken away. */
  forget(): void;
}

export function makeScanner(parts: ScannerParts): Scanner {
  const { camera, eye, now, after } = parts;
  let steady = freshSteady;
  let isOn = false;
  let cancel = (): void => {};

  async function look(): Promise<void> {
    const frame = await camera.frame();
    if (frame === undefined || !isOn) return frame?.close();
    const symbols = await eye.look(frame);
    if (symbols !== undefined && isOn) judge(symbols);
  }

  function judge(symbols: readonly CodeSymbol[]): void {
    const best = bestOf(symbols, parts.read);
    const taken = takeLook(steady, best?.sighting, now());
    steady = taken.steady;
    if (best !== undefined && !steady.isBarred) parts.onGlimpse();
    if (taken.belief === 'foreign') parts.onForeign();
    else if (taken.belief === 'code' && best?.read !== undefined) parts.onCode(best.read);
  }

  function next(): void {
    cancel = after(kioskLimits.lookEveryMs, () => {
      void look().finally(() => isOn && next());
    });
  }

  return {
    start() {
      if (isOn) return;
      isOn = true;
      camera.start();
      next();
    },
    stop() {
      isOn = false;
      cancel();
      camera.stop();
      eye.close();
      steady = freshSteady;
    },
    forget() {
      steady = endSteady(steady, now());
    },
  };
}

interface Found {
  readonly sighting: Sighting;
  readonly read?: Read;
}

/** Of several symbols in one look: a code with a secret before one without, any code before what is none. */
function bestOf(symbols: readonly CodeSymbol[], read: ScannerParts['read']): Found | undefined {
  let best: Found | undefined;
  for (const { text, format } of symbols) {
    const result = read(text);
    if (!result.ok) {
      best ??= { sighting: { kind: 'foreign' } };
      continue;
    }
    const { key, hasSecret } = result.value.code;
    if (best?.read !== undefined && !hasSecret) continue;
    best = {
      sighting: { kind: 'code', key, hasSecret, isQr: format === 'qr' },
      read: result.value,
    };
  }
  return best;
}
