/** Codes that lie side by side before the camera, to choose from; pure, and forgotten with the choice. */
import { kioskLimits } from '../shared/contract/kiosk-limits.ts';

/** A code as the visit needs it. `shown` is null where the code must not stand on a screen (another vendor's). */
export interface VisitCode {
  readonly key: string;
  readonly shown: string | null;
  readonly hasSecret: boolean;
}

/** One of several codes in view. Its secret stands here until one is chosen, and in no other state. */
export interface Option {
  readonly code: VisitCode;
  readonly secret?: string;
}

/** What has been read since: each in its place, so that no button moves under a finger; new ones behind. */
export function mergeOptions(old: readonly Option[], fresh: readonly Option[]): readonly Option[] {
  const kept = old.map(
    (option) =>
      fresh.find(({ code, secret }) => code.key === option.code.key && secret !== undefined) ?? option,
  );
  const more = fresh.filter(({ code }) => !old.some((option) => option.code.key === code.key));
  return [...kept, ...more].slice(0, kioskLimits.choicesMax);
}
