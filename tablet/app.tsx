/** From the first moment to the faces, or to what stands before them; it builds no real part. */
import pause from 'lucide-static/icons/circle-pause.svg?nodes';
import type { ComponentType } from 'preact';
import { useCallback, useEffect, useState } from 'preact/hooks';
import type { Device, StartOutcome } from '../shared/device/device.ts';
import { MessagePage } from '../shared/screen/message-page.tsx';
import { ScreenProvider, useScreen } from '../shared/screen/screen.tsx';
import { defaultSettings } from '../shared/screen/settings.ts';
import './app.css';
import type { BeforeProps } from './before.tsx';
import type { Stage } from './host.ts';
import { Rounds } from './rounds.tsx';

interface AppProps {
  readonly start: () => Promise<StartOutcome>;
  readonly stage: Stage;
  readonly chime: () => void;
  readonly reload: () => void;
}

interface Shown {
  readonly outcome: StartOutcome;
  /** Loaded together with an outcome that is not `ready`. */
  readonly Before?: ComponentType<BeforeProps>;
}

export function App({ start, stage, chime, reload }: AppProps) {
  const [shown, setShown] = useState<Shown>();
  const begin = useCallback(() => {
    // Not even the words for it could be loaded: one sentence that is already here must do.
    const unready: Shown = { outcome: { kind: 'storage-failed', detail: 'start' } };
    prepare(start).then(setShown, () => setShown(unready));
  }, [start]);
  useEffect(begin, [begin]);
  const outcome = shown?.outcome;
  useEffect(() => {
    if (outcome?.kind === 'already-open') void outcome.free.then(begin);
  }, [outcome, begin]);
  const onDevice = useCallback((device: Device) => setShown({ outcome: { kind: 'ready', device } }), []);
  if (outcome?.kind === 'ready') return <Rounds device={outcome.device} stage={stage} chime={chime} />;
  const Before = shown?.Before;
  return (
    <ScreenProvider settings={defaultSettings} onChange={() => {}}>
      <div class="tablet" data-state={outcome?.kind ?? 'starting'}>
        {outcome === undefined ? null : Before === undefined ? (
          <Unready />
        ) : (
          <Before outcome={outcome} onDevice={onDevice} reload={reload} />
        )}
      </div>
    </ScreenProvider>
  );
}

function Unready() {
  const { words } = useScreen();
  return <MessagePage icon={pause} title={words.say('storage.title')} text={words.say('storage.text')} />;
}

async function prepare(start: () => Promise<StartOutcome>): Promise<Shown> {
  const outcome = await start();
  if (outcome.kind === 'ready') return { outcome };
  const { Before } = await import('./before.tsx');
  return { outcome, Before };
}
