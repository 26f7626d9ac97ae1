/** Birth, will and farewell of one device as bytes; it decides no moment at which they are said. */
import type { EpochId } from '../contract/ids.ts';
import type { Presence } from '../contract/messages.ts';
import { writeBytes } from '../contract/reader.ts';
import type { Boot, Clock } from './ports.ts';

export interface PresenceParts {
  readonly boot: Boot;
  readonly clock: Clock;
  readonly epoch: () => Promise<EpochId>;
}

/** `sess` is the number of this CONNECT: the centre ignores a lower one, so that a late will cannot end a new session. */
export async function presenceBytes(
  { boot, clock, epoch }: PresenceParts,
  s: Presence['s'],
  sess: number,
): Promise<Uint8Array> {
  const presence: Presence = {
    v: 1,
    s,
    epoch: await epoch(),
    sess,
    bootid: boot.id,
    at: Math.round(clock.wallMs()),
  };
  return writeBytes(presence);
}
