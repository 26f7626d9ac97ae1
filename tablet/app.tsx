/** From the first moment to the faces: starting, enrolling, open elsewhere, or unable to store; it builds no real part. */
import { useCallback, useEffect, useState } from 'preact/hooks';
import type { Device, StartOutcome } from '../shared/device/device.ts';
import { AlreadyOpen } from '../shared/screen/already-open.tsx';
import { Enrol } from '../shared/screen/enrol.tsx';
import { ScreenProvider } from '../shared/screen/screen.tsx';
import { defaultSettings } from '../shared/screen/settings.ts';
import { StorageFailed } from '../shared/screen/storage-failed.tsx';
import './app.css';
import type { Stage } from './host.ts';
import { Rounds } from './rounds.tsx';

interface AppProps {
  readonly start: () => Promise<StartOutcome>;
  readonly stage: Stage;
  readonly chime: () => void;
  readonly reload: () => void;
}

type Shown = { readonly kind: 'starting' } | StartOutcome;

export function App({ start, stage, chime, reload }: AppProps) {
  const [shown, setShown] = useState<Shown>({ kind: 'starting' });
  const begin = useCallback(() => {
    start().then(setShown, (fault: unknown) =>
      setShown({ kind: 'storage-failed', detail: fault instanceof Error ? fault.message : '' }),
    );
  }, [start]);
  useEffect(begin, [begin]);
  useEffect(() => {
    if (shown.kind === 'already-open') void shown.free.then(begin);
  }, [shown, begin]);
  const onDevice = useCallback((device: Device) => setShown({ kind: 'ready', device }), []);
  if (shown.kind === 'ready') return <Rounds device={shown.device} stage={stage} chime={chime} />;
  return (
    <ScreenProvider settings={defaultSettings} onChange={() => {}}>
      <div class="tablet" data-state={shown.kind}>
        <Before shown={shown} onDevice={onDevice} reload={reload} />
      </div>
    </ScreenProvider>
  );
}

interface BeforeProps {
  readonly shown: Exclude<Shown, { kind: 'ready' }>;
  readonly onDevice: (device: Device) => void;
  readonly reload: () => void;
}

function Before({ shown, onDevice, reload }: BeforeProps) {
  if (shown.kind === 'enrol') {
    return <Enrol enrol={shown.enrol} codeFromLink={shown.codeFromLink} onDone={onDevice} />;
  }
  if (shown.kind === 'already-open') return <AlreadyOpen />;
  if (shown.kind === 'storage-failed') return <StorageFailed detail={shown.detail} onRetry={reload} />;
  return null;
}
