/** The parts both screens are made of: button, notice, header, bars; they know no visit and no rating. */

import landmark from 'lucide-static/icons/landmark.svg?nodes';
import phone from 'lucide-static/icons/phone.svg?nodes';
import type { ComponentChildren } from 'preact';
import type { Text } from '../contract/scale.ts';
import { sayClock } from './dates.ts';
import { Icon, type IconNodes } from './icon.tsx';
import './parts.css';
import { usePress } from './press.ts';
import { useScreen } from './screen.tsx';

/** `primary` is the one thing to do here; `plain` everything else. */
interface BigButtonProps {
  readonly label: string;
  readonly onPress: () => void;
  readonly icon?: IconNodes;
  readonly note?: string;
  readonly tone?: 'primary' | 'plain';
  readonly disabled?: boolean;
}

export function BigButton({ label, onPress, icon, note, tone = 'plain', disabled = false }: BigButtonProps) {
  const press = usePress(onPress);
  return (
    <button type="button" class={`big-button big-button-${tone}`} disabled={disabled} onClick={press}>
      {icon !== undefined && <Icon nodes={icon} />}
      <span class="big-button-words">
        <span>{label}</span>
        {note !== undefined && <span class="big-button-note">{note}</span>}
      </span>
    </button>
  );
}

/** The colour and sign of a state; the words beside it always say the same. */
export type Tone = 'good' | 'attention' | 'act' | 'calm';

interface NoticeProps {
  readonly tone: Tone;
  readonly icon: IconNodes;
  readonly title?: string;
  readonly children?: ComponentChildren;
}

export function Notice({ tone, icon, title, children }: NoticeProps) {
  return (
    <div class={`notice tone-${tone}`}>
      <Icon nodes={icon} />
      <div class="notice-words">
        {title !== undefined && <p class="notice-title">{title}</p>}
        {children}
      </div>
    </div>
  );
}

export function DemoBanner() {
  const { words } = useScreen();
  return (
    <section class="demo-banner" aria-label={words.say('demo.banner')}>
      <strong>{words.say('demo.banner')}</strong> <span>{words.say('demo.note')}</span>
    </section>
  );
}

interface HeaderProps {
  readonly centre?: Text;
  /** Corrected time, ms; absent while it is not known well enough to be shown. */
  readonly now?: number;
}

export function Header({ centre, now }: HeaderProps) {
  const { words } = useScreen();
  return (
    <header class="header">
      <Icon nodes={landmark} class="header-emblem" />
      <p class="header-centre">{centre === undefined ? '' : words.pick(centre)}</p>
      {now !== undefined && <p class="header-clock">{sayClock(now)}</p>}
    </header>
  );
}

interface HotlineProps {
  readonly number: string;
  readonly hours?: Text | undefined;
}

/** The way to a person; stands on every help, error and late screen. */
export function Hotline({ number, hours }: HotlineProps) {
  const { words } = useScreen();
  return (
    <p class="hotline">
      <Icon nodes={phone} />
      <span>
        {words.say('hotline.label')}: <strong class="hotline-number">{number}</strong>
        {hours !== undefined && <span class="hotline-hours"> ({words.pick(hours)})</span>}
      </span>
    </p>
  );
}

export type LinkShown = 'online' | 'dialling' | 'offline' | 'refused';

interface StatusLineProps {
  readonly link: LinkShown;
  readonly device?: string;
  readonly children?: ComponentChildren;
}

/** The quiet last line: what staff understand and citizens may ignore. */
export function StatusLine({ link, device, children }: StatusLineProps) {
  const { words } = useScreen();
  return (
    <div class="status-line" data-link={link}>
      <p class="status-link">
        <span class="status-dot" aria-hidden="true" />
        {words.say(`link.${link}`)}
        {device !== undefined && ` · ${words.say('link.device', { device })}`}
      </p>
      {children}
    </div>
  );
}
