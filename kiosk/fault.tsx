/** What went wrong, by a short name that staff can read out over the telephone; docs/faults.md says what each one means. */
import { useRestWords } from './words.ts';

export const faultIds = {
  offline: 'K1',
  busy: 'K2',
  'camera-refused': 'K3',
  'camera-missing': 'K4',
  'screen-broke': 'K5',
  'camera-busy': 'K6',
  'camera-lost': 'K7',
} as const;
export type Fault = keyof typeof faultIds;

export function FaultId({ fault }: { readonly fault: Fault }) {
  const words = useRestWords();
  return <p class="fault-id">{words.say('fault.id', { id: faultIds[fault] })}</p>;
}
