/** The page's side of the decode worker: one frame at a time, and a new worker when one stays silent. */
import { kioskLimits } from '../shared/contract/kiosk-limits.ts';
import { trustedScript } from '../shared/device/trusted.ts';
import workerUrl from './decode-worker.ts?worker&url';
import type { CodeSymbol, EngineName, LookReply, LookRequest, Symbology } from './decoder.ts';

export interface Eye {
  /** Looks at one frame, which is given away. Empty when nothing was found, undefined when the worker had to be replaced. */
  look(frame: ImageBitmap): Promise<readonly CodeSymbol[] | undefined>;
  close(): void;
}

export interface EyeParts {
  readonly open: () => Pick<Worker, 'postMessage' | 'terminate' | 'addEventListener'>;
  readonly after: (ms: number, then: () => void) => () => void;
  /** What to look for; Code 128 and QR when absent. */
  readonly symbols?: readonly Symbology[];
  /** Said at the first look and whenever it changes; `trouble` is why the fast engine cannot be had. */
  readonly onEngine?: (engine: EngineName, trouble: string | undefined) => void;
}

const usual: readonly Symbology[] = ['code-128', 'qr'];

/** Opens the decode worker at its own address. */
export function openDecodeWorker(): Worker {
  return new Worker(trustedScript('worker', workerUrl), { type: 'module' });
}

export function makeEye({ open, after, symbols = usual, onEngine }: EyeParts): Eye {
  let worker: ReturnType<EyeParts['open']> | undefined;
  let turn = 0;
  let told: string | undefined;
  let settle: ((reply: LookReply | undefined) => void) | undefined;

  function close(): void {
    worker?.terminate();
    worker = undefined;
    settle?.(undefined);
  }

  function start(): NonNullable<typeof worker> {
    const made = open();
    made.addEventListener('message', ({ data }: MessageEvent<LookReply>) => settle?.(data));
    made.addEventListener('error', close);
    worker = made;
    return made;
  }

  function tell({ engine, trouble }: LookReply): void {
    const now = `${engine} ${trouble ?? ''}`;
    if (now !== told) onEngine?.(engine, trouble);
    told = now;
  }

  return {
    async look(frame) {
      turn += 1;
      const request: LookRequest = { id: turn, frame, symbols };
      const reply = await new Promise<LookReply | undefined>((resolve) => {
        const cancel = after(kioskLimits.lookWaitMs, close);
        settle = (said) => {
          if (said !== undefined && said.id !== request.id) return;
          settle = undefined;
          cancel();
          resolve(said);
        };
        (worker ?? start()).postMessage(request, [frame]);
      });
      if (reply !== undefined) tell(reply);
      return reply?.symbols;
    },
    close,
  };
}
