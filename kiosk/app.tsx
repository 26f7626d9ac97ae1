/** From start to the first visit: waits for the device, asks for a code where there is no identity, says why when nothing can run. */
import landmark from 'lucide-static/icons/landmark.svg?nodes';
import { useEffect, useState } from 'preact/hooks';
import type { Device, StartOutcome } from '../shared/device/device.ts';
import { AlreadyOpen } from '../shared/screen/already-open.tsx';
import { Enrol } from '../shared/screen/enrol.tsx';
import { MessagePage } from '../shared/screen/message-page.tsx';
import { ScreenProvider, useScreen } from '../shared/screen/screen.tsx';
import { applySettings, defaultSettings } from '../shared/screen/settings.ts';
import { StorageFailed } from '../shared/screen/storage-failed.tsx';
import './app.css';
import type { Host } from './stand.ts';
import { Visits } from './visits.tsx';

interface AppProps {
  readonly start: () => Promise<StartOutcome>;
  readonly host: Host;
  readonly reload: () => void;
}

export function App({ start, host, reload }: AppProps) {
  const [outcome, setOutcome] = useState<StartOutcome>();
  const [device, setDevice] = useState<Device>();
  useEffect(() => {
    void start().then((begun) => {
      setOutcome(begun);
      if (begun.kind === 'ready') setDevice(begun.device);
      if (begun.kind === 'already-open') void begun.free.then(reload);
    });
  }, [start, reload]);
  return device === undefined ? (
    <BeforeDevice outcome={outcome} host={host} onDevice={setDevice} reload={reload} />
  ) : (
    <Visits device={device} host={host} />
  );
}

interface BeforeDeviceProps {
  readonly outcome: StartOutcome | undefined;
  readonly host: Host;
  readonly onDevice: (device: Device) => void;
  readonly reload: () => void;
}

function BeforeDevice({ outcome, host, onDevice, reload }: BeforeDeviceProps) {
  const [settings, setSettings] = useState(defaultSettings);
  useEffect(() => applySettings(host.root, settings), [host, settings]);
  return (
    <ScreenProvider settings={settings} onChange={setSettings}>
      <div class="kiosk" data-state={outcome?.kind ?? 'starting'}>
        {outcome === undefined && <Starting />}
        {outcome?.kind === 'enrol' && (
          <Enrol enrol={outcome.enrol} onDone={onDevice} codeFromLink={outcome.codeFromLink} />
        )}
        {outcome?.kind === 'already-open' && <AlreadyOpen />}
        {outcome?.kind === 'storage-failed' && <StorageFailed detail={outcome.detail} onRetry={reload} />}
      </div>
    </ScreenProvider>
  );
}

function Starting() {
  const { words } = useScreen();
  return <MessagePage icon={landmark} title={words.say('start.wait')} />;
}
