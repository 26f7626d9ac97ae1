/** Keeps a screen that broke from leaving the panel empty: says so with a name for staff, ends the visit, and starts the page anew. */
import triangleAlert from 'lucide-static/icons/triangle-alert.svg?nodes';
import type { ComponentChildren } from 'preact';
import { useEffect, useErrorBoundary } from 'preact/hooks';
import { kioskLimits } from '../shared/contract/kiosk-limits.ts';
import type { SiteConfig } from '../shared/contract/site-config.ts';
import { MessagePage } from '../shared/screen/message-page.tsx';
import { BigButton, Hotline } from '../shared/screen/parts.tsx';
import { FaultId } from './fault.tsx';
import { sayGuide } from './place.ts';
import { useRestWords } from './words.ts';

interface GuardProps {
  readonly site: SiteConfig;
  readonly after: (ms: number, then: () => void) => () => void;
  readonly reload: () => void;
  /** The visit ends with the screen that broke. */
  readonly onFault: () => void;
  readonly children: ComponentChildren;
}

export function Guard({ children, onFault, ...fault }: GuardProps): ComponentChildren {
  const [error] = useErrorBoundary(onFault);
  return error === undefined ? children : <Fault {...fault} />;
}

export function Fault({ site, after, reload }: Omit<GuardProps, 'children' | 'onFault'>) {
  const words = useRestWords();
  useEffect(() => after(kioskLimits.faultRestMs, reload), [after, reload]);
  return (
    <MessagePage
      icon={triangleAlert}
      title={words.say('fault.title')}
      text={words.say('fault.text', { guide: sayGuide(words, site) })}
    >
      <Hotline number={site.hotline.number} hours={site.hotline.hours} />
      <BigButton tone="primary" label={words.say('fault.again')} onPress={reload} />
      <FaultId fault="screen-broke" />
    </MessagePage>
  );
}
