/** From start to the first visit: waits for the device, and says why when there is none. */
import landmark from 'lucide-static/icons/landmark.svg?nodes';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Device, StartOutcome } from '../shared/device/device.ts';
import { MessagePage } from '../shared/screen/message-page.tsx';
import { ScreenProvider, useScreen } from '../shared/screen/screen.tsx';
import { applySettings, defaultSettings } from '../shared/screen/settings.ts';
import './app.css';
import type { Key } from './key-table.ts';
import { useLoaded } from './loaded.ts';
import type { Host } from './stand.ts';
import { Visits } from './visits.tsx';
import { keepEarlyKeys } from './wedge.ts';

interface AppProps {
  readonly start: () => Promise<StartOutcome>;
  readonly host: Host;
  readonly reload: () => void;
}

export function App({ start, host, reload }: AppProps) {
  const [outcome, setOutcome] = useState<StartOutcome>();
  const [device, setDevice] = useState<Device>();
  const early = useRef<Key[]>([]);
  const isWaiting = device === undefined && (outcome === undefined || outcome.kind === 'ready');
  useLayoutEffect(() => {
    return isWaiting ? keepEarlyKeys(window, early.current) : undefined;
  }, [isWaiting]);
  useEffect(() => {
    void start().then((begun) => {
      if (begun.kind !== 'ready') early.current.length = 0;
      setOutcome(begun);
      if (begun.kind === 'ready') setDevice(begun.device);
      if (begun.kind === 'already-open') void begun.free.then(reload);
    });
  }, [start, reload]);
  return device === undefined ? (
    <Waiting outcome={outcome} host={host} onDevice={setDevice} reload={reload} />
  ) : (
    <Visits device={device} host={host} early={early.current} reload={reload} />
  );
}

interface WaitingProps {
  readonly outcome: StartOutcome | undefined;
  readonly host: Host;
  readonly onDevice: (device: Device) => void;
  readonly reload: () => void;
}

function Waiting({ outcome, host, onDevice, reload }: WaitingProps) {
  const [settings, setSettings] = useState(defaultSettings);
  const before = useLoaded(host.loadBefore);
  useEffect(() => applySettings(host.root, settings), [host, settings]);
  return (
    <ScreenProvider settings={settings} onChange={setSettings}>
      <div class="kiosk" data-state={outcome?.kind ?? 'starting'}>
        {outcome === undefined || outcome.kind === 'ready' || before === undefined ? (
          <Starting />
        ) : (
          <before.Before outcome={outcome} onDevice={onDevice} reload={reload} />
        )}
      </div>
    </ScreenProvider>
  );
}

function Starting() {
  const { words } = useScreen();
  return <MessagePage icon={landmark} title={words.say('start.wait')} />;
}
