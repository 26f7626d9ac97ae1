/** The parts both screens are made of: button, notice, header, bars; they know no visit and no rating. */

import aArrowDown from 'lucide-static/icons/a-arrow-down.svg?nodes';
import aArrowUp from 'lucide-static/icons/a-arrow-up.svg?nodes';
import contrast from 'lucide-static/icons/contrast.svg?nodes';
import globe from 'lucide-static/icons/globe.svg?nodes';
import landmark from 'lucide-static/icons/landmark.svg?nodes';
import phone from 'lucide-static/icons/phone.svg?nodes';
import type { ComponentChildren } from 'preact';
import type { Text } from '../contract/scale.ts';
import { sayClock } from './dates.ts';
import { Icon, type IconNodes } from './icon.tsx';
import './parts.css';
import { usePress } from './press.ts';
import { useScreen } from './screen.tsx';
import type { TextSize } from './settings.ts';

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
        {hours !== undefined && <span class="hotline-hours"> · {words.pick(hours)}</span>}
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

const sizes: readonly TextSize[] = ['small', 'normal', 'large'];

interface LanguageBarProps {
  readonly children?: ComponentChildren;
}

/** Language, A- A A+ and contrast; what is chosen lasts for one visit. */
export function LanguageBar({ children }: LanguageBarProps) {
  const { words, settings, change } = useScreen();
  const names = { small: 'bar.smaller', normal: 'bar.normal', large: 'bar.larger' } as const;
  const language = usePress(() =>
    change({ ...settings, language: settings.language === 'vi' ? 'en' : 'vi' }),
  );
  return (
    <nav class="bar" aria-label={words.say('bar.label')}>
      <button
        type="button"
        class="bar-button"
        lang={settings.language === 'vi' ? 'en' : 'vi'}
        title={words.say('bar.languageHint')}
        onClick={language}
      >
        <Icon nodes={globe} />
        <span>{words.say('bar.language')}</span>
      </button>
      <div class="bar-sizes">
        {sizes.map((size) => (
          <button
            key={size}
            type="button"
            class={`bar-button bar-size bar-size-${size}`}
            aria-label={words.say(names[size])}
            aria-pressed={settings.size === size}
            onClick={() => change({ ...settings, size })}
          >
            {size === 'normal' ? <span>A</span> : <Icon nodes={size === 'small' ? aArrowDown : aArrowUp} />}
          </button>
        ))}
      </div>
      <button
        type="button"
        class="bar-button"
        aria-pressed={settings.highContrast}
        onClick={() => change({ ...settings, highContrast: !settings.highContrast })}
      >
        <Icon nodes={contrast} />
        <span>{words.say('bar.contrast')}</span>
      </button>
      {children}
    </nav>
  );
}
