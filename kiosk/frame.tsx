/** What stands around every screen of a visit: banner, centre and clock above; language, size, contrast, help and the quiet lines below. */
import circleHelp from 'lucide-static/icons/circle-question-mark.svg?nodes';
import type { ComponentChildren } from 'preact';
import type { DeviceConfig } from '../shared/contract/site-config.ts';
import type { LinkView } from '../shared/device/device.ts';
import { Icon } from '../shared/screen/icon.tsx';
import { DemoBanner, Header, LanguageBar, type LinkShown, StatusLine } from '../shared/screen/parts.tsx';
import { usePress } from '../shared/screen/press.ts';
import { useScreen } from '../shared/screen/screen.tsx';

interface FrameProps {
  readonly config: DeviceConfig;
  readonly link: LinkView;
  /** Corrected time, ms. */
  readonly now: number;
  readonly onHelp: () => void;
  readonly isInert: boolean;
  readonly children: ComponentChildren;
}

function shownLink({ state, centreHeard }: LinkView): LinkShown {
  if (state === 'online') return centreHeard ? 'online' : 'offline';
  if (state === 'offline' || state === 'refused') return state;
  return 'dialling';
}

export function Frame({ config, link, now, onHelp, isInert, children }: FrameProps) {
  const { words } = useScreen();
  const help = usePress(onHelp);
  const { centre, demo, hotline } = config.site;
  return (
    <div class="frame" inert={isInert}>
      {demo && <DemoBanner />}
      <Header centre={centre.name} now={now} />
      {children}
      <footer class="frame-foot">
        <LanguageBar>
          <button type="button" class="bar-button" onClick={help}>
            <Icon nodes={circleHelp} />
            <span>{words.say('bar.help')}</span>
          </button>
        </LanguageBar>
        <StatusLine link={shownLink(link)} device={config.device}>
          <p>{words.say('hotline.line', { number: hotline.number })}</p>
        </StatusLine>
      </footer>
    </div>
  );
}
