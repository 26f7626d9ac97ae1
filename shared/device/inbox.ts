/** What comes down to a device, from topic and bytes to something typed; what fits no schema is dropped here. */
import type { DeviceId } from '../contract/ids.ts';
import { limits } from '../contract/limits.ts';
import {
  type CentreState,
  centreState,
  configPush,
  type Receipt,
  type ResponseMessage,
  receipt as receiptSchema,
  responseMessage,
} from '../contract/messages.ts';
import { readBytes } from '../contract/reader.ts';
import { parseTopic } from '../contract/topics.ts';

export type Incoming =
  | { readonly kind: 'receipt'; readonly receipt: Receipt }
  | { readonly kind: 'answer'; readonly answer: ResponseMessage }
  | { readonly kind: 'config'; readonly config: unknown }
  | { readonly kind: 'centre'; readonly state: CentreState }
  /** On our own topic, so the centre is there, but not for this version of us. */
  | { readonly kind: 'unread' };

/** Reads one message; undefined when it is none for this device. */
export function readIncoming(device: DeviceId, topicText: string, bytes: Uint8Array): Incoming | undefined {
  const topic = parseTopic(topicText);
  if (topic?.kind === 'centre') {
    const state = readBytes(centreState, bytes, limits.requestBytesMax);
    return state.ok ? { kind: 'centre', state: state.value } : undefined;
  }
  if (topic?.kind !== 'down' || topic.device !== device) return undefined;
  if (topic.channel === 'rcpt') {
    const receipt = readBytes(receiptSchema, bytes, limits.packetBytesMax);
    if (receipt.ok) return { kind: 'receipt', receipt: receipt.value };
  } else if (topic.channel === 'res') {
    const answer = readBytes(responseMessage, bytes, limits.packetBytesMax);
    if (answer.ok) return { kind: 'answer', answer: answer.value };
  } else if (topic.channel === 'cfg') {
    const push = readBytes(configPush, bytes, limits.packetBytesMax);
    if (push.ok) return { kind: 'config', config: push.value.config };
  }
  return { kind: 'unread' };
}
