/** The page's side of the decode worker: one frame at a time, and a new worker when one stays silent. */
import { kioskLimits } from '../shared/contract/kiosk-limits.ts';
import { trustedScript } from '../shared/device/trusted.ts';
import workerUrl from './decode-worker.ts?worker&url';
import type { CodeSymbol, LookReply, LookRequest } from './decoder.ts';

export interface Eye {
  /** Looks at one frame, which is given away. Empty when nothing was found, undefined when the worker had to be replaced. */
  look(frame: ImageBitmap): Promise<readonly CodeSymbol[] | undefined>;
  close(): void;
}

export interface EyeParts {
  readonly open: () => Pick<Worker, 'postMessage' | 'terminate' | 'addEventListener'>;
  readonly after: (ms: number, then: () => void) => () => void;
}

/** Opens the decode worker at its own address. */
export function openDecodeWorker(): Worker {
  return new Worker(trustedScript('worker', workerUrl), { type: 'module' });
}

export function makeEye({ open, after }: EyeParts): Eye {
  let worker: ReturnType<EyeParts['open']> | undefined;
  let turn = 0;
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

  return {
    async look(frame) {
      turn += 1;
      const request: LookRequest = { id: turn, turn, frame };
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
      return reply?.symbols;
    },
    close,
  };
}
