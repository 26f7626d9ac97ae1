/** What stands here while there is no device to work with: a code is asked for, another window has it, or the store failed. */
import type { Device, StartOutcome } from '../shared/device/device.ts';
import { AlreadyOpen } from '../shared/screen/already-open.tsx';
import { Enrol } from '../shared/screen/enrol.tsx';
import { StorageFailed } from '../shared/screen/storage-failed.tsx';

interface BeforeProps {
  readonly outcome: StartOutcome;
  readonly onDevice: (device: Device) => void;
  readonly reload: () => void;
}

export function Before({ outcome, onDevice, reload }: BeforeProps) {
  switch (outcome.kind) {
    case 'ready':
      return null; // then there is a device, and visits begin
    case 'enrol':
      return <Enrol enrol={outcome.enrol} onDone={onDevice} codeFromLink={outcome.codeFromLink} />;
    case 'already-open':
      return <AlreadyOpen />;
    case 'storage-failed':
      return <StorageFailed detail={outcome.detail} onRetry={reload} />;
  }
}
