/** What stands before a device is ready: enrolling, open elsewhere, unable to store. Loaded only when one of them is needed. */
import type { Device, StartOutcome } from '../shared/device/device.ts';
import { AlreadyOpen } from '../shared/screen/already-open.tsx';
import { Enrol } from '../shared/screen/enrol.tsx';
import { StorageFailed } from '../shared/screen/storage-failed.tsx';

export interface BeforeProps {
  readonly outcome: Exclude<StartOutcome, { kind: 'ready' }>;
  readonly onDevice: (device: Device) => void;
  readonly reload: () => void;
}

export function Before({ outcome, onDevice, reload }: BeforeProps) {
  if (outcome.kind === 'enrol') {
    return <Enrol enrol={outcome.enrol} codeFromLink={outcome.codeFromLink} onDone={onDevice} />;
  }
  if (outcome.kind === 'already-open') return <AlreadyOpen />;
  return <StorageFailed detail={outcome.detail} onRetry={reload} />;
}
