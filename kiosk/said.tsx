/** Screens that say one thing and offer one way on: asking, not found, offline, not a code, busy, help, a lost receipt, thanks. */
import arrowLeft from 'lucide-static/icons/arrow-left.svg?nodes';
import building from 'lucide-static/icons/building.svg?nodes';
import fileQuestion from 'lucide-static/icons/file-question-mark.svg?nodes';
import fileX from 'lucide-static/icons/file-x.svg?nodes';
import heartHandshake from 'lucide-static/icons/heart-handshake.svg?nodes';
import keyboard from 'lucide-static/icons/keyboard.svg?nodes';
import messages from 'lucide-static/icons/messages-square.svg?nodes';
import refresh from 'lucide-static/icons/refresh-cw.svg?nodes';
import scanBarcode from 'lucide-static/icons/scan-barcode.svg?nodes';
import searchX from 'lucide-static/icons/search-x.svg?nodes';
import shieldCheck from 'lucide-static/icons/shield-check.svg?nodes';
import smartphone from 'lucide-static/icons/smartphone.svg?nodes';
import unplug from 'lucide-static/icons/unplug.svg?nodes';
import users from 'lucide-static/icons/users.svg?nodes';
import type { ComponentChildren } from 'preact';
import type { SiteConfig } from '../shared/contract/site-config.ts';
import { sayMoment } from '../shared/screen/dates.ts';
import { Icon } from '../shared/screen/icon.tsx';
import { MessagePage } from '../shared/screen/message-page.tsx';
import { BigButton } from '../shared/screen/parts.tsx';
import { useScreen } from '../shared/screen/screen.tsx';
import { FaultId } from './fault.tsx';
import { HotlineCode } from './hand-off.tsx';
import { sayGuide } from './place.ts';
import './said.css';
import type { VisitEvent } from './visit.ts';
import { useKioskWords } from './words.ts';

interface SaidProps {
  readonly site: SiteConfig;
  readonly send: (event: VisitEvent) => void;
}
interface SaidOfCodeProps extends SaidProps {
  readonly code: string | null;
}

function Acts({ children }: { children: ComponentChildren }) {
  return <div class="said-acts">{children}</div>;
}

function Done({ send }: Pick<SaidProps, 'send'>) {
  const words = useKioskWords();
  return <BigButton tone="primary" label={words.say('card.done')} onPress={() => send({ kind: 'done' })} />;
}

function ReadCode({ code }: { code: string | null }) {
  const words = useKioskWords();
  if (code === null) return null;
  return (
    <p class="said-code">
      <span>{words.say('code.read')}</span>
      <strong>{code}</strong>
    </p>
  );
}

function Phone({ site }: Pick<SaidProps, 'site'>) {
  return <HotlineCode site={site} />;
}

export function Asking() {
  const words = useKioskWords();
  return (
    <MessagePage icon={scanBarcode} title={words.say('asking.title')} text={words.say('asking.text')}>
      <p class="said-dots" aria-hidden="true">
        <span />
        <span />
        <span />
      </p>
    </MessagePage>
  );
}

interface NotFoundProps extends SaidOfCodeProps {
  /** By the kiosk's own copy of that time, ms. */
  readonly asOf?: number | undefined;
}

export function NotFound({ site, send, code, asOf }: NotFoundProps) {
  const words = useKioskWords();
  const { words: common } = useScreen();
  const guide = sayGuide(words, site);
  const text =
    asOf === undefined
      ? words.say('notFound.text', { guide })
      : words.say('notFound.offline', { guide, moment: sayMoment(common, asOf) });
  return (
    <MessagePage icon={searchX} title={words.say('notFound.title')} text={text}>
      <ReadCode code={code} />
      <Phone site={site} />
      <Acts>
        <BigButton
          icon={keyboard}
          label={words.say('notFound.again')}
          onPress={() => send({ kind: 'type' })}
        />
        <Done send={send} />
      </Acts>
    </MessagePage>
  );
}

interface OfflineProps extends SaidOfCodeProps {
  /** The kiosk holds only part of the province, and the code is of another unit. */
  readonly isElsewhere?: boolean;
}

export function Offline({ site, send, code, isElsewhere = false }: OfflineProps) {
  const words = useKioskWords();
  const guide = sayGuide(words, site);
  const name = isElsewhere ? 'elsewhere' : 'offline';
  return (
    <MessagePage
      icon={isElsewhere ? building : unplug}
      title={words.say(`${name}.title`)}
      text={words.say(`${name}.text`, { guide })}
    >
      <ReadCode code={code} />
      <Phone site={site} />
      <Acts>
        <BigButton
          icon={refresh}
          label={words.say('offline.again')}
          onPress={() => send({ kind: 'again' })}
        />
        <Done send={send} />
      </Acts>
      <FaultId fault="offline" />
    </MessagePage>
  );
}

export function NotACode({ site, send }: SaidProps) {
  const words = useKioskWords();
  return (
    <MessagePage icon={fileX} title={words.say('notACode.title')} text={words.say('notACode.text')}>
      <Phone site={site} />
      <Acts>
        <BigButton icon={keyboard} label={words.say('attract.type')} onPress={() => send({ kind: 'type' })} />
        <Done send={send} />
      </Acts>
    </MessagePage>
  );
}

export function Busy({ site, send }: SaidProps) {
  const words = useKioskWords();
  const guide = sayGuide(words, site);
  return (
    <MessagePage icon={users} title={words.say('busy.title', { guide })} text={words.say('busy.text')}>
      <Phone site={site} />
      <Acts>
        <Done send={send} />
      </Acts>
      <FaultId fault="busy" />
    </MessagePage>
  );
}

export function Help({ site, send }: SaidProps) {
  const words = useKioskWords();
  const guide = sayGuide(words, site);
  return (
    <MessagePage icon={messages} title={words.say('help.title')} text={words.say('help.text', { guide })}>
      <Phone site={site} />
      <ul class="said-list">
        <li>
          <Icon nodes={scanBarcode} />
          <span>{words.say('help.scan')}</span>
        </li>
        <li>
          <Icon nodes={keyboard} />
          <span>{words.say('help.typed')}</span>
        </li>
        <li>
          <Icon nodes={shieldCheck} />
          <span>{words.say('privacy.long')}</span>
        </li>
      </ul>
      <Acts>
        <BigButton
          icon={fileQuestion}
          label={words.say('attract.lost')}
          onPress={() => send({ kind: 'lost' })}
        />
        <BigButton
          tone="primary"
          icon={arrowLeft}
          label={words.say('help.back')}
          onPress={() => send({ kind: 'back' })}
        />
      </Acts>
    </MessagePage>
  );
}

/** What to do without a receipt: who finds the dossier, and where its code stands too. Nothing is asked for. */
export function Lost({ site, send }: SaidProps) {
  const words = useKioskWords();
  const guide = sayGuide(words, site);
  return (
    <MessagePage icon={fileQuestion} title={words.say('lost.title')} text={words.say('lost.desk', { guide })}>
      <ul class="said-list">
        <li>
          <Icon nodes={smartphone} />
          <span>{words.say('lost.phone')}</span>
        </li>
        <li>
          <Icon nodes={keyboard} />
          <span>{words.say('lost.typed')}</span>
        </li>
      </ul>
      <Phone site={site} />
      <Acts>
        <BigButton icon={keyboard} label={words.say('attract.type')} onPress={() => send({ kind: 'type' })} />
        <BigButton
          tone="primary"
          icon={arrowLeft}
          label={words.say('help.back')}
          onPress={() => send({ kind: 'back' })}
        />
      </Acts>
    </MessagePage>
  );
}

export function Ended() {
  const words = useKioskWords();
  return (
    <MessagePage icon={heartHandshake} title={words.say('ended.title')} text={words.say('ended.text')} />
  );
}
