/** One question about one dossier: the centre first, what the device still knows second, and an honest word when neither answers. */
import { kioskLimits } from '../shared/contract/kiosk-limits.ts';
import { limits } from '../shared/contract/limits.ts';
import type { Device } from '../shared/device/device.ts';
import { countMiss, countTyped, freshTypedLimit, isPaused } from './typed-limit.ts';
import type { Outcome, Via } from './visit.ts';

export interface Question {
  readonly key: string;
  readonly secret?: string;
  readonly via: Via;
}

export interface AskParts {
  readonly device: Pick<Device, 'ask' | 'answers' | 'now' | 'link' | 'onLink'>;
  /** Monotonic ms. */
  readonly now: () => number;
  readonly wait: (ms: number) => Promise<void>;
}

/** Typed questions are answered after `kioskLimits.typedAnswerMs`, found or not, so that the wait tells nothing. Never rejects. */
export function makeAsk({ device, now, wait }: AskParts): (question: Question) => Promise<Outcome> {
  let limit = freshTypedLimit;
  const linked = firstLink({ device, now, wait });

  async function answerTyped(question: Question): Promise<Outcome> {
    limit = countTyped(limit, question.key, now());
    const [outcome] = await Promise.all([
      isPaused(limit, now()) ? busy : linked().then(() => find(device, question)),
      wait(kioskLimits.typedAnswerMs),
    ]);
    const isMiss = outcome.kind !== 'answer' && outcome.kind !== 'busy';
    if (isMiss) limit = countMiss(limit, now());
    return outcome;
  }

  return (question) =>
    question.via === 'typed' ? answerTyped(question) : linked().then(() => find(device, question));
}

/**
 * A page that has just been opened is still calling the centre: its first questions wait for that, a question's time at most. Later
 * nothing waits, for then no link means that the network is gone.
 */
function firstLink({ device, now, wait }: AskParts): () => Promise<unknown> {
  const until = now() + limits.helloWaitMs;
  const isOnline = (): boolean => device.link().state === 'online';
  let hasCome = isOnline();
  const come = new Promise<void>((resolve) => {
    const stop = device.onLink(() => {
      if (!isOnline()) return;
      hasCome = true;
      stop();
      resolve();
    });
  });
  return async () => {
    if (!hasCome && now() < until) await Promise.race([come, wait(limits.questionWaitMs)]);
  };
}

const busy: Outcome = { kind: 'busy' };

async function find(device: AskParts['device'], { key, secret, via }: Question): Promise<Outcome> {
  const reply = await device
    .ask({ code: key, via, ...(secret === undefined ? {} : { secret }) })
    .catch(() => undefined);
  if (reply?.ok) {
    if (reply.value === null) return { kind: 'not-found' };
    // A cache that cannot be written costs the next reader a question, not this one the answer.
    void device.answers.keep(key, reply.value).catch(() => {});
    const isAmber = device.now().ms - reply.value.asOf > limits.cacheAmberMs;
    return { kind: 'answer', from: 'centre', isAmber, answer: reply.value };
  }
  if (reply?.refusal.code === 'E_RATE') return busy;
  return findHere(device, key);
}

/** What the kiosk's own copy says, and how far it may say it. */
async function findHere({ answers }: AskParts['device'], key: string): Promise<Outcome> {
  const kept = await answers.find(key).catch(() => undefined);
  if (kept !== undefined)
    return { kind: 'answer', from: 'cache', isAmber: kept.isAmber, answer: kept.answer };
  const absence = await answers.absence(key).catch(() => undefined);
  if (absence === undefined) return { kind: 'offline' };
  return absence.kind === 'elsewhere' ? absence : { kind: 'not-found', asOf: absence.asOf };
}
