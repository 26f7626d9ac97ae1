/** Shows what the host's round says: faces, thanks or pause, with banner and foot; language and size last for one round. */
import pause from 'lucide-static/icons/circle-pause.svg?nodes';
import { useEffect, useLayoutEffect, useMemo, useReducer, useState } from 'preact/hooks';
import { limits } from '../shared/contract/limits.ts';
import { Announce } from '../shared/screen/announce.tsx';
import { MessagePage } from '../shared/screen/message-page.tsx';
import { DemoBanner } from '../shared/screen/parts.tsx';
import { ScreenProvider } from '../shared/screen/screen.tsx';
import { applyPanel, applySettings, defaultSettings } from '../shared/screen/settings.ts';
import { Ask } from './ask.tsx';
import { Choices } from './choices.tsx';
import { Foot, type WatchedDevice } from './foot.tsx';
import { type Host, type HostedDevice, openHost, type Stage } from './host.ts';
import { isUndoOpen, type Round } from './round.ts';
import { Thanks } from './thanks.tsx';
import { useTouch } from './touch.ts';
import { makeTabletWords, type TabletWords } from './words.ts';

export type TabletDevice = HostedDevice & WatchedDevice;

interface RoundsProps {
  readonly device: TabletDevice;
  readonly stage: Stage;
  /** One soft sound with the thanks, the same for every answer. */
  readonly chime: () => void;
}

export function Rounds({ device, stage, chime }: RoundsProps) {
  const host = useHost(device, stage);
  const [settings, change] = useState(defaultSettings);
  const round = host.round();
  const config = host.config();
  const { site } = config;
  const words = useMemo(() => makeTabletWords(site.wording, settings.language), [site, settings]);
  const { handlers, pressed } = useTouch({
    pxPerMm: site.tablet.panel.pxPerMm,
    onTap: (index) => host.tell({ kind: 'tapped', index }),
    onFingers: (isTouched) => host.tell({ kind: isTouched ? 'touched' : 'lifted' }),
  });
  const root = document.documentElement;
  useEffect(() => applyPanel(root, site.tablet.panel), [root, site]);
  useEffect(() => {
    applySettings(root, settings);
    document.title = words.say('page.title');
  }, [root, settings, words]);
  useEffect(() => {
    if (round.at === 'thanks' && site.tablet.sound) chime();
  }, [round.at, site, chime]);
  // Whoever comes next finds the first language and the normal size.
  useEffect(() => {
    if (round.at !== 'asking' || round.isTouched || settings === defaultSettings) return;
    return stage.later(limits.idleMs, () => change(defaultSettings));
  }, [round, settings, stage]);
  useEffect(() => (round.at === 'thanks' ? () => change(defaultSettings) : undefined), [round.at]);

  return (
    <ScreenProvider settings={settings} wording={site.wording} onChange={change}>
      <div class="tablet" data-state={stateOf(round)} {...handlers}>
        {site.demo && <DemoBanner />}
        <Announce text={heardOf(round, words)} />
        <Shown host={host} words={words} pressed={pressed} now={stage.now()} />
        <Foot words={words} hotline={site.hotline} device={device} stage={stage} turn={stateOf(round)}>
          {round.at === 'thanks' || round.at === 'undoing' ? null : <Choices words={words} />}
        </Foot>
      </div>
    </ScreenProvider>
  );
}

interface ShownProps {
  readonly host: Host;
  readonly words: TabletWords;
  readonly pressed: number | null;
  readonly now: number;
}

function Shown({ host, words, pressed, now }: ShownProps) {
  const round = host.round();
  switch (round.at) {
    case 'asking':
    case 'writing':
      return (
        <Ask
          words={words}
          config={host.config()}
          pressed={round.at === 'writing' ? round.index : pressed}
          isSlow={round.at === 'writing' && round.isSlow}
          onPress={(index) => host.tell({ kind: 'tapped', index })}
        />
      );
    case 'thanks':
      return (
        <Thanks
          words={words}
          isSent={round.isSent}
          onChooseAgain={isUndoOpen(round, now) ? () => host.tell({ kind: 'choose-again' }) : undefined}
        />
      );
    case 'undoing':
      return <Thanks words={words} isSent={false} />;
    case 'paused':
      return <MessagePage icon={pause} title={words.say('paused.title')} text={words.say('paused.text')} />;
  }
}

/** What the page's outermost element says of itself. */
function stateOf(round: Round): 'asking' | 'writing' | 'thanks' | 'paused' {
  return round.at === 'undoing' ? 'thanks' : round.at;
}

function heardOf(round: Round, words: TabletWords): string {
  if (round.at === 'thanks') return words.say('thanks.title');
  return round.at === 'paused' ? words.say('paused.title') : '';
}

/** One host per device; the component is painted anew with every change of it. */
function useHost(device: TabletDevice, stage: Stage): Host {
  const [, repaint] = useReducer((n: number) => n + 1, 0);
  const host = useMemo(() => openHost(device, stage), [device, stage]);
  // Before anybody can touch what was painted: a tap must never go unheard.
  useLayoutEffect(() => {
    const stop = host.onChange(() => repaint(undefined));
    return () => {
      stop();
      host.close();
    };
  }, [host]);
  return host;
}
