/** Questions on their way to the centre: each waits for the answer with its request id, for a limited time; it knows no phase. */
import type { RequestId } from '../contract/ids.ts';
import type { RequestMessage, ResponseMessage } from '../contract/messages.ts';
import type { Clock } from './ports.ts';

export class Requests {
  readonly #clock: Clock;
  readonly #send: (message: RequestMessage) => void;
  readonly #waiting = new Map<RequestId, (answer: ResponseMessage) => void>();

  constructor(clock: Clock, send: (message: RequestMessage) => void) {
    this.#clock = clock;
    this.#send = send;
  }

  /** Sends a request and resolves with its answer, or with undefined after `waitMs`. */
  ask(message: RequestMessage, waitMs: number): Promise<ResponseMessage | undefined> {
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

  answer(message: ResponseMessage): void {
    const resolve = this.#waiting.get(message.rid);
    this.#waiting.delete(message.rid);
    resolve?.(message);
  }

  /** The connection is gone: nobody will answer what was asked over it. */
  giveUp(): void {
    for (const [rid, resolve] of this.#waiting)
      resolve({ v: 1, rid, kind: 'refused', code: 'E_BUSY', path: '' });
    this.#waiting.clear();
  }
}
