/** The rest screen outside the hours: dim, with the time, when the desk opens next, and that a dossier can be seen all the same. */
import moon from 'lucide-static/icons/moon.svg?nodes';
import { useLayoutEffect } from 'preact/hooks';
import { dayOf } from '../shared/contract/day.ts';
import { kioskLimits } from '../shared/contract/kiosk-limits.ts';
import { isOpen, nextOpening, whyClosed } from '../shared/contract/opening.ts';
import type { SiteConfig } from '../shared/contract/site-config.ts';
import { sayClock, sayDate, sayTime } from '../shared/screen/dates.ts';
import { useFit } from '../shared/screen/fit.ts';
import { Icon } from '../shared/screen/icon.tsx';
import { Hotline } from '../shared/screen/parts.tsx';
import { useScreen } from '../shared/screen/screen.tsx';
import type { ScreenWords } from '../shared/screen/words.ts';
import './closed.css';
import { sayScanPlace } from './place.ts';
import { Ways, type WaysProps } from './ways.tsx';
import { type KioskWords, useKioskWords } from './words.ts';

/** Corrected time as the device knows it. */
export interface KnownTime {
  readonly ms: number;
  readonly quality: string;
}

/** A kiosk that does not know the time is never closed. */
export function isShut(
  { hours, kiosk }: Pick<SiteConfig, 'hours' | 'kiosk'>,
  { ms, quality }: KnownTime,
): boolean {
  return kiosk.closedScreen && quality !== 'none' && !isOpen(hours, ms);
}

interface ClosedProps extends WaysProps {
  readonly site: SiteConfig;
  /** Corrected time, ms. */
  readonly now: number;
  /** A symbol can be read just now. */
  readonly hasReader: boolean;
}

export function Closed({ site, now, hasReader, ...ways }: ClosedProps) {
  const { words: common } = useScreen();
  const words = useKioskWords();
  const page = useFit<HTMLElement>();
  useLayoutEffect(() => {
    const root = document.documentElement;
    root.dataset.dim = 'true';
    return () => delete root.dataset.dim;
  }, []);
  const next = sayNext({ words, common, site, now });
  const place = sayScanPlace(words, site);
  return (
    <main class="closed" ref={page}>
      <div class="closed-said">
        <p class="closed-why">
          <Icon nodes={moon} />
          <span>{sayWhy(words, site, now)}</span>
        </p>
        <p class="closed-clock" aria-hidden="true">
          {sayClock(now)}
        </p>
        <h1 class="closed-title" tabIndex={-1}>
          {next ?? words.say('closed.rest')}
        </h1>
        <p class="closed-text">
          {hasReader ? words.say('closed.scan', { place }) : words.say('closed.scanNoPlace')}
        </p>
        <Hotline number={site.hotline.number} hours={site.hotline.hours} />
      </div>
      <div class="closed-acts">
        <Ways {...ways} />
      </div>
    </main>
  );
}

interface NextParts {
  readonly words: KioskWords;
  readonly common: ScreenWords;
  readonly site: Pick<SiteConfig, 'hours'>;
  readonly now: number;
}

/** "Mở cửa lại lúc 7 giờ 30, thứ Hai, 23/11/2026"; undefined where no opening is known. */
function sayNext({ words, common, site, now }: NextParts): string | undefined {
  const at = nextOpening(site.hours, now, kioskLimits.openingLookDays);
  if (at === undefined) return undefined;
  const time = sayTime(common, at).replaceAll(' ', '\u00a0'); // a time is not broken over two lines
  return dayOf(at) === dayOf(now)
    ? words.say('closed.nextToday', { time })
    : words.say('closed.next', { time, date: sayDate(common, at) });
}

function sayWhy(words: KioskWords, { hours }: Pick<SiteConfig, 'hours'>, now: number): string {
  const why = whyClosed(hours, now);
  switch (why.kind) {
    case 'break':
      return words.say('closed.break');
    case 'holiday':
      return words.say('closed.holiday', { name: words.pick(why.name) });
    case 'rest':
      return words.say('closed.rest');
  }
}
