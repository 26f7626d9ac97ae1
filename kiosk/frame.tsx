/** What stands around every screen of a visit: banner, centre and clock above; the bar and the quiet lines below. */
import bellRing from 'lucide-static/icons/bell-ring.svg?nodes';
import type { ComponentChildren } from 'preact';
import type { DeviceConfig } from '../shared/contract/site-config.ts';
import type { LinkView } from '../shared/device/device.ts';
import { DemoBanner, Header, type LinkShown, StatusLine } from '../shared/screen/parts.tsx';
import { Bar, BarButton } from './bar.tsx';
import { useReach } from './standing.ts';
import { useRestWords } from './words.ts';

interface FrameProps {
  readonly config: DeviceConfig;
  readonly link: LinkView;
  /** Corrected time, ms. */
  readonly now: number;
  readonly onHelp: () => void;
  /** A person is wanted here. */
  readonly onCall: () => void;
  /** The voice's button, where there is a voice. */
  readonly voice?: ComponentChildren;
  readonly isInert: boolean;
  readonly children: ComponentChildren;
}

function shownLink({ state, centreHeard }: LinkView): LinkShown {
  if (state === 'online') return centreHeard ? 'online' : 'offline';
  if (state === 'offline' || state === 'refused') return state;
  return 'dialling';
}

export function Frame({ config, link, now, onHelp, onCall, voice, isInert, children }: FrameProps) {
  const words = useRestWords();
  const { centre, demo, hotline, kiosk } = config.site;
  const { isLow, maySit } = useReach(kiosk.panel);
  return (
    <div class="frame" data-low={isLow} inert={isInert}>
      <div class="frame-head">
        {demo && <DemoBanner />}
        <Header centre={centre.name} now={now} />
      </div>
      {children}
      <footer class="frame-foot">
        <Bar maySit={maySit} onHelp={onHelp} voice={voice}>
          <BarButton nodes={bellRing} label={words.say('bar.call')} onPress={onCall} />
        </Bar>
        <StatusLine link={shownLink(link)} device={config.device}>
          <p>{words.say('hotline.line', { number: hotline.number })}</p>
        </StatusLine>
      </footer>
    </div>
  );
}
