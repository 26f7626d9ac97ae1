/** The last lines of every screen: where complaints are heard, the same for all answers, and a line for staff. */
import phone from 'lucide-static/icons/phone.svg?nodes';
import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { SiteConfig } from '../shared/contract/site-config.ts';
import type { Device, LinkState } from '../shared/device/device.ts';
import { Icon } from '../shared/screen/icon.tsx';
import { type LinkShown, StatusLine } from '../shared/screen/parts.tsx';
import type { Stage } from './host.ts';
import './foot.css';
import type { TabletWords } from './words.ts';

export type WatchedDevice = Pick<Device, 'id' | 'link' | 'onLink' | 'depth'>;

interface FootProps {
  readonly words: TabletWords;
  readonly hotline: SiteConfig['hotline'];
  readonly device: WatchedDevice;
  readonly stage: Stage;
  /** Changes with every round: then the queue is counted anew. */
  readonly turn: string;
  readonly children?: ComponentChildren;
}

/** How often the queue is counted while nothing happens here. */
const COUNT_EVERY_MS = 15_000;

export function Foot({ words, hotline, device, stage, turn, children }: FootProps) {
  const link = useLink(device);
  const waiting = useDepth(device, stage, `${turn} ${link}`);
  return (
    <footer class="foot">
      <p class="foot-hotline">
        <Icon nodes={phone} />
        <span>
          <span class="foot-label">{words.say('hotline.feedback')}:</span> <strong>{hotline.number}</strong>
          {hotline.hours !== undefined && <span class="foot-hours"> · {words.pick(hotline.hours)}</span>}
        </span>
      </p>
      <StatusLine link={link} device={device.id}>
        {waiting !== null && <p>{words.say('queue.line', { n: waiting })}</p>}
      </StatusLine>
      {children}
    </footer>
  );
}

function useLink(device: WatchedDevice): LinkShown {
  const [link, setLink] = useState(device.link());
  useEffect(() => {
    setLink(device.link());
    return device.onLink(setLink);
  }, [device]);
  return shownOf(link.state);
}

function shownOf(state: LinkState): LinkShown {
  return state === 'greeting' ? 'dialling' : state;
}

/** Rows that the centre has not receipted yet; null until they were counted once. */
function useDepth(device: WatchedDevice, stage: Stage, turn: string): number | null {
  const [waiting, setWaiting] = useState<number | null>(null);
  // A new turn counts anew.
  useEffect(() => {
    let stop = (): void => {};
    let isOver = false;
    const again = (): void => {
      if (!isOver) stop = stage.later(COUNT_EVERY_MS, count);
    };
    const count = (): void => {
      device.depth().then((depth) => {
        if (!isOver) setWaiting(depth.reduce((sum, lane) => sum + lane, 0));
        again();
      }, again);
    };
    count();
    return () => {
      isOver = true;
      stop();
    };
  }, [device, stage, turn]);
  return waiting;
}
