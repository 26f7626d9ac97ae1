/** Questions on their way to the centre: each waits for the answer with its request id, for a limited time; it knows no phase. */
import type { SyncRequest } from '../contract/dossier-sync.ts';
import type { RequestId } from '../contract/ids.ts';
import { limits } from '../contract/limits.ts';
import type { RequestMessage, ResponseMessage } from '../contract/messages.ts';
import { type Result, refuse } from '../contract/refusal.ts';
import type { Clock } from './ports.ts';

type Dossier = Extract<RequestMessage, { kind: 'dossier' }>;
type Letter = Extract<RequestMessage, { kind: 'letter' }>;
export type Question =
  | { readonly kind: 'time' }
  | { readonly kind: 'call' }
  | Omit<Letter, 'v' | 'rid'>
  | Omit<SyncRequest, 'v' | 'rid'>
  | Omit<Dossier, 'v' | 'rid'>;

export interface Answered {
  readonly message: ResponseMessage;
  /** Monotonic ms at which it came in. */
  readonly at: number;
}

export class Requests {
  readonly #clock: Clock;
  readonly #send: (message: RequestMessage) => void;
  readonly #waiting = new Map<RequestId, (answer: Answered) => void>();

  constructor(clock: Clock, send: (message: RequestMessage) => void) {
    this.#clock = clock;
    this.#send = send;
  }

  /** Sends a request and resolves with its answer, or with undefined after `waitMs`. */
  ask(message: RequestMessage, waitMs: number): Promise<Answered | undefined> {
    return new Promise((resolve) => {
      const cancel = this.#clock.after(waitMs, () => {
        this.#waiting.delete(message.rid);
        resolve(undefined);
      });
      this.#waiting.set(message.rid, (answer) => {
        cancel();
        resolve(answer);
      });
      this.#send(message);
    });
  }

  /** Asks, and asks again with the same id. Refuses E_RATE when asked too often, else E_BUSY. */
  async question(body: Question, rid: RequestId): Promise<Result<ResponseMessage>> {
    for (let attempt = 0; attempt < limits.questionTriesMax; attempt += 1) {
      const stamped = body.kind === 'time' ? { kind: body.kind, t0: Math.round(this.#clock.monoMs()) } : body;
      const waitMs = limits.questionWaitMs / limits.questionTriesMax;
      const message = (await this.ask({ v: 1, rid, ...stamped }, waitMs))?.message;
      if (message?.kind === 'refused')
        return refuse(message.code === 'E_RATE' ? 'E_RATE' : 'E_BUSY', {
          path: message.path,
          ...(message.retryAfterMs === undefined ? {} : { retryAfterMs: message.retryAfterMs }),
        });
      if (message !== undefined) return { ok: true, value: message };
    }
    return refuse('E_BUSY', { expected: 'an answer of the centre' });
  }

  /** False when nobody waits for it (any more). */
  answer(message: ResponseMessage): boolean {
    const resolve = this.#waiting.get(message.rid);
    this.#waiting.delete(message.rid);
    resolve?.({ message, at: Math.round(this.#clock.monoMs()) });
    return resolve !== undefined;
  }

  /** The connection is gone: nobody will answer what was asked over it. */
  giveUp(): void {
    for (const rid of [...this.#waiting.keys()])
      this.answer({ v: 1, rid, kind: 'refused', code: 'E_BUSY', path: '' });
  }
}
